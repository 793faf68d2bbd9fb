from datetime import timedelta

import pytest

from desk_app.domain import returning
from desk_app.domain.dossier import Status, WrongStatus
from desk_app.domain.handing_out import ReturnToStranger
from desk_app.domain.submission import ReturnMethod
from desk_app.domain.text import TooLong
from desk_app.opening import ROOTS, desk_over
from desk_app.queries.books import given_to_post
from desk_app.queries.pile import Reading, Risk, keep_reading, pile, reading
from desk_app.queries.tokens import plugged_tokens
from desk_app.signing.errors import PdfUnreadable, WrongTokenPin
from desk_app.signing.verdict import State
from desk_app.signing.verify import verify_pdf
from desk_app.store.errors import FileMissing, UnknownDossier
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.choose_token_library import choose_token_library
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.draw_desk_paper import Wanted, draw_desk_paper
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.return_result import originals_of, return_result, take_back_parcel
from desk_app.usecases.send_back import send_back
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.unlock_signer import unlock_signer
from desk_app.usecases.unlock_token import unlock_token
from desk_app.usecases.verify_paper import verify_paper
from tests.support.counter import (
    all_that_is_kept,
    approved,
    certification,
    received,
    residence,
    result_pdf,
    worked_on,
)
from tests.support.needs import needs
from tests.support.pki import NAME, YEAR, Authority, curve_key
from tests.support.tokens import LIBRARY, PIN, UTIL, Drawer
from tests.support.words import words_on

PASSWORD = "mật khẩu ký"


@pytest.fixture
def authority(desk):
    return Authority.root("Cơ quan chứng thực thử nghiệm", at=desk.clock.now())


@pytest.fixture
def signer(desk, authority):
    now = desk.clock.now()
    leader = authority.issue(curve_key(), since=now - YEAR, until=now + YEAR)
    return unlock_signer(desk, pkcs12=leader.pkcs12(PASSWORD), password=PASSWORD)


def test_a_result_is_attached_signed_and_handed_over(desk, signer, authority):
    entity = approved(desk).entity

    drafted = attach_result(
        desk, entity, pdf=result_pdf(), name="Giấy xác nhận.pdf", number="12/XN"
    )
    desk.clock.pass_by(minutes=5)
    signed = sign_result(desk, entity, signer=signer)
    desk.clock.pass_by(days=1)
    returned = return_result(desk, entity, receiver="Nguyễn Thị Sen", paper="Căn cước")

    assert drafted.status is Status.IN_PROGRESS
    assert (drafted.result.name, drafted.result.number) == ("Giấy xác nhận.pdf", "12/XN")
    assert signed.status is Status.DONE
    assert signed.done_at == returned.done_at, "the work ended with the signature"
    assert signed.result.signer == NAME
    assert returned.status is Status.RETURNED
    stored = desk.files.read(signed.result.signed_sha256)
    verdict = verify_pdf(stored, at=desk.clock.now(), roots=[authority.pem])
    assert verdict.state is State.VALID_REVOCATION_UNKNOWN
    assert desk.files.read(signed.result.sha256) == result_pdf(), (
        "the unsigned file stays as it was"
    )


def test_the_signature_is_told_with_its_certificate_and_moment(desk, signer):
    entity = approved(desk).entity
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")

    sign_result(desk, entity, signer=signer)

    event = desk.journal.timeline(entity)[-1].event
    assert event.certificate_serial == signer.certificate.serial
    assert event.signed_at == desk.clock.now()
    assert event.size_bytes == len(desk.files.read(event.sha256))


def test_a_desk_that_knows_the_root_says_the_signature_is_good(desk, signer, authority):
    desk.store.settings.put(ROOTS, [authority.pem.decode()])
    trusting = desk_over(desk.folder, desk.store, clock=desk.clock)
    entity = approved(trusting).entity
    attach_result(trusting, entity, pdf=result_pdf(), name="kq.pdf")
    dossier = sign_result(trusting, entity, signer=signer)
    stored = trusting.files.read(dossier.result.signed_sha256)

    assert verify_paper(trusting, stored).is_good
    assert verify_paper(desk, stored).state is State.UNTRUSTED
    assert verify_paper(desk, result_pdf()).state is State.UNSIGNED


def test_a_result_that_came_signed_ends_the_work(desk, signer):
    first = approved(desk).entity
    attach_result(desk, first, pdf=result_pdf(), name="kq.pdf")
    stored = desk.files.read(sign_result(desk, first, signer=signer).result.signed_sha256)

    dossier = attach_result(desk, approved(desk).entity, pdf=stored, name="kq.pdf")

    assert dossier.status is Status.DONE
    assert dossier.result.signed_sha256 == dossier.result.sha256


def test_a_second_draft_takes_the_place_of_the_first(desk, signer):
    entity = approved(desk).entity
    attach_result(desk, entity, pdf=result_pdf("Ban 1"), name="kq.pdf")
    attach_result(desk, entity, pdf=result_pdf("Ban 2"), name="kq.pdf")

    dossier = sign_result(desk, entity, signer=signer)

    assert desk.files.read(dossier.result.sha256) == result_pdf("Ban 2")
    with pytest.raises(WrongStatus):
        attach_result(desk, entity, pdf=result_pdf("Ban 3"), name="kq.pdf")


def test_a_refused_result_leaves_no_file_behind(desk, signer):
    done = approved(desk).entity
    attach_result(desk, done, pdf=result_pdf(), name="kq.pdf")
    signed = desk.files.read(sign_result(desk, done, signer=signer).result.signed_sha256)
    not_approved = worked_on(desk).entity
    before = all_that_is_kept(desk)

    with pytest.raises(PdfUnreadable):
        attach_result(desk, not_approved, pdf=b"no PDF at all", name="kq.pdf")
    with pytest.raises(returning.NotApproved):
        attach_result(desk, not_approved, pdf=signed, name="kq.pdf")
    with pytest.raises(WrongStatus):
        attach_result(desk, done, pdf=result_pdf("Khac"), name="kq.pdf")
    with pytest.raises(TooLong):
        attach_result(desk, not_approved, pdf=result_pdf("Khac"), name="k" * 300)
    with pytest.raises(UnknownDossier):
        attach_result(desk, 12345, pdf=result_pdf("Khac"), name="kq.pdf")

    assert all_that_is_kept(desk) == before


def test_nothing_is_signed_before_its_time(desk, signer):
    entity = worked_on(desk).entity

    with pytest.raises(returning.NoResult):
        sign_result(desk, entity, signer=signer)
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
    before = all_that_is_kept(desk)
    with pytest.raises(returning.NotApproved):
        sign_result(desk, entity, signer=signer)

    assert all_that_is_kept(desk) == before


def test_a_result_whose_file_is_not_here_is_not_signed(desk, signer):
    entity = approved(desk).entity
    digest = attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf").result.sha256
    desk.files.get(digest).path.unlink()

    with pytest.raises(FileMissing):
        sign_result(desk, entity, signer=signer)

    assert desk.journal.dossier(entity).status is Status.IN_PROGRESS


def test_the_post_takes_two_steps(desk, signer):
    entity = _signed(desk, signer, residence(result_by=ReturnMethod.POST))

    posted = return_result(desk, entity, method=ReturnMethod.POST, parcel="EH123456789VN")
    assert (posted.status, posted.parcel) == (Status.DONE, "EH123456789VN")
    delivered = return_result(desk, entity, method=ReturnMethod.POST, receiver="Nguyễn Thị Sen")

    assert delivered.status is Status.RETURNED
    assert delivered.parcel == "EH123456789VN"


def test_a_proxy_is_named_with_the_relation(desk, signer):
    entity = _signed(desk, signer)

    return_result(
        desk, entity, receiver="Lê Văn Bưởi", paper="Căn cước", relation="con, giấy ủy quyền"
    )

    event = desk.journal.timeline(entity)[-1].event
    assert (event.receiver, event.relation) == ("Lê Văn Bưởi", "con, giấy ủy quyền")


@pytest.mark.parametrize(
    ("how", "error"),
    [
        pytest.param({}, returning.ReceiverMissing, id="nobody"),
        pytest.param({"receiver": "Sen"}, returning.ReceiverMissing, id="no paper"),
        pytest.param({"method": ReturnMethod.POST}, returning.ParcelMissing, id="no parcel"),
        pytest.param({"method": ReturnMethod.ONLINE}, returning.ReceiverMissing, id="no address"),
        pytest.param({"receiver": "S" * 300, "paper": "CC"}, TooLong, id="long name"),
    ],
)
def test_a_hand_over_that_says_too_little_changes_nothing(desk, signer, how, error):
    entity = _signed(desk, signer)
    before = all_that_is_kept(desk)

    with pytest.raises(error):
        return_result(desk, entity, **how)

    assert all_that_is_kept(desk) == before


def test_nothing_unsigned_is_handed_over_and_nothing_twice(desk, signer):
    with pytest.raises(returning.ResultNotSigned):
        return_result(desk, received(desk).entity, receiver="Nguyễn Thị Sen", paper="Căn cước")
    entity = _signed(desk, signer)
    return_result(desk, entity, receiver="Nguyễn Thị Sen", paper="Căn cước")

    with pytest.raises(WrongStatus):
        return_result(desk, entity, receiver="Nguyễn Thị Sen", paper="Căn cước")


def test_a_signer_opened_before_the_certificate_ended_does_not_sign_after(desk, authority):
    now = desk.clock.now()
    ending = authority.issue(curve_key(), since=now - YEAR, until=now + timedelta(hours=1))
    signer = unlock_signer(desk, pkcs12=ending.pkcs12(PASSWORD), password=PASSWORD)
    desk.store.settings.put(ROOTS, [authority.pem.decode()])
    trusting = desk_over(desk.folder, desk.store, clock=desk.clock)
    entity = approved(trusting).entity
    attach_result(trusting, entity, pdf=result_pdf(), name="kq.pdf")
    desk.clock.pass_by(hours=2)
    before = all_that_is_kept(trusting)

    with pytest.raises(Exception) as caught:  # noqa: PT011 - whichever of the two checks is first
        sign_result(trusting, entity, signer=signer)

    assert caught.value.code in {"certificate_expired", "signer_untrusted"}
    assert all_that_is_kept(trusting) == before


def _signed(desk, signer, application=None):
    entity = approved(desk, application).entity
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
    return sign_result(desk, entity, signer=signer).entity


@needs(UTIL)
def test_one_pin_signs_until_the_desk_is_locked(desk, authority, tmp_path):
    now = desk.clock.now()
    leader = authority.issue(curve_key(), since=now - YEAR, until=now + YEAR)
    Drawer.at(tmp_path / "drawer").token("Chủ tịch", leader)
    choose_token_library(desk, str(LIBRARY))
    entity = approved(desk).entity
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
    (token,) = plugged_tokens(desk)

    for _ in range(2):
        with pytest.raises(WrongTokenPin):
            unlock_token(desk, token=token.serial, pin="00000000")
    assert desk.key.was_refused(token.serial, "00000000"), "shown to the token once"
    unlock_token(desk, token=token.serial, pin=PIN)
    signed = sign_result(desk, entity, signer=desk.key.signer(at=now))

    assert signed.result.signer == NAME
    assert desk.key.signer(at=now + 2 * YEAR) is None, "its certificate has run out"
    assert desk.key.signer(at=now) is None
    assert desk.signed_in(desk.user).key.signer(at=now) is None, "another turn has its own key"


def test_a_result_that_is_sent_back_is_made_and_approved_anew(desk, signer):
    entity = approved(desk).entity
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
    read = desk.journal.dossier(entity).result.sha256

    back = send_back(desk, entity, reason="Sai năm sinh", read=read)

    assert (back.result, back.is_approved) == (None, False)
    assert back.sent_back_reason == "Sai năm sinh"
    again = attach_result(desk, entity, pdf=result_pdf("Ban hai"), name="kq2.pdf")
    assert again.sent_back_reason == ""
    with pytest.raises(returning.NotApproved):
        sign_result(desk, entity, signer=signer)


def test_a_result_replaced_after_it_was_read_is_not_signed(desk, signer):
    entity = approved(desk).entity
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
    read = desk.journal.dossier(entity).result.sha256
    attach_result(desk, entity, pdf=result_pdf("Ban hai"), name="kq2.pdf")

    with pytest.raises(returning.ResultReplaced):
        sign_result(desk, entity, signer=signer, read=read)

    assert desk.journal.dossier(entity).status is Status.IN_PROGRESS


def test_the_pile_tells_what_should_be_read_twice_and_remembers_what_was(desk, signer):
    first = approved(desk, residence()).entity
    attach_result(desk, first, pdf=result_pdf(), name="kq.pdf")
    (item,) = pile(desk)
    keep_reading(desk, Reading(seen=frozenset({(item.key, 0), ("1:gone", 0)})), of=[item])
    sign_result(desk, first, signer=signer)
    second = approved(desk, residence()).entity
    attach_result(desk, second, pdf=result_pdf(), name="kq.pdf")
    correct_dossier(desk, second, field="applicant.phone", text="0905111222", reason="Gõ nhầm")

    (item_again,) = pile(desk)

    assert item.risks == (Risk.FIRST,)
    assert item_again.risks == (Risk.AMENDED,)
    assert reading(desk).seen == {(item.key, 0)}, "the same file for another dossier is unread"


def test_the_book_of_results_tells_to_whom_and_what_stayed(desk, signer):
    first = _signed(desk, signer, residence())
    originals = originals_of(desk.journal.dossier(first))
    return_result(
        desk,
        first,
        receiver="Lê Văn Bưởi",
        paper="Căn cước 001190009999",
        relation="con",
        originals=originals[:1],
        why_kept="chờ đối chiếu",
    )
    second = _signed(desk, signer, certification())
    return_result(desk, second, method=ReturnMethod.POST, parcel="EH1")
    assert given_to_post(desk) == [desk.journal.dossier(second).code]
    take_back_parcel(desk, second, reason="không có người nhận")

    row = draw_desk_paper(desk, Wanted(form="results-book"))

    words = words_on(desk.files.read(print_paper(desk, row).sha256))
    for said in ("Lê Văn Bưởi", "001190009999", "Bưu chính hoàn lại: 1", "chờ đối chiếu"):
        assert said in words
    assert given_to_post(desk) == []
    assert desk.journal.dossier(second).parcel == ""


def test_a_stranger_changes_nothing(desk, signer):
    entity = _signed(desk, signer)
    before = all_that_is_kept(desk)

    with pytest.raises(ReturnToStranger):
        return_result(desk, entity, receiver="Người lạ", paper="Căn cước")

    assert all_that_is_kept(desk) == before
