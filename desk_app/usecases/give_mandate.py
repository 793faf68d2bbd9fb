"""Let postal staff stand in at this machine (ủy nhiệm cho nhân viên bưu điện)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.events import MandateGiven
from desk_app.domain.mandate import Mandate, MandateUnfit, check
from desk_app.domain.rights import Act
from desk_app.store.mandates import mandates_of

if TYPE_CHECKING:
    from desk_app.desk import Desk


def give_mandate(desk: Desk, mandate: Mandate) -> Mandate:
    """The mandate as it stands; `machines` is this one, whatever was said.

    Raises NotPermitted, MandateUnfit also for a number in force here and for a procedure nobody
    knows, ControlCharacters, TooLong.
    """
    desk.require(Act.GIVE_MANDATE)
    tidy = check(mandate)
    machine = desk.machine or 0
    for procedure in tidy.procedures:
        if procedure not in desk.catalogue.by_code:
            raise MandateUnfit(field="procedures")
    event = MandateGiven(
        number=tidy.number,
        issuer=tidy.issuer,
        person=tidy.person,
        since=tidy.since,
        until=tidy.until,
        procedures=tidy.procedures,
        weekdays=tuple(sorted(tidy.weekdays)),
        begins=tidy.begins,
        ends=tidy.ends,
    )
    with desk.journal.writing() as tx:
        known = mandates_of(desk.store.database, machine=machine).values()
        if any(one.number == tidy.number and one.ended_at is None for one in known):
            raise MandateUnfit(field="number")
        entry = tx.append(event, entity=None, actor=desk.user.number, at=desk.clock.now())
    return mandates_of(desk.store.database, machine=machine)[entry.entity]
