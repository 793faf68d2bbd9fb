"""The places of the counter: the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.ui.connect import queue
from desk_app.ui.screens.queue import QueueScreen

if TYPE_CHECKING:
    import flet as ft

    from desk_app.ui.placing.view import View


def tickets(view: View) -> ft.Control:
    calls = queue.queue_calls(view.desk, view.texts, waiting_address=view.waiting_address)
    return QueueScreen(key=view.key, texts=view.texts, calls=calls, bar=view.bar)
