"""Who stands at this counter, and the next one called: over reception and in the queue's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_fold
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.queue_data import QueueCalls, QueueShown
    from locales.catalogue import Texts

_LOOK_SECONDS = 3.0


@component
def QueueBar(*, texts: Texts, calls: QueueCalls, bar: str = "") -> ft.Control:
    """One line over reception; nothing while no number was given out today."""
    turn, renew = use_fold(0)
    shown = state.use_watched(calls.load, seconds=_LOOK_SECONDS, anew=turn)
    running = state.use_running(texts)

    def done(_: str) -> None:
        renew(lambda number: number + 1)

    def run(work: Callable[[], str]) -> Any:
        return None if bar else running.start(work, done)

    keys.use_keys({keys.CALL_NEXT: lambda: run(calls.call_next)} if shown.is_used else {})
    if not shown.is_used:
        return ft.Container(height=0)
    words = text.muted(running.message.words if running.message else shown.head)
    return ft.Container(
        layout.row(
            [
                *standing(shown, texts=texts, size=theme.TITLE),
                ft.Container(words, expand=True),
                *call_buttons(shown, texts=texts, calls=calls, run=run, bar=bar),
            ]
        ),
        padding=ft.Padding.symmetric(horizontal=12, vertical=4),
        bgcolor=theme.ACCENT_TINT,
        border_radius=theme.RADIUS,
    )


def standing(shown: QueueShown, *, texts: Texts, size: int) -> list[ft.Control]:
    """The number at this counter, and what it is for."""
    counter = texts.say("ui.queue.counter", counter=shown.counter)
    if shown.mine is None:
        return [text.body(texts.say("ui.queue.nobody_here", counter=counter))]
    return [
        ft.Text(
            shown.mine.written,
            key="queue.mine",
            size=size,
            weight=ft.FontWeight.W_700,
            color=theme.ACCENT,
        ),
        text.body(" · ".join(filter(None, (shown.mine.about, counter))), bold=True),
    ]


def call_buttons(
    shown: QueueShown,
    *,
    texts: Texts,
    calls: QueueCalls,
    run: Callable[[Callable[[], str]], Any],
    bar: str = "",
) -> list[ft.Control]:
    mine = shown.mine
    parts: list[ft.Control] = []
    if mine is not None:
        parts = [
            buttons.quiet(
                texts["ui.queue.again"],
                name="queue.again",
                press=lambda: run(lambda: calls.call(mine.number)),
                bar=bar,
            ),
            buttons.quiet(
                texts["ui.queue.absent"],
                name="queue.absent",
                press=lambda: run(lambda: calls.end(mine.number, False)),
                bar=bar,
            ),
            buttons.quiet(
                texts["ui.queue.done"],
                name="queue.done",
                press=lambda: run(lambda: calls.end(mine.number, True)),
                bar=bar,
            ),
        ]
    return [
        *parts,
        buttons.plain(
            texts["ui.queue.next"],
            name="queue.next",
            press=lambda: run(calls.call_next),
            shortcut=keys.CALL_NEXT,
            bar=bar,
        ),
    ]
