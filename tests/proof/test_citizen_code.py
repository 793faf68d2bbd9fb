"""Codes for looking up and rating: read back as typed, guessed by nobody."""

from hypothesis import given
from hypothesis import strategies as st

from sync import record
from sync.proof.citizen_code import (
    Asked,
    Purpose,
    address,
    code_of,
    grouped,
    proof_of,
    read_code,
    web_base,
)

ENTS = st.integers(0, 2**63 - 1)
SALTS = st.binary(min_size=16, max_size=16)
PURPOSES = st.sampled_from(Purpose)


@given(ENTS, SALTS, PURPOSES)
def test_a_code_is_read_as_it_was_made_in_any_spelling(ent, salt, purpose):
    code = code_of(ent, salt, purpose)

    read = [read_code(text) for text in (code, grouped(code).lower(), code.replace("0", "o"))]

    assert read == [Asked(ent, proof_of(ent, salt, purpose))] * 3


@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(text):
    asked = read_code(text)

    assert asked is None or 0 <= asked.ent < 2**63


@given(ENTS, SALTS, SALTS)
def test_the_proof_hangs_on_salt_and_purpose(ent, salt, other):
    proofs = {proof_of(ent, salt, purpose) for purpose in Purpose}

    assert len(proofs) == 2
    assert salt == other or proof_of(ent, other, Purpose.RATE) not in proofs


def test_a_usual_code_is_short_and_its_address_packs_closely():
    code = code_of(record.entity_id(2_000, 1, 250_000), b"s" * 16, Purpose.LOOK_UP)

    told = address("https://tracuu.danang.gov.vn", code, Purpose.LOOK_UP)

    assert len(code) <= 21
    assert told == f"HTTPS://TRACUU.DANANG.GOV.VN/T/{code}"


def test_only_a_web_address_is_one():
    known = {
        "https://tracuu.danang.gov.vn/": "https://tracuu.danang.gov.vn",
        "http://127.0.0.1:8403": "http://127.0.0.1:8403",
        "tracuu.danang.gov.vn": "https://tracuu.danang.gov.vn",
        "ftp://tracuu.danang.gov.vn": "",
        "https://tracuu.danang.gov.vn/con": "",
        "https://a b.vn": "",
        "javascript:alert(1)": "",
        "https://x..vn": "",
        "https://nguoi@x.vn": "",
        "": "",
    }

    assert {typed: web_base(typed) for typed in known} == known
