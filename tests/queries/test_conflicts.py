"""What a person must look at, and how far dossiers and files have come."""

import pytest

from desk_app.domain import events
from desk_app.domain.reviewing import NotInDispute, Remedy
from desk_app.queries.conflicts import asides, dispute, disputes
from desk_app.queries.dossiers import timeline
from desk_app.queries.reaching import of_dossier, of_file
from desk_app.queries.syncing import sync_status
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.backup_desk import backup_desk
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.record_payment import record_payment
from sync.protocol.page import Verdict
from tests.store.making import Hub
from tests.support.counter import approved, received, result_pdf

PHONE, NOTE = "applicant.phone", "note"


def judged(desk, verdict, reason, entity, *more):
    """The last change about the dossier as the province judged it; what was before is in force."""
    hub = Hub()
    *before, last = desk.journal.timeline(entity)
    for entry in before:
        hub.judge(entry)
    for event in more:
        hub.write(event, entity=entity, author=6)
    hub.judge(last, verdict, reason)
    hub.settle(desk.store)


def test_the_value_of_the_reception_is_told_with_who_received(desk):
    entity = received(desk).entity
    theirs = events.Corrected(field=PHONE, was="0111", now="0906000111", reason="x")
    correct_dossier(desk, entity, field=NOTE, text="Gấp", reason="x")
    judged(desk, Verdict.OK, "", entity, theirs)

    [found] = disputes(desk)

    assert [one.value for one in found.given] == ["0905000111", "0906000111"]
    assert [(one.user, one.machine, one.is_own) for one in found.given] == [
        ("Quản trị", 17, True),
        ("", 6, False),
    ]
    assert dispute(desk, entity, PHONE) == found
    with pytest.raises(NotInDispute):
        dispute(desk, entity, NOTE)


@pytest.mark.parametrize(
    ("act", "verdict", "reason", "remedy"),
    [
        (hand_on, Verdict.HELD, "after_held", Remedy.SEND_AGAIN),
        (hand_on, Verdict.HELD, "internal", Remedy.ASK),
        (hand_on, Verdict.OPAQUE, "", Remedy.WAIT),
        (record_payment, Verdict.FLAGGED, "wrong_status", Remedy.OPEN),
        (None, Verdict.HELD, "code_taken", Remedy.RECEIVE_AGAIN),
    ],
)
def test_each_thing_set_aside_has_its_remedy(desk, act, verdict, reason, remedy):
    entity = received(desk).entity
    if act is hand_on:
        hand_on(desk, entity, to="Văn phòng")
    elif act is record_payment:
        record_payment(desk, entity, amount_vnd=8_000)
    judged(desk, verdict, reason, entity)

    [aside] = asides(desk)

    assert (aside.entity, aside.remedy, aside.moment.reason) == (entity, remedy, reason)
    assert aside.moment.user == "Quản trị"
    assert aside.has_dossier


def test_a_user_of_another_machine_is_named_once_that_machine_has_told(desk):
    entity = received(desk).entity
    hub = Hub()
    hub.judge(desk.journal.timeline(entity)[0])
    paid = events.PaymentRecorded(amount_vnd=8_000, method="cash", what="Phí")
    hub.write(paid, entity=entity, author=6)
    hub.settle(desk.store)
    assert timeline(desk, entity)[-1].user == ""

    hub.write(events.UserAdded(number=9, name="Bình", roles=("clerk",)), author=6)
    hub.settle(desk.store)

    assert timeline(desk, entity)[-1].user == "Bình"


def test_a_dossier_goes_from_this_disk_to_a_copy_to_the_province_to_its_judgement(desk, tmp_path):
    entity = received(desk).entity
    steps = [of_dossier(desk, entity)]
    assert not sync_status(desk).copied
    backup_desk(desk, tmp_path / "usb")
    steps.append(of_dossier(desk, entity))
    assert sync_status(desk).copied
    hub = Hub()
    hub.settle(desk.store)
    steps.append(of_dossier(desk, entity))
    hub.judge(desk.journal.timeline(entity)[0])
    hub.settle(desk.store)
    steps.append(of_dossier(desk, entity))

    assert steps == ["saved", "copied", "held", "judged"]


def test_a_file_goes_the_same_way(desk, tmp_path):
    entity = approved(desk).entity
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
    sha256 = desk.journal.dossier(entity).result.sha256
    steps = [of_file(desk, sha256)]
    backup_desk(desk, tmp_path / "usb")
    steps.append(of_file(desk, sha256))
    desk.files.note_at_hub(sha256)
    steps.append(of_file(desk, sha256))
    hub = Hub()
    for entry in desk.journal.timeline(entity):
        hub.judge(entry)
    hub.settle(desk.store)
    steps.append(of_file(desk, sha256))

    assert steps == ["saved", "copied", "held", "judged"]
    assert of_file(desk, "ab" * 32) == "saved"
