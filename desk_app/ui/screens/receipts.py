"""Receipts (biên lai): books in use, payments that wait for one, the numbers of a month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.receipt_parts import (
    BookLine,
    NewBook,
    Reason,
    ReceiptCalls,
    ReceiptLine,
    books_card,
    receipt_lines,
    waiting_card,
)
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts

_LOOK_SECONDS = 5.0
_MONTH_WIDTH = 120


@component
def Receipts(*, texts: Texts, bar: str, calls: ReceiptCalls) -> ft.Control:
    month, set_month = use_value(calls.month)
    round_, renew = use_fold(0)
    shown = state.use_watched(
        partial(calls.load, month), seconds=_LOOK_SECONDS, anew=(round_, month)
    )
    about, set_about = use_value(cast("BookLine | ReceiptLine | None", None))
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)

    def finished(words: str) -> None:
        renew(lambda number: number + 1)
        set_done(Message(kind=Kind.DONE, words=words))

    def run(work: Callable[[], str]) -> Any:
        set_done(None)
        set_about(None)
        return running.start(work, finished)

    def write(id_: str) -> Any:
        return run(partial(calls.write, id_))

    def write_first() -> Any:
        return write(shown.waiting[0].id) if shown.waiting else None

    active = {keys.CONFIRM: write_first} if calls.may_write and not bar else {}
    active[keys.PRINT] = lambda: run(partial(calls.print, month))
    keys.use_keys(active)
    message = running.message or done
    parts: list[ft.Control] = [text.title(texts["ui.place.receipts"])]
    if message is not None:
        parts.append(strip(message))
    left: list[ft.Control] = [
        waiting_card(shown, texts, bar=bar, write=write, calls=calls),
        books_card(shown, texts, bar=bar, ask=set_about, calls=calls),
    ]
    if calls.may_enter and not shown.is_from_province:
        left.append(
            NewBook(
                key=f"receipts-new-{round_}",
                texts=texts,
                bar=bar,
                on_add=lambda typed: run(partial(calls.grant, typed)),
            )
        )
    head = layout.row(
        [
            Field(
                label=texts["ui.receipts.month"],
                name="receipts.month",
                initial=calls.month,
                on_change=set_month,
                width=_MONTH_WIDTH,
            ),
            buttons.plain(
                texts["ui.receipts.print"],
                name="receipts.print",
                icon=ft.Icons.PRINT_OUTLINED,
                shortcut=keys.PRINT,
                press=lambda: run(partial(calls.print, month)),
                disabled=running.is_busy,
            ),
            buttons.plain(
                texts["ui.receipts.save"],
                name="receipts.save",
                icon=ft.Icons.SAVE_ALT,
                press=lambda: run(partial(calls.save, month)),
                disabled=running.is_busy,
            ),
        ]
    )
    right = layout.card(
        [
            head,
            text.muted(shown.total),
            *receipt_lines(shown, texts, bar=bar, ask=set_about, calls=calls),
        ],
        title=texts["ui.receipts.list"],
        spacing=6,
    )
    parts.append(
        layout.row(
            [
                ft.Container(layout.column(left, spacing=10, scroll=True), expand=4),
                ft.Container(layout.column([right], scroll=True), expand=5),
            ],
            top=True,
            spacing=12,
            expand=True,
        )
    )
    if about is not None:
        parts.append(
            Reason(
                texts=texts,
                about=about,
                bar=bar,
                on_yes=lambda reason, is_whole: run(
                    partial(calls.give_back, about, reason)
                    if isinstance(about, BookLine)
                    else partial(calls.void, about, reason, is_whole)
                ),
                on_no=lambda: set_about(None),
            )
        )
    return layout.screen(parts)
