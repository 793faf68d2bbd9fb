"""The office stub: the province alone opens it, and nobody slips a record in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519 as age

from printing.pdf import MM
from printing.qr import MOST_ROOM_MM, qr_code
from sync.errors import NotOurPaper, PaperDamaged, SealBroken
from sync.proof.scheme import content_of, written
from sync.proof.stub import FIELDS, StubRecord, is_signed_by, open_stub, stub_text
from sync.proof.x25519 import private_key, public_key
from sync.sealing import new_seal_key
from tests.proof.keys import PROVINCE, RECORD, Machine

DESK = Machine("quầy 1")


def sealed(record: StubRecord = RECORD) -> str:
    return stub_text(record, recipient=PROVINCE.recipient, public=DESK.public, signer=DESK.sign)


def test_the_province_opens_what_a_machine_sealed():
    stub = open_stub(sealed(), [PROVINCE.private])

    assert stub.record == RECORD
    assert is_signed_by(stub, DESK.public)
    assert not is_signed_by(stub, Machine("quầy 2").public)


def test_a_key_that_was_changed_leaves_old_stubs_readable():
    stub = open_stub(sealed(), [new_seal_key().private, PROVINCE.private])

    assert stub.record == RECORD


def test_another_province_cannot_open_it():
    with pytest.raises(SealBroken):
        open_stub(sealed(), [new_seal_key().private])


def test_nothing_of_the_record_can_be_read_without_the_key():
    content = content_of(sealed(), scheme="QML")

    assert b"Hoa" not in content
    assert b"048199000123" not in content


@given(st.data())
def test_no_byte_of_a_stub_can_be_altered(data):
    content = bytearray(content_of(sealed(), scheme="QML"))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(SealBroken):
        open_stub(written("QML", bytes(content)), [PROVINCE.private])


@pytest.mark.parametrize(
    ("text", "error"), [("QMC1:ABC", NotOurPaper), ("QML1:", SealBroken), ("QML1:a", PaperDamaged)]
)
def test_what_is_no_stub_is_told_apart(text, error):
    with pytest.raises(error):
        open_stub(text, [PROVINCE.private])


LONG = "Công Tằng Tôn Nữ Thị Phương Thảo "


def test_the_longest_record_fits_on_the_paper_and_keeps_what_names_the_dossier():
    record = replace(
        RECORD,
        **dict.fromkeys(("applicant", "address", "submitter", "clerk", "case", "phone"), LONG * 9),
    )

    text = sealed(record)

    assert qr_code(text).side <= MOST_ROOM_MM * MM
    found = open_stub(text, [PROVINCE.private]).record
    assert (found.code, found.received_at) == (RECORD.code, RECORD.received_at)
    assert found.applicant.startswith("Công Tằng Tôn")


def test_the_numbers_of_the_fields_never_change():
    assert list(FIELDS.items()) == [
        (1, "code"),
        (2, "register_year"),
        (3, "register_number"),
        (4, "procedure"),
        (5, "case"),
        (6, "applicant"),
        (7, "personal_id"),
        (8, "phone"),
        (9, "address"),
        (10, "submitter"),
        (11, "received_at"),
        (12, "due_at"),
        (13, "papers"),
        (14, "result_by"),
        (15, "fee_vnd"),
        (16, "clerk"),
        (17, "issued_at"),
    ]


def test_an_age_key_is_the_same_key_in_both_spellings():
    for _ in range(20):
        pair = new_seal_key()

        derived = private_key(pair.private).public_key()

        assert derived.public_bytes_raw() == public_key(pair.recipient).public_bytes_raw()
        assert str(age.Identity.from_str(pair.private).to_public()) == pair.recipient
