"""Around the dossier: what the person has open or begun, and asking them to come again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, text, theme
from desk_app.ui.handling import pressed
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.receive.data import PeopleNotes
    from desk_app.ui.screens.receive.draft import Draft
    from locales.catalogue import Texts

REASONS = (
    "papers_missing",
    "papers_wrong",
    "form_wrong",
    "no_authorisation",
    "wrong_place",
    "system_down",
    "nobody_there",
    "citizen",
)


def visit_notes(
    notes: PeopleNotes, *, texts: Texts, on_open: Callable[[str], Any]
) -> list[ft.Control]:
    """Nothing for somebody who comes the first time with all that is needed."""
    lines: list[ft.Control] = [
        _line(
            one.words,
            button=buttons.plain(
                texts["ui.open"],
                name=f"receive.open.{one.entity}",
                press=partial(on_open, one.entity),
            ),
        )
        for one in notes.open
    ]
    if notes.trip:
        lines.append(_line(notes.trip, icon=ft.Icons.REPLAY))
    lines.extend(_line(words) for words in notes.warnings)
    if not lines:
        return []
    return [
        ft.Container(
            ft.Column(lines, spacing=4, tight=True),
            key="receive.notes",
            padding=ft.Padding.symmetric(horizontal=12, vertical=6),
            bgcolor=theme.AMBER_TINT,
            border_radius=theme.RADIUS,
        )
    ]


def in_store(
    notes: PeopleNotes, draft: Draft, *, texts: Texts, on_reuse: Callable[[], Any]
) -> list[ft.Control]:
    """The papers that nobody need bring again; nothing once they are taken from the store."""
    taken = {paper.id for paper in draft.papers if paper.is_taken and paper.state == "reused"}
    waiting = [one for one in notes.in_store if one.paper.id not in taken]
    if not waiting:
        return []
    words = texts.say("ui.receive.in_store", papers="; ".join(one.words for one in waiting))
    line = layout.row(
        [
            ft.Icon(ft.Icons.INVENTORY_2_OUTLINED, size=18, color=theme.ACCENT),
            ft.Container(text.body(words, lines=3), expand=True),
            buttons.plain(
                texts["ui.receive.reuse"],
                name="receive.reuse",
                press=on_reuse,
                shortcut=keys.REUSE,
            ),
        ],
        spacing=6,
    )
    return [
        ft.Container(
            line,
            key="receive.in_store",
            padding=ft.Padding.symmetric(horizontal=12, vertical=6),
            bgcolor=theme.ACCENT_TINT,
            border_radius=theme.RADIUS,
        )
    ]


def back_menu(texts: Texts, *, on_back: Callable[[str], Any], disabled: bool) -> ft.Control:
    """One tap opens the reasons, one chooses: the visit is counted and the form is empty."""
    ink = theme.FAINT if disabled else theme.ACCENT
    return ft.PopupMenuButton(
        key="receive.back",
        disabled=disabled,
        tooltip=texts["ui.back"],
        content=ft.Container(
            layout.row(
                [
                    ft.Icon(ft.Icons.EVENT_REPEAT, size=18, color=ink),
                    ft.Text(
                        texts["ui.back"],
                        size=theme.BODY,
                        weight=ft.FontWeight.W_500,
                        color=ink,
                    ),
                    ft.Icon(ft.Icons.ARROW_DROP_DOWN, size=18, color=ink),
                ],
                spacing=4,
            ),
            padding=ft.Padding.symmetric(horizontal=12, vertical=6),
            border=ft.Border.all(1, theme.LINE),
            border_radius=theme.RADIUS,
        ),
        items=[
            ft.PopupMenuItem(
                texts[f"ui.back.{reason}"],
                key=f"receive.back.{reason}",
                height=36,
                on_click=pressed(partial(on_back, reason)),
            )
            for reason in REASONS
        ],
    )


def _line(
    words: str, *, icon: ft.IconData = ft.Icons.WARNING_AMBER, button: ft.Control | None = None
) -> ft.Control:
    return layout.row(
        [
            ft.Icon(icon, size=18, color=theme.AMBER),
            ft.Container(text.body(words, color=theme.AMBER), expand=True),
            *([button] if button else []),
        ],
        spacing=6,
    )
