"""How far something has come, in four small dots: each is a stored proof, none is a guess.

On this disk · in a second copy · held by the province · judged by its rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flet as ft

from desk_app.ui import text, theme

if TYPE_CHECKING:
    from locales.catalogue import Texts

STEPS: Final = ("saved", "copied", "held", "judged")
ASIDE: Final = "aside"  # the province has it, and a person must look
WIDTH: Final = 46  # px that the dots take


def dots(tick: str, texts: Texts) -> ft.Control:
    """The dots alone, their words in a tooltip and for a screen reader."""
    said = words(tick, texts)
    return ft.Semantics(
        label=said,
        container=True,
        content=ft.Row(
            [_dot(place, tick) for place in range(len(STEPS))], spacing=1, tight=True, tooltip=said
        ),
    )


def words(tick: str, texts: Texts) -> str:
    """What the dots say."""
    return texts[f"ui.row_tick.{tick}"]


def line(tick: str, texts: Texts) -> ft.Control:
    """The dots with their words beside them."""
    ink = theme.DANGER if tick == ASIDE else theme.MUTED
    said = text.muted(words(tick, texts))
    said.color = ink
    row: list[ft.Control] = [ft.Semantics(exclude_semantics=True, content=dots(tick, texts)), said]
    return ft.Row(row, spacing=6, tight=True)


def _dot(place: int, tick: str) -> ft.Control:
    is_last = place == len(STEPS) - 1
    if tick == ASIDE and is_last:
        return ft.Icon(ft.Icons.ERROR, size=10, color=theme.DANGER)
    reached = len(STEPS) - 2 if tick == ASIDE else STEPS.index(tick)
    is_held = place <= reached
    return ft.Icon(
        ft.Icons.CIRCLE if is_held else ft.Icons.CIRCLE_OUTLINED,
        size=10,
        color=theme.GREEN if is_held else theme.FAINT,
    )
