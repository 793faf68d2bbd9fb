from datetime import timedelta

import pytest

from desk_app.domain import events, submission
from desk_app.domain.dossier import AlreadyReceived, Status, WrongStatus
from desk_app.domain.folding import apply
from desk_app.domain.tenure import is_fact
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

LATER = MONDAY + timedelta(days=2)
SUPPLEMENT = events.SupplementReceived(
    papers=(submission.PaperTaken(name="Tờ khai", originals=1),),
    received_at=LATER,
    due_at=LATER + timedelta(days=3),
    due_less_waiting_at=None,
)
REFUSED = events.Refused(ground="", reason="Không thuộc thẩm quyền")
STOPPED = events.Stopped(ground=events.StopGround.REQUEST, reason="Theo yêu cầu")
WITHDRAWN = events.Withdrawn(reason="Không còn nhu cầu")
PAID = events.PaymentRecorded(amount_vnd=8000, method="cash", what="Phí")
EXTENDED = events.Extended(due_at=LATER + timedelta(days=9), reason="Xác minh", signer="Núi")
CANCELLED = events.Cancelled(reason="Nhầm người")
RETURNED = events.ResultReturned(method=submission.ReturnMethod.COUNTER, receiver="Sen", paper="CC")
POSTED = events.ResultPosted(parcel="EH1")
REGISTERED = events.DossierRegistered(application=an_application(), organisation=ORGANISATION)

DONE = (HANDED_ON, a_result(), a_signature())

# From, event, to: the machine of the national states, with the paths inside a state.
STATES = {
    Status.RECEIVED: (),
    Status.IN_PROGRESS: (HANDED_ON,),
    Status.SUPPLEMENT_REQUESTED: (HANDED_ON, SUPPLEMENT_ASKED),
    Status.PAYMENT_REQUESTED: (HANDED_ON, PAYMENT_ASKED),
    Status.WITHDRAWAL_REQUESTED: (WITHDRAWN,),
    Status.STOPPED: (STOPPED,),
    Status.DONE: DONE,
    Status.RETURNED: (*DONE, RETURNED),
}
ALLOWED = {
    "hand on": (HANDED_ON, {"received": "in_progress", "in_progress": "in_progress"}),
    "ask for supplement": (
        SUPPLEMENT_ASKED,
        {"received": "supplement_requested", "in_progress": "supplement_requested"},
    ),
    "supplement received": (SUPPLEMENT, {"supplement_requested": "in_progress"}),
    "appraise": (SUFFICIENT, {"in_progress": "in_progress"}),
    "require payment": (PAYMENT_ASKED, {"in_progress": "payment_requested"}),
    "pay": (
        PAID,
        {status: status for status in STATES} | {"payment_requested": "in_progress"},
    ),
    "extend": (EXTENDED, {"received": "received", "in_progress": "in_progress"}),
    "refuse": (
        REFUSED,
        dict.fromkeys(
            ("received", "in_progress", "supplement_requested", "payment_requested"), "stopped"
        ),
    ),
    "stop": (
        STOPPED,
        dict.fromkeys(
            (
                "received",
                "in_progress",
                "supplement_requested",
                "payment_requested",
                "withdrawal_requested",
            ),
            "stopped",
        ),
    ),
    "withdraw": (
        WITHDRAWN,
        dict.fromkeys(
            ("received", "in_progress", "supplement_requested", "payment_requested"),
            "withdrawal_requested",
        ),
    ),
    "approve": (APPROVED, {"received": "received", "in_progress": "in_progress"}),
    "attach": (a_result(), {"received": "in_progress", "in_progress": "in_progress"}),
    "attach signed": (
        a_result(is_signed=True, issuer="Sở Tư pháp"),
        {"received": "done", "in_progress": "done"},
    ),
    "post": (POSTED, {"done": "done"}),
    "return": (RETURNED, {"done": "returned"}),
    "cancel": (
        CANCELLED,
        dict.fromkeys(
            ("received", "in_progress", "supplement_requested", "payment_requested"), "stopped"
        ),
    ),
    "receive again": (a_reception(), {}),
    "register again": (REGISTERED, {}),
}


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("act", ALLOWED)
def test_an_event_follows_exactly_the_states_of_the_table(act, status):
    dossier = a_dossier(*STATES[status])
    event, allowed = ALLOWED[act]
    assert dossier.status is status

    if status in allowed:
        assert apply(dossier, event, at=LATER).status == allowed[status]
    else:
        with pytest.raises(WrongStatus):
            apply(dossier, event, at=LATER)


def test_a_cancelled_dossier_takes_no_event_but_keeps_its_number():
    dossier = a_dossier(CANCELLED)

    assert dossier.code
    assert dossier.register_number == 1
    for event, _allowed in ALLOWED.values():
        with pytest.raises(WrongStatus):
            apply(dossier, event, at=LATER)


def test_before_reception_it_may_be_asked_for_papers_refused_or_received():
    registered = apply(None, REGISTERED, at=MONDAY, entity=7)

    lacking = apply(registered, SUPPLEMENT_ASKED, at=MONDAY)
    refused = apply(lacking, REFUSED, at=MONDAY)
    received = apply(lacking, a_reception(), at=MONDAY)

    assert refused.status is Status.NOT_RECEIVED
    assert received.status is Status.RECEIVED
    assert received.entity == 7
    assert received.supplement_requests == 0
    with pytest.raises(WrongStatus):
        apply(lacking, SUPPLEMENT, at=LATER)


def test_a_dossier_begins_only_by_being_registered_or_received():
    with pytest.raises(WrongStatus):
        apply(None, HANDED_ON, at=MONDAY)
    with pytest.raises(AlreadyReceived):
        apply(a_dossier(), a_reception(), at=LATER)


def test_the_time_spent_waiting_for_papers_and_money_is_added_up():
    dossier = a_dossier(HANDED_ON, SUPPLEMENT_ASKED)
    asked_at = dossier.supplement_asked_at

    dossier = apply(dossier, SUPPLEMENT, at=LATER)
    dossier = apply(dossier, PAYMENT_ASKED, at=LATER)
    dossier = apply(dossier, PAID, at=LATER + timedelta(hours=3))

    assert dossier.waiting_seconds == (LATER - asked_at).total_seconds() + 3 * 3600
    assert dossier.first_supplement_asked_at == asked_at
    assert dossier.paid_vnd == 8000


def test_a_signature_fits_only_the_file_it_was_made_from():
    dossier = a_dossier(HANDED_ON, a_result())

    with pytest.raises(WrongStatus):
        apply(dossier, a_signature(source_sha256="ee" * 32), at=LATER)
    assert apply(dossier, a_signature(), at=LATER).done_at == LATER


def test_a_temporary_number_is_replaced_once():
    dossier = apply(None, a_reception(code="T1", temporary=True), at=MONDAY, entity=1)
    assigned = events.CodeAssigned(code=f"{ORGANISATION}-261116-0009", was="T1")

    numbered = apply(dossier, assigned, at=LATER)

    assert (numbered.code, numbered.is_temporary) == (assigned.code, False)
    with pytest.raises(WrongStatus):
        apply(numbered, assigned, at=LATER)


def test_the_competent_body_starts_the_clock_once():
    dossier = apply(None, a_reception(competent="H17.999", due_at=None), at=MONDAY, entity=1)
    event = events.CompetentReceived(received_at=LATER, due_at=LATER + timedelta(days=3))

    running = apply(dossier, event, at=LATER)

    assert running.first_due_at == event.due_at
    with pytest.raises(WrongStatus):
        apply(running, event, at=LATER)
    with pytest.raises(WrongStatus):
        apply(a_dossier(), event, at=LATER)


def test_a_correction_changes_the_field_and_is_counted():
    event = events.Corrected(
        field="applicant.name", was="Nguyễn Thị Sen", now="Nguyễn Thị Sên", reason="Gõ nhầm"
    )

    dossier = apply(a_dossier(), event, at=LATER)

    assert dossier.application.applicant.name == "Nguyễn Thị Sên"
    assert dossier.corrections == 1


def test_every_event_counts_one_version():
    assert a_dossier(HANDED_ON, SUFFICIENT, APPROVED).version == 4


@pytest.mark.parametrize(
    ("event", "expected"),
    [(PAID, True), (SUPPLEMENT, True), (RETURNED, True), (POSTED, True), (HANDED_ON, False)],
)
def test_what_happened_in_the_world_is_a_fact(event, expected):
    assert is_fact(event) is expected
