"""The catalogue (Thủ tục): papers, time and fee of each, with what no source confirms marked so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import state, text, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.handling import pressed
from desk_app.ui.screens.receive.procedure import unconfirmed
from desk_app.ui.strip import strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.widgets.pick import Choice
    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A thing the catalogue says, and whether a source confirms it."""

    words: str
    is_confirmed: bool = True
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    title: str
    lines: Sequence[Said]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcedurePage:
    code: str
    name: str
    facts: Sequence[tuple[str, Said]]  # label, value
    sections: Sequence[Section]  # ordinary case first, then each case's own
    may_receive: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcedureCalls:
    find: Callable[[str], Sequence[Choice]]  # all of them, best first
    load: Callable[[str], ProcedurePage]
    receive: Callable[[str], Any]
    print_list: Callable[[str], str]  # slow; what to bring → words


@component
def Procedures(*, texts: Texts, calls: ProcedureCalls, begin: str) -> ft.Control:
    typed, set_typed = use_value("")
    found = ft.use_memo(lambda: calls.find(typed), [typed])
    at, set_at = use_value(begin or (found[0].id if found else ""))
    page = ft.use_memo(lambda: calls.load(at) if at else None, [at])
    lines: list[ft.Control] = [
        ft.Semantics(
            key=f"procedure.{one.id}",
            selected=one.id == at,
            content=ft.Container(
                ft.Column(
                    [text.body(one.title, lines=2), text.muted(one.detail, lines=1)],
                    spacing=0,
                    tight=True,
                ),
                padding=ft.Padding.symmetric(horizontal=8, vertical=6),
                bgcolor=theme.ACCENT_TINT if one.id == at else None,
                border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
                ink=True,
                on_click=pressed(partial(set_at, one.id)),
            ),
        )
        for one in found
    ]
    running = state.use_running(texts)

    def print_list(code: str) -> Any:
        return running.start(
            lambda: calls.print_list(code), lambda words: running.say(state.done(words))
        )

    search = Field(
        label=texts["ui.procedures.search"],
        name="procedures.search",
        icon=ft.Icons.SEARCH,
        focus=True,
        on_change=set_typed,
    )
    left = layout.card(
        [search, ft.ListView(lines, key="procedures.list", expand=True)],
        title=texts.say("ui.procedures.count", count=len(found)),
        width=430,
    )
    right: ft.Control = layout.card([layout.empty(texts["ui.procedures.choose"])], expand=True)
    if page is not None:
        right = _page(page, texts=texts, calls=calls, print_list=print_list)
    return layout.screen(
        [
            text.title(texts["ui.place.procedures"]),
            *([strip(running.message)] if running.message else []),
            ft.Row(
                [left, right],
                spacing=12,
                expand=True,
                vertical_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
        ]
    )


def _page(
    page: ProcedurePage,
    *,
    texts: Texts,
    calls: ProcedureCalls,
    print_list: Callable[[str], Any],
) -> ft.Control:
    head = layout.row(
        [
            ft.Container(text.body(page.name, bold=True), expand=True),
            buttons.plain(
                texts["ui.receive.checklist"],
                name="procedures.print_list",
                press=lambda: print_list(page.code),
                icon=ft.Icons.CHECKLIST,
            ),
            *(
                [
                    buttons.primary(
                        texts["act.receive"],
                        name="procedures.receive",
                        press=lambda: calls.receive(page.code),
                    )
                ]
                if page.may_receive
                else []
            ),
        ],
        top=True,
    )
    facts = [layout.fact(label, _said(said, texts)) for label, said in page.facts]
    sections: list[ft.Control] = []
    for section in page.sections:
        sections.append(text.heading(section.title))
        sections.extend(
            layout.row([text.body("•"), ft.Container(_said(line, texts), expand=True)], top=True)
            for line in section.lines
        )
    body = ft.ListView(
        [*facts, *sections], key="procedures.page", expand=True, spacing=4, padding=4
    )
    return layout.card([head, text.code(page.code), body], expand=True)


def _said(said: Said, texts: Texts) -> ft.Control:
    words: list[ft.Control] = [ft.Container(text.body(said.words), expand=True)]
    if not said.is_confirmed:
        words.append(unconfirmed(texts))
    lines: list[ft.Control] = [layout.row(words, top=True)]
    if said.detail:
        lines.append(text.muted(said.detail))
    return ft.Column(lines, spacing=1, tight=True)
