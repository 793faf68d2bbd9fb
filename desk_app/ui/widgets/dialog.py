"""A small window over the screen: a question, or an act with its few fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, theme
from desk_app.ui.component import component
from desk_app.ui.widgets import buttons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@component
def Dialog(
    *,
    title: str,
    content: Sequence[ft.Control],
    confirm: str,
    cancel: str,
    on_confirm: Callable[[], Any],
    on_cancel: Callable[[], Any],
    is_danger: bool = False,
    is_busy: bool = False,
    bar: str = "",
    width: int = 520,
) -> ft.Control:
    """Ctrl+Enter confirms, Esc cancels; nothing beneath gets a key meanwhile.

    `bar`: why it cannot be confirmed now, in words; it opened before that was so.
    """
    keys.use_keys(
        {keys.CONFIRM: lambda: None if is_busy or bar else on_confirm(), keys.BACK: on_cancel},
        modal=True,
    )
    press = buttons.danger if is_danger else buttons.primary
    dialog = ft.AlertDialog(
        modal=True,
        title=ft.Text(title, size=theme.LARGE + 2, weight=ft.FontWeight.W_600),
        content=ft.Container(
            ft.Column(
                list(content),
                spacing=10,
                tight=True,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
            width=width,
        ),
        scrollable=True,
        actions=[
            buttons.plain(cancel, name="dialog.cancel", press=on_cancel, shortcut="Esc"),
            press(
                f"{confirm}  (Ctrl+Enter)",
                name="dialog.confirm",
                press=on_confirm,
                disabled=is_busy,
                bar=bar,
            ),
        ],
        shape=ft.RoundedRectangleBorder(radius=theme.RADIUS + 2),
        bgcolor=theme.SURFACE,
        semantics_label=title,
    )
    ft.use_dialog(dialog)
    return ft.Container(width=0, height=0)
