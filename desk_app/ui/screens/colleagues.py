"""The other machines of the commune (Máy trong xã), a card of Sync: which are seen, since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.widgets import layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class Machine:
    name: str
    told: str  # since when it is seen, what of it the province lacks
    is_near: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ColleaguesShown:
    note: str  # why nobody is seen, or why nothing is shared; empty when all is well
    machines: Sequence[Machine]


def colleagues_card(shown: ColleaguesShown, texts: Texts) -> ft.Control:
    lines: list[ft.Control] = [_line(machine) for machine in shown.machines]
    if shown.note:
        lines.append(text.muted(shown.note))
    return layout.card(lines, title=texts["ui.near.title"], spacing=4)


def _line(machine: Machine) -> ft.Control:
    icon = ft.Icon(
        ft.Icons.LAN if machine.is_near else ft.Icons.LAN_OUTLINED,
        size=16,
        color=theme.GREEN if machine.is_near else theme.FAINT,
    )
    words = ft.Column(
        [text.body(machine.name, bold=True), text.muted(machine.told)], spacing=0, tight=True
    )
    return layout.row([icon, ft.Container(words, expand=True)], top=True, spacing=8)
