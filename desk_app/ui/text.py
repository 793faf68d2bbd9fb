"""Words on the screen: one function per weight, so that sizes stay few."""

from __future__ import annotations

import flet as ft

from desk_app.ui import theme

_SURELY_SHOWN = 30  # letters a line


def title(value: str, *, key: str | None = None) -> ft.Control:
    """The name of the screen; a heading to a screen reader."""
    return ft.Semantics(
        header=True,
        content=ft.Text(value, key=key, size=theme.TITLE, weight=ft.FontWeight.W_600),
    )


def heading(value: str) -> ft.Text:
    return ft.Text(value, size=theme.BODY, weight=ft.FontWeight.W_600, color=theme.INK)


def body(
    value: str, *, color: str = theme.INK, bold: bool = False, lines: int | None = None
) -> ft.Text:
    """Ordinary words; with `lines`, cut there and whole in a tooltip."""
    return ft.Text(
        value,
        size=theme.BODY,
        color=color,
        weight=ft.FontWeight.W_600 if bold else ft.FontWeight.W_400,
        max_lines=lines,
        overflow=ft.TextOverflow.ELLIPSIS if lines else ft.TextOverflow.CLIP,
        tooltip=whole(value) if lines and len(value) > lines * _SURELY_SHOWN else None,
    )


def whole(value: str) -> ft.Tooltip:
    """All of a text that was cut, in a box one can read."""
    return ft.Tooltip(
        value,
        size_constraints=ft.BoxConstraints(max_width=460),
        wait_duration=600,
        text_style=ft.TextStyle(font_family=theme.FONT, size=theme.SMALL, color=theme.SURFACE),
    )


def muted(value: str, *, lines: int | None = None) -> ft.Text:
    text = body(value, color=theme.MUTED, lines=lines)
    text.size = theme.SMALL
    return text


def code(value: str, *, size: int | None = None) -> ft.Text:
    """A dossier code or a number: figures of one width, never wrapped."""
    return ft.Text(
        value,
        size=size or theme.BODY,
        weight=ft.FontWeight.W_500,
        no_wrap=True,
        color=theme.INK,
    )
