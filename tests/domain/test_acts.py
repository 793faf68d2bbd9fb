import pytest

from desk_app.domain import events, submission
from desk_app.domain.acts import acts_for, open_acts
from desk_app.domain.dossier import Status
from desk_app.domain.folding import apply
from desk_app.domain.rights import Act, NotPermitted, Role, may, require
from tests.support.samples import (
    APPROVED,
    HANDED_ON,
    MONDAY,
    ORGANISATION,
    PAYMENT_ASKED,
    SUFFICIENT,
    SUPPLEMENT_ASKED,
    a_dossier,
    a_reception,
    a_result,
    a_signature,
    an_application,
)

REGISTERED = apply(
    None,
    events.DossierRegistered(application=an_application(), organisation=ORGANISATION),
    at=MONDAY,
    entity=1,
)
RETURNED = events.ResultReturned(method=submission.ReturnMethod.COUNTER, receiver="S", paper="C")
WITHDRAWN = events.Withdrawn(reason="x")
DONE = (HANDED_ON, a_result(), a_signature())


@pytest.mark.parametrize(
    ("dossier", "main"),
    [
        pytest.param(REGISTERED, Act.RECEIVE, id="registered"),
        pytest.param(a_dossier(), Act.HAND_ON, id="received"),
        pytest.param(a_dossier(HANDED_ON), Act.APPRAISE, id="handed on"),
        pytest.param(a_dossier(HANDED_ON, SUFFICIENT), Act.APPROVE, id="appraised"),
        pytest.param(a_dossier(HANDED_ON, SUFFICIENT, APPROVED), Act.ATTACH_RESULT, id="approved"),
        pytest.param(
            a_dossier(HANDED_ON, SUFFICIENT, APPROVED, a_result()), Act.SIGN_RESULT, id="drafted"
        ),
        pytest.param(
            a_dossier(HANDED_ON, a_result(issuer="Sở")), Act.SIGN_RESULT, id="from an agency"
        ),
        pytest.param(
            a_dossier(HANDED_ON, SUPPLEMENT_ASKED), Act.ADD_SUPPLEMENT, id="waiting for papers"
        ),
        pytest.param(
            a_dossier(HANDED_ON, PAYMENT_ASKED), Act.RECORD_PAYMENT, id="waiting for money"
        ),
        pytest.param(a_dossier(WITHDRAWN), Act.STOP, id="withdrawn"),
        pytest.param(a_dossier(*DONE), Act.RETURN_RESULT, id="done"),
    ],
)
def test_the_act_that_carries_the_work_on_stands_first(dossier, main):
    assert open_acts(dossier)[0] is main


def test_a_closed_dossier_may_be_corrected_and_printed_and_get_a_code_of_elsewhere():
    assert open_acts(a_dossier(*DONE, RETURNED)) == (
        Act.CORRECT,
        Act.WRITE_CODE,
        Act.PRINT,
    )


def test_a_cancelled_dossier_may_be_printed_only():
    assert open_acts(a_dossier(events.Cancelled(reason="x"))) == (Act.PRINT,)


def test_a_temporary_number_offers_the_official_one():
    temporary = apply(None, a_reception(code="T1", temporary=True), at=MONDAY, entity=1)

    assert Act.RENUMBER in open_acts(temporary)


def test_the_competent_body_is_waited_for():
    elsewhere = apply(None, a_reception(competent="H17.9", due_at=None), at=MONDAY, entity=1)

    assert Act.COMPETENT_RECEIPT in open_acts(elsewhere)
    assert Act.EXTEND not in open_acts(elsewhere)


def test_no_open_act_is_offered_twice():
    for status in (a_dossier(), a_dossier(HANDED_ON), a_dossier(HANDED_ON, SUFFICIENT)):
        acts = open_acts(status)
        assert len(set(acts)) == len(acts)


def test_a_user_sees_only_what_the_roles_allow():
    dossier = a_dossier(HANDED_ON)

    assert Act.APPRAISE in acts_for(dossier, {Role.HANDLER})
    assert Act.APPRAISE not in acts_for(dossier, {Role.CLERK})
    assert acts_for(dossier, set()) == ()


@pytest.mark.parametrize(
    "act", [Act.APPRAISE, Act.APPROVE, Act.REFUSE, Act.SIGN_RESULT, Act.EXTEND, Act.STOP]
)
def test_a_postal_clerk_never_appraises_or_decides(act):
    assert not may({Role.POSTAL}, act)


@pytest.mark.parametrize(
    "act", [Act.RECEIVE, Act.RETURN_RESULT, Act.ADD_SUPPLEMENT, Act.HAND_ON, Act.PRINT]
)
def test_a_postal_clerk_does_the_steps_of_the_counter(act):
    require({Role.POSTAL}, act)


def test_receiving_appraising_approving_and_returning_are_different_rights():
    for role, acts in {
        Role.CLERK: (Act.APPRAISE, Act.APPROVE, Act.SIGN_RESULT),
        Role.HANDLER: (Act.RECEIVE, Act.APPROVE, Act.SIGN_RESULT, Act.RETURN_RESULT),
        Role.LEADER: (Act.RECEIVE, Act.APPRAISE, Act.RETURN_RESULT),
        Role.ADMIN: (Act.RECEIVE, Act.APPRAISE, Act.APPROVE, Act.SIGN_RESULT),
    }.items():
        for act in acts:
            with pytest.raises(NotPermitted):
                require({role}, act)


def test_every_act_has_somebody_who_may_do_it():
    for act in Act:
        assert any(may({role}, act) for role in Role)


def test_every_status_has_its_acts():
    assert {status.value for status in Status} >= {"registered", "returned"}
    assert len(Status) == 10
