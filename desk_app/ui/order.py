"""Events one after another: each meets the screen as those before it left it.

flet 1.0.5 gives every event a task of its own and draws afterwards. On a busy machine a key pressed
right after the last letters would meet a screen that does not know them yet, and act without them.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    import flet as ft

    Dispatch = Callable[[int, str, Any], Coroutine[Any, Any, None]]

_TURNS = 3  # of the loop: the event's first step, the drawing it asked for, one to spare


def in_order(page: ft.Page) -> None:
    """Let the events of this window be begun one after another, each when the last one is drawn."""
    session = page.session
    session.dispatch_event = ordered(session.dispatch_event)  # type: ignore[assignment, method-assign]


def ordered(dispatch: Dispatch) -> Dispatch:
    """Begins the next event when the one before has run as far as it could and was drawn.

    What an event waits for afterwards holds up no other.
    """
    gate = asyncio.Lock()

    async def dispatch_in_order(control: int, name: str, data: Any) -> None:
        async with gate:
            event = asyncio.ensure_future(dispatch(control, name, data))
            for _ in range(_TURNS):
                await asyncio.sleep(0)
        await event

    return dispatch_in_order
