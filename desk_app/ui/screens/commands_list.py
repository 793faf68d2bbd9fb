"""The list of commands (bảng lệnh, Ctrl+K): places, acts, dossiers, people by a few letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.domain.text import fold
from desk_app.ui import keys, theme
from desk_app.ui.component import component
from desk_app.ui.widgets.pick import Choice, Pick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

_NAMED_BESIDE = 3  # commands that leave room for what else was found


@component
def CommandsList(
    *,
    texts: Texts,
    commands: Sequence[Choice],
    look_up: Callable[[str], Sequence[Choice]],
    on_pick: Callable[[str], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """Arrows and Enter choose; Esc leaves. `look_up`: what else there is by these letters."""
    keys.use_keys({keys.BACK: on_cancel}, modal=True)

    def find(typed: str) -> list[Choice]:
        wanted = fold(typed)
        named = [one for one in commands if wanted in fold(f"{one.title} {one.detail}")]
        also = look_up(typed)
        return [*named[:_NAMED_BESIDE], *also] if also else named

    dialog = ft.AlertDialog(
        modal=True,
        title=ft.Text(texts["ui.commands.title"], size=theme.LARGE, weight=ft.FontWeight.W_600),
        content=ft.Container(
            Pick(
                label=texts["ui.commands.find"],
                name="commands.find",
                find=find,
                on_pick=on_pick,
                focus=True,
                open_at_once=True,
            ),
            width=480,
            height=440,
        ),
        shape=ft.RoundedRectangleBorder(radius=theme.RADIUS + 2),
        bgcolor=theme.SURFACE,
    )
    ft.use_dialog(dialog)
    return ft.Container(width=0, height=0)
