"""Sending a draft back to its handler, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.ui import text
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import strip
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    import flet as ft

    from desk_app.ui.state import Running
    from locales.catalogue import Texts


@component
def SendBack(
    *,
    texts: Texts,
    code: str,
    running: Running,
    on_send: Callable[[str], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """Why the result goes back to its handler."""
    reason, set_reason = use_value("")
    content: list[ft.Control] = [
        text.muted(texts["ui.sign.send_back.how"]),
        Field(
            label=texts["ui.field.reason"],
            name="sign.reason",
            lines=3,
            focus=True,
            on_change=set_reason,
        ),
    ]
    if running.message is not None:
        content.append(strip(running.message))
    return Dialog(
        title=texts.say("ui.sign.send_back.title", code=code),
        content=content,
        confirm=texts["act.send-back"],
        cancel=texts["ui.cancel"],
        on_confirm=lambda: on_send(reason),
        on_cancel=on_cancel,
        is_danger=True,
        is_busy=running.is_busy,
    )
