"""Ranges of fee receipts, as changes of the hub's own log in an organisation's access feed.

    1012 range granted     [machine, form, symbol, book, first, last, issuer, paper, at]
    1013 range taken back  [machine, form, symbol, first, used_to, reason, at]

Form and symbol name the series of numbers (mẫu số, ký hiệu). `used_to` is the last number that was
used, 0 where none was: what is behind it may be granted again. "at" is Unix seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync import record
from sync.protocol.fields import Fields

RANGE_GRANTED = 1012
RANGE_TAKEN_BACK = 1013

MAX_NAME = 200
MAX_LINE = 500
MAX_REASON = 300
LAST_NUMBER = 9_999_999  # seven digits a symbol (TT 303/2016)


@dataclass(frozen=True, kw_only=True, slots=True)
class RangeOrder:
    """The machine may write receipts with these numbers."""

    machine: int
    form: str
    symbol: str
    book: str
    first: int
    last: int  # itself included
    issuer: str
    paper: str  # the note that hands it out
    at: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RangeEnd:
    """The machine writes no more of them."""

    machine: int
    form: str
    symbol: str
    first: int
    used_to: int
    reason: str
    at: int


def write_range(order: RangeOrder | RangeEnd) -> tuple[int, tuple[Any, ...]]:
    """The kind and body that say it."""
    if isinstance(order, RangeEnd):
        return RANGE_TAKEN_BACK, (
            order.machine,
            order.form,
            order.symbol,
            order.first,
            order.used_to,
            order.reason,
            order.at,
        )
    return RANGE_GRANTED, (
        order.machine,
        order.form,
        order.symbol,
        order.book,
        order.first,
        order.last,
        order.issuer,
        order.paper,
        order.at,
    )


def read_range(kind: int, body: Sequence[Any]) -> RangeOrder | RangeEnd | None:
    """What such a change says; None for other kinds. Raises MalformedMessage."""
    fields = Fields(tuple(body), message="receipt range")
    if kind == RANGE_TAKEN_BACK:
        return RangeEnd(
            machine=fields.number(most=record.MAX_DEV),
            form=fields.text(most=MAX_NAME),
            symbol=fields.text(most=MAX_NAME),
            first=fields.number(most=LAST_NUMBER),
            used_to=fields.number(most=LAST_NUMBER),
            reason=fields.text(most=MAX_REASON),
            at=fields.number(),
        )
    if kind != RANGE_GRANTED:
        return None
    return RangeOrder(
        machine=fields.number(most=record.MAX_DEV),
        form=fields.text(most=MAX_NAME),
        symbol=fields.text(most=MAX_NAME),
        book=fields.text(most=MAX_NAME),
        first=fields.number(most=LAST_NUMBER),
        last=fields.number(most=LAST_NUMBER),
        issuer=fields.text(most=MAX_LINE),
        paper=fields.text(most=MAX_LINE),
        at=fields.number(),
    )
