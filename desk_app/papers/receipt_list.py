"""The list of receipts of a period (bảng kê biên lai): every number used, void ones too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.domain.paper_names import RECEIPT_LIST
from desk_app.domain.receipts import is_same, seven_digits
from desk_app.papers.filling import draw_by_template, short_moment
from desk_app.papers.money import amount
from desk_app.papers.office import DeskPaper, NothingToList
from desk_app.papers.spreadsheet import Leaf, as_workbook
from desk_app.papers.training_mark import training_mark
from desk_app.store.receipts import ranges_of, receipts_between
from printing.amounts import amount_in_words
from printing.wording import vnd

if TYPE_CHECKING:
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.receipts import Range
    from desk_app.store.receipts import Receipt
    from locales.catalogue import Texts

_FEE = "Phí, lệ phí"
_HEADS = ("symbol", "number", "at", "code", "payer", "what", "amount", "note")
_WIDTHS = (14, 12, 17, 26, 30, 34, 14, 40)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptBook:
    """What was written from `since` until before `before`, and how the ranges stand now."""

    period: str  # in words
    receipts: tuple[Receipt, ...]
    ranges: tuple[Range, ...]

    @property
    def valid(self) -> list[Receipt]:
        return [one for one in self.receipts if one.voided is None]

    @property
    def total_vnd(self) -> int:
        return sum(one.event.amount_vnd for one in self.valid)


def receipt_book(desk: Desk, *, since: datetime, before: datetime, period: str) -> ReceiptBook:
    database, machine = desk.store.database, desk.machine or 0
    found = receipts_between(database, machine, since=since, before=before)
    return ReceiptBook(
        period=period,
        receipts=tuple(
            replace(one, code=desk.journal.dossier(one.entry.entity).code) for one in found
        ),
        ranges=tuple(ranges_of(database, machine)),
    )


def month_book(desk: Desk, month: date) -> ReceiptBook:
    """The receipts of the month that the day is in."""
    first = datetime(month.year, month.month, 1, tzinfo=VIETNAM)
    after = (first + timedelta(days=31)).replace(day=1)
    return receipt_book(desk, since=first, before=after, period=f"Tháng {first:%m/%Y}")


def receipt_list(desk: Desk, book: ReceiptBook, *, name: str) -> DeskPaper:
    """`name`: what of it, in the print ledger. Raises NothingToList, NoTemplate, GlyphMissing."""
    if not book.receipts:
        raise NothingToList
    texts = {
        "period": book.period,
        "clerk": desk.user.name,
        "count": str(len(book.receipts)),
        "voided": str(len(book.receipts) - len(book.valid)),
        "total": vnd(book.total_vnd),
        "total_in_words": amount_in_words(book.total_vnd),
    }
    lists = {
        "receipts": [_row(number, one) for number, one in enumerate(book.receipts, start=1)],
        "ranges": [_range_row(one, book) for one in book.ranges if _is_told(one, book)],
    }
    pdf = draw_by_template(desk, RECEIPT_LIST, at=desk.clock.now(), texts=texts, lists=lists)
    return DeskPaper(form=f"{RECEIPT_LIST}/{name}", pdf=pdf, sheets=1)


def receipt_workbook(desk: Desk, book: ReceiptBook, texts: Texts) -> bytes:
    """The same lines for Excel; a void receipt adds nothing to the sum."""
    rows = [
        (
            one.event.symbol,
            seven_digits(one.event.number),
            one.entry.at,
            one.code,
            one.event.payer,
            _what(one),
            0 if one.voided else one.event.amount_vnd,
            note(one),
        )
        for one in book.receipts
    ]
    return as_workbook(
        [
            Leaf(
                title=texts["ui.form.receipt-list"],
                above=(f"{texts['ui.form.receipt-list']}: {book.period}", desk.place.unit),
                heads=[texts[f"receipt.head.{head}"] for head in _HEADS],
                widths=_WIDTHS,
                rows=rows,
                foot=(texts["report.total"], *[None] * 5, book.total_vnd, None),
            )
        ],
        mark=training_mark(desk, texts),
    )


def note(one: Receipt) -> str:
    """Why it is void, and which number it came for, as it stands on paper."""
    said = [f"Xóa bỏ: {one.voided.reason}"] if one.voided else []
    if one.event.replaces:
        said.append(f"Thay số {seven_digits(one.event.replaces)}")
    return "; ".join(said)


def _row(number: int, one: Receipt) -> dict[str, str]:
    event = one.event
    return {
        "number": str(number),
        "symbol": event.symbol,
        "receipt": seven_digits(event.number),
        "at": short_moment(one.entry.at),
        "code": one.code,
        "payer": event.payer,
        "what": _what(one),
        "amount": "0" if one.voided else amount(event.amount_vnd),
        "note": note(one),
    }


def _what(one: Receipt) -> str:
    return (one.paid.what if one.paid else "") or _FEE


def _range_row(one: Range, book: ReceiptBook) -> dict[str, str]:
    granted, inside = one.granted, _inside(one, book)
    return {
        "symbol": granted.symbol,
        "book": f"Quyển {granted.book}" if granted.book else "",
        "first": seven_digits(granted.first),
        "last": seven_digits(granted.last),
        "issuer": ", ".join(filter(None, (granted.issuer, granted.paper))),
        "used": str(len(inside)),
        "voided": str(sum(1 for receipt in inside if receipt.voided)),
        "left": "Đã trả" if one.is_closed else str(one.left),
    }


def _inside(one: Range, book: ReceiptBook) -> list[Receipt]:
    granted = one.granted
    return [
        receipt
        for receipt in book.receipts
        if is_same(receipt.event, granted) and granted.first <= receipt.event.number <= granted.last
    ]


def _is_told(one: Range, book: ReceiptBook) -> bool:
    """Those used in the period, and those that still have numbers."""
    return bool(one.left or _inside(one, book))
