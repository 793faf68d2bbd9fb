"""The list of dossiers (Hồ sơ): filters as chips, search as you type, fifty a page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.theme import Tone
    from desk_app.ui.widgets.status import Due
    from locales.catalogue import Texts

PAGE = 50


class Filter(StrEnum):
    """One at a time; ALL is none."""

    ALL = "all"
    OPEN = "open"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    SUPPLEMENT = "supplement"
    DONE = "done"  # có kết quả, chờ trả
    RETURNED = "returned"
    REGISTERED = "registered"  # written down, not yet received
    CLOSED = "closed"  # refused, stopped, withdrawn


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierLine:
    id: str
    code: str
    name: str
    procedure: str
    status: str  # in words
    tone: Tone
    due: Due | None
    is_settled: bool  # the province has judged all of it


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierPage:
    lines: Sequence[DossierLine]
    has_more: bool
    total: int | None  # None where counting would be slow


@component
def Dossiers(
    *,
    texts: Texts,
    words: str,
    load: Callable[[str, Filter, int], DossierPage],
    counts: Callable[[], dict[Filter, int]],
    on_open: Callable[[str], Any],
) -> ft.Control:
    """`load(words, filter, page)` answers within a keystroke; page counts from 0."""
    typed, set_typed = use_value(words)
    chosen, set_chosen = use_value(Filter.ALL)
    page, set_page = use_value(0)
    in_search = ft.use_ref(False)
    shown = load(typed.strip(), chosen, page)
    numbers = ft.use_memo(counts, [])

    def search(value: str) -> None:
        set_typed(value)
        set_page(0)

    def choose(wanted: Filter) -> None:
        set_chosen(Filter.ALL if wanted is chosen else wanted)
        set_page(0)

    def focused(is_in: bool) -> Callable[..., None]:  # noqa: FBT001 two states of one thing
        def note(*_: object) -> None:
            in_search.current = is_in

        return note

    chips = [
        buttons.chip(
            _with_count(texts[f"ui.filter.{wanted}"], numbers.get(wanted)),
            name=f"filter.{wanted}",
            press=lambda wanted=wanted: choose(wanted),  # type: ignore[misc]
            chosen=wanted is chosen,
        )
        for wanted in Filter
        if wanted is not Filter.ALL
    ]
    field = Field(
        label=texts["ui.dossiers.search"],
        name="dossiers.search",
        initial=words,
        icon=ft.Icons.SEARCH,
        focus=True,
        width=420,
        on_change=search,
        on_focus=focused(True),
        on_blur=focused(False),
    )
    head = layout.row([text.title(texts["ui.place.dossiers"]), ft.Container(expand=True), field])
    found: ft.Control = layout.empty(texts["ui.dossiers.empty"])
    if shown.lines:
        found = Table(
            columns=_columns(texts),
            rows=[_row(line, texts) for line in shown.lines],
            on_open=on_open,
            name="dossiers.list",
            first_on_enter=lambda: bool(in_search.current),
        )
    foot = _foot(texts, shown=shown, page=page, set_page=set_page)
    return layout.screen([head, layout.row(chips, wrap=True, spacing=6), found, foot])


def _columns(texts: Texts) -> tuple[Column, ...]:
    return (
        Column(title="", width=20),
        Column(title=texts["ui.column.code"], width=180),
        Column(title=texts["ui.column.name"], share=3),
        Column(title=texts["ui.column.procedure"], share=5),
        Column(title=texts["ui.column.status"], width=170),
        Column(title=texts["ui.column.due"], width=130),
    )


def _row(line: DossierLine, texts: Texts) -> Row:
    tick = "yes" if line.is_settled else "no"
    return Row(
        id=line.id,
        cells=(
            ft.Icon(
                ft.Icons.CHECK_CIRCLE if line.is_settled else ft.Icons.SCHEDULE_SEND,
                size=16,
                color=theme.GREEN if line.is_settled else theme.FAINT,
                tooltip=texts[f"ui.tick.judged.{tick}"],
            ),
            text.code(line.code),
            text.body(line.name, bold=True, lines=1),
            text.body(line.procedure, lines=2),
            status.badge(line.tone, line.status),
            status.due_line(line.due) if line.due else text.muted(texts["ui.due.none"]),
        ),
    )


def _foot(
    texts: Texts, *, shown: DossierPage, page: int, set_page: Callable[[int], None]
) -> ft.Control:
    first = page * PAGE + 1
    range_ = f"{first}–{first + len(shown.lines) - 1}" if shown.lines else "0"
    total = "" if shown.total is None else f" / {shown.total}"
    return layout.row(
        [
            text.muted(f"{range_}{total}"),
            ft.Container(expand=True),
            buttons.plain(
                texts["ui.page.before"],
                name="page.before",
                press=lambda: set_page(page - 1),
                icon=ft.Icons.CHEVRON_LEFT,
                disabled=page == 0,
            ),
            buttons.plain(
                texts["ui.page.next"],
                name="page.next",
                press=lambda: set_page(page + 1),
                icon=ft.Icons.CHEVRON_RIGHT,
                disabled=not shown.has_more,
            ),
        ]
    )


def _with_count(word: str, count: int | None) -> str:
    return word if count is None else f"{word} {count}"
