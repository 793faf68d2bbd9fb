"""A process beside this one that does the same work, where a machine has a core to spare.

It lives as long as the block, and ends by itself when this process dies: what it was given to work
on is personal data, and nothing of it may outlive the desk.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection

Given = TypeVar("Given")
Made = TypeVar("Made")

_AHEAD = 2  # portions given to the other process; it never waits for the next
_ENDS_S = 5.0
_BROKEN = (EOFError, OSError)  # the other process is gone


@contextmanager
def helped(
    work: Callable[[Given], Made], *, is_worth_it: bool
) -> Iterator[Callable[[Iterable[Given]], Iterator[Made]]]:
    """A `map` of `work`, in order, done here and in a process beside where that is worth its start.

    `work` is a function of a module; what it raises in the other process it raises here, because
    this one does such a portion again.
    """
    if not is_worth_it or (os.cpu_count() or 1) < 2:  # noqa: PLR2004 - one for each
        yield lambda portions: map(work, portions)
        return
    spawning = get_context("spawn")
    ours, theirs = spawning.Pipe()
    other = spawning.Process(target=_help, args=(work, theirs), daemon=True)
    other.start()
    theirs.close()
    with ours, ThreadPoolExecutor(1) as sender:
        yield lambda portions: _shared(work, portions, ours, sender)
    other.join(_ENDS_S)
    other.kill()


def _help(work: Callable[[Any], Any], line: Connection) -> None:
    """The other process: one portion after another until the line is closed."""
    while True:
        try:
            portion = line.recv()
        except _BROKEN:
            return
        try:
            made = (work(portion),)
        except Exception:  # noqa: BLE001 - done again, and raised, where it can be told
            made = None
        try:
            line.send(made)
        except _BROKEN:
            return


def _shared(
    work: Callable[[Given], Made],
    portions: Iterable[Given],
    line: Connection,
    sender: ThreadPoolExecutor,
) -> Iterator[Made]:
    def ask(portion: Given) -> Made:
        try:
            line.send(portion)
            answer = line.recv()
        except _BROKEN:
            answer = None
        return answer[0] if answer else work(portion)

    pending: deque[Future[Made]] = deque()
    for portion in portions:
        if sum(not future.done() for future in pending) < _AHEAD:
            pending.append(sender.submit(ask, portion))
        else:
            done: Future[Made] = Future()
            done.set_result(work(portion))
            pending.append(done)
        while pending and pending[0].done():
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
