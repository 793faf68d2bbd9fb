"""Frames that screens stand in: cards, rows, columns that scroll, empty places, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from desk_app.ui import text, theme

if TYPE_CHECKING:
    from collections.abc import Sequence


def card(
    controls: Sequence[ft.Control],
    *,
    title: str = "",
    expand: bool | int | None = None,
    width: int | None = None,
    spacing: int = theme.GAP,
    trailing: ft.Control | None = None,
) -> ft.Container:
    head: list[ft.Control] = []
    if title:
        words: list[ft.Control] = [ft.Container(text.heading(title), expand=True)]
        head = [row([*words, trailing] if trailing else words)]
    return ft.Container(
        ft.Column(
            [*head, *controls],
            spacing=spacing,
            tight=expand is None,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=12,
        bgcolor=theme.SURFACE,
        border=ft.Border.all(1, theme.LINE),
        border_radius=theme.RADIUS,
        expand=expand,
        width=width,
    )


def row(
    controls: Sequence[ft.Control],
    *,
    spacing: int = theme.GAP,
    wrap: bool = False,
    top: bool = False,
    expand: bool | None = None,
) -> ft.Row:
    return ft.Row(
        list(controls),
        spacing=spacing,
        run_spacing=spacing,
        wrap=wrap,
        expand=expand,
        vertical_alignment=ft.CrossAxisAlignment.START if top else ft.CrossAxisAlignment.CENTER,
    )


def column(
    controls: Sequence[ft.Control],
    *,
    spacing: int = theme.GAP,
    scroll: bool = False,
    expand: bool | int | None = None,
    width: int | None = None,
    stretch: bool = True,
) -> ft.Column:
    return ft.Column(
        list(controls),
        spacing=spacing,
        scroll=ft.ScrollMode.AUTO if scroll else None,
        expand=expand,
        width=width,
        horizontal_alignment=(
            ft.CrossAxisAlignment.STRETCH if stretch else ft.CrossAxisAlignment.START
        ),
    )


def screen(controls: Sequence[ft.Control]) -> ft.Container:
    """The whole place right of the rail."""
    return ft.Container(
        column(controls, spacing=10, expand=True),
        padding=ft.Padding.symmetric(horizontal=16, vertical=12),
        expand=True,
    )


def empty(words: str, *, icon: ft.IconData = ft.Icons.INBOX_OUTLINED) -> ft.Container:
    """An empty place says what to do."""
    return ft.Container(
        ft.Column(
            [ft.Icon(icon, size=40, color=theme.FAINT), text.body(words, color=theme.MUTED)],
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            spacing=10,
            tight=True,
        ),
        alignment=ft.Alignment.CENTER,
        padding=32,
    )


def busy(words: str) -> ft.Control:
    """Something runs and can be waited for."""
    ring = ft.ProgressRing(width=18, height=18, stroke_width=2.5)
    return row([ring, text.body(words, color=theme.MUTED)])


def fact(label: str, value: str | ft.Control, *, label_width: int = 130) -> ft.Control:
    """A label and what it says, on one line."""
    shown = text.body(value) if isinstance(value, str) else value
    return row(
        [
            ft.Container(text.muted(label), width=theme.for_words(label_width)),
            ft.Container(shown, expand=True),
        ],
        top=True,
    )
