"""A paper held out at the counter: what its QR is worth, and what this desk knows beside it."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest

from desk_app.domain.dossier import Status
from desk_app.domain.paper_check import OLD_LIST, Differs, NoCodeFound, PaperWorth
from desk_app.papers.proof import receipt_proof, result_proof
from desk_app.store.access import note_ended
from desk_app.usecases.check_paper import check_paper
from desk_app.usecases.check_picture import check_picture
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.refuse_dossier import refuse_dossier
from printing.errors import PictureUnreadable
from sync.proof.paper import proof_text
from sync.protocol.control import KeysOrder, MachineKey, write_order
from tests.papers.drawing import drawn
from tests.proof.keys import RECEIPT, Machine
from tests.store.making import Hub
from tests.support.counter import received
from tests.support.desks import ORGANISATION, a_desk

NEIGHBOUR = Machine("xã bên")


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as opened:
        yield opened


def told(desk, *, until=0, org="H17.20444", at=None):
    """Let the desk hear of the neighbour's key."""
    key = MachineKey(dev=8, org=org, key=NEIGHBOUR.public, since=1_790_000_000, until=until)
    hub = Hub()
    hub.write(None, kind_and_body=write_order(KeysOrder(keys=(key,))))
    desk.replica.take(hub.reply(desk.store, hub_time=int((at or desk.clock.now()).timestamp())))


def from_neighbour(**changes):
    statement = replace(RECEIPT, code="H17.20444-261123-0007", **changes)
    return proof_text(statement, public=NEIGHBOUR.public, signer=NEIGHBOUR.sign)


def own_receipt(desk):
    dossier = received(desk)
    return dossier, receipt_proof(desk, dossier, at=dossier.received_at)


def test_a_receipt_of_this_desk_is_genuine_and_its_dossier_is_told(desk):
    dossier, text = own_receipt(desk)

    found = check_paper(desk, text)

    assert found.worth is PaperWorth.GENUINE
    assert (found.says.code, found.says.name) == (dossier.code, "Nguyễn Thị Sen")
    assert found.says.due_at == dossier.due_at
    assert found.signer.is_own
    assert (found.known.status, found.known.differs) == (Status.RECEIVED, ())
    assert not found.is_other_unit
    assert not found.is_other_province


def test_a_receipt_of_another_commune_is_genuine_once_the_list_names_its_machine(desk):
    assert check_paper(desk, from_neighbour()).worth is PaperWorth.UNKNOWN_KEY
    told(desk)

    found = check_paper(desk, from_neighbour())

    assert found.worth is PaperWorth.GENUINE
    assert (found.signer.machine, found.signer.organisation) == (8, "H17.20444")
    assert found.known is None
    assert not found.is_list_old


def test_a_machine_that_was_revoked_proves_nothing_even_for_days_before(desk):
    told(desk, until=RECEIPT.issued_at + 60)

    found = check_paper(desk, from_neighbour())

    assert found.worth is PaperWorth.KEY_REVOKED
    assert found.signer.revoked_at.timestamp() == RECEIPT.issued_at + 60


def test_this_desk_revoked_says_so_of_its_own_papers(desk):
    _, text = own_receipt(desk)
    with desk.store.database.writing():
        note_ended(desk.store.database, at=1_795_500_000, reason="mất máy", is_wipe=False)

    assert check_paper(desk, text).worth is PaperWorth.KEY_REVOKED


def test_a_list_months_old_is_told_with_the_verdict(desk):
    told(desk, at=desk.clock.now() - OLD_LIST - timedelta(days=60))

    found = check_paper(desk, from_neighbour())

    assert found.worth is PaperWorth.GENUINE
    assert found.is_list_old
    assert desk.clock.now() - found.list_as_of > OLD_LIST


def test_a_desk_that_never_heard_a_list_says_so(desk):
    found = check_paper(desk, from_neighbour())

    assert found.list_as_of is None
    assert found.is_list_old


def test_a_machine_that_signs_for_another_commune_is_told(desk):
    told(desk, org="H17.20555")

    found = check_paper(desk, from_neighbour())

    assert found.worth is PaperWorth.GENUINE
    assert found.is_other_unit


def test_a_paper_of_another_province_is_told_as_one(desk):
    elsewhere = Machine("tỉnh khác")
    statement = replace(RECEIPT, code="H29.10001-261123-0001")

    found = check_paper(desk, proof_text(statement, public=elsewhere.public, signer=elsewhere.sign))

    assert found.worth is PaperWorth.UNKNOWN_KEY
    assert found.is_other_province


def test_a_name_put_over_another_is_an_altered_paper(desk):
    """The key is known, the words are not what it signed."""
    told(desk)
    honest = NEIGHBOUR
    statement = replace(RECEIPT, code="H17.20444-261123-0007", name="Người khác")
    forged = proof_text(statement, public=honest.public, signer=Machine("kẻ gian").sign)

    found = check_paper(desk, forged)

    assert found.worth is PaperWorth.ALTERED
    assert found.signer is None


def test_the_receipt_of_a_refused_dossier_is_genuine_and_told_to_be_void(desk):
    dossier, text = own_receipt(desk)
    refuse_dossier(
        desk, dossier.entity, ground="Luật Hộ tịch", reason="Không thuộc thẩm quyền của xã"
    )

    found = check_paper(desk, text)

    assert found.worth is PaperWorth.GENUINE
    assert found.known.is_refused
    assert found.known.status is Status.STOPPED


def test_what_was_corrected_since_is_told(desk):
    dossier, text = own_receipt(desk)
    correct_dossier(
        desk, dossier.entity, field="applicant.name", text="Nguyễn Thị Sen Em", reason="gõ thiếu"
    )

    found = check_paper(desk, text)

    assert found.known.differs == (Differs.NAME,)


def test_a_result_is_compared_with_the_file_of_the_dossier(desk):
    dossier = received(desk)
    text = result_proof(desk, dossier, sha256="ab" * 32, at=desk.clock.now())

    found = check_paper(desk, text)

    assert found.says.file_sha256 == "ab" * 32
    assert found.known.differs == (Differs.FILE,)


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("048199000123||Bhling Thị Hoa", PaperWorth.NOT_OURS),
        ("", PaperWorth.NOT_OURS),
        ("QML1:AAAA", PaperWorth.STUB),
        ("QMC2:AAAA", PaperWorth.TOO_NEW),
        ("QMC1:AAAA", PaperWorth.ALTERED),
    ],
)
def test_other_codes_are_told_apart(desk, text, worth):
    assert check_paper(desk, text).worth is worth


def test_a_scan_of_both_copies_gives_one_verdict(desk):
    dossier = received(desk)

    (found,) = check_picture(desk, drawn(desk, dossier))

    assert (found.worth, found.says.code) == (PaperWorth.GENUINE, dossier.code)


def test_a_photo_of_the_page_is_read(desk):
    dossier = received(desk)
    page = pypdfium2.PdfDocument(drawn(desk, dossier))[0].render(scale=203 / 72).to_pil()
    photo = BytesIO()
    page.rotate(4, expand=True, fillcolor="grey").convert("RGB").save(photo, "JPEG", quality=70)

    (found,) = check_picture(desk, photo.getvalue())

    assert (found.worth, found.says.code) == (PaperWorth.GENUINE, dossier.code)


def test_a_picture_without_a_code_and_a_file_that_is_none_are_told_apart(desk):
    blank = BytesIO()
    pypdfium2.PdfDocument(drawn(desk, received(desk)))[0].render(scale=0.2).to_pil().save(
        blank, "PNG"
    )

    with pytest.raises(NoCodeFound):
        check_picture(desk, blank.getvalue())
    for content in (b"", b"GIF89a", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n" + b"\0" * 50):
        with pytest.raises(PictureUnreadable):
            check_picture(desk, content)


def test_no_more_stands_in_the_code_than_on_the_paper(desk):
    """The words of the QR are those of the receipt: no number of an identity card, no address."""
    _, text = own_receipt(desk)
    said = check_paper(desk, text).says

    assert "048190001234" not in repr(said)
    assert said.code.startswith(ORGANISATION)
