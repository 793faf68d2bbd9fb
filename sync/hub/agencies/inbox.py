"""What is routed to a department, most urgent first, and dossiers found by code, number or name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select

from sync.hub.api.changes import View
from sync.hub.api.following import follow_once
from sync.hub.api.told import moment
from sync.hub.api_tables import outward
from sync.hub.hub import Hub
from sync.hub.tables import dossiers

MOST_LISTED = 100

_OPEN = (4, 5, 6)
_DONE = (3, 7, 8, 9, 10)
_PARTS_AT_ONCE = 20  # of the feeds, before a page is shown
_LEAST_LETTERS = 2
_RUNNING_NUMBER = 4  # digits


class Tray(StrEnum):
    """A part of the inbox; its words are `web.tray.<value>`."""

    NEW = "new"  # handed on, and nobody has taken it
    OPEN = "open"  # taken
    WAITING = "waiting"  # for a supplement or a money duty
    DONE = "done"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One dossier in a list; it names no person."""

    code: str  # empty before reception
    org: str
    procedure: str
    state: int
    handed_at: datetime | None
    due_at: datetime | None
    is_overdue: bool


def counts(hub: Hub, view: View) -> dict[Tray, int]:
    """How many dossiers each tray has."""
    _catch_up(hub)
    with hub.database.reading() as connection:
        return {
            tray: connection.execute(
                select(func.count()).select_from(outward).where(*_in_tray(tray, view))
            ).scalar_one()
            for tray in Tray
        }


def inbox(hub: Hub, view: View, tray: Tray) -> list[Line]:
    """A tray, the nearest due first; what is done, the newest first."""
    order = (
        [outward.c.number.desc()]
        if tray is Tray.DONE
        else [outward.c.due_at == 0, outward.c.due_at, outward.c.number]
    )
    query = _listed().where(*_in_tray(tray, view)).order_by(*order).limit(MOST_LISTED)
    with hub.database.reading() as connection:
        return _lines(hub, connection.execute(query).all())


def find(hub: Hub, words: str, view: View) -> list[Line]:
    """Dossiers by code, by running number, or by the beginning of a folded name or its last word.

    A code is found at once; the others are looked for among all dossiers.
    """
    _catch_up(hub)
    typed = words.strip()
    if len(typed) < _LEAST_LETTERS:
        return []
    with hub.database.reading() as connection:
        for match in _matches(hub, typed):
            query = _listed().where(match, *_visible(view))
            rows = connection.execute(query.order_by(outward.c.number.desc()).limit(MOST_LISTED))
            found = _lines(hub, rows.all())
            if found:
                return found
    return []


def _matches(hub: Hub, typed: str) -> list[ColumnElement[bool]]:
    by_code: list[ColumnElement[bool]] = [dossiers.c.code == typed.upper()]
    if typed.isdecimal() and len(typed) <= _RUNNING_NUMBER:
        ending = f"%-{typed.zfill(_RUNNING_NUMBER)}"
        return [*by_code, dossiers.c.code.like(ending)]
    folded = hub.province.rules.folded(typed)
    starts = dossiers.c.applicant_folded.startswith(folded, autoescape=True)
    ends = dossiers.c.applicant_folded.endswith(f" {folded}", autoescape=True)
    return [*by_code, starts | ends]


def _listed() -> Any:
    return select(
        outward.c.code,
        outward.c.org,
        outward.c.state,
        outward.c.handed_at,
        outward.c.due_at,
        dossiers.c.procedure,
    ).join(dossiers, (dossiers.c.scope == outward.c.scope) & (dossiers.c.ent == outward.c.ent))


def _in_tray(tray: Tray, view: View) -> list[ColumnElement[bool]]:
    match tray:
        case Tray.NEW:
            own = [outward.c.state == _OPEN[0], outward.c.is_taken == 0]
        case Tray.OPEN:
            own = [outward.c.state == _OPEN[0], outward.c.is_taken == 1]
        case Tray.WAITING:
            own = [outward.c.state.in_(_OPEN[1:])]
        case Tray.DONE:
            own = [outward.c.state.in_(_DONE)]
    return [outward.c.body_folded == view.body_folded, *own]


def _visible(view: View) -> list[ColumnElement[bool]]:
    return [outward.c.body_folded == view.body_folded] if view.body_folded else []


def _lines(hub: Hub, rows: Sequence[Any]) -> list[Line]:
    now = hub.now()
    return [
        Line(
            code=row.code,
            org=row.org,
            procedure=row.procedure,
            state=row.state,
            handed_at=moment(row.handed_at) if row.handed_at else None,
            due_at=moment(row.due_at) if row.due_at else None,
            is_overdue=bool(row.due_at) and row.due_at < now and row.state in _OPEN,
        )
        for row in rows
    ]


def _catch_up(hub: Hub) -> None:
    """What the desks told since; where there is very much, the next page goes on."""
    for _ in range(_PARTS_AT_ONCE):
        if follow_once(hub) is None:
            return
