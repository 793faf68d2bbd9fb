"""Parts of the screen of receipts: books, what waits, one number after another, a question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, text
from desk_app.ui.component import component, use_value
from desk_app.ui.handling import ticked
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from locales.catalogue import Texts

_NARROW = 118
_VOID_WIDTH = 72  # of the button that a void line has not


@dataclass(frozen=True, kw_only=True, slots=True)
class BookLine:
    symbol: str
    first: int
    title: str  # symbol and book
    next: str
    told: str  # from, to, how many are left
    warning: str  # near its end; empty otherwise


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingLine:
    id: str  # the dossier's, and the payment's
    at: str
    payer: str
    amount: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptLine:
    symbol: str
    number: int
    title: str
    at: str
    payer: str
    amount: str
    note: str  # why it is void, what it came for
    is_void: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptsShown:
    books: Sequence[BookLine]
    waiting: Sequence[WaitingLine]
    lines: Sequence[ReceiptLine]  # the newest first
    total: str
    is_from_province: bool  # no book is written down by hand


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptCalls:
    month: str  # this one, as it is typed
    load: Callable[[str], ReceiptsShown]
    grant: Callable[[Mapping[str, str]], str]
    give_back: Callable[[BookLine, str], str]
    write: Callable[[str], str]
    void: Callable[[ReceiptLine, str, bool], str]
    print: Callable[[str], str]  # slow
    save: Callable[[str], str]
    may_keep: bool
    may_enter: bool  # a book by hand
    may_write: bool


def waiting_card(
    shown: ReceiptsShown,
    texts: Texts,
    *,
    bar: str,
    write: Callable[[str], Any],
    calls: ReceiptCalls,
) -> ft.Control:
    lines: list[ft.Control] = []
    for at, one in enumerate(shown.waiting):
        parts: list[ft.Control] = [
            ft.Container(text.muted(one.at), width=92),
            ft.Container(text.body(one.payer, lines=1), expand=True),
            ft.Container(text.body(one.amount, bold=True), width=92),
        ]
        if calls.may_write:
            parts.append(
                buttons.plain(
                    texts["ui.receipts.write"],
                    name=f"receipts.write.{one.id}",
                    press=partial(write, one.id),
                    shortcut="" if at else keys.CONFIRM,
                    bar=bar,
                )
            )
        lines.append(layout.row(parts, spacing=6))
    return layout.card(
        lines or [text.muted(texts["ui.receipts.no_waiting"])],
        title=texts["ui.receipts.waiting"],
        spacing=4,
    )


def books_card(
    shown: ReceiptsShown,
    texts: Texts,
    *,
    bar: str,
    ask: Callable[[BookLine], Any],
    calls: ReceiptCalls,
) -> ft.Control:
    lines: list[ft.Control] = []
    for one in shown.books:
        words = layout.column(
            [text.body(f"{one.title} · {one.next}", bold=True), text.muted(one.told)], spacing=2
        )
        parts: list[ft.Control] = [ft.Container(words, expand=True)]
        if calls.may_keep:
            parts.append(
                buttons.quiet(
                    texts["ui.receipts.give_back"],
                    name=f"receipts.give_back.{one.symbol}.{one.first}",
                    press=partial(ask, one),
                    bar=bar,
                )
            )
        lines.append(layout.row(parts))
        if one.warning:
            lines.append(strip(Message(kind=Kind.WARNING, words=one.warning)))
    return layout.card(
        lines or [text.muted(_no_books(shown, texts, calls), lines=3)],
        title=texts["ui.receipts.books"],
        spacing=6,
    )


def _no_books(shown: ReceiptsShown, texts: Texts, calls: ReceiptCalls) -> str:
    if shown.is_from_province:
        return texts["ui.receipts.none_granted"]
    return texts["ui.receipts.none" if calls.may_enter else "ui.receipts.none_written"]


def receipt_lines(
    shown: ReceiptsShown,
    texts: Texts,
    *,
    bar: str,
    ask: Callable[[ReceiptLine], Any],
    calls: ReceiptCalls,
) -> list[ft.Control]:
    lines: list[ft.Control] = []
    for one in shown.lines:
        who = layout.column(
            [text.body(one.payer, lines=1), *([text.muted(one.note, lines=2)] if one.note else [])],
            spacing=0,
        )
        parts: list[ft.Control] = [
            ft.Container(text.code(one.title), width=130),
            ft.Container(text.muted(one.at), width=92),
            ft.Container(who, expand=True),
            ft.Container(text.body(one.amount, bold=not one.is_void), width=80),
        ]
        if calls.may_keep and one.is_void:
            parts.append(ft.Container(width=_VOID_WIDTH))
        elif calls.may_keep:
            parts.append(
                buttons.quiet(
                    texts["ui.receipts.void"],
                    name=f"receipts.void.{one.symbol}.{one.number}",
                    press=partial(ask, one),
                    bar=bar,
                )
            )
        lines.append(layout.row(parts, spacing=6))
    return lines or [text.muted(texts["ui.receipts.no_receipts"])]


@component
def NewBook(*, texts: Texts, bar: str, on_add: Callable[[Mapping[str, str]], Any]) -> ft.Control:
    typed, set_typed = use_value(cast("Mapping[str, str]", {}))

    def field(name: str, *, width: int | None = None) -> ft.Control:
        return Field(
            label=texts[f"ui.receipts.{name}"],
            name=f"receipts.{name}",
            on_change=lambda value: set_typed({**typed, name: value}),
            width=width,
        )

    return layout.card(
        [
            layout.row([field(name, width=_NARROW) for name in ("form", "symbol", "book")]),
            layout.row([field(name, width=_NARROW) for name in ("first", "last")]),
            field("issuer"),
            field("paper"),
            buttons.plain(
                texts["ui.receipts.add"],
                name="receipts.add",
                press=lambda: on_add(typed),
                bar=bar,
            ),
        ],
        title=texts["ui.receipts.add"],
        spacing=8,
    )


@component
def Reason(
    *,
    texts: Texts,
    about: BookLine | ReceiptLine,
    bar: str,
    on_yes: Callable[[str, bool], Any],
    on_no: Callable[[], Any],
) -> ft.Control:
    """Why a number is void, or a book goes back."""
    reason, set_reason = use_value("")
    is_whole, set_whole = use_value(False)
    is_receipt = isinstance(about, ReceiptLine)
    if isinstance(about, ReceiptLine):
        title = texts["ui.receipts.void"]
        words = texts.say("ui.receipts.void_said", receipt=about.title)
    else:
        title = texts["ui.receipts.give_back"]
        words = texts.say("ui.receipts.give_back_said", symbol=about.symbol, first=about.first)
    content: list[ft.Control] = [
        text.body(words, lines=4),
        Field(
            label=texts["ui.receipts.reason"],
            name="receipts.reason",
            focus=True,
            on_change=set_reason,
        ),
    ]
    if is_receipt:
        content.append(
            ft.Checkbox(
                key="receipts.copies",
                label=texts["ui.receipts.copies"],
                value=is_whole,
                on_change=ticked(set_whole),
            )
        )
    return Dialog(
        title=title,
        content=content,
        confirm=title,
        cancel=texts["ui.cancel"],
        on_confirm=lambda: on_yes(reason, is_whole),
        on_cancel=on_no,
        is_danger=True,
        bar=bar,
    )
