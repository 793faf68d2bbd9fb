"""Buttons by weight; the key that presses them stands on them.

`bar` says why a button cannot be pressed now, in words: it is disabled and tells them. `missing`
(see `lacking`) says what is still to be typed or chosen: it is disabled, and the words stand beside
it in sight, above it where it is as wide as its column (`upright`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text as words_of
from desk_app.ui import theme
from desk_app.ui.handling import pressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts

    Press = Callable[[], Any]

_SHAPE = ft.RoundedRectangleBorder(radius=theme.RADIUS)
_PADDING = ft.Padding.symmetric(horizontal=14, vertical=0)


def lacking(texts: Texts, **is_there: bool) -> str:
    """What a button still waits for, in words of `ui.lacking.<name>`; empty when all is there."""
    absent = [texts[f"ui.lacking.{name}"] for name, there in is_there.items() if not there]
    return texts.say("ui.lacking", what=", ".join(absent)) if absent else ""


def primary(
    text: str,
    *,
    name: str,
    press: Press,
    shortcut: str = "",
    icon: ft.IconData | None = None,
    disabled: bool = False,
    bar: str = "",
    missing: str = "",
    upright: bool = False,
    line: str | None = None,
) -> ft.Control:
    """The one main action of a screen.

    `line`: the rest of a line is its own, with these words where nothing is missing; whatever comes
    before it, it is never pushed out of the window.
    """
    button = ft.FilledButton(
        _with_key(text, shortcut),
        key=name,
        icon=icon,
        height=40,
        disabled=disabled or bool(bar or missing),
        tooltip=bar or None,
        style=_main_style(),
        on_click=pressed(press),
    )
    if line is not None:
        return _at_end(button, missing or line)
    return _telling(button, missing, upright=upright)


def danger(
    text: str, *, name: str, press: Press, disabled: bool = False, bar: str = ""
) -> ft.Control:
    """The main action where it takes something away for good."""
    style = _style(size=theme.BODY + 1)
    style.bgcolor = {
        ft.ControlState.DISABLED: theme.GREY_TINT,
        ft.ControlState.DEFAULT: theme.DANGER,
    }
    style.color = {ft.ControlState.DISABLED: theme.MUTED, ft.ControlState.DEFAULT: theme.SURFACE}
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
    missing: str = "",
    upright: bool = False,
) -> ft.Control:
    button = ft.OutlinedButton(
        _with_key(text, shortcut),
        key=name,
        icon=icon,
        height=34,
        disabled=disabled or bool(bar or missing),
        tooltip=bar or None,
        style=_style(),
        on_click=pressed(press),
    )
    return _telling(button, missing, upright=upright)


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


def _telling(button: ft.Control, missing: str, *, upright: bool) -> ft.Control:
    if not missing:
        return button
    said = words_of.muted(missing)
    if upright:
        stretched = ft.CrossAxisAlignment.STRETCH
        return ft.Column([said, button], tight=True, spacing=4, horizontal_alignment=stretched)
    return ft.Row([said, button], tight=True, spacing=theme.GAP)


def _at_end(button: ft.Control, words: str) -> ft.Control:
    said = words_of.muted(words, lines=2)
    said.text_align = ft.TextAlign.RIGHT
    rest = ft.Container(said, alignment=ft.Alignment.CENTER_RIGHT, expand=True)
    return ft.Row([rest, button], spacing=theme.GAP, expand=True)


def _style(*, size: int | None = None) -> ft.ButtonStyle:
    return ft.ButtonStyle(
        shape=_SHAPE,
        padding=_PADDING,
        text_style=_words(size or theme.BODY),
    )


def _main_style() -> ft.ButtonStyle:
    """Words that can be read even while the button cannot be pressed."""
    style = _style(size=theme.BODY + 1)
    style.bgcolor = {
        ft.ControlState.DISABLED: theme.GREY_TINT,
        ft.ControlState.DEFAULT: theme.ACCENT,
    }
    style.color = {ft.ControlState.DISABLED: theme.MUTED, ft.ControlState.DEFAULT: theme.SURFACE}
    return style


def _with_key(text: str, shortcut: str) -> str:
    return f"{text}  ({shortcut})" if shortcut else text


def _words(size: int) -> ft.TextStyle:
    return ft.TextStyle(
        font_family=theme.FONT, size=size, weight=ft.FontWeight.W_500, letter_spacing=0
    )
