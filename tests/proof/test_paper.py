"""The proof on a paper: read back, and no byte of it may change unseen."""

from dataclasses import replace

import base45
import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import cose
from sync.errors import NotOurPaper, PaperDamaged, PaperTooNew, SyncError
from sync.proof.paper import (
    MOST_NAME,
    PaperKind,
    hash_of_list,
    is_signed_by,
    key_id_of,
    proof_text,
    read_proof,
)
from sync.proof.scheme import written
from tests.proof.keys import RECEIPT, Machine

DESK = Machine("quầy 1")
OTHER = Machine("quầy 2")
TEXT = proof_text(RECEIPT, public=DESK.public, signer=DESK.sign)
QR_LETTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_what_is_signed_is_read_back():
    claim = read_proof(TEXT)

    assert claim.statement == RECEIPT
    assert claim.key_id == key_id_of(DESK.public)
    assert is_signed_by(claim, DESK.public)
    assert not is_signed_by(claim, OTHER.public)


def test_the_same_statement_gives_the_same_text():
    assert proof_text(RECEIPT, public=DESK.public, signer=DESK.sign) == TEXT


def test_a_result_names_its_file():
    result = replace(RECEIPT, kind=PaperKind.RESULT, file_sha256=b"\x5a" * 32)

    text = proof_text(result, public=DESK.public, signer=DESK.sign)

    assert read_proof(text).statement == result


def test_a_code_packs_the_text_closely():
    assert set(TEXT) <= QR_LETTERS


def test_a_pasted_text_may_be_broken_into_lines():
    pasted = "\r\n".join(["", TEXT[:70], TEXT[70:140], TEXT[140:], ""])

    assert is_signed_by(read_proof(pasted), DESK.public)


@given(st.data())
def test_no_sign_of_the_text_can_be_altered(data):
    place = data.draw(st.integers(0, len(TEXT) - 1))
    letter = data.draw(st.sampled_from(sorted(QR_LETTERS - {TEXT[place]})))

    assert not is_genuine(TEXT[:place] + letter + TEXT[place + 1 :])


@given(st.data())
def test_no_byte_of_the_message_can_be_altered(data):
    message = bytearray(base45.b45decode(TEXT[5:]))
    place = data.draw(st.integers(0, len(message) - 1))
    message[place] ^= data.draw(st.integers(1, 255))

    assert not is_genuine(written("QMC", bytes(message)))


@given(st.integers(0, len(TEXT) - 1), st.integers(0, 40))
def test_a_text_that_was_cut_is_never_genuine(start, length):
    assert not is_genuine(TEXT[:start] + TEXT[start + length + 1 :])


@given(
    st.text(max_size=300) | st.text(alphabet=sorted(QR_LETTERS), max_size=300).map("QMC1:{}".format)
)
def test_any_text_is_read_or_refused_by_name(text):
    assert not is_genuine(text)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_by_name(content):
    assert not is_genuine(written("QMC", content))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NotOurPaper),
        ("HC1:6BF+70790T9WJWG.FKY*4GO0", NotOurPaper),
        ("https://dichvucong.gov.vn/", NotOurPaper),
        ("QML1:ABC", NotOurPaper),
        (TEXT.replace("QMC1", "QMC2"), PaperTooNew),
        (TEXT.replace("QMC1", "QMC0"), NotOurPaper),
        ("QMC1:", PaperDamaged),
        ("QMC1:ABCabc", PaperDamaged),
        ("QMC1:" + "A" * 9000, NotOurPaper),
    ],
)
def test_what_is_no_proof_is_told_apart(text, error):
    with pytest.raises(error):
        read_proof(text)


def test_a_message_signed_for_another_purpose_proves_no_paper():
    message = cose.read(base45.b45decode(TEXT[5:]))
    hello = cose.sign(message.payload, typ="sync/x", kid=message.kid, signer=DESK.sign)

    with pytest.raises(PaperDamaged):
        read_proof(written("QMC", hello))


def test_one_signature_has_one_form():
    """The same words spelled longer in CBOR are not the message that was signed."""
    message = base45.b45decode(TEXT[5:])
    longer = message[:1] + b"\x98\x04" + message[2:]
    assert cbor2.loads(longer).value == cbor2.loads(message).value

    with pytest.raises(PaperDamaged):
        read_proof(written("QMC", longer))


@given(st.text(max_size=200), st.integers(0, 2**37), st.none() | st.integers(0, 2**37))
def test_any_name_and_moment_is_read_back(name, issued_at, due_at):
    statement = replace(RECEIPT, name=name, issued_at=issued_at, due_at=due_at)

    found = read_proof(proof_text(statement, public=DESK.public, signer=DESK.sign)).statement

    assert found == replace(statement, name=name[:MOST_NAME])


def test_a_list_of_papers_has_another_hash_when_a_paper_is_missing_or_moved():
    names = ["Tờ khai", "Giấy chứng sinh"]

    hashes = {hash_of_list(names), hash_of_list(names[:1]), hash_of_list(names[::-1])}

    assert len(hashes) == 3


def test_more_may_be_said_by_a_later_program():
    message = cose.read(base45.b45decode(TEXT[5:]))
    more = cbor2.dumps({**cbor2.loads(message.payload), 40: "mới"}, canonical=True)
    text = written("QMC", cose.sign(more, typ="qr", kid=message.kid, signer=DESK.sign))

    claim = read_proof(text)

    assert claim.statement == RECEIPT
    assert is_signed_by(claim, DESK.public)


def is_genuine(text: str) -> bool:
    """Whether the text passes for the desk's; whatever it raises has a name."""
    try:
        return is_signed_by(read_proof(text), DESK.public)
    except SyncError:
        return False
