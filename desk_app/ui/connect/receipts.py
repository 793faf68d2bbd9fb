"""Receipts in the words of the window: books, what waits, the list of a month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.receipts import ReceiptRangeWrong, seven_digits
from desk_app.domain.rights import Act, may
from desk_app.queries.receipts import (
    NotAMonth,
    month_list,
    month_workbook,
    note,
    receipts_now,
    typed_month,
)
from desk_app.ui import formats
from desk_app.ui.connect.prints import wait_for_printer
from desk_app.ui.screens.receipt_parts import (
    BookLine,
    ReceiptCalls,
    ReceiptLine,
    ReceiptsShown,
    WaitingLine,
)
from desk_app.usecases.draw_desk_paper import Wanted, draw_desk_paper
from desk_app.usecases.grant_receipts import close_receipts, grant_receipts
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.save_report import save_report
from desk_app.usecases.void_receipt import void_receipt
from desk_app.usecases.write_receipt import write_receipt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.desk import Desk
    from desk_app.domain.receipts import Range
    from desk_app.queries.receipts import Payment, Receipt, ReceiptBook
    from locales.catalogue import Texts

_MOST = 150  # lines shown; all of them stand in the list that is printed


def receipt_calls(desk: Desk, texts: Texts) -> ReceiptCalls:
    return ReceiptCalls(
        month=f"{desk.clock.today():%m/%Y}",
        load=partial(_shown, desk, texts),
        grant=partial(_grant, desk, texts),
        give_back=partial(_give_back, desk, texts),
        write=partial(_write, desk, texts),
        void=partial(_void, desk, texts),
        print=partial(_print, desk, texts),
        save=partial(_save, desk, texts),
        may_enter=may(desk.user.roles, Act.ENTER_RECEIPTS),
        may_keep=may(desk.user.roles, Act.KEEP_RECEIPTS),
        may_write=may(desk.user.roles, Act.RECORD_PAYMENT),
    )


def _shown(desk: Desk, texts: Texts, month: str) -> ReceiptsShown:
    now = receipts_now(desk)
    book = _book(desk, month)
    total = ""
    if book is not None:
        total = texts.say(
            "ui.receipts.total",
            count=len(book.receipts),
            voided=len(book.receipts) - len(book.valid),
            total=formats.money(book.total_vnd),
        )
    newest = book.receipts[::-1][:_MOST] if book else ()
    return ReceiptsShown(
        books=[_range(one, texts) for one in now.ranges],
        waiting=[_waiting(one) for one in now.waiting],
        lines=[_line(one) for one in newest],
        total=total,
        is_from_province=now.is_from_province,
    )


def _book(desk: Desk, month: str) -> ReceiptBook | None:
    """None while the month is being typed."""
    try:
        return month_list(desk, typed_month(month))
    except NotAMonth:
        return None


def _range(one: Range, texts: Texts) -> BookLine:
    granted = one.granted
    book = f"{texts['ui.receipts.book']} {granted.book}" if granted.book else ""
    source = texts["ui.receipts.of_province"] if one.is_province else ""
    return BookLine(
        symbol=granted.symbol,
        first=granted.first,
        title=", ".join(filter(None, (granted.symbol, book, source))),
        next=texts.say("ui.receipts.next", number=seven_digits(one.next_number)),
        told=texts.say(
            "ui.receipts.range",
            first=seven_digits(granted.first),
            last=seven_digits(granted.last),
            left=one.left,
        ),
        warning=texts.say("ui.receipts.near_end", left=one.left) if one.is_near_end else "",
    )


def _waiting(one: Payment) -> WaitingLine:
    return WaitingLine(
        id=f"{one.entry.entity}/{one.serial}",
        at=formats.moment(one.entry.at),
        payer=one.payer,
        amount=formats.money(one.event.amount_vnd),
    )


def _line(one: Receipt) -> ReceiptLine:
    event = one.event
    return ReceiptLine(
        symbol=event.symbol,
        number=event.number,
        title=f"{event.symbol} {seven_digits(event.number)}",
        at=formats.moment(one.entry.at),
        payer=event.payer,
        amount=formats.money(0 if one.voided else event.amount_vnd),
        note=note(one),
        is_void=one.voided is not None,
    )


def _grant(desk: Desk, texts: Texts, typed: Mapping[str, str]) -> str:
    granted = grant_receipts(
        desk,
        form=typed.get("form", ""),
        symbol=typed.get("symbol", ""),
        book=typed.get("book", ""),
        first=_number(typed.get("first", "")),
        last=_number(typed.get("last", "")),
        issuer=typed.get("issuer", ""),
        paper=typed.get("paper", ""),
    )
    return texts.say(
        "ui.receipts.granted",
        symbol=granted.symbol,
        first=seven_digits(granted.first),
        last=seven_digits(granted.last),
    )


def _give_back(desk: Desk, texts: Texts, line: BookLine, reason: str) -> str:
    close_receipts(desk, symbol=line.symbol, first=line.first, reason=reason)
    return texts.say("ui.receipts.given_back", symbol=line.symbol)


def _write(desk: Desk, texts: Texts, id_: str) -> str:
    entity, _, serial = id_.partition("/")
    written = write_receipt(desk, int(entity), serial=int(serial)).event
    return texts.say(
        "ui.receipts.written", symbol=written.symbol, number=seven_digits(written.number)
    )


def _void(desk: Desk, texts: Texts, line: ReceiptLine, reason: str, is_whole: bool) -> str:  # noqa: FBT001 - as the screen calls it
    void_receipt(
        desk, symbol=line.symbol, number=line.number, reason=reason, has_all_copies=is_whole
    )
    return texts.say("ui.receipts.voided", number=seven_digits(line.number))


def _print(desk: Desk, texts: Texts, month: str) -> str:
    row = draw_desk_paper(desk, Wanted(form="receipt-list", first_on=typed_month(month)))
    printed = print_paper(desk, row, pause=wait_for_printer)
    return texts[f"ui.print.{printed.state}"]


def _save(desk: Desk, texts: Texts, month: str) -> str:
    content = month_workbook(desk, typed_month(month), texts)
    path = save_report(desk, content, name="bang-ke-bien-lai", suffix="xlsx")
    return texts.say("ui.receipts.saved", path=path)


def _number(typed: str) -> int:
    """Of up to seven digits; raises ReceiptRangeWrong."""
    digits = typed.strip()
    if not (digits.isascii() and digits.isdecimal()):
        raise ReceiptRangeWrong
    return int(digits[:8])
