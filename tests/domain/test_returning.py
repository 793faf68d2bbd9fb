from datetime import timedelta

import pytest

from desk_app.domain import handing_out, returning, submission
from desk_app.domain.correction import CORRECTABLE, NotCorrectable, field_text
from desk_app.domain.dossier import Status, WrongStatus
from desk_app.domain.folding import apply
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.identity import BirthDateImpossible, PersonalIdContradictsSex
from desk_app.domain.proxy import ProxyPaperMissing
from desk_app.domain.text import ControlCharacters
from tests.support.samples import (
    APPROVED,
    HANDED_ON,
    MONDAY,
    ORGANISATION,
    SUFFICIENT,
    a_dossier,
    a_reception,
    a_result,
    a_signature,
    an_applicant,
    an_application,
)

DONE = a_dossier(HANDED_ON, SUFFICIENT, APPROVED, a_result(), a_signature())


def test_a_result_of_the_commune_is_signed_after_the_approval():
    drafted = a_dossier(HANDED_ON, SUFFICIENT, a_result())

    with pytest.raises(returning.NotApproved):
        returning.check_signable(drafted, now=MONDAY)
    approved = apply(drafted, APPROVED, at=MONDAY)

    assert returning.check_signable(approved, now=MONDAY) == approved.result.sha256


def test_a_result_of_an_agency_needs_no_approval_here():
    agency = a_dossier(HANDED_ON, a_result(issuer="Sở Tư pháp"))

    assert returning.check_signable(agency, now=MONDAY)


def test_there_is_nothing_to_sign_without_a_file():
    with pytest.raises(returning.NoResult):
        returning.check_signable(a_dossier(HANDED_ON, SUFFICIENT, APPROVED), now=MONDAY)


def test_a_signed_file_is_not_signed_again():
    with pytest.raises(WrongStatus):
        returning.check_signable(DONE, now=MONDAY)


def test_a_file_that_came_signed_still_needs_the_approval():
    with pytest.raises(returning.NotApproved):
        _attach(a_dossier(HANDED_ON, SUFFICIENT), is_signed=True)
    attached = _attach(a_dossier(HANDED_ON, SUFFICIENT, APPROVED), is_signed=True)

    assert attached.is_signed


def test_the_signature_ends_the_work():
    dossier = a_dossier(HANDED_ON, SUFFICIENT, APPROVED, a_result())

    event = returning.decide_signature(
        dossier,
        sha256="cd" * 32,
        size_bytes=5,
        signer="Núi",
        certificate_serial="01",
        now=MONDAY,
    )

    assert apply(dossier, event, at=MONDAY).status is Status.DONE


@pytest.mark.parametrize(
    ("missing", "error"),
    [
        pytest.param({"receiver": ""}, returning.ReceiverMissing, id="nobody"),
        pytest.param({"paper": ""}, returning.ReceiverMissing, id="no paper at the counter"),
        pytest.param(
            {"method": submission.ReturnMethod.POST}, returning.ParcelMissing, id="no parcel"
        ),
    ],
)
def test_handing_over_names_the_receiver_and_the_way(missing, error):
    with pytest.raises(error):
        _return(DONE, **missing)


def test_only_a_signed_result_is_handed_over():
    for dossier in (a_dossier(), a_dossier(HANDED_ON, a_result())):
        with pytest.raises(returning.ResultNotSigned):
            _return(dossier)
        with pytest.raises(returning.ResultNotSigned):
            returning.decide_posting(dossier, parcel="EH1", now=MONDAY)


def test_the_post_delivers_in_two_steps():
    posted = apply(DONE, returning.decide_posting(DONE, parcel="EH1", now=MONDAY), at=MONDAY)
    assert (posted.status, posted.parcel) == (Status.DONE, "EH1")

    event = _return(posted, method=submission.ReturnMethod.POST, paper="")

    assert apply(posted, event, at=MONDAY).status is Status.RETURNED


def test_posting_needs_the_parcel_number():
    with pytest.raises(returning.ParcelMissing):
        returning.decide_posting(DONE, parcel="", now=MONDAY)


def test_a_correction_is_judged_as_a_first_entry():
    dossier = a_dossier()

    event = _correct(dossier, "applicant.name", "  Nguye\u0302\u0303n  Sen ")
    assert event.now == "Nguyễn Sen"
    with pytest.raises(PersonalIdContradictsSex):
        _correct(dossier, "applicant.sex", "male")
    with pytest.raises(ControlCharacters):
        _correct(dossier, "applicant.address", "Thôn\x00")


def test_a_correction_has_a_reason_and_changes_something():
    dossier = a_dossier()

    with pytest.raises(ReasonMissing):
        returning.decide_correction(
            dossier, field="applicant.name", text="Khác", reason="", now=MONDAY
        )
    with pytest.raises(returning.NothingToCorrect):
        _correct(dossier, "applicant.name", dossier.application.applicant.name)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("procedure", "1.000001"),
        ("applicant.nothing", "x"),
        ("submitter.name", "nobody submits for her"),
        ("", "x"),
    ],
)
def test_what_is_no_slip_of_the_pen_is_not_corrected(field, text):
    with pytest.raises(NotCorrectable):
        _correct(a_dossier(), field, text)


def test_a_corrected_birth_date_is_written_as_people_write_it_and_must_be_a_day():
    assert _correct(a_dossier(), "applicant.birth_on", "23/11/1990").now == "1990-11-23"
    with pytest.raises(BirthDateImpossible):
        _correct(a_dossier(), "applicant.birth_on", "31/02/1990")


def test_every_correctable_field_can_be_read_and_changed():
    submitter = submission.Submitter(person=an_applicant(name="Lê Văn Bưởi"), relation="con")
    reception = a_reception(application=an_application(submitter=submitter))
    dossier = apply(None, reception, at=MONDAY, entity=1)
    new = {
        "personal_id": "001190009999",
        "sex": "female",
        "birth_on": "1990-05-06",
        "note": "Ghi chú mới",
    }

    for field in CORRECTABLE:
        text = new.get(field.rpartition(".")[2], f"mới {field}")
        if text == field_text(dossier.application, field):
            continue
        event = _correct(dossier, field, text)
        dossier = apply(dossier, event, at=MONDAY)

        assert field_text(dossier.application, field) == text


def test_a_reception_with_a_result_is_no_mistake_any_more():
    with pytest.raises(WrongStatus):
        returning.decide_cancellation(a_dossier(HANDED_ON, a_result()), reason="x", now=MONDAY)
    with pytest.raises(ReasonMissing):
        returning.decide_cancellation(a_dossier(), reason="", now=MONDAY)


def test_only_a_temporary_number_is_replaced():
    code = f"{ORGANISATION}-261117-0001"

    with pytest.raises(returning.NotTemporary):
        returning.decide_code(a_dossier(), code=code, now=MONDAY)
    temporary = apply(None, a_reception(code="T1", temporary=True), at=MONDAY, entity=1)

    assert returning.decide_code(temporary, code=code, now=MONDAY).was == "T1"


def _attach(dossier, **changes):
    fields = {
        "sha256": "ab" * 32,
        "name": "kq.pdf",
        "size_bytes": 10,
        "number": "",
        "issuer": "",
        "is_signed": False,
        "now": MONDAY,
    }
    return returning.decide_result(dossier, **(fields | changes))


def _return(dossier, **changes):
    fields = {
        "method": submission.ReturnMethod.COUNTER,
        "receiver": "Nguyễn Thị Sen",
        "paper": "Căn cước",
        "relation": "",
        "parcel": "",
        "originals_back": True,
        "now": MONDAY + timedelta(days=1),
    }
    return returning.decide_return(dossier, **(fields | changes))


def _correct(dossier, field, text):
    return returning.decide_correction(
        dossier, field=field, text=text, reason="Gõ nhầm", now=MONDAY
    )


def test_a_stranger_gets_nothing_and_a_proxy_shows_why():
    family = _return(DONE, receiver="Lê Văn Bưởi", relation="con")
    authorised = _return(
        DONE, receiver="Lê Văn Bưởi", relation="hàng xóm", authorisation="giấy ủy quyền 12"
    )

    assert (family.relation, authorised.relation) == ("con", "hàng xóm; giấy ủy quyền 12")
    with pytest.raises(handing_out.ReturnToStranger):
        _return(DONE, receiver="Lê Văn Bưởi")
    with pytest.raises(ProxyPaperMissing):
        _return(DONE, receiver="Lê Văn Bưởi", relation="hàng xóm")


def test_the_applicants_name_on_another_persons_card_is_refused():
    own = DONE.application.applicant

    assert _return(DONE, receiver=own.name.upper(), paper=f"CC {own.personal_id}")
    with pytest.raises(handing_out.ReceiverContradicted):
        _return(DONE, receiver=own.name, paper="CC 001190009999")


def test_a_parcel_that_came_back_can_be_posted_or_fetched():
    posted = apply(DONE, returning.decide_posting(DONE, parcel="EH1", now=MONDAY), at=MONDAY)

    event = returning.decide_coming_back(posted, reason="không có người nhận", now=MONDAY)
    back = apply(posted, event, at=MONDAY)

    assert (event.parcel, back.parcel, back.status) == ("EH1", "", Status.DONE)
    assert _return(back)
    with pytest.raises(WrongStatus):
        returning.decide_coming_back(back, reason="lần nữa", now=MONDAY)


def test_what_stays_of_the_originals_is_said_and_why():
    there = ["Sổ hộ khẩu", "Giấy khai sinh", "Giấy khai sinh"]

    assert handing_out.kept_back(there, there, why="") == ()
    assert handing_out.kept_back(there, there[:2], why="gửi Sở") == ("Giấy khai sinh",)
    with pytest.raises(handing_out.OriginalsUnsaid):
        handing_out.kept_back(there, [], why="")
