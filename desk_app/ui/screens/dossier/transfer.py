"""Beside a payment by transfer: the VietQR to be scanned, and what the chosen state is worth.

Shown and seen on the phone are no payment; only the bank's word is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.component import component
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.dossier.data import TransferShown
    from locales.catalogue import Texts

SHOWN, SEEN, CONFIRMED = "transfer_shown", "transfer_seen", "transfer"
ASIDE_WIDTH = 360
_FIELD = 110  # of a label


def is_transfer(method: str) -> bool:
    return method in {SHOWN, SEEN, CONFIRMED}


@component
def TransferAside(
    *, texts: Texts, method: str, amount: str, transfer: Callable[[str], TransferShown]
) -> ft.Control:
    """The code stands there while it is to be scanned, and never after: nobody pays twice."""
    worth = Message(
        kind=Kind.DONE if method == CONFIRMED else Kind.WARNING,
        words=texts[f"ui.transfer.worth.{method}"],
    )
    parts: list[ft.Control] = []
    if method == SHOWN:
        parts += _code(transfer(amount))
    return layout.column([*parts, strip(worth)], spacing=6, width=ASIDE_WIDTH)


def _code(shown: TransferShown) -> list[ft.Control]:
    if not shown.picture:
        return [strip(Message(kind=Kind.TROUBLE, words=shown.words))]
    spoken = ", ".join(f"{label}: {value}" for label, value in shown.lines)
    return [
        ft.Container(
            ft.Image(
                src=shown.picture,
                semantics_label=f"VietQR. {spoken}",
                gapless_playback=True,
                filter_quality=ft.FilterQuality.NONE,
            ),
            alignment=ft.Alignment.CENTER,
            bgcolor=theme.SURFACE,
        ),
        *(
            layout.row(
                [
                    ft.Container(text.muted(label), width=_FIELD),
                    ft.Container(text.body(value, bold=True, lines=2), expand=True),
                ],
                spacing=4,
            )
            for label, value in shown.lines
        ),
        text.muted(shown.words),
    ]
