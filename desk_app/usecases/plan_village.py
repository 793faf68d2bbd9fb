"""Plan a session in a village, open it, close it at home (phiên lưu động)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.paper_names import NO_DOSSIER, VILLAGE_SUMMARY, form_of
from desk_app.domain.rights import Act
from desk_app.domain.village import (
    NoSuchVillage,
    decide_closing,
    decide_opening,
    decide_planning,
)
from desk_app.papers.village_summary import summary_paper, village_summary
from desk_app.store.battery import battery
from desk_app.store.villages import come_home, leave_home, open_here, village_of
from sync.client.replica import Modes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.village import Village


@dataclass(frozen=True, kw_only=True, slots=True)
class VillageTyped:
    place: str
    day: date
    purpose: str = ""
    people: Sequence[str]
    procedures: Sequence[str]  # codes


def plan_village(desk: Desk, typed: VillageTyped) -> Village:
    """Raises NotPermitted, UnknownProcedure, and as `decide_planning`."""
    desk.require(Act.GO_OUT)
    codes = [desk.catalogue.procedure(code).code for code in typed.procedures]
    event = decide_planning(
        place=typed.place,
        day=typed.day,
        purpose=typed.purpose,
        people=typed.people,
        procedures=codes,
        today=desk.clock.today(),
    )
    with desk.journal.writing() as tx:
        entry = tx.append(event, entity=None, actor=desk.user.number, at=desk.clock.now())
        return _known(desk, entry.entity)


def open_village(desk: Desk, entity: int) -> Village:
    """From now on what is received here is of the session, and no files go out by themselves.

    Raises NotPermitted, NoSuchVillage, and as `decide_opening`.
    """
    desk.require(Act.GO_OUT)
    told, modes = battery(), desk.replica.modes()
    database = desk.store.database
    with desk.journal.writing() as tx:
        event = decide_opening(
            _known(desk, entity),
            here=open_here(database),
            battery=told.percent if told else None,
        )
        tx.append(event, entity=entity, actor=desk.user.number, at=desk.clock.now())
        leave_home(database, entity, records_only=modes.records_only)
    desk.replica.choose(Modes(is_paused=modes.is_paused, records_only=True))
    return _known(desk, entity)


def close_village(desk: Desk, entity: int, *, note: str = "") -> Village:
    """What it brought is written down; a plan that was never opened is called off.

    Raises NotPermitted, NoSuchVillage, and as `decide_closing`.
    """
    desk.require(Act.GO_OUT)
    with desk.journal.writing() as tx:
        one = _known(desk, entity)
        brought = village_summary(desk, one)
        event = decide_closing(
            one,
            machine=desk.machine or 0,
            dossiers=len(brought.dossiers),
            cash_vnd=brought.cash_vnd,
            other_vnd=brought.other_vnd,
            note=note,
        )
        tx.append(event, entity=entity, actor=desk.user.number, at=desk.clock.now())
        before = come_home(desk.store.database, entity)
    if before is not None:
        paused = desk.replica.modes().is_paused
        desk.replica.choose(Modes(is_paused=paused, records_only=before))
    return _known(desk, entity)


def draw_village_summary(desk: Desk, entity: int) -> int:
    """Its row in the print ledger; raises NotPermitted, NoSuchVillage, NoTemplate, GlyphMissing."""
    desk.require(Act.GO_OUT)
    now = desk.clock.now()
    number = 1 + sum(form_of(one.form) == VILLAGE_SUMMARY for one in desk.prints.of(NO_DOSSIER))
    paper = summary_paper(desk, village_summary(desk, _known(desk, entity)), number=number)
    sha256 = desk.files.keep(paper.pdf, purpose="print", entity=NO_DOSSIER, at=now)
    with desk.journal.writing() as tx:
        return desk.queue_print(tx, NO_DOSSIER, paper.form, at=now, sha256=sha256)


def _known(desk: Desk, entity: int) -> Village:
    one = village_of(desk.store.database, entity)
    if one is None:
        raise NoSuchVillage
    return one
