"""A strip that says what happened, to what, and what can be done now; it never covers the work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import flet as ft

from desk_app.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Kind(StrEnum):
    DONE = "done"
    TROUBLE = "trouble"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    kind: Kind
    words: str
    code: str = ""  # the dossier it is about


_LOOKS: dict[Kind, tuple[str, str, ft.IconData]] = {
    Kind.DONE: (theme.GREEN, theme.GREEN_TINT, ft.Icons.CHECK_CIRCLE_OUTLINE),
    Kind.TROUBLE: (theme.DANGER, theme.DANGER_TINT, ft.Icons.ERROR_OUTLINE),
    Kind.WARNING: (theme.AMBER, theme.AMBER_TINT, ft.Icons.WARNING_AMBER),
    Kind.NOTE: (theme.MUTED, theme.GREY_TINT, ft.Icons.INFO_OUTLINE),
}


def strip(
    message: Message,
    *,
    actions: Sequence[ft.Control] = (),
    on_close: Callable[[], object] | None = None,
    close_label: str = "",
) -> ft.Control:
    """Announced to a screen reader when it appears."""
    ink, tint, icon = _LOOKS[message.kind]
    parts: list[ft.Control] = [ft.Icon(icon, size=20, color=ink)]
    if message.code:
        parts.append(
            ft.Text(
                message.code,
                key="strip.code",
                size=theme.LARGE,
                weight=ft.FontWeight.W_600,
                color=ink,
                no_wrap=True,
            )
        )
    parts.append(
        ft.Text(message.words, key="strip.words", size=theme.BODY, color=theme.INK, expand=True)
    )
    parts.extend(actions)
    if on_close is not None:
        parts.append(
            ft.IconButton(
                ft.Icons.CLOSE,
                key="strip.close",
                icon_size=18,
                tooltip=close_label,
                on_click=lambda _: on_close(),
            )
        )
    return ft.Semantics(
        live_region=True,
        content=ft.Container(
            ft.Row(parts, spacing=10, vertical_alignment=ft.CrossAxisAlignment.CENTER),
            padding=ft.Padding.symmetric(horizontal=12, vertical=6),
            bgcolor=tint,
            border=ft.Border(left=ft.BorderSide(4, ink)),
            border_radius=theme.RADIUS,
        ),
    )
