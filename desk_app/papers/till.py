"""The record of closing the till (biên bản khóa sổ quỹ): what two people counted and signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paper_names import TILL_CLOSING
from desk_app.domain.receipts import seven_digits
from desk_app.papers import head, money
from desk_app.papers.filling import draw_by_template, short_moment
from desk_app.papers.office import DeskPaper
from printing.amounts import amount_in_words
from printing.wording import moment_as_written, vnd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.events import ReceiptVoided, ReceiptWritten
    from desk_app.store.books import Payment
    from desk_app.store.receipts import Receipt
    from desk_app.store.till import Closing
    from printing.filled import Rows

    ReceiptsUsed = tuple[Sequence[Receipt], Sequence[ReceiptVoided]]


def till_record(
    desk: Desk, closing: Closing, payments: Sequence[Payment], receipts: ReceiptsUsed
) -> DeskPaper:
    """`payments`: those the closing covers, the oldest first; `receipts`: since the one before.

    Raises NoTemplate, GlyphMissing.
    """
    event, entry = closing.event, closing.entry
    person = head.clerk_name(desk.writer_of(entry))
    handed_on = event.counted_vnd - event.left_vnd
    texts = {
        "record_number": record_number(closing),
        "at": moment_as_written(head.iso(entry.at)),
        "giver": person,
        "witness": event.witness,
        "float": vnd(event.float_vnd),
        "cash": vnd(event.cash_vnd),
        "transfer": vnd(money.total(payments, method="transfer")),
        "outside": vnd(money.total(payments, method="outside")),
        "count": str(event.payments),
        "first_slip": money.slip_number(payments[0]) if payments else "",
        "last_slip": money.slip_number(payments[-1]) if payments else "",
        "receipts": _ranges([one.event for one in receipts[0]]),
        "voided_receipts": "; ".join(_void(one) for one in receipts[1]),
        "since": short_moment(payments[0].entry.at) if payments else "",
        "expected": vnd(event.float_vnd + event.cash_vnd),
        "total": vnd(event.counted_vnd),
        "total_in_words": amount_in_words(event.counted_vnd),
        "difference": _signed(event.difference_vnd),
        "reason": event.reason,
        "left": vnd(event.left_vnd),
        "handed_on": vnd(handed_on),
        "handed_on_in_words": amount_in_words(handed_on),
    }
    rows: Rows = [
        {
            "number": str(number),
            "denomination": money.amount(value),
            "notes": str(count),
            "amount": money.amount(value * count),
        }
        for number, (value, count) in enumerate(
            zip(event.values, event.counts, strict=False), start=1
        )
    ]
    pdf = draw_by_template(desk, TILL_CLOSING, at=entry.at, texts=texts, lists={"notes": rows})
    form = f"{TILL_CLOSING}/{entry.author}-{entry.epoch}-{entry.number}"
    return DeskPaper(form=form, pdf=pdf, sheets=2)


def record_number(closing: Closing) -> str:
    """“KQ17-151”; after a new epoch “KQ17.1-9”."""
    entry = closing.entry
    epoch = f".{entry.epoch}" if entry.epoch else ""
    return f"KQ{entry.author}{epoch}-{entry.number}"


def _ranges(written: Sequence[ReceiptWritten]) -> str:
    """“AB/26P: 0000124 – 0000131 (8 số)”, a symbol after another."""
    by_symbol: dict[str, list[int]] = {}
    for one in written:
        by_symbol.setdefault(one.symbol, []).append(one.number)
    return "; ".join(
        f"{symbol}: {seven_digits(min(numbers))} – {seven_digits(max(numbers))} ({len(numbers)} số)"
        for symbol, numbers in by_symbol.items()
    )


def _void(one: ReceiptVoided) -> str:
    return f"{one.symbol} {seven_digits(one.number)} ({one.reason})"


def _signed(difference_vnd: int) -> str:
    """Empty where nothing differs."""
    if not difference_vnd:
        return ""
    word = "thừa" if difference_vnd > 0 else "thiếu"
    return f"{word} {vnd(abs(difference_vnd))}"
