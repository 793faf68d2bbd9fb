"""One of a few, all in sight: round buttons in a row or a column, by arrows or mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.handling import pressed, typed
from desk_app.ui.widgets import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def choose(
    options: Sequence[tuple[str, str]],
    *,
    label: str,
    name: str,
    value: str,
    on_change: Callable[[str], Any],
    upright: bool = False,
    label_width: int = 120,
) -> ft.Control:
    """`options` are (value, words); `upright`: below one another, for a narrow place or names."""
    radios = [
        ft.Radio(
            value=option,
            label=words,
            key=f"{name}.{option}",
            label_style=ft.TextStyle(size=theme.BODY, font_family=theme.FONT),
            visual_density=ft.VisualDensity.COMPACT,
        )
        for option, words in options
    ]
    if upright:
        inside: ft.Control = layout.column(radios, spacing=0, stretch=False)
    else:
        inside = layout.row([ft.Container(radio, expand=1) for radio in radios], spacing=4)
    group = ft.RadioGroup(
        key=name,
        value=value or None,
        content=inside,
        on_change=typed(on_change),
    )
    if upright:
        return layout.column([text.muted(label), group], spacing=2)
    return layout.row(
        [
            ft.Container(text.muted(label), width=theme.for_words(label_width)),
            ft.Container(group, expand=True),
        ]
    )


def choose_long(
    options: Sequence[tuple[str, str]],
    *,
    label: str,
    name: str,
    value: str,
    on_change: Callable[[str], Any],
) -> ft.Control:
    """As `choose`, for words that need more than a line: a button's label would not wrap."""
    lines = [
        ft.Semantics(
            key=f"{name}.{option}",
            button=True,
            selected=option == value,
            content=ft.Container(
                layout.row(
                    [
                        ft.Icon(
                            ft.Icons.RADIO_BUTTON_CHECKED
                            if option == value
                            else ft.Icons.RADIO_BUTTON_UNCHECKED,
                            size=18,
                            color=theme.ACCENT,
                        ),
                        ft.Container(text.body(words), expand=True),
                    ],
                    top=True,
                ),
                padding=ft.Padding.symmetric(horizontal=4, vertical=3),
                ink=True,
                on_click=pressed(lambda option=option: on_change(option)),  # type: ignore[misc]
            ),
        )
        for option, words in options
    ]
    return layout.column([text.muted(label), *lines], spacing=2)
