"""The parts of an interlinked dossier as rows: whose, how far, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from desk_app.ui import text
from desk_app.ui.widgets import layout, status

if TYPE_CHECKING:
    from desk_app.ui.screens.dossier.data import DossierShown, PartShown

_DUE_WIDTH = 150


def parts_card(shown: DossierShown) -> list[ft.Control]:
    """Nothing for a dossier that one agency settles."""
    if not shown.parts:
        return []
    lines: list[ft.Control] = [_line(part) for part in shown.parts]
    return [layout.card(lines, title=shown.parts_title)]


def _line(part: PartShown) -> ft.Control:
    return layout.row(
        [
            ft.Container(
                ft.Column(
                    [
                        text.body(part.name, bold=True, lines=2),
                        text.muted(part.agency, lines=2),
                        *([text.muted(part.told, lines=2)] if part.told else []),
                    ],
                    spacing=0,
                    tight=True,
                ),
                expand=True,
            ),
            ft.Container(
                ft.Column(
                    [status.badge(part.tone, part.state), text.muted(part.due)],
                    spacing=2,
                    tight=True,
                ),
                width=_DUE_WIDTH,
            ),
        ],
        top=True,
    )
