"""Who a person is on paper: personal number (số định danh cá nhân), birth date, ID-card QR.

The trap: the number has no check digit. It is checked against sex and birth year instead, and its
first three digits are the province of birth registration as it was, merged or not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desk_app.domain.birth_provinces import PROVINCES
from desk_app.domain.errors import RuleBroken

OLDEST_YEARS = 130
_FIRST_COUNTRY = 100  # from here on the three digits name a country (born abroad), below a province
_FIRST_CENTURY = 1900  # century digits 0 and 1; each pair of digits is the next century
_BETWEEN_DIGITS = re.compile(r"[\s.\-]+")
_PASSPORT = re.compile(r"(?=.*[A-Z])[A-Z0-9]{6,9}", re.ASCII)  # ICAO 9303: at most 9
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_EIGHT_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)


class PersonalIdMalformed(RuleBroken):
    """Neither 12 digits, nor 9 of an old card, nor a passport number; scan it or type it again."""

    code = "personal_id_malformed"


class PersonalIdUnknownProvince(RuleBroken):
    """No province has the first three digits; a digit is mistyped."""

    code = "personal_id_unknown_province"


class PersonalIdContradictsSex(RuleBroken):
    """The number belongs to the other sex; one of the two is mistyped."""

    code = "personal_id_contradicts_sex"


class PersonalIdContradictsBirth(RuleBroken):
    """The number belongs to another year of birth; one of the two is mistyped."""

    code = "personal_id_contradicts_birth"


class BirthDateImpossible(RuleBroken):
    """The calendar has no such day, or it is not written as a day."""

    code = "birth_date_impossible"


class BirthDateInFuture(RuleBroken):
    """The day of birth has not come yet."""

    code = "birth_date_in_future"


class BirthDateTooLongAgo(RuleBroken):
    """Nobody is that old; the year is mistyped."""

    code = "birth_date_too_long_ago"


class SexUnknown(RuleBroken):
    """Neither Nam nor Nữ."""

    code = "sex_unknown"


class Sex(StrEnum):
    MALE = "male"  # Nam
    FEMALE = "female"  # Nữ


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonalNumber:
    """The 12 digits of căn cước; what they say of the person is read from them."""

    digits: str

    @property
    def place(self) -> str:
        """Three digits: the province of birth registration, from 100 on a country."""
        return self.digits[:3]

    @property
    def province(self) -> str:
        """Its name before the mergers of 2025; empty for a country."""
        return PROVINCES.get(self.place, "")

    @property
    def is_born_abroad(self) -> bool:
        return int(self.place) >= _FIRST_COUNTRY

    @property
    def sex(self) -> Sex:
        return Sex.FEMALE if int(self.digits[3]) % 2 else Sex.MALE

    @property
    def birth_year(self) -> int:
        return _FIRST_CENTURY + int(self.digits[3]) // 2 * 100 + int(self.digits[4:6])


@dataclass(frozen=True, kw_only=True, slots=True)
class OldIdNumber:
    """The 9 digits of a chứng minh nhân dân; they say nothing that could be checked."""

    digits: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PassportNumber:
    """A passport or another paper numbered with letters."""

    text: str


def parse_personal_id(text: str) -> PersonalNumber | OldIdNumber | PassportNumber:
    """The number as typed or scanned; spaces, dots and dashes between its digits do not count.

    Raises PersonalIdMalformed, PersonalIdUnknownProvince.
    """
    joined = _BETWEEN_DIGITS.sub("", text).upper()
    is_digits = joined.isascii() and joined.isdigit()
    if is_digits and len(joined) == 12:  # noqa: PLR2004 - the law's own number
        number = PersonalNumber(digits=joined)
        if not number.is_born_abroad and not number.province:
            raise PersonalIdUnknownProvince(place=number.place)
        return number
    if is_digits and len(joined) == 9:  # noqa: PLR2004
        return OldIdNumber(digits=joined)
    if _PASSPORT.fullmatch(joined):
        return PassportNumber(text=joined)
    raise PersonalIdMalformed(length=len(joined))


def cross_check(
    number: PersonalNumber, *, today: date, sex: str = "", birth_year: int | None = None
) -> None:
    """Compare a number with what else is known of the person; empty and None are not known.

    Raises PersonalIdContradictsSex, PersonalIdContradictsBirth, and PersonalIdMalformed for a
    number of someone not born yet.
    """
    if number.birth_year > today.year:
        raise PersonalIdMalformed(length=len(number.digits))
    if sex and number.sex != sex:
        raise PersonalIdContradictsSex
    if birth_year is not None and number.birth_year != birth_year:
        raise PersonalIdContradictsBirth


def check_person(*, personal_id: str, sex: str, birth_on: date | None, today: date) -> None:
    """Check what is known of a person, each for itself and against the others; empty is not known.

    Raises SexUnknown, what `check_birth` and `parse_personal_id` raise, and the contradictions.
    """
    if sex:
        parse_sex(sex)
    if birth_on is not None:
        check_birth(birth_on, today=today)
    if not personal_id:
        return
    number = parse_personal_id(personal_id)
    if isinstance(number, PersonalNumber):
        year = birth_on.year if birth_on else None
        cross_check(number, today=today, sex=parse_sex(sex) if sex else "", birth_year=year)


def check_birth(birth_on: date, *, today: date) -> None:
    """Raises BirthDateInFuture, BirthDateTooLongAgo."""
    if birth_on > today:
        raise BirthDateInFuture
    if today.year - birth_on.year > OLDEST_YEARS:
        raise BirthDateTooLongAgo(years=OLDEST_YEARS)


def parse_birth(text: str) -> date:
    """The day of birth as 23/11/1990, 23-11-1990, 23111990 or 1990-11-23.

    Raises BirthDateImpossible.
    """
    stripped = text.strip()
    if year_first := _YEAR_FIRST.fullmatch(stripped):
        year, month, day = year_first.groups()
    elif day_first := _DAY_FIRST.fullmatch(stripped) or _EIGHT_DIGITS.fullmatch(stripped):
        day, month, year = day_first.groups()
    else:
        raise BirthDateImpossible
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise BirthDateImpossible from error


def parse_sex(text: str) -> Sex:
    """Nam or Nữ as a card says it, or our own word for it; raises SexUnknown."""
    words = {"nam": Sex.MALE, "male": Sex.MALE, "nữ": Sex.FEMALE, "female": Sex.FEMALE}
    sex = words.get(unicodedata.normalize("NFC", text).strip().lower())
    if sex is None:
        raise SexUnknown
    return sex
