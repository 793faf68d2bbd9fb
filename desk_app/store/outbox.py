"""What this machine wrote and the hub has not judged: read from the journal, no second queue."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.store.entries import change_of
from desk_app.store.errors import EntryUnreadable
from desk_app.store.settings import counter, raise_counter

if TYPE_CHECKING:
    from desk_app.store.database import Database

_AVERAGE_BYTES = 256  # of a change, generously few, so that one question fetches enough


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """What is not judged yet, for the status that never lies."""

    changes: int
    since: datetime | None  # the moment of the oldest; None when nothing waits
    held: int  # of these, how many the hub has acknowledged
    last: int = 0  # the highest number among them, 0 without


def acked_name(epoch: int) -> str:
    """The counter of what the hub has acknowledged of an epoch."""
    return f"acked.{epoch}"


def own_after(
    database: Database, writer: tuple[int, int], *, after: int, limit_bytes: int
) -> list[bytes]:
    """Own changes with number > after, in order, up to the limit, but one at least."""
    found: list[bytes] = []
    size = 0
    last = after
    while True:
        rows = database.rows(
            "SELECT number, record FROM journal WHERE author = ? AND epoch = ? AND number > ?"
            " ORDER BY number LIMIT ?",
            (*writer, last, max(16, (limit_bytes - size) // _AVERAGE_BYTES)),
        )
        for number, raw in rows:
            if found and size + len(raw) > limit_bytes:
                return found
            found.append(raw)
            size += len(raw)
            last = number
        if not rows:
            return found


def last_number(database: Database, writer: tuple[int, int]) -> int:
    """The highest number written; 0 before the first."""
    return int(
        database.value("SELECT max(number) FROM journal WHERE author = ? AND epoch = ?", writer)
        or 0
    )


def waiting(database: Database, writer: tuple[int, int]) -> Waiting:
    """Own changes without a verdict."""
    author, epoch = writer
    numbers = [
        number
        for (number,) in database.rows(
            f"SELECT j.number {_UNSETTLED} ORDER BY j.number",
            (author, epoch, counter(database, _through_name(epoch))),
        )
    ]
    if not numbers:
        return Waiting(changes=0, since=None, held=0)
    acked = counter(database, acked_name(epoch))
    return Waiting(
        changes=len(numbers),
        since=_since(database, writer, numbers),
        held=sum(number <= acked for number in numbers),
        last=numbers[-1],
    )


def _since(database: Database, writer: tuple[int, int], numbers: list[int]) -> datetime | None:
    """The moment of the first of these changes that can be read."""
    for number in numbers:
        raw = database.value(
            "SELECT record FROM journal WHERE author = ? AND epoch = ? AND number = ?",
            (*writer, number),
        )
        with suppress(EntryUnreadable):
            oldest = change_of(raw, author=writer[0], epoch=writer[1], number=number)
            return datetime.fromtimestamp(oldest.at, UTC)
    return None


def note_settled_through(database: Database, writer: tuple[int, int]) -> None:
    """Remember up to where nothing waits, so that counting what waits stays quick for ever."""
    author, epoch = writer
    first = database.value(
        f"SELECT min(j.number) {_UNSETTLED}",
        (author, epoch, counter(database, _through_name(epoch))),
    )
    through = (first - 1) if first is not None else last_number(database, writer)
    raise_counter(database, _through_name(epoch), through)


def forget_settled_through(database: Database, writer: tuple[int, int]) -> None:
    """Count from the beginning again: verdicts have been taken back with a feed begun anew."""
    database.execute("DELETE FROM counters WHERE name = ?", (_through_name(writer[1]),))


_UNSETTLED = """
    FROM journal AS j
    LEFT JOIN settled AS s
        ON s.author = j.author AND s.epoch = j.epoch AND s.number = j.number
    WHERE j.author = ? AND j.epoch = ? AND j.number > ? AND s.author IS NULL
"""


def _through_name(epoch: int) -> str:
    return f"settled_through.{epoch}"
