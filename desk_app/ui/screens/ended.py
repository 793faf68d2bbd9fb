"""A desk whose keys are destroyed: what happened, and where what it had not sent lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.component import component
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import layout

if TYPE_CHECKING:
    from locales.catalogue import Texts


@component
def DeskEnded(*, texts: Texts, words: str, folder: str) -> ft.Control:
    """`folder`: of the desk, for whoever fetches the sealed files."""
    parts: list[ft.Control] = [
        text.muted(texts["ui.app"]),
        text.title(texts["ui.ended.title"]),
        strip(Message(kind=Kind.TROUBLE, words=words)),
        text.body(texts["ui.ended.next"]),
        layout.fact(texts["ui.about.folder"], folder, label_width=120),
    ]
    return ft.Container(
        layout.card([layout.column(parts, spacing=10)], width=560, spacing=10),
        alignment=ft.Alignment.CENTER,
        expand=True,
        bgcolor=theme.CANVAS,
    )
