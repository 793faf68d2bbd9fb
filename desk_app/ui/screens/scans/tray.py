"""The tray: the pages in the order they will be bound, each with what is wrong with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.handling import pressed
from desk_app.ui.widgets import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.scans.data import PageRow
    from locales.catalogue import Texts


def tray_card(
    *,
    texts: Texts,
    pages: Sequence[PageRow],
    chosen: PageRow | None,
    choose: Callable[[int], Any],
) -> ft.Control:
    rows = [
        _row(texts, number, page, is_chosen=page is chosen, choose=choose)
        for number, page in enumerate(pages, start=1)
    ]
    inside: ft.Control = ft.ListView(rows, key="scan.tray", spacing=2, expand=True)
    if not rows:
        inside = layout.empty(texts["ui.scan.empty"])
    title = texts.say("ui.scan.tray", count=len(rows))
    return layout.card([inside], title=title, expand=True, spacing=6)


def _row(
    texts: Texts, number: int, page: PageRow, *, is_chosen: bool, choose: Callable[[int], Any]
) -> ft.Control:
    words: list[ft.Control] = [
        text.body(texts.say("ui.scan.page", number=number), bold=is_chosen),
        text.muted(page.name, lines=1),
    ]
    if page.flaws:
        flaws = text.body(" · ".join(page.flaws), color=theme.AMBER, lines=2)
        words.append(
            layout.row(
                [
                    ft.Icon(ft.Icons.WARNING_AMBER, size=16, color=theme.AMBER),
                    ft.Container(flaws, expand=True),
                ],
                spacing=4,
            )
        )
    return ft.Semantics(
        selected=is_chosen,
        content=ft.Container(
            ft.Column(words, spacing=0, tight=True),
            key=f"scan.page.{number}",
            padding=ft.Padding.symmetric(horizontal=8, vertical=5),
            bgcolor=theme.ACCENT_TINT if is_chosen else None,
            border_radius=theme.RADIUS,
            ink=True,
            on_click=pressed(partial(choose, page.id)),
        ),
    )
