"""Buttons by weight; the key that presses them stands on them.

`bar` says why a button cannot be pressed now, in words: it is disabled and tells them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import theme
from desk_app.ui.handling import pressed

if TYPE_CHECKING:
    from collections.abc import Callable

    Press = Callable[[], Any]

_SHAPE = ft.RoundedRectangleBorder(radius=theme.RADIUS)
_PADDING = ft.Padding.symmetric(horizontal=14, vertical=0)


def primary(
    text: str,
    *,
    name: str,
    press: Press,
    shortcut: str = "",
    icon: ft.IconData | None = None,
    disabled: bool = False,
    bar: str = "",
) -> ft.Control:
    """The one main action of a screen."""
    return ft.FilledButton(
        _with_key(text, shortcut),
        key=name,
        icon=icon,
        height=40,
        disabled=disabled or bool(bar),
        tooltip=bar or None,
        style=_style(size=theme.BODY + 1),
        on_click=pressed(press),
    )


def danger(
    text: str, *, name: str, press: Press, disabled: bool = False, bar: str = ""
) -> ft.Control:
    """The main action where it takes something away for good."""
    style = _style(size=theme.BODY + 1)
    style.bgcolor = theme.DANGER
    style.color = theme.SURFACE
    return ft.FilledButton(
        text,
        key=name,
        height=40,
        disabled=disabled or bool(bar),
        tooltip=bar or None,
        style=style,
        on_click=pressed(press),
    )


def plain(
    text: str,
    *,
    name: str,
    press: Press,
    shortcut: str = "",
    icon: ft.IconData | None = None,
    disabled: bool = False,
    bar: str = "",
) -> ft.Control:
    return ft.OutlinedButton(
        _with_key(text, shortcut),
        key=name,
        icon=icon,
        height=34,
        disabled=disabled or bool(bar),
        tooltip=bar or None,
        style=_style(),
        on_click=pressed(press),
    )


def quiet(
    text: str,
    *,
    name: str,
    press: Press,
    shortcut: str = "",
    icon: ft.IconData | None = None,
    bar: str = "",
) -> ft.Control:
    """For what is seldom wanted: no border."""
    return ft.TextButton(
        _with_key(text, shortcut),
        key=name,
        icon=icon,
        height=34,
        disabled=bool(bar),
        tooltip=bar or None,
        style=_style(),
        on_click=pressed(press),
    )


def chip(text: str, *, name: str, press: Press, chosen: bool) -> ft.Control:
    """A filter that is on or off; its state is told in words to a screen reader."""
    return ft.Semantics(
        selected=chosen,
        content=ft.OutlinedButton(
            text,
            key=name,
            icon=ft.Icons.CHECK if chosen else None,
            height=30,
            style=ft.ButtonStyle(
                shape=ft.RoundedRectangleBorder(radius=15),
                padding=ft.Padding.symmetric(horizontal=12, vertical=0),
                bgcolor=theme.ACCENT_TINT if chosen else theme.SURFACE,
                color=theme.ACCENT if chosen else theme.INK,
                side=ft.BorderSide(1, theme.ACCENT if chosen else theme.LINE),
                text_style=_words(theme.SMALL),
            ),
            on_click=pressed(press),
        ),
    )


def _style(*, size: int | None = None) -> ft.ButtonStyle:
    return ft.ButtonStyle(
        shape=_SHAPE,
        padding=_PADDING,
        text_style=_words(size or theme.BODY),
    )


def _with_key(text: str, shortcut: str) -> str:
    return f"{text}  ({shortcut})" if shortcut else text


def _words(size: int) -> ft.TextStyle:
    return ft.TextStyle(
        font_family=theme.FONT, size=size, weight=ft.FontWeight.W_500, letter_spacing=0
    )
