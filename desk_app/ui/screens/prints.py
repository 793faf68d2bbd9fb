"""The print ledger (Sổ in): every original and copy, what became of it, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.print_dialog import PrintDialog
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.print_row import Doing, PrintRow
    from locales.catalogue import Texts


class Period(StrEnum):
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


class Which(StrEnum):
    ALL = "all"
    UNSURE = "unsure"
    WAITING = "waiting"
    ORIGINAL = "original"
    COPY = "copy"
    SPOILED = "spoiled"


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintsShown:
    rows: Sequence[PrintRow]
    totals: str
    rest: int  # found beyond these rows


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintsCalls:
    load: Callable[[str, Period, Which], PrintsShown]
    do: Callable[[Doing, str, str], str]  # slow; page, a word with it; what is said after
    ways: Callable[[], Sequence[tuple[str, str]]]  # where and how a page may be printed instead
    save: Callable[[str, Period, Which], str]  # slow; writes the table, says where
    paper: Callable[[str, Period, Which], str]  # slow; prints the list
    open_dossier: Callable[[str], Any]


@component
def Prints(*, texts: Texts, calls: PrintsCalls, begin: str = "") -> ft.Control:
    """`begin`: which pages are shown at first; of those nobody is sure of, every day's."""
    typed, set_typed = use_value("")
    period, set_period = use_value(Period.ALL if begin else Period.TODAY)
    which, set_which = use_value(Which(begin) if begin else Which.ALL)
    chosen, set_chosen = use_value("")
    done, set_done = use_value(cast("Message | None", None))
    round_, renew = use_fold(0)
    running = state.use_running(texts)
    shown = ft.use_memo(lambda: calls.load(typed, period, which), [typed, period, which, round_])

    def finish(words: str) -> None:
        set_chosen("")
        set_done(Message(kind=Kind.DONE, words=words))
        renew(lambda number: number + 1)

    def do(doing: Doing, page: str, word: str) -> Any:
        set_done(None)
        return running.start(lambda: calls.do(doing, page, word), finish)

    def hand_out(work: Callable[[str, Period, Which], str]) -> Any:
        set_done(None)
        return running.start(lambda: work(typed, period, which), finish)

    row = next((one for one in shown.rows if one.id == chosen), None)
    message = running.message or done
    parts: list[ft.Control] = [
        _head(texts, is_busy=running.is_busy, hand_out=hand_out, calls=calls),
        *([strip(message)] if message and row is None else []),
        _filters(texts, period=period, which=which, typed=set_typed, pick=(set_period, set_which)),
        text.muted(shown.totals),
        Table(
            columns=_columns(texts),
            rows=[_row(one) for one in shown.rows],
            on_open=set_chosen,
            name="prints.list",
            empty=texts["ui.prints.empty"],
        ),
    ]
    if shown.rest:
        parts.append(text.muted(texts.say("ui.prints.more", count=shown.rest)))
    if row is not None:
        parts.append(
            PrintDialog(
                key=f"print-{row.id}",
                texts=texts,
                row=row,
                ways=calls.ways(),
                message=running.message,
                is_busy=running.is_busy,
                on_do=lambda doing, word: do(doing, row.id, word),
                on_open=partial(calls.open_dossier, row.entity),
                on_close=lambda: set_chosen(""),
            )
        )
    return layout.screen(parts)


def _head(
    texts: Texts, *, is_busy: bool, hand_out: Callable[[Any], Any], calls: PrintsCalls
) -> ft.Control:
    return layout.row(
        [
            ft.Container(text.title(texts["ui.place.prints"]), expand=True),
            buttons.plain(
                texts["ui.prints.save"],
                name="prints.save",
                press=lambda: hand_out(calls.save),
                disabled=is_busy,
            ),
            buttons.plain(
                texts["ui.prints.paper"],
                name="prints.paper",
                press=lambda: hand_out(calls.paper),
                disabled=is_busy,
                icon=ft.Icons.PRINT_OUTLINED,
            ),
        ],
        spacing=8,
    )


def _filters(
    texts: Texts,
    *,
    period: Period,
    which: Which,
    typed: Callable[[str], Any],
    pick: tuple[Callable[[Period], Any], Callable[[Which], Any]],
) -> ft.Control:
    set_period, set_which = pick
    days = [
        buttons.chip(
            texts[f"ui.prints.period.{one}"],
            name=f"prints.period.{one}",
            press=partial(set_period, one),
            chosen=one is period,
        )
        for one in Period
    ]
    kinds = [
        buttons.chip(
            texts[f"ui.prints.which.{one}"],
            name=f"prints.which.{one}",
            press=partial(set_which, one),
            chosen=one is which,
        )
        for one in Which
    ]
    find = Field(
        label=texts["ui.prints.find"], name="prints.find", on_change=typed, icon=ft.Icons.SEARCH
    )
    return layout.column(
        [find, layout.row([*days, ft.Container(width=14), *kinds], spacing=6)], spacing=8
    )


def _columns(texts: Texts) -> tuple[Column, ...]:
    return (
        Column(title=texts["print_report.number"], width=60),
        Column(title=texts["ui.prints.when"], width=140),
        Column(title=texts["print_report.code"], width=190),
        Column(title=texts["print_report.form"], share=4),
        Column(title=texts["print_report.state"], share=4),
        Column(title=texts["ui.prints.who"], share=3),
    )


def _row(one: PrintRow) -> Row:
    outcome = [status.badge(one.tone, one.state)]
    if one.detail:
        outcome.append(text.muted(one.detail, lines=1))
    spoken = (one.id, one.when, one.code, one.paper, one.state, one.detail, one.who, one.printer)
    return Row(
        id=one.id,
        spoken=", ".join(filter(None, spoken)),
        cells=(
            text.body(one.id),
            text.body(one.when),
            text.code(one.code),
            text.body(one.paper, lines=2),
            ft.Column(outcome, spacing=2, tight=True),
            ft.Column([text.body(one.who, lines=1), text.muted(one.printer, lines=1)], spacing=0),
        ),
    )
