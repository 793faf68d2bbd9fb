"""The training desk: how it is opened from the sign-in, and the band that says it is none other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import state, text, theme
from desk_app.ui.component import component, use_fold
from desk_app.ui.strip import strip
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts

_BEAT_SECONDS = 1.0


@component
def OpenTraining(
    *,
    texts: Texts,
    start: Callable[[], None],
    waits: Callable[[], tuple[int, int]],
    cancel: Callable[[], None],
) -> ft.Control:
    """The first time it is made, which takes a minute and can be left."""
    round_, renew = use_fold(0)
    running = state.use_running(texts)
    done, total = state.use_watched(waits, seconds=_BEAT_SECONDS, anew=round_)

    def run(work: Callable[[], None]) -> Any:
        return running.start(work, lambda _: renew(lambda number: number + 1))

    if not total:
        shown: ft.Control = buttons.quiet(
            texts["ui.training.open"],
            name="training.open",
            icon=ft.Icons.SCHOOL_OUTLINED,
            press=lambda: run(start),
        )
    else:
        shown = layout.row(
            [
                layout.busy(texts.say("ui.training.making", percent=100 * done // total)),
                buttons.quiet(
                    texts["ui.training.cancel"], name="training.cancel", press=lambda: run(cancel)
                ),
            ]
        )
    told = [strip(running.message)] if running.message else []
    return ft.Container(
        ft.Column([*told, shown], tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER),
        alignment=ft.Alignment.CENTER,
        padding=12,
        bgcolor=theme.CANVAS,
    )


def under_band(content: ft.Control, *, texts: Texts) -> ft.Control:
    """The whole window under the words that nothing here is real."""
    band = ft.Container(
        layout.row(
            [
                ft.Icon(ft.Icons.SCHOOL_OUTLINED, size=18, color=theme.SURFACE),
                ft.Text(
                    texts["ui.training.band"],
                    size=theme.BODY,
                    weight=ft.FontWeight.W_600,
                    color=theme.SURFACE,
                ),
            ]
        ),
        bgcolor=theme.AMBER,
        padding=ft.Padding.symmetric(horizontal=16, vertical=4),
    )
    return ft.Column(
        [ft.Semantics(container=True, content=band), ft.Container(content, expand=True)],
        spacing=0,
        expand=True,
    )


def who_is_there(texts: Texts) -> ft.Control:
    """Who may sign in to the training desk, and how."""
    return ft.Container(
        text.muted(texts["training.users"]),
        alignment=ft.Alignment.CENTER,
        padding=12,
        bgcolor=theme.CANVAS,
    )
