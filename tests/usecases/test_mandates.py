"""Postal staff stand in within a mandate; outside it the act is refused and nothing is written."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_app.domain.mandate import (
    Mandate,
    MandateHours,
    MandateMissing,
    MandateOver,
    MandateProcedure,
    MandateUnfit,
    MandateWithdrawn,
)
from desk_app.domain.rights import NotPermitted, Role
from desk_app.store.mandates import mandates_of
from desk_app.usecases.appraise_dossier import appraise_dossier
from desk_app.usecases.end_mandate import end_mandate
from desk_app.usecases.give_mandate import give_mandate
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.register_dossier import register_dossier
from sync.protocol.mandates import MandateEnd, MandateOrder, write_mandate
from tests.store.making import Hub
from tests.support.clock import MONDAY
from tests.support.counter import CERTIFICATION, all_that_is_kept, certification, residence
from tests.support.desks import as_role

DAY = timedelta(days=1)
NUMBER = "12/QĐ-UBND"


def given(desk, **changes):
    """A mandate from this Monday for a week, for all postal staff and procedures."""
    today = desk.clock.today()
    mandate = Mandate(
        number=NUMBER,
        issuer="Chủ tịch UBND xã Hùng Sơn",
        person="",
        since=today,
        until=today + 6 * DAY,
    )
    return give_mandate(as_role(desk, Role.LEADER), replace(mandate, **changes))


@pytest.fixture
def postal(desk):
    return as_role(desk, Role.POSTAL)


def test_without_a_mandate_nothing_is_received(desk, postal):
    before = all_that_is_kept(desk)

    with pytest.raises(MandateMissing):
        receive_dossier(postal, certification())

    assert all_that_is_kept(desk) == before


def test_what_is_done_under_a_mandate_names_it(desk, postal):
    given(desk)

    taken = receive_dossier(postal, certification())
    hand_on(postal, taken.dossier.entity, to="Bà Hoa")

    told = [entry.event.mandate for entry in desk.journal.timeline(taken.dossier.entity)]
    assert told == [NUMBER, NUMBER]
    print_paper(postal, taken.print_id)


def test_an_official_who_carries_post_too_needs_none(desk):
    both = as_role(desk, Role.CLERK, Role.POSTAL)

    taken = receive_dossier(both, certification())

    assert desk.journal.timeline(taken.dossier.entity)[0].event.mandate == ""


def test_a_mandate_never_lets_postal_staff_appraise(desk, postal):
    given(desk)
    taken = receive_dossier(postal, residence())

    with pytest.raises(NotPermitted):
        appraise_dossier(postal, taken.dossier.entity, is_sufficient=True)


def test_another_procedure_is_refused_from_its_first_step(desk, postal):
    given(desk, procedures=(CERTIFICATION,))
    elsewhere = receive_dossier(as_role(desk, Role.CLERK), residence()).dossier.entity

    with pytest.raises(MandateProcedure):
        receive_dossier(postal, residence())
    with pytest.raises(MandateProcedure):
        register_dossier(postal, residence())
    with pytest.raises(MandateProcedure):
        hand_on(postal, elsewhere, to="Bà Hoa")
    receive_dossier(postal, certification())


def test_it_ends_in_the_middle_of_a_shift(desk, postal):
    given(desk, until=desk.clock.today())
    receive_dossier(postal, certification())

    desk.clock.pass_by(days=1)

    with pytest.raises(MandateOver):
        receive_dossier(postal, certification())


def test_outside_its_hours_nothing_is_done(desk, postal):
    given(desk, begins=0, ends=1)

    with pytest.raises(MandateHours):
        receive_dossier(postal, certification())


def test_withdrawn_here_it_holds_no_more(desk, postal):
    given(desk)

    end_mandate(as_role(desk, Role.LEADER), NUMBER, reason="Thay người")

    with pytest.raises(MandateWithdrawn):
        receive_dossier(postal, certification())
    given(desk)  # by a new decision under the same number
    receive_dossier(postal, certification())


def test_a_number_in_force_is_not_given_twice(desk):
    given(desk)

    with pytest.raises(MandateUnfit):
        given(desk)
    with pytest.raises(MandateUnfit):
        given(desk, number="13/QĐ", procedures=("0.0",))


def test_the_province_gives_and_ends_its_own(desk, postal):
    hub = Hub()
    order = MandateOrder(
        number="99/QĐ-UBND",
        issuer="UBND tỉnh",
        person=desk.user.name,
        since=(desk.clock.today() - DAY).toordinal() - 719_163,
        until=(desk.clock.today() + DAY).toordinal() - 719_163,
        procedures=(),
        machines=(desk.machine,),
        weekdays=127,
        begins=0,
        ends=1_440,
        at=int(MONDAY.timestamp()),
    )
    hub.write(None, kind_and_body=write_mandate(order))
    hub.settle(desk.store)
    (known,) = mandates_of(desk.store.database, machine=desk.machine).values()
    assert (known.number, known.since) == ("99/QĐ-UBND", desk.clock.today() - DAY)
    receive_dossier(postal, certification())
    with pytest.raises(MandateMissing):
        end_mandate(as_role(desk, Role.LEADER), "99/QĐ-UBND", reason="")

    end = MandateEnd(number=order.number, at=int(MONDAY.timestamp()), reason="")
    hub.write(None, kind_and_body=write_mandate(end))
    hub.settle(desk.store)

    with pytest.raises(MandateWithdrawn):
        receive_dossier(postal, certification())
