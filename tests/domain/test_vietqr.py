"""The text of a VietQR, by two codes that a public parser of the format reads."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.vietqr import (
    MOST_VND,
    PURPOSE_LIMIT,
    BankAccountRefused,
    TransferAmountRefused,
    transfer_purpose,
    vietqr,
)

WITH_AMOUNT = (
    "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA"
    "5303704540480005802VN62220818H17123 261123 00016304173B"
)
WITHOUT = (
    "00020101021138540010A00000072701240006970436011001234567890208QRIBFTTA53037045802VN63046A15"
)


def test_a_code_with_an_amount_is_the_one_banks_read():
    text = vietqr("970436", "0123456789", amount_vnd=8_000, purpose="H17123 261123 0001")

    assert text == WITH_AMOUNT


def test_a_code_without_an_amount_is_the_one_banks_read():
    assert vietqr("970436", "0123456789") == WITHOUT


def test_a_dossier_code_becomes_a_purpose_that_banks_keep():
    assert transfer_purpose("H17.123-261123-0001") == "H17123 261123 0001"
    assert transfer_purpose("Lệ phí Đăng ký: bản sao") == "Le phi Dang ky ban sao"


@given(
    st.text(max_size=80), st.integers(1, MOST_VND), st.from_regex(r"[0-9A-Z]{1,19}", fullmatch=True)
)
def test_every_field_says_its_own_length(purpose, amount_vnd, account):
    text = vietqr("970436", account, amount_vnd=amount_vnd, purpose=purpose)

    fields = parsed(text)
    assert "".join(fields) == "".join(sorted(fields))
    assert fields["54"] == str(amount_vnd)
    assert parsed(parsed(fields["38"])["01"]) == {"00": "970436", "01": account}
    assert len(parsed(fields.get("62", "0800")).get("08", "")) <= PURPOSE_LIMIT
    assert text.isascii()
    assert len(fields["63"]) == 4


@given(st.text(max_size=60))
def test_a_purpose_is_the_same_however_its_accents_are_written(text):
    assert transfer_purpose(unicodedata.normalize("NFD", text)).isascii()


@pytest.mark.parametrize(
    ("bank", "account", "field"),
    [
        ("97043", "0123456789", "bank"),
        ("97043٦", "0123456789", "bank"),
        ("970436", "", "account"),
        ("970436", "0123 456", "account"),
        ("970436", "1" * 20, "account"),
    ],
)
def test_what_is_no_account_makes_no_code(bank, account, field):
    with pytest.raises(BankAccountRefused) as caught:
        vietqr(bank, account)

    assert caught.value.details == {"field": field}


@pytest.mark.parametrize("amount_vnd", [0, -1, MOST_VND + 1])
def test_what_is_no_amount_makes_no_code(amount_vnd):
    with pytest.raises(TransferAmountRefused):
        vietqr("970436", "0123456789", amount_vnd=amount_vnd)


def parsed(text: str) -> dict[str, str]:
    fields = {}
    while text:
        tag, length = text[:2], int(text[2:4])
        fields[tag] = text[4 : 4 + length]
        assert len(fields[tag]) == length
        text = text[4 + length :]
    return fields
