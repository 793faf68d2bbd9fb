"""The list of dossiers (Hồ sơ): filters as chips, search as you type, fifty a page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.widgets import buttons, layout, status, ticks
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.theme import Tone
    from desk_app.ui.widgets.status import Due
    from locales.catalogue import Texts

PAGE = 50
Cursor = tuple[int, int]


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
    tick: str  # saved, copied, held, judged, aside: how far its last change has come
    near: str = ""  # that it is from a colleague's machine and not with the province, in words


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierPage:
    lines: Sequence[DossierLine]
    after: Cursor | None  # where the next page begins; None on the last
    total: int | None = None  # None where it is not counted


@component
def Dossiers(
    *,
    texts: Texts,
    words: str,
    load: Callable[[str, Filter, Cursor | None], DossierPage],
    counts: Callable[[], dict[Filter, int]],
    on_open: Callable[[str], Any],
) -> ft.Control:
    """`load(words, filter, after)` answers within a keystroke."""
    typed, set_typed = use_value(words)
    chosen, set_chosen = use_value(Filter.ALL)
    trail, set_trail = use_value(cast("tuple[Cursor, ...]", ()))  # a page goes on from its last
    in_search = ft.use_ref(False)
    shown = load(typed.strip(), chosen, trail[-1] if trail else None)
    numbers = ft.use_memo(counts, [])

    def search(value: str) -> None:
        set_typed(value)
        set_trail(())

    def choose(wanted: Filter) -> None:
        set_chosen(Filter.ALL if wanted is chosen else wanted)
        set_trail(())

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
    found = Table(
        columns=dossier_columns(texts),
        rows=[dossier_row(line, texts) for line in shown.lines],
        on_open=on_open,
        name="dossiers.list",
        empty=texts["ui.dossiers.empty"],
        first_on_enter=lambda: bool(in_search.current),
    )
    foot = _foot(texts, shown=shown, trail=trail, set_trail=set_trail)
    return layout.screen([head, layout.row(chips, wrap=True, spacing=6), found, foot])


def dossier_columns(texts: Texts) -> tuple[Column, ...]:
    """Of any list of dossiers; `dossier_row` fills them."""
    return (
        Column(title="", width=ticks.WIDTH),
        Column(title=texts["ui.column.code"], width=180),
        Column(title=texts["ui.column.name"], share=3),
        Column(title=texts["ui.column.procedure"], share=5),
        Column(title=texts["ui.column.status"], width=170),
        Column(title=texts["ui.column.due"], width=130),
    )


def dossier_row(line: DossierLine, texts: Texts) -> Row:
    return Row(
        id=line.id,
        cells=(
            ticks.dots(line.tick, texts),
            _code(line),
            text.body(line.name, bold=True, lines=1),
            text.body(line.procedure, lines=2),
            status.badge(line.tone, line.status),
            status.due_line(line.due) if line.due else text.muted(texts["ui.due.none"]),
        ),
        spoken=_spoken(line, texts),
    )


def _spoken(line: DossierLine, texts: Texts) -> str:
    """The row as a screen reader says it: which, whose, where it stands, how safe it is."""
    due = texts["ui.due.none"]
    if line.due:
        due = f"{texts['ui.column.due']} {line.due.written}, {line.due.relative}"
    far = ticks.words(line.tick, texts)
    parts = (line.code, line.near, line.name, line.status, due, far, line.procedure)
    return ". ".join(part for part in parts if part)


def _code(line: DossierLine) -> ft.Control:
    if not line.near:
        return text.code(line.code)
    mark = ft.Row(
        [ft.Icon(ft.Icons.LAN_OUTLINED, size=12, color=theme.MUTED), text.muted(line.near)],
        spacing=4,
        tight=True,
    )
    return ft.Column([text.code(line.code), mark], spacing=0, tight=True)


def _foot(
    texts: Texts,
    *,
    shown: DossierPage,
    trail: tuple[Cursor, ...],
    set_trail: Callable[[tuple[Cursor, ...]], None],
) -> ft.Control:
    first = len(trail) * PAGE + 1
    range_ = f"{first}–{first + len(shown.lines) - 1}" if shown.lines else "0"
    total = "" if shown.total is None else f" / {shown.total}"
    after = shown.after

    def forth() -> None:
        if after is not None:
            set_trail((*trail, after))

    return layout.row(
        [
            text.muted(f"{range_}{total}"),
            ft.Container(expand=True),
            buttons.plain(
                texts["ui.page.before"],
                name="page.before",
                press=lambda: set_trail(trail[:-1]),
                icon=ft.Icons.CHEVRON_LEFT,
                disabled=not trail,
            ),
            buttons.plain(
                texts["ui.page.next"],
                name="page.next",
                press=forth,
                icon=ft.Icons.CHEVRON_RIGHT,
                disabled=after is None,
            ),
        ]
    )


def _with_count(word: str, count: int | None) -> str:
    return word if count is None else f"{word} {count}"
