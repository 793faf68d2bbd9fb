"""Asks why a page that is on paper already is wanted once more (vì sao in lại)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.domain.print_reasons import AskedBecause
from desk_app.ui import text
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    import flet as ft

    from desk_app.ui.state import Running
    from locales.catalogue import Texts


def reprint_dialog(
    *,
    is_asked: bool,
    texts: Texts,
    running: Running,
    on_confirm: Callable[[str, str], Any],
    on_cancel: Callable[[], Any],
) -> list[ft.Control]:
    """The question while it `is_asked`."""
    if not is_asked:
        return []
    return [
        AskReprint(
            texts=texts,
            message=running.message,
            is_busy=running.is_busy,
            on_confirm=on_confirm,
            on_cancel=on_cancel,
        )
    ]


@component
def AskReprint(
    *,
    texts: Texts,
    message: Message | None,
    is_busy: bool,
    on_confirm: Callable[[str, str], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """`on_confirm` gets the reason of the list and the words beside it."""
    why, set_why = use_value("")
    words, set_words = use_value("")
    is_pressed, set_pressed = use_value(False)

    def confirm() -> Any:
        set_pressed(True)
        return on_confirm(why, words) if why else None

    lacking = Message(kind=Kind.TROUBLE, words=texts["ui.reprint.choose"])
    told = message if why else lacking if is_pressed else None
    return Dialog(
        title=texts["ui.reprint.title"],
        content=[
            text.body(texts["ui.reprint.note"]),
            choose(
                [(one.value, texts[f"ui.reprint.why.{one}"]) for one in AskedBecause],
                label=texts["ui.reprint.why"],
                name="reprint.why",
                value=why,
                on_change=set_why,
                upright=True,
            ),
            Field(
                label=texts[
                    "ui.reprint.words_needed" if why == AskedBecause.OTHER else "ui.reprint.words"
                ],
                name="reprint.words",
                on_change=set_words,
            ),
            *([strip(told)] if told else []),
        ],
        confirm=texts["ui.reprint.print"],
        cancel=texts["ui.cancel"],
        on_confirm=confirm,
        on_cancel=on_cancel,
        is_busy=is_busy,
    )
