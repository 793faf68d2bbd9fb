"""Dossier codes (mã hồ sơ), the lanes they are taken from, and temporary numbers.

`H17.123-261123-0001`: organisation, day of receipt, running number of that day. A lane is a range
of running numbers that one installation holds for good, the same every day, so codes stay unique
without a network. The trap: numbers count per day, so what was used must be asked for that day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ORGANISATION_LIMIT = 35  # characters, QĐ 20/2020/QĐ-TTg
FIRST_NUMBER = 1
LAST_NUMBER = 9999  # four digits a day, TT 01/2018/TT-VPCP art. 19
_OWN_DIGITS = 4
_CENTURY = 2000

# The old shape (ministry or province last of four levels) and that of QĐ 20/2020 (first).
_ORGANISATION = r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}|[A-Z]\d{2}(?:\.[0-9A-Z]{1,5})*)"
_DAY = r"(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_ORGANISATION_FORM = re.compile(_ORGANISATION, re.ASCII)
_CODE_FORM = re.compile(rf"({_ORGANISATION})-{_DAY}-(\d{{4}}|\d{{6,7}})", re.ASCII)
_TEMPORARY_FORM = re.compile(rf"T-(\d{{1,7}})\.(\d{{1,3}})-{_DAY}-(\d{{4}})", re.ASCII)
_LANE_FORM = re.compile(r"(\d{1,4})\s?-\s?(\d{1,4})", re.ASCII)
_DASHES = str.maketrans("‐‑‒–—−", "------")


class CodeMalformed(RuleBroken):
    """No dossier code has this form; compare it with the paper, or scan it."""

    code = "code_malformed"


class OrganisationMalformed(RuleBroken):
    """No organisation has a code of this form."""

    code = "organisation_malformed"


class LaneMalformed(RuleBroken):
    """A lane goes from a number to one not lower, within 1 to 9999."""

    code = "lane_malformed"


class LanesOverlap(RuleBroken):
    """Two lanes of one organisation share numbers; grant a free range."""

    code = "lanes_overlap"


class LaneExhausted(RuleBroken):
    """The lane has no number left on that day; a temporary number goes on."""

    code = "lane_exhausted"


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierCode:
    """An official code, ours (four digits) or another system's (six or seven).

    `str` gives it as printed. Parts that no code can have raise CodeMalformed.
    """

    organisation: str
    day: date  # of receipt, 2000 to 2099
    number: int
    digits: int = _OWN_DIGITS

    def __post_init__(self) -> None:
        """Raises CodeMalformed."""
        match = _CODE_FORM.fullmatch(str(self))
        if match is None or len(match[5]) != self.digits or not _is_this_century(self.day):
            raise CodeMalformed

    def __str__(self) -> str:
        return f"{self.organisation}-{self.day:%y%m%d}-{self.number:0{self.digits}d}"

    @property
    def ministry(self) -> str:
        """The two digits that tell whose system numbered it (`ministry.<digits>`); ours: empty."""
        return "" if self.digits == _OWN_DIGITS else f"{self.number:0{self.digits}d}"[:2]


@dataclass(frozen=True, kw_only=True, slots=True)
class TemporaryNumber:
    """What a desk prints while it has no official number: `T-17.1-261123-0001`.

    The machine and its epoch (each restored copy has another) make it unique without any lane.
    It starts with a lone T and has one dash more, so no official code looks like it, and neither
    becomes the other by leaving something out at an end.
    """

    machine: int  # number of the installation, given at enrolment
    epoch: int
    day: date
    number: int  # of the machine on that day, from 1

    def __post_init__(self) -> None:
        """Raises CodeMalformed."""
        if not _TEMPORARY_FORM.fullmatch(str(self)) or not _is_this_century(self.day):
            raise CodeMalformed

    def __str__(self) -> str:
        return f"T-{self.machine}.{self.epoch}-{self.day:%y%m%d}-{self.number:04d}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """Running numbers of one organisation that one installation may use every day."""

    organisation: str
    first: int
    last: int  # inclusive

    def __post_init__(self) -> None:
        """Raises OrganisationMalformed, LaneMalformed."""
        check_organisation(self.organisation)
        if not FIRST_NUMBER <= self.first <= self.last <= LAST_NUMBER:
            raise LaneMalformed(first=self.first, last=self.last)

    def __str__(self) -> str:
        return f"{self.first:04d}-{self.last:04d}"

    def __contains__(self, number: int) -> bool:
        return self.first <= number <= self.last

    def overlaps(self, other: Lane) -> bool:
        same_organisation = self.organisation == other.organisation
        return same_organisation and self.first <= other.last and other.first <= self.last

    def next_number(self, highest_used: int | None) -> int:
        """The number after the highest the lane gave that day, never one before it.

        Raises LaneExhausted.
        """
        number = self.first if highest_used is None else max(self.first, highest_used + 1)
        if number > self.last:
            raise LaneExhausted(lane=self, organisation=self.organisation)
        return number


def next_code(
    lanes: Sequence[Lane], day: date, *, highest_used: Mapping[Lane, int]
) -> DossierCode | None:
    """The next code of a day from the first lane with a number left; None when there is none.

    `highest_used`: per lane, the highest number it gave that day; absent where it gave none.
    """
    for lane in lanes:
        used = highest_used.get(lane)
        if used is None or used < lane.last:
            number = lane.next_number(used)
            return DossierCode(organisation=lane.organisation, day=day, number=number)
    return None


def parse_code(text: str) -> DossierCode:
    """An official code as read, scanned or typed; case, ends and the kind of dash do not count.

    Raises CodeMalformed.
    """
    match = _CODE_FORM.fullmatch(_typed(text))
    if match is None:
        raise CodeMalformed
    organisation, year, month, day, number = match.groups()
    return DossierCode(
        organisation=organisation,
        day=_date(year, month, day),
        number=int(number),
        digits=len(number),
    )


def parse_temporary(text: str) -> TemporaryNumber:
    """A temporary number as read, scanned or typed; raises CodeMalformed."""
    match = _TEMPORARY_FORM.fullmatch(_typed(text))
    if match is None:
        raise CodeMalformed
    machine, epoch, year, month, day, number = match.groups()
    return TemporaryNumber(
        machine=int(machine), epoch=int(epoch), day=_date(year, month, day), number=int(number)
    )


def is_temporary(text: str) -> bool:
    return _TEMPORARY_FORM.fullmatch(_typed(text)) is not None


def parse_lane(organisation: str, text: str) -> Lane:
    """The lane of a range as an operator writes it, "1-1999"; raises as `Lane`."""
    match = _LANE_FORM.fullmatch(text.strip().translate(_DASHES))
    if match is None:
        raise LaneMalformed(first="?", last="?")
    return Lane(organisation=organisation, first=int(match[1]), last=int(match[2]))


def check_organisation(code: str) -> str:
    """The organisation code itself (QĐ 20/2020/QĐ-TTg); raises OrganisationMalformed."""
    if len(code) > ORGANISATION_LIMIT or not _ORGANISATION_FORM.fullmatch(code):
        raise OrganisationMalformed
    return code


def check_apart(lanes: Iterable[Lane]) -> None:
    """Raises LanesOverlap where two lanes share a number of one organisation."""
    ordered = sorted(lanes, key=lambda lane: (lane.organisation, lane.first))
    for before, after in pairwise(ordered):
        if before.overlaps(after):
            raise LanesOverlap(one=before, other=after, organisation=before.organisation)


def _typed(text: str) -> str:
    return text.strip().translate(_DASHES).upper()


def _is_this_century(day: date) -> bool:
    return _CENTURY <= day.year < _CENTURY + 100


def _date(year: str, month: str, day: str) -> date:
    try:
        return date(_CENTURY + int(year), int(month), int(day))
    except ValueError as error:
        raise CodeMalformed from error
