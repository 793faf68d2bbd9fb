"""What a screen is for, in three sentences, and every key it answers now (trợ giúp)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, text, theme
from desk_app.ui.component import component
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.routes import Place
    from locales.catalogue import Texts

_WIDTH = 640
_KEY_WIDTH = 130


@component
def Help(*, texts: Texts, place: Place, on_close: Callable[[], Any]) -> ft.Control:
    """Enter, Ctrl+Enter and Esc close it."""
    keyboard = ft.use_context(keys.KeyboardContext)
    shown = ft.use_memo(keyboard.shown, [])  # before this dialog takes them
    keys.use_keys({keys.CONFIRM: on_close, keys.OPEN: on_close, keys.BACK: on_close}, modal=True)
    title = texts[f"ui.place.{place}"]
    words = texts[f"ui.help.{place}"]
    sentences = [f"{one.rstrip('.')}." for one in words.split(". ")]
    dialog = ft.AlertDialog(
        modal=True,
        title=ft.Text(title, size=theme.LARGE + 2, weight=ft.FontWeight.W_600),
        content=ft.Container(
            ft.Column(
                [
                    *(text.body(one, lines=6) for one in sentences),
                    text.heading(texts["ui.help.keys"]),
                    *_key_list(shown, texts),
                ],
                spacing=10,
                tight=True,
            ),
            width=theme.for_words(_WIDTH),
        ),
        actions=[
            buttons.primary(
                texts["ui.help.close"], name="help.close", press=on_close, shortcut="Esc"
            )
        ],
        shape=ft.RoundedRectangleBorder(radius=theme.RADIUS + 2),
        bgcolor=theme.SURFACE,
        semantics_label=title,
    )
    ft.use_dialog(dialog)
    return ft.Container(width=0, height=0)


def _key_list(shown: Sequence[tuple[str, str]], texts: Texts) -> list[ft.Control]:
    """Two keys a line."""
    facts = [
        layout.fact(written, texts[f"ui.key.{name}"], label_width=_KEY_WIDTH)
        for written, name in shown
    ]
    pairs = [facts[at : at + 2] for at in range(0, len(facts), 2)]
    return [
        layout.row([ft.Container(fact, expand=True) for fact in pair], top=True, spacing=12)
        for pair in pairs
    ]
