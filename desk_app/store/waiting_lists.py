"""Dossiers that wait for one thing each, the longest or the soonest first; from small indexes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from desk_app.domain.dossier import Status
from desk_app.store.projection_tables import NO_DUE

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.store.database import Database


class Wait(StrEnum):
    """What for."""

    SUPPLEMENT = "supplement"  # the applicant's papers; by the last day they may come
    RESULT = "result"  # to be fetched; by since when it is there
    TAKING = "taking"  # whom it was handed to; by since when
    APOLOGY = "apology"  # the head's signature on it; by the promise
    ENTRY = "entry"  # to be typed into another system; the first received first


_STATUSES = {
    Wait.SUPPLEMENT: Status.SUPPLEMENT_REQUESTED,
    Wait.RESULT: Status.DONE,
    Wait.TAKING: Status.IN_PROGRESS,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitFilter:
    """What a list of waiting dossiers shows."""

    wait: Wait
    before: datetime | None = None  # of supplement, result, taking: only what ends or began before
    not_handlers: tuple[str, ...] = ()  # not what these have
    procedures: tuple[str, ...] = ()  # of entry: those of a ministry's system


def waiting_ids(database: Database, asked: WaitFilter, *, count: int) -> list[int]:
    """The ids of the first so many, in their order."""
    if asked.wait is Wait.ENTRY:
        return _to_enter(database, asked.procedures, count)
    if asked.wait is Wait.APOLOGY:
        rows = database.rows(
            "SELECT id FROM dossiers INDEXED BY dossiers_apology WHERE is_apology = 1"
            " ORDER BY due_key, id LIMIT ?",
            (count,),
        )
        return [number for (number,) in rows]
    where, values = _waits(asked)
    rows = database.rows(
        f"SELECT id FROM dossiers INDEXED BY dossiers_waits WHERE {where}"  # noqa: S608 - fixed texts, values are bound
        " ORDER BY waits_key, id LIMIT ?",
        [*values, count],
    )
    return [number for (number,) in rows]


def procedures_received(database: Database) -> dict[str, int]:
    """How many dossiers of each procedure lie at the desk, received and not handed on."""
    rows = database.rows(
        "SELECT procedure, count(*) FROM dossiers INDEXED BY dossiers_live"
        " WHERE is_live = 1 AND status = ? GROUP BY procedure",
        (Status.RECEIVED.value,),
    )
    return dict(rows)


def _waits(asked: WaitFilter) -> tuple[str, list[Any]]:
    end = NO_DUE + 1 if asked.before is None else int(asked.before.timestamp())
    values: list[Any] = [_STATUSES[asked.wait].value, end]
    where = "is_live = 1 AND waits_key > 0 AND status = ? AND waits_key < ?"
    if asked.not_handlers:
        where += f" AND handler NOT IN ({', '.join('?' * len(asked.not_handlers))})"
        values += asked.not_handlers
    return where, values


def _to_enter(database: Database, procedures: tuple[str, ...], count: int) -> list[int]:
    """A short run of every procedure, merged."""
    runs = [
        [
            number
            for (number,) in database.rows(
                "SELECT id FROM dossiers INDEXED BY dossiers_to_enter"
                " WHERE to_enter = 1 AND procedure = ? ORDER BY id LIMIT ?",
                (procedure, count),
            )
        ]
        for procedure in procedures
    ]
    return list(islice(merge(*runs), count))
