"""Receipts of fees come from a granted range alone, one number after another (TT 303/2016).

The trap: a number is never used twice and never invented. Without a range nothing is written; a
voided number stays used, and the next one takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from desk_app.domain import events
from desk_app.domain.errors import RuleBroken
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, NOTE_LIMIT, clean, clean_lines, fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class Numbered(Protocol):
    """Something of one series of numbers."""

    @property
    def form(self) -> str: ...

    @property
    def symbol(self) -> str: ...


LAST_NUMBER = 9_999_999  # seven digits a symbol
NEAR_END = 10  # so many left are told


class NoReceipts(RuleBroken):
    """No range of receipts was granted to this machine."""

    code = "no_receipts"


class ReceiptsUsedUp(RuleBroken):
    """Every number of the ranges of this machine is used."""

    code = "receipts_used_up"


class ReceiptRangeWrong(RuleBroken):
    """A range needs symbol and issuer, and runs from a number to a higher one of seven digits."""

    code = "receipt_range_wrong"


class ReceiptsOverlap(RuleBroken):
    """Numbers of the range were granted before (details: `symbol`, `number`, `machine`)."""

    code = "receipts_overlap"


class ReceiptsFromProvince(RuleBroken):
    """The province grants this organisation its ranges; nobody writes one down by hand."""

    code = "receipts_from_province"


class UnknownReceipts(RuleBroken):
    """No such range is open here (details: `symbol`)."""

    code = "unknown_receipts"


class ReceiptThere(RuleBroken):
    """The payment has its receipt already (details: `number`)."""

    code = "receipt_there"


class ReceiptUnknown(RuleBroken):
    """No valid receipt of that number was written here (details: `number`)."""

    code = "receipt_unknown"


class ReceiptCopiesMissing(RuleBroken):
    """A receipt is voided only with all of its copies at hand (details: `number`)."""

    code = "receipt_copies_missing"


class NoReceiptForOutside(RuleBroken):
    """What was paid elsewhere has its receipt from there."""

    code = "no_receipt_for_outside"


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """A granted range as it stands."""

    granted: events.ReceiptsGranted
    machine: int
    used_to: int = 0  # the highest number used; 0 before the first
    is_closed: bool = False
    is_province: bool = False  # granted by the province, not written down at the machine
    since: datetime | None = None

    @property
    def next_number(self) -> int:
        """0 where none is left."""
        if self.is_closed or self.used_to >= self.granted.last:
            return 0
        return max(self.used_to + 1, self.granted.first)

    @property
    def used(self) -> int:
        return max(0, self.used_to - self.granted.first + 1)

    @property
    def left(self) -> int:
        return self.granted.last - self.next_number + 1 if self.next_number else 0

    @property
    def is_near_end(self) -> bool:
        return 0 < self.left <= NEAR_END


def seven_digits(number: int) -> str:
    """As it is printed: “0000124”."""
    return f"{number:07d}"


def decide_range(
    known: Sequence[Range],
    *,
    form: str,
    symbol: str,
    book: str,
    first: int,
    last: int,
    issuer: str,
    paper: str,
) -> events.ReceiptsGranted:
    """A range for this machine; `known`: those of every machine that are known here.

    Raises ReceiptsFromProvince, ReceiptRangeWrong, ReceiptsOverlap.
    """
    if any(one.is_province and not one.is_closed for one in known):
        raise ReceiptsFromProvince
    granted = events.ReceiptsGranted(
        form=clean(form, limit=NAME_LIMIT, field="form"),
        symbol=clean(symbol, limit=NAME_LIMIT, field="symbol"),
        book=clean(book, limit=NAME_LIMIT, field="book"),
        first=first,
        last=last,
        issuer=clean(issuer, limit=LINE_LIMIT, field="issuer"),
        paper=clean(paper, limit=LINE_LIMIT, field="paper"),
    )
    if not granted.symbol or not granted.issuer or not 1 <= first <= last <= LAST_NUMBER:
        raise ReceiptRangeWrong
    for one in known:
        there = one.granted
        ends = one.used_to if one.is_closed else there.last
        if is_same(there, granted) and first <= ends and there.first <= last:
            raise ReceiptsOverlap(
                symbol=there.symbol,
                number=seven_digits(max(first, there.first)),
                machine=one.machine,
            )
    return granted


def decide_closing_range(
    ranges: Sequence[Range], *, symbol: str, first: int, reason: str
) -> events.ReceiptsClosed:
    """Raises UnknownReceipts, ReasonMissing."""
    for one in ranges:
        granted = one.granted
        is_it = fold(granted.symbol) == fold(symbol) and granted.first == first
        if is_it and one.next_number:
            why = clean_lines(reason, limit=NOTE_LIMIT, field="reason")
            if not why:
                raise ReasonMissing(field="reason")
            return events.ReceiptsClosed(
                form=granted.form,
                symbol=granted.symbol,
                first=first,
                used_to=one.used_to,
                reason=why,
            )
    raise UnknownReceipts(symbol=symbol[:40])


def overruled(ranges: Sequence[Range]) -> list[Range]:
    """Without what a machine wrote down and the province granted to it as well.

    What it wrote down of numbers that another machine was granted is closed.
    """
    province = [one for one in ranges if one.is_province]
    found: list[Range] = []
    for one in ranges:
        rivals = [] if one.is_province else [other for other in province if _meet(one, other)]
        if any(_holds(other, one) for other in rivals if other.machine == one.machine):
            continue
        is_taken = any(other.machine != one.machine for other in rivals)
        found.append(replace(one, is_closed=True) if is_taken else one)
    return found


def _meet(one: Range, other: Range) -> bool:
    ends = other.used_to if other.is_closed else other.granted.last
    is_apart = ends < one.granted.first or one.granted.last < other.granted.first
    return is_same(one.granted, other.granted) and not is_apart


def _holds(other: Range, one: Range) -> bool:
    is_whole = other.granted.first <= one.granted.first and one.granted.last <= other.granted.last
    return is_whole and not other.is_closed


def current(ranges: Sequence[Range]) -> Range:
    """The range the next number comes from: the first that has one.

    Raises NoReceipts, ReceiptsUsedUp.
    """
    if not ranges:
        raise NoReceipts
    for one in ranges:
        if one.next_number:
            return one
    raise ReceiptsUsedUp


def decide_receipt(
    ranges: Sequence[Range],
    *,
    paid: events.PaymentRecorded,
    place: tuple[int, int],
    payer: str,
    replaces: int,
) -> events.ReceiptWritten:
    """The next number for a payment; `place`: epoch and number of its entry.

    Raises NoReceipts, ReceiptsUsedUp, NoReceiptForOutside.
    """
    if paid.method == "outside":
        raise NoReceiptForOutside
    one = current(ranges)
    return events.ReceiptWritten(
        form=one.granted.form,
        symbol=one.granted.symbol,
        number=one.next_number,
        amount_vnd=paid.amount_vnd,
        payer=payer,
        paid_epoch=place[0],
        paid_number=place[1],
        replaces=replaces,
    )


def decide_void(
    written: events.ReceiptWritten, *, reason: str, has_all_copies: bool
) -> events.ReceiptVoided:
    """Raises ReasonMissing, ReceiptCopiesMissing."""
    why = clean_lines(reason, limit=NOTE_LIMIT, field="reason")
    if not why:
        raise ReasonMissing(field="reason")
    if not has_all_copies:
        raise ReceiptCopiesMissing(number=seven_digits(written.number))
    return events.ReceiptVoided(
        form=written.form, symbol=written.symbol, number=written.number, reason=why
    )


def is_same(one: Numbered, other: Numbered) -> bool:
    """Whether two stand in one series of numbers."""
    return fold(one.form) == fold(other.form) and fold(one.symbol) == fold(other.symbol)
