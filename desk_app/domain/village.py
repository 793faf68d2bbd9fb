"""A session in a village (phiên lưu động): planned, opened where the machine goes, closed at home.

Which dossiers are of a session follows from the journal: those that its machine received between
the two entries that open and close it. A dossier carries no mark that could be lost or forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain import events
from desk_app.domain.errors import RuleBroken
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, NOTE_LIMIT, clean, clean_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

MOST_PEOPLE = 20
MOST_PROCEDURES = 60
LOW_BATTERY = 30  # of a hundred: time to end, print and save
EMPTY_BATTERY = 15  # of a hundred


class VillageState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class VillageUnfit(RuleBroken):
    """A session needs a place, a day to come, people and procedures (details: `field`)."""

    code = "village_unfit"


class NoSuchVillage(RuleBroken):
    """No session of this number is known here."""

    code = "village_unknown"


class VillageOpenAlready(RuleBroken):
    """Another session is open at this machine; close that first (details: `place`)."""

    code = "village_open_already"


class WrongVillageState(RuleBroken):
    """The session stands elsewhere, or is open at another machine (details: `state`)."""

    code = "village_wrong_state"


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """Where an entry stands: of which machine's log, and when by its clock."""

    machine: int
    epoch: int
    number: int
    at: datetime

    @property
    def place(self) -> tuple[int, int]:
        return (self.epoch, self.number)


@dataclass(frozen=True, kw_only=True, slots=True)
class Village:
    """A session as it stands."""

    entity: int
    planned: events.VillagePlanned
    opened: events.VillageOpened | None = None
    opened_by: Written | None = None
    closed: events.VillageClosed | None = None
    closed_by: Written | None = None

    @property
    def state(self) -> VillageState:
        if self.closed is not None:
            return VillageState.CLOSED if self.opened else VillageState.CALLED_OFF
        return VillageState.OPEN if self.opened else VillageState.PLANNED

    def holds(self, one: Written) -> bool:
        """Whether what was written there belongs to the session."""
        begun, ended = self.opened_by, self.closed_by
        if begun is None or one.machine != begun.machine or one.place < begun.place:
            return False
        return ended is None or one.place < ended.place


def after(one: Village | None, event: object, *, entity: int, written: Written) -> Village | None:
    """The session after one more entry; what does not follow changes nothing."""
    if isinstance(event, events.VillagePlanned):
        return one or Village(entity=entity, planned=event)
    if one is None or one.closed is not None:
        return one
    if isinstance(event, events.VillageOpened) and one.opened is None:
        return replace(one, opened=event, opened_by=written)
    is_there = one.opened_by is None or one.opened_by.machine == written.machine
    if isinstance(event, events.VillageClosed) and is_there:
        return replace(one, closed=event, closed_by=written)
    return one


def decide_planning(
    *,
    place: str,
    day: date,
    purpose: str,
    people: Sequence[str],
    procedures: Sequence[str],
    today: date,
) -> events.VillagePlanned:
    """`procedures`: codes that the catalogue has. Raises VillageUnfit, TooLong."""
    where = clean(place, limit=NAME_LIMIT, field="place")
    names = [clean(one, limit=NAME_LIMIT, field="people") for one in people]
    who = tuple(dict.fromkeys(one for one in names if one))
    what = tuple(dict.fromkeys(procedures))
    lacks = {
        "place": not where,
        "day": day < today,
        "people": not 0 < len(who) <= MOST_PEOPLE,
        "procedures": not 0 < len(what) <= MOST_PROCEDURES,
    }
    for field, is_lacking in lacks.items():
        if is_lacking:
            raise VillageUnfit(field=field)
    return events.VillagePlanned(
        place=where,
        day=day,
        purpose=clean(purpose, limit=LINE_LIMIT, field="purpose"),
        people=who,
        procedures=what,
    )


def decide_opening(
    one: Village, *, here: Village | None, battery: int | None
) -> events.VillageOpened:
    """`here`: the session that is open at this machine. Raises VillageOpenAlready, and so on."""
    if here is not None:
        raise VillageOpenAlready(place=here.planned.place)
    if one.state is not VillageState.PLANNED:
        raise WrongVillageState(state=one.state)
    return events.VillageOpened(battery=battery or 0)


def decide_closing(
    one: Village, *, machine: int, dossiers: int, cash_vnd: int, other_vnd: int, note: str
) -> events.VillageClosed:
    """Raises WrongVillageState unless it is planned, or open at this machine."""
    is_elsewhere = one.opened_by is not None and one.opened_by.machine != machine
    if is_elsewhere or one.closed is not None:
        raise WrongVillageState(state=one.state)
    return events.VillageClosed(
        dossiers=dossiers,
        cash_vnd=cash_vnd,
        other_vnd=other_vnd,
        note=clean_lines(note, limit=NOTE_LIMIT, field="note"),
    )
