"""The history of a dossier: who did what and when, each with its tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.widgets import layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.ui.screens.dossier.data import Step
    from locales.catalogue import Texts

_TICKS: dict[str, tuple[ft.IconData, str]] = {
    "yes": (ft.Icons.CHECK_CIRCLE, theme.GREEN),
    "no": (ft.Icons.SCHEDULE_SEND, theme.FAINT),
    "near": (ft.Icons.LAN_OUTLINED, theme.MUTED),
    "held": (ft.Icons.ERROR_OUTLINE, theme.DANGER),
}


def history_card(steps: Sequence[Step], *, texts: Texts) -> ft.Control:
    lines: list[ft.Control] = [_line(step, texts) for step in steps]
    return layout.card(
        [ft.ListView(lines, key="dossier.history", expand=True, spacing=0)],
        title=texts["ui.dossier.history"],
        expand=5,
    )


def _line(step: Step, texts: Texts) -> ft.Control:
    icon, ink = _TICKS.get(step.tick, _TICKS["no"])
    words: list[ft.Control] = [text.body(step.what, bold=True)]
    if step.detail:
        words.append(text.body(step.detail))
    words.append(text.muted(f"{step.who} · {step.when}" if step.who else step.when))
    return ft.Container(
        layout.row(
            [
                ft.Icon(icon, size=16, color=ink, tooltip=texts[f"ui.history.{step.tick or 'no'}"]),
                ft.Container(ft.Column(words, spacing=0, tight=True), expand=True),
            ],
            top=True,
            spacing=8,
        ),
        padding=ft.Padding.symmetric(horizontal=0, vertical=6),
        border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
    )
