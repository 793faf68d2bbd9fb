"""Asked to come again: each trip is counted, and what is received at last is the same dossier."""

import pytest

from desk_app.domain.choices import BackReason
from desk_app.domain.dossier import Status, WrongStatus
from desk_app.domain.rights import Role
from desk_app.usecases.ask_back import ask_back
from tests.support.counter import received, residence
from tests.support.desks import as_role


def test_each_trip_counts_and_the_third_is_received_as_the_same_dossier(desk):
    first = ask_back(desk, residence(papers=()), reason=BackReason.PAPERS_MISSING)
    desk.clock.pass_by(days=1)
    again = ask_back(
        desk,
        residence(papers=()),
        reason=BackReason.SYSTEM_DOWN,
        note="mất điện",
        registered=first.entity,
    )

    dossier = received(desk, residence(), registered=first.entity)

    assert (first.status, first.code, first.asked_back) == (Status.REGISTERED, "", 1)
    assert (again.entity, again.asked_back) == (first.entity, 2)
    assert (dossier.entity, dossier.status, dossier.asked_back) == (
        first.entity,
        Status.RECEIVED,
        2,
    )
    told = [moment.event for moment in desk.journal.timeline(first.entity)]
    assert [one.reason for one in told if hasattr(one, "note") and hasattr(one, "reason")] == [
        BackReason.PAPERS_MISSING,
        BackReason.SYSTEM_DOWN,
    ]


def test_nobody_is_asked_back_for_what_was_received(desk):
    entity = received(desk, residence()).entity

    with pytest.raises(WrongStatus):
        ask_back(desk, residence(), reason=BackReason.CITIZEN, registered=entity)


def test_a_leader_does_not_stand_at_the_counter(desk):
    with pytest.raises(Exception, match="not_permitted"):
        ask_back(as_role(desk, Role.LEADER), residence(), reason=BackReason.CITIZEN)
