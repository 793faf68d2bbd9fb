"""The office's copy bears the sealed stub of the register; the applicant's copy does not."""

from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk_app.store.hub_keys import begin_key_list
from desk_app.usecases.correct_dossier import correct_dossier
from printing.qr_reading import codes_in
from sync.proof.stub import is_signed_by, open_stub
from sync.protocol.key_list import KeyList, make_key_list
from tests.papers.drawing import drawn
from tests.proof.keys import PROVINCE
from tests.support.counter import received


@pytest.fixture
def enrolled(desk):
    """The desk, once the province told whom to seal for."""
    root = Ed25519PrivateKey.generate()
    public = root.public_key().public_bytes_raw()
    told = KeyList(
        hub_id=b"h" * 8,
        number=1,
        root=public,
        made_at=1,
        keys=(public,),
        recipient=PROVINCE.recipient,
        escrow=PROVINCE.recipient,
    )
    with desk.store.database.writing():
        begin_key_list(desk.store.database, make_key_list(told, root.sign))
    return desk


def page(pdf: bytes, number: int) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document, pikepdf.new() as alone:
        alone.pages.append(document.pages[number])
        target = BytesIO()
        alone.save(target)
        return target.getvalue()


def test_the_stub_stands_on_the_office_copy_alone(enrolled):
    dossier = received(enrolled)
    pdf = drawn(enrolled, dossier)

    applicants, office = (codes_in(page(pdf, number)) for number in (0, 1))

    assert [text[:4] for text in applicants] == ["QMC1"]
    assert sorted(text[:4] for text in office) == ["QMC1", "QML1"]


def test_the_stub_says_what_the_register_says(enrolled):
    dossier = received(enrolled)
    (text,) = [one for one in codes_in(drawn(enrolled, dossier)) if one.startswith("QML")]

    stub = open_stub(text, [PROVINCE.private])

    record = stub.record
    assert is_signed_by(stub, enrolled.journal.identity.public_key)
    assert (record.code, record.register_year, record.register_number) == (
        dossier.code,
        dossier.register_year,
        dossier.register_number,
    )
    assert record.applicant == "Nguyễn Thị Sen"
    assert record.personal_id == "048190001234"
    assert record.received_at == int(dossier.received_at.timestamp())
    assert record.fee_vnd == dossier.fee_vnd


def test_a_receipt_drawn_after_a_correction_has_the_later_stub(enrolled):
    dossier = received(enrolled)
    before = the_stub(enrolled, dossier)
    enrolled.clock.pass_by(minutes=5)
    corrected = correct_dossier(
        enrolled, dossier.entity, field="applicant.name", text="Nguyễn Thị Sen Em", reason="thiếu"
    )

    after = the_stub(enrolled, corrected)

    assert after.applicant == "Nguyễn Thị Sen Em"
    assert after.issued_at > before.issued_at


def test_a_desk_without_a_province_prints_no_stub(desk):
    codes = codes_in(drawn(desk, received(desk)))

    assert [text[:4] for text in codes] == ["QMC1"]


def the_stub(desk, dossier):
    (text,) = [one for one in codes_in(drawn(desk, dossier)) if one.startswith("QML")]
    return open_stub(text, [PROVINCE.private]).record
