"""The text of the QR on an ID card (thẻ căn cước công dân, thẻ căn cước).

`number|old number|name|ddmmyyyy|Nam or Nữ|address|ddmmyyyy|…`, UTF-8. The card of 2021 has seven
fields; that of 2024 has more, unconfirmed, so what follows the seventh is kept as it is. The trap:
a scanner types the text, and an input method (UniKey) or a wrong code page changes it on the way.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from desk_app.domain.errors import RuleBroken
from desk_app.domain.identity import (
    BirthDateImpossible,
    PersonalNumber,
    Sex,
    SexUnknown,
    cross_check,
    parse_birth,
    parse_personal_id,
    parse_sex,
)
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean

FEWEST_FIELDS = 6
MOST_FIELDS = 11
_OLD_NUMBER = re.compile(r"\d{9}|\d{12}", re.ASCII)
_YEAR_ALONE = re.compile(r"(?:00\d\d|\d\d00)?(\d{4})", re.ASCII)
_NOT_IN_A_NAME = re.compile(r"[\d?_|<>@#$%^&*=+\\/\"]")
_MARKED = re.compile(r"[^\x00-\x7f]")
_SYMBOLOGY = re.compile(r"\A\][A-Za-z]\d", re.ASCII)  # "]Q3": a scanner says it read a QR
_ONE_BYTE = 0x100
_MERGED_ON = date(2025, 7, 1)  # from then on an address has two levels
_DIGIT_FIELDS = frozenset({8, 9, 12})  # lengths of days and numbers
_KEYS = {  # what the Vietnamese keyboard of Windows makes of the digits
    "\u0103": "1",  # ă
    "\u00e2": "2",  # â
    "\u00ea": "3",  # ê
    "\u00f4": "4",  # ô
    "\u0300": "5",
    "\u0309": "6",
    "\u0303": "7",
    "\u0301": "8",
    "\u0323": "9",
    "\u0111": "0",  # đ
}


class IdCardQrUnreadable(RuleBroken):
    """The scanned text is not what a card holds; details: `part`, the first field that is wrong.

    Switch the input method off and scan again, or type from the card.
    """

    code = "id_card_qr_unreadable"


@dataclass(frozen=True, kw_only=True, slots=True)
class IdCard:
    number: PersonalNumber
    old_number: str  # chứng minh nhân dân, 9 digits; empty where the card names none
    name: str
    birth_on: date | None  # None where the card knows only the year
    birth_year: int
    sex: Sex
    address: str  # as on the card, often of before the mergers of 2025
    issued_on: date | None
    tail: tuple[str, ...]  # fields after the seventh, unread
    raw: str  # the text as it came

    @property
    def has_old_address(self) -> bool:
        """The card was issued when addresses still had three levels."""
        return self.issued_on is not None and self.issued_on < _MERGED_ON

    @property
    def may_have_lost_marks(self) -> bool:
        """No letter of name and address has a mark: look at them, the scanner may drop marks."""
        return not _MARKED.search(self.name + self.address)


class NotOnCard(RuleBroken):
    """An ID card says nothing of the field; type it."""

    code = "not_on_card"


def said_of(card: IdCard, field: str) -> str:
    """What the card says of a field such as "applicant.name", as text; raises NotOnCard."""
    told = {
        "name": card.name,
        "personal_id": card.number.digits,
        "birth_on": card.birth_on.isoformat() if card.birth_on else "",
        "sex": card.sex.value,
        "address": card.address,
    }
    value = told.get(field.rpartition(".")[2], "")
    if not value:
        raise NotOnCard(field=field)
    return value


def is_id_card_qr(text: str) -> bool:
    """Whether a scan is meant to be a card's, readable or not: it has the fields of one."""
    return text.count("|") >= FEWEST_FIELDS - 1


def parse_id_card_qr(text: str, *, today: date) -> IdCard:
    """The card behind a scanned text: byte-order mark, line ends, NFD and a code page put right.

    Raises IdCardQrUnreadable, and where sex or birth on the card contradict its number
    PersonalIdContradictsSex, PersonalIdContradictsBirth.
    """
    fields = [field.strip() for field in _repaired(text).split("|")]
    if not FEWEST_FIELDS <= len(fields) <= MOST_FIELDS:
        raise IdCardQrUnreadable(part="fields")
    old_number = _old_number(fields[1])
    number, (name, birth, sex, *rest) = fields[0], fields[1 if old_number is None else 2 :]
    address, issued, *tail = (*rest, "", "")[: max(2, len(rest))]
    birth_on, birth_year = _birth(birth)
    card = IdCard(
        number=_number(number),
        old_number=old_number or "",
        name=_name(name),
        birth_on=birth_on,
        birth_year=birth_year,
        sex=_sex(sex),
        address=_line(address, limit=LINE_LIMIT, part="address"),
        issued_on=_day(issued, part="issued") if issued else None,
        tail=tuple(tail),
        raw=text,
    )
    cross_check(card.number, today=today, sex=card.sex, birth_year=card.birth_year)
    return card


def _repaired(text: str) -> str:
    """In NFC, without what frames it; UTF-8 that was typed byte by byte is read again."""
    framed = _SYMBOLOGY.sub("", text.strip("\r\n\t ")).strip("\ufeff")
    framed = "|".join(_typed_digits(field) for field in framed.split("|"))
    with suppress(UnicodeError):  # letters beyond one-byte code pages: it is read right already
        framed = b"".join(_byte(letter) for letter in framed).decode().strip("\ufeff")
    return unicodedata.normalize("NFC", framed)


def _typed_digits(field: str) -> str:
    """The digits of a number or a day that a Vietnamese keyboard turned into letters and marks."""
    meant = "".join(_KEYS.get(sign, sign) for sign in field.lower())
    is_number = meant.isascii() and meant.isdigit() and len(meant) in _DIGIT_FIELDS
    return meant if is_number else field


def _byte(letter: str) -> bytes:
    return bytes([ord(letter)]) if ord(letter) < _ONE_BYTE else letter.encode("cp1252")


def _number(text: str) -> PersonalNumber:
    try:
        number = parse_personal_id(text)
    except RuleBroken as error:
        raise IdCardQrUnreadable(part="number") from error
    if not isinstance(number, PersonalNumber) or number.digits != text:
        raise IdCardQrUnreadable(part="number")
    return number


def _old_number(text: str) -> str | None:
    """None when the field is no number at all, so the card leaves it out."""
    if not text or _OLD_NUMBER.fullmatch(text):
        return text
    if text[0].isdigit():
        raise IdCardQrUnreadable(part="old_number")
    return None


def _name(text: str) -> str:
    name = _line(text, limit=NAME_LIMIT, part="name")
    if not name or _NOT_IN_A_NAME.search(name):
        raise IdCardQrUnreadable(part="name")
    return name


def _line(text: str, *, limit: int, part: str) -> str:
    try:
        line = clean(text, limit=limit)
    except RuleBroken as error:
        raise IdCardQrUnreadable(part=part) from error
    if "?" in line:  # what a code page puts for a letter it does not have
        raise IdCardQrUnreadable(part=part)
    return line


def _birth(text: str) -> tuple[date | None, int]:
    if year_alone := _YEAR_ALONE.fullmatch(text):
        return None, int(year_alone[1])
    birth_on = _day(text, part="birth")
    return birth_on, birth_on.year


def _day(text: str, *, part: str) -> date:
    try:
        return parse_birth(text)
    except BirthDateImpossible as error:
        raise IdCardQrUnreadable(part=part) from error


def _sex(text: str) -> Sex:
    try:
        return parse_sex(text)
    except SexUnknown as error:
        raise IdCardQrUnreadable(part="sex") from error
