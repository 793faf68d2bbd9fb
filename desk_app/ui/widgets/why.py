"""Asks for the reason of an act that needs one, and does nothing without a person's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.ui import text
from desk_app.ui.component import component, use_value
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    import flet as ft

    from locales.catalogue import Texts


@component
def AskWhy(
    *,
    texts: Texts,
    act: str,
    question: str,
    name: str,
    on_confirm: Callable[[str], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """`act`: what is to be done, as the button says it; `name`: of the field."""
    reason, set_reason = use_value("")
    return Dialog(
        title=act,
        content=[
            text.body(question),
            Field(
                label=texts["ui.field.reason"],
                name=name,
                lines=3,
                focus=True,
                on_change=set_reason,
            ),
        ],
        confirm=act,
        cancel=texts["ui.cancel"],
        on_confirm=lambda: on_confirm(reason),
        on_cancel=on_cancel,
    )
