"""The text of a VietQR: a bank transfer that any Vietnamese bank's app fills in from a picture.

EMVCo's merchant-presented code with the template of NAPAS in field 38. The trap: lengths count
characters, so nothing but ASCII may stand in it, and the checksum covers its own tag and length.
"""

from __future__ import annotations

import re

from desk_app.domain.errors import RuleBroken
from desk_app.domain.text import fold

PURPOSE_LIMIT = 25  # characters that every bank's app is known to take
MOST_VND = 9_999_999_999_999  # thirteen digits, as EMVCo lets an amount be written

_BANK = re.compile(r"\d{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_NOT_PLAIN = re.compile(r"[^0-9A-Za-z ]+")
_NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_DONG, _VIET_NAM = "704", "VN"


class BankAccountRefused(RuleBroken):
    """No bank has such a number, or no account looks so; details: `field`."""

    code = "bank_account_refused"


class TransferAmountRefused(RuleBroken):
    """A transfer is of a whole amount above nothing; details: `amount_vnd`."""

    code = "transfer_amount_refused"


def vietqr(bank: str, account: str, *, amount_vnd: int | None = None, purpose: str = "") -> str:
    """The text to be drawn as a QR code; without an amount the payer types one.

    `bank` is the six-digit number of the bank (BIN), `account` the account or card number, 1 to 19
    letters and digits. `purpose` is written as `transfer_purpose` gives it.
    Raises BankAccountRefused, TransferAmountRefused.
    """
    if not _BANK.fullmatch(bank) or not bank.isascii():
        raise BankAccountRefused(field="bank")
    if not _ACCOUNT.fullmatch(account):
        raise BankAccountRefused(field="account")
    if amount_vnd is not None and not 0 < amount_vnd <= MOST_VND:
        raise TransferAmountRefused(amount_vnd=amount_vnd)
    told = transfer_purpose(purpose)
    holder = _field("00", bank) + _field("01", account)
    text = "".join(
        (
            _field("00", "01"),
            _field("01", "11" if amount_vnd is None else "12"),
            _field("38", _field("00", _NAPAS) + _field("01", holder) + _field("02", _TO_ACCOUNT)),
            _field("53", _DONG),
            "" if amount_vnd is None else _field("54", str(amount_vnd)),
            _field("58", _VIET_NAM),
            _field("62", _field("08", told)) if told else "",
            "6304",
        )
    )
    return f"{text}{_checksum(text.encode('ascii')):04X}"


def transfer_purpose(text: str) -> str:
    """Words as a transfer carries them: no accents, letters, digits and blanks, at most 25.

    A dossier code comes out as "H17123 261123 0001".
    """
    plain = _NOT_PLAIN.sub(" ", _kept_case(text).replace(".", ""))
    return " ".join(plain.split())[:PURPOSE_LIMIT].rstrip()


def _kept_case(text: str) -> str:
    """Without accents, capitals kept: `fold` letter by letter."""
    return "".join(
        folded.upper() if letter.isupper() else folded
        for letter in text
        for folded in (fold(letter) or letter,)
    )


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _checksum(told: bytes) -> int:
    """CRC-16/CCITT-FALSE."""
    crc = 0xFFFF
    for byte in told:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc
