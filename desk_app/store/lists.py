"""Lists of dossiers by state, urgency, procedure and person, a page at a time.

Every filter is answered from one index and pages go on from the last row seen (keyset), so the
first page and the thousandth cost the same. Little is in hand at any time: what asks about urgency
reads the one index of what is not ended yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from heapq import merge
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from desk_app.domain.dossier import Status
from desk_app.store.listed import LISTED_COLUMNS, ListedDossier, listed, reach
from desk_app.store.projection_tables import NO_DUE
from desk_app.store.waiting_lists import waiting_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from desk_app.store.database import Database, Row
    from desk_app.store.waiting_lists import WaitFilter

PAGE_SIZE = 50


class Order(StrEnum):
    NEWEST = "newest"  # the last received first
    DUE = "due"  # the earliest promise first; only what is not ended


class Sync(StrEnum):
    """What of a dossier is not settled."""

    WAITING = "waiting"  # changes without a verdict
    ASIDE = "aside"  # changes the province set aside


@dataclass(frozen=True, kw_only=True, slots=True)
class ListFilter:
    """What a list shows; a field left at its default asks for nothing."""

    statuses: tuple[Status, ...] = ()
    procedures: tuple[str, ...] = ()  # codes; a field (lĩnh vực) is all of its procedures
    handler: str = ""
    not_handlers: tuple[str, ...] = ()  # not what these have
    due_from: datetime | None = None  # inclusive; only what runs
    due_before: datetime | None = None  # exclusive; only what runs: with now, what is overdue
    is_to_sign: bool = False  # a result is there and may be signed
    sync: Sync | None = None
    order: Order = Order.NEWEST


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    dossiers: tuple[ListedDossier, ...]
    after: tuple[int, int] | None  # hand it back for the next page; None on the last


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many dossiers there are, by status and by urgency."""

    by_status: dict[Status, int] = field(default_factory=dict)
    overdue: int = 0
    due_soon: int = 0
    to_sign: int = 0


class Lists:
    """Questions of screens about many dossiers; reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        asked: ListFilter,
        *,
        after: tuple[int, int] | None = None,
        size: int = PAGE_SIZE,
    ) -> Page:
        """The rows that follow `after`, in the filter's order."""
        with self._database.reading():
            reached = reach(self._database)
            rows = self._rows(asked, after=after, count=size + 1)
        shown = tuple(listed(row, reached) for row in rows[:size])
        if len(rows) <= size:
            return Page(dossiers=shown, after=None)
        last = rows[size - 1]
        return Page(dossiers=shown, after=(last[16], last[0]))

    def waiting(self, asked: WaitFilter, *, size: int) -> tuple[ListedDossier, ...]:
        """The first dossiers that wait for something, in the order of how long."""
        with self._database.reading():
            reached = reach(self._database)
            numbers = waiting_ids(self._database, asked, count=size)
            found = {row[0]: row for row in self._these(numbers, "d.id")}
        return tuple(listed(found[number], reached) for number in numbers)

    def these(self, numbers: Sequence[int]) -> tuple[ListedDossier, ...]:
        """The dossiers of some rows, the newest first."""
        with self._database.reading():
            reached = reach(self._database)
            return tuple(listed(row, reached) for row in self._these([*numbers], "d.id DESC"))

    def tally(self, *, now: datetime, soon: datetime) -> Tally:
        """Counts for the chips: overdue before `now`, due soon from `now` until before `soon`."""
        with self._database.reading():
            rows = self._database.rows("SELECT status, dossiers FROM tallies WHERE dossiers > 0")
            return Tally(
                by_status={Status(status): count for status, count in rows},
                overdue=self._count_due(0, _seconds(now)),
                due_soon=self._count_due(_seconds(now), _seconds(soon)),
                to_sign=int(self._database.value(_TO_SIGN)),
            )

    def _rows(self, asked: ListFilter, *, after: tuple[int, int] | None, count: int) -> list[Row]:
        if asked.sync is not None:
            return self._unsettled(asked, after=after, count=count)
        by_urgency = asked.order is Order.DUE or asked.due_from or asked.due_before
        if by_urgency or asked.handler or asked.not_handlers or asked.is_to_sign:
            return self._live(asked, after=after, count=count)
        return self._newest(asked, after=after, count=count)

    def _newest(self, asked: ListFilter, *, after: tuple[int, int] | None, count: int) -> list[Row]:
        """Newest first: a short run of every status (and procedure) asked for, merged."""
        before = after[1] if after else NO_DUE
        if not asked.statuses and not asked.procedures:
            return self._select("d.id < ?", [before], "d.id DESC", count)
        statuses = [
            status for status in self._present() if status in (asked.statuses or tuple(Status))
        ]
        runs = [
            self._run("d.procedure = ? AND d.status = ?", [procedure, status], before, count)
            for procedure, status in product(asked.procedures, statuses)
        ]
        if not asked.procedures:
            runs = [self._run("d.status = ?", [status], before, count) for status in statuses]
        numbers = list(islice(merge(*runs, reverse=True), count))
        return self._these(numbers, "d.id DESC")

    def _present(self) -> list[str]:
        rows = self._database.rows("SELECT status FROM tallies WHERE dossiers > 0")
        return [status for (status,) in rows]

    def _run(self, where: str, values: list[Any], before: int, count: int) -> list[int]:
        """The newest ids before one, from an index alone."""
        rows = self._database.rows(
            f"SELECT d.id FROM dossiers AS d WHERE {where} AND d.id < ?"  # noqa: S608 - fixed texts, values are bound
            " ORDER BY d.id DESC LIMIT ?",
            [*values, before, count],
        )
        return [number for (number,) in rows]

    def _live(self, asked: ListFilter, *, after: tuple[int, int] | None, count: int) -> list[Row]:
        """What is not ended, from the index of that alone."""
        where = ["d.is_live = 1 AND d.is_to_sign = 1" if asked.is_to_sign else "d.is_live = 1"]
        values: list[Any] = []
        if asked.due_from is not None or asked.due_before is not None:
            where.append("d.is_running = 1 AND d.due_key >= ? AND d.due_key < ?")
            values += [_seconds(asked.due_from, 0), _seconds(asked.due_before, NO_DUE)]
        _narrow(where, values, asked)
        if asked.order is Order.NEWEST:
            if after:
                where.append("d.id < ?")
                values.append(after[1])
            return self._select_live(where, values, "d.id DESC", count)
        if after:
            where.append("(d.due_key, d.id) > (?, ?)")
            values += after
        return self._select_live(where, values, "d.due_key, d.id", count)

    def _unsettled(
        self, asked: ListFilter, *, after: tuple[int, int] | None, count: int
    ) -> list[Row]:
        column = "d.waiting" if asked.sync is Sync.WAITING else "d.aside"
        where = [f"{column} > 0"]
        values: list[Any] = []
        _narrow(where, values, asked)
        if after:
            where.append("d.id < ?")
            values.append(after[1])
        return self._select(" AND ".join(where), values, "d.id DESC", count)

    def _select(self, where: str, values: list[Any], order: str, count: int) -> list[Row]:
        return self._database.rows(
            f"SELECT {LISTED_COLUMNS} FROM dossiers AS d WHERE {where} ORDER BY {order} LIMIT ?",  # noqa: S608 - fixed texts, values are bound
            [*values, count],
        )

    def _select_live(
        self, where: list[str], values: list[Any], order: str, count: int
    ) -> list[Row]:
        """As `_select`, but the rows are found in the index before any row is read whole."""
        found = self._database.rows(
            f"SELECT d.id FROM dossiers AS d INDEXED BY dossiers_live"  # noqa: S608 - fixed texts, values are bound
            f" WHERE {' AND '.join(where)} ORDER BY {order} LIMIT ?",
            [*values, count],
        )
        return self._these([number for (number,) in found], order)

    def _these(self, numbers: list[int], order: str) -> list[Row]:
        if not numbers:
            return []
        marks = ", ".join("?" * len(numbers))
        return self._select(f"d.id IN ({marks})", numbers, order, len(numbers))

    def _count_due(self, start: int, end: int) -> int:
        return int(
            self._database.value(
                "SELECT count(*) FROM dossiers INDEXED BY dossiers_live"
                " WHERE is_live = 1 AND is_running = 1 AND due_key >= ? AND due_key < ?",
                (start, end),
            )
        )


def _narrow(where: list[str], values: list[Any], asked: ListFilter) -> None:
    _among(where, values, "d.status", [status.value for status in asked.statuses])
    _among(where, values, "d.procedure", asked.procedures)
    _among(where, values, "d.handler", [asked.handler] if asked.handler else [])
    if asked.not_handlers:
        where.append(f"d.handler NOT IN ({', '.join('?' * len(asked.not_handlers))})")
        values += asked.not_handlers


def _among(where: list[str], values: list[Any], column: str, allowed: Iterable[str]) -> None:
    wanted = list(allowed)
    if wanted:
        where.append(f"{column} IN ({', '.join('?' * len(wanted))})")
        values += wanted


def _seconds(moment: datetime | None, default: int = 0) -> int:
    return default if moment is None else int(moment.timestamp())


_TO_SIGN = (
    "SELECT count(*) FROM dossiers INDEXED BY dossiers_live WHERE is_live = 1 AND is_to_sign = 1"
)
