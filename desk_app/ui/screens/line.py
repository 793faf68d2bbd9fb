"""The line to the province: how far a round has come, what was set aside, and two switches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class LineShown:
    progress: str  # files, bytes, rate and time left in words; empty while no file moves
    share: float  # of the bytes of this round, 0 to 1
    aside: str  # files that were damaged and wait for tomorrow, in words; empty without
    is_paused: bool
    records_only: bool


def line_card(shown: LineShown, *, texts: Texts, choose: Callable[[bool, bool], Any]) -> ft.Control:
    """`choose` gets what shall hold: paused, records only."""
    lines: list[ft.Control] = []
    if shown.progress:
        lines += [
            text.body(shown.progress),
            ft.ProgressBar(value=shown.share, color=theme.ACCENT, bgcolor=theme.LINE, height=6),
        ]
    if shown.aside:
        lines.append(text.body(shown.aside))
    if shown.is_paused:
        lines.append(text.muted(texts["ui.line.paused"]))
    switches = ft.Row(
        [
            buttons.chip(
                texts["ui.line.pause"],
                name="line.pause",
                chosen=shown.is_paused,
                press=lambda: choose(not shown.is_paused, shown.records_only),
            ),
            buttons.chip(
                texts["ui.line.records_only"],
                name="line.records_only",
                chosen=shown.records_only,
                press=lambda: choose(shown.is_paused, not shown.records_only),
            ),
        ],
        spacing=8,
        wrap=True,
    )
    return layout.card([*lines, switches], title=texts["ui.line.title"], spacing=6)
