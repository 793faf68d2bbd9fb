"""Before the promise: a visit written down first, and a body elsewhere that must have it."""

from datetime import UTC, datetime, timedelta

import pytest

from desk_app.domain.dossier import AlreadyReceived, Status, WrongStatus
from desk_app.domain.identity import (
    PersonalIdContradictsSex,
)
from desk_app.domain.procedure import UnknownProcedure
from desk_app.domain.receiving import ReceiptInFuture
from desk_app.store.errors import UnknownDossier
from desk_app.store.prints import PrintState
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.take_competent_receipt import take_competent_receipt
from tests.support.counter import (
    all_that_is_kept,
    received,
    residence,
)
from tests.support.samples import an_applicant

ELSEWHERE = "H17.20455"


def test_what_was_registered_before_is_received_as_the_same_dossier(desk):
    registered = register_dossier(desk, residence(papers=()))
    assert (registered.status, registered.code) == (Status.REGISTERED, "")
    request_supplement(desk, registered.entity, items=["Tờ khai CT01"], reason="Chưa có")
    desk.clock.pass_by(days=1)

    dossier = received(desk, residence(), registered=registered.entity)

    assert dossier.entity == registered.entity
    assert dossier.status is Status.RECEIVED
    assert dossier.code == "H17.20443-261117-0001"
    assert dossier.supplement_requests == 0, "what was asked before reception does not count"
    assert [one[0] for one in _ledger(desk, dossier)] == ["supplement-request", "receipt"]


def test_a_registered_dossier_is_received_once(desk):
    registered = register_dossier(desk, residence())
    received(desk, residence(), registered=registered.entity)

    with pytest.raises(AlreadyReceived):
        receive_dossier(desk, residence(), registered=registered.entity)

    assert received(desk).code.endswith("0002"), "no number was used up"


@pytest.mark.parametrize("ended", ["refused", "cancelled"])
def test_a_registered_dossier_that_was_ended_is_not_received(desk, ended):
    registered = register_dossier(desk, residence())
    if ended == "refused":
        refuse_dossier(desk, registered.entity, reason="Không thuộc thẩm quyền")
    else:
        cancel_dossier(desk, registered.entity, reason="Ghi nhầm")

    with pytest.raises(WrongStatus):
        receive_dossier(desk, residence(), registered=registered.entity)

    assert received(desk).code.endswith("0001")


def test_an_unknown_registered_dossier_is_said_to_be_unknown(desk):
    before = all_that_is_kept(desk)

    with pytest.raises(UnknownDossier):
        receive_dossier(desk, residence(), registered=12345)

    assert all_that_is_kept(desk) == before


def test_registration_takes_what_is_lacking_but_not_what_cannot_be(desk):
    dossier = register_dossier(desk, residence(papers=()))

    assert desk.journal.dossier(dossier.entity) == dossier
    assert _ledger(desk, dossier) == []
    with pytest.raises(UnknownProcedure):
        register_dossier(desk, residence(procedure="9.999999"))
    with pytest.raises(PersonalIdContradictsSex):
        register_dossier(desk, residence(applicant=an_applicant(sex="male")))


def test_for_a_body_elsewhere_nothing_is_promised_until_it_has_the_dossier(desk):
    done = receive_dossier(desk, residence(), competent=ELSEWHERE)
    entity = done.dossier.entity

    assert (done.dossier.organisation, done.dossier.competent) == (
        desk.place.organisation,
        ELSEWHERE,
    )
    assert done.dossier.due_at is None
    assert "no_promise" in done.warnings

    dossier = take_competent_receipt(
        desk, entity, received_at=desk.clock.now() - timedelta(minutes=30)
    )

    assert dossier.competent_received_at == datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
    assert dossier.due_at == dossier.first_due_at == datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
    assert [one[2] for one in _ledger(desk, dossier)] == [PrintState.SPOILED, PrintState.QUEUED]


def test_the_competent_body_takes_a_dossier_once_and_never_in_the_future(desk):
    entity = received(desk, competent=ELSEWHERE).entity

    with pytest.raises(ReceiptInFuture):
        take_competent_receipt(desk, entity, received_at=desk.clock.now() + timedelta(days=1))
    take_competent_receipt(desk, entity, received_at=desk.clock.now())
    with pytest.raises(WrongStatus):
        take_competent_receipt(desk, entity, received_at=desk.clock.now())


def test_our_own_office_is_nobody_elsewhere(desk):
    dossier = received(desk, competent=desk.place.organisation)

    assert dossier.competent == ""
    assert dossier.due_at is not None
    with pytest.raises(WrongStatus):
        take_competent_receipt(desk, dossier.entity, received_at=desk.clock.now())


def _ledger(desk, dossier):
    return [(one.form, one.kind, one.state) for one in desk.prints.of(dossier.entity)]
