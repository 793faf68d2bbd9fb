"""What is routed to a department, most urgent first, and dossiers found by code, number or name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_

from sync.hub.api.changes import View
from sync.hub.api.following import follow_once
from sync.hub.api.told import moment
from sync.hub.api_tables import beginnings, outward
from sync.hub.finding import MOST_CANDIDATES, candidates
from sync.hub.hub import Hub
from sync.hub.tables import dossiers

MOST_LISTED = 100

_OPEN = (4, 5, 6)
_DONE = (3, 7, 8, 9, 10)
_PARTS_AT_ONCE = 20  # of the feeds, before a page is shown
_LEAST_LETTERS = 2


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
    """Dossiers by code, by running number, or by words of a name, the last cut short."""
    _catch_up(hub)
    typed = words.strip()
    if len(typed) < _LEAST_LETTERS:
        return []
    folded = hub.province.rules.folded(typed)
    with hub.database.reading() as connection:
        for query in (_with_code(typed), _beginning(folded, view)):
            newest = query.where(*_visible(view)).order_by(outward.c.number.desc())
            found = _lines(hub, connection.execute(newest.limit(MOST_LISTED)).all())
            if found:
                return found
    return []


def _with_code(typed: str) -> Any:
    return _listed().where(dossiers.c.code == typed.upper())


def _beginning(folded: str, view: View) -> Any:
    """Of very many that begin so, some: whoever looks for one types more."""
    found = candidates(folded)
    if view.body_folded:
        found = found.join(
            outward,
            (outward.c.scope == beginnings.c.scope) & (outward.c.ent == beginnings.c.ent),
        ).where(*_visible(view))
    some = found.limit(MOST_CANDIDATES).subquery()
    place = tuple_(outward.c.scope, outward.c.ent)
    return _listed().where(place.in_(select(some.c.scope, some.c.ent)))


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
