"""From flet's events to plain calls: what was pressed, what was typed; answers may be awaited.

A mistake of ours in a handler would end flet's session; here it becomes a note with a number.
"""

from __future__ import annotations

import inspect
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui.component import unexpected, unexpected_number
from desk_app.ui.idle import ACTIVITY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[Any], Awaitable[None]]

TEXTS = "texts"  # where a window's session keeps the texts of its language


def pressed(call: Callable[[], Any]) -> Handler:
    """For a press: the event itself says nothing more."""

    async def handle(_: Any) -> None:
        await answered(call)

    return handle


def typed(call: Callable[[str], Any]) -> Handler:
    """For a field or a choice: what stands in it now."""

    async def handle(event: Any) -> None:
        await answered(lambda: call(event.control.value or ""))

    return handle


def ticked(call: Callable[[bool], Any]) -> Handler:
    """For a box to tick."""

    async def handle(event: Any) -> None:
        await answered(lambda: call(bool(event.control.value)))

    return handle


def _note_use() -> None:
    with suppress(RuntimeError):  # outside a window nobody waits to cover anything
        activity = ft.context.page.session.store.get(ACTIVITY)
        if activity is not None:
            activity.note()


async def answered(call: Callable[[], Any]) -> None:
    """Make the call and wait for it; what nobody foresaw is told with a number."""
    _note_use()
    try:
        answer = call()
        if inspect.isawaitable(answer):
            await answer
    except Exception as error:  # noqa: BLE001 - told with a number and logged
        page = ft.context.page
        message = unexpected(unexpected_number(error), page.session.store.get(TEXTS))
        page.show_dialog(ft.SnackBar(ft.Text(message.words), persist=True))
