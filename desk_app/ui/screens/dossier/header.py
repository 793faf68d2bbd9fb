"""The head of one dossier: whose it is, how it stands, when it is due, and what is in the way."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.widgets import buttons, layout, status, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.ui.screens.dossier.data import DossierCalls, DossierShown
    from locales.catalogue import Texts


def header(shown: DossierShown, *, texts: Texts) -> ft.Control:
    code = text.code(shown.code or texts["ui.dossier.no_code"], size=theme.LARGE)
    words: list[ft.Control] = [
        layout.row(
            [
                text.title(shown.name),
                status.badge(shown.tone, shown.status),
                *([text.muted(texts["ui.dossier.temporary"])] if shown.is_temporary else []),
            ],
            spacing=12,
        ),
        text.body(shown.procedure, lines=2),
        layout.row([code, ticks.line(shown.tick, texts)], spacing=16),
        *([text.muted(shown.village)] if shown.village else []),
    ]
    right: list[ft.Control] = []
    if shown.due is not None:
        right.append(status.due_big(shown.due, label=texts["ui.column.due"]))
    if shown.first_due:
        right.append(text.muted(texts.say("ui.dossier.first_due", due=shown.first_due)))
    return layout.row(
        [
            ft.Container(ft.Column(words, spacing=3, tight=True), expand=True),
            ft.Column(right, spacing=2, tight=True),
        ],
        top=True,
    )


def notices(shown: DossierShown, *, texts: Texts, calls: DossierCalls) -> Sequence[ft.Control]:
    """What stands in the way of the next step, and what a person must decide first."""
    lines: list[ft.Control] = []
    if shown.held:
        lines.append(text.body(shown.held))
    lines += [
        layout.row(
            [
                text.body(words, bold=True),
                buttons.plain(
                    texts["ui.review.values"],
                    name=f"dispute.{id_}",
                    press=partial(calls.settle, id_),
                ),
            ],
            wrap=True,
        )
        for id_, words in shown.disputes
    ]
    if not lines:
        return ()
    return [
        ft.Container(
            layout.column(lines, spacing=4),
            padding=8,
            bgcolor=theme.SURFACE,
            border=ft.Border(left=ft.BorderSide(3, theme.DANGER)),
        )
    ]
