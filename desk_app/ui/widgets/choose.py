"""One of a few, all in sight: round buttons in a row or a column, by arrows or mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.handling import typed
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
    """`options` are (value, words)."""
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
    inside = (
        layout.column(radios, spacing=0, stretch=False)
        if upright
        else layout.row([ft.Container(radio, expand=1) for radio in radios], spacing=4)
    )
    group = ft.RadioGroup(
        key=name,
        value=value or None,
        content=inside,
        on_change=typed(on_change),
    )
    if upright:
        return layout.column([text.muted(label), group], spacing=2)
    return layout.row(
        [ft.Container(text.muted(label), width=label_width), ft.Container(group, expand=True)]
    )
