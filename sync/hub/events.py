"""What happens at the hub, as one JSON line an event: codes and numbers, never personal data.

    {"at": "2026-11-23T02:00:00.123Z", "event": "exchange", "pid": 7, "dev": 5,
     "scope": "H48.20443", "answer": "ok", "taken": 320, "bytes": 11285, "ms": 41}

A line of another library tells its level, its place and its words as the library's code has them:
never what was filled in, nor the message of an exception, which may quote what somebody typed.
"""

import json
import logging
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock
from typing import TextIO

_OURS = "sync.hub"

Fact = int | float | str | bool | None


class Events:
    """Writes events; without a stream it writes none."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._lock = Lock()

    def tell(self, event: str, **facts: Fact) -> None:
        """Write one event. Facts are codes, numbers and names of machines' units, nothing typed."""
        if self._stream is None:
            return
        told = {"at": _moment(), "event": event, "pid": os.getpid(), **facts}
        line = json.dumps({name: fact for name, fact in told.items() if fact is not None})
        with self._lock:
            self._stream.write(f"{line}\n")
            self._stream.flush()


class Note:
    """What the work on one request notes of itself, for the event that tells of it."""

    def __init__(self) -> None:
        self.facts: dict[str, Fact] = {}


_current: ContextVar[Note | None] = ContextVar("note", default=None)


@contextmanager
def noting() -> Iterator[Note]:
    """A note for the work done in the block, also in threads it starts with this context."""
    made = Note()
    token = _current.set(made)
    try:
        yield made
    finally:
        _current.reset(token)


def note(**facts: Fact) -> None:
    """Add facts to the note of the request at hand; nothing where nobody takes notes."""
    current = _current.get()
    if current is not None:
        current.facts.update(facts)


@contextmanager
def all_as_events(events: Events) -> Iterator[None]:
    """Everything that is logged in this process goes out as events, in the block."""
    root, handler = logging.getLogger(), _Handler(events)
    before = root.handlers[:]
    root.handlers = [handler]
    try:
        yield
    finally:
        root.handlers = before


def to_stderr() -> Events:
    return Events(sys.stderr)


class _Handler(logging.Handler):
    def __init__(self, events: Events) -> None:
        super().__init__(level=logging.WARNING)
        self._events = events

    def emit(self, record: logging.LogRecord) -> None:
        kind, place = None, None
        if record.exc_info and record.exc_info[0] is not None:
            kind = record.exc_info[0].__name__
            place = " < ".join(
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
                for frame in reversed(traceback.extract_tb(record.exc_info[2]))
            )
        self._events.tell(
            "logged",
            level=record.levelname.lower(),
            logger=record.name,
            words=_words(record),
            place=place or f"{record.filename}:{record.lineno}",
            kind=kind,
        )


def _words(record: logging.LogRecord) -> str:
    """The words of a line: filled in where they are our own, which hold codes and numbers only."""
    if record.name.startswith(_OURS):
        return record.getMessage()
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


def _moment() -> str:
    now = datetime.now(UTC)  # noqa: TID251  the moment of a log line, for the operator alone
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
