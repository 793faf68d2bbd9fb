"""What stands between this desk and the province (Đồng bộ): what waits, since when and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.colleagues import ColleaguesShown, colleagues_card
from desk_app.ui.screens.line import LineShown, line_card
from desk_app.ui.screens.review import Review, ReviewCalls, ReviewItem
from desk_app.ui.screens.usb import UsbCalls, UsbCard
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.theme import Tone
from desk_app.ui.widgets import buttons, layout, status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class SyncShown:
    facts: Sequence[tuple[str, str]]  # records, files, bytes, since when, why: label and value
    state: str  # in words: what the link is doing
    is_linked: bool
    line: LineShown
    review: Sequence[ReviewItem]  # the first of what a person must look at
    review_total: int
    rounds: Sequence[str]  # last first, in plain words
    near: ColleaguesShown
    tray: str  # what lies readable in the PDF tray; empty when nothing does


@dataclass(frozen=True, kw_only=True, slots=True)
class SyncCalls:
    load: Callable[[], SyncShown]
    now: Callable[[], str]  # slow; the words of the round
    choose: Callable[[bool, bool], str]  # paused, records only; what holds now, in words
    empty_tray: Callable[[], str]  # slow
    review: ReviewCalls
    usb: UsbCalls


_LOOK_SECONDS = 3.0


@component
def SyncStatus(*, texts: Texts, bar: str, calls: SyncCalls) -> ft.Control:
    """`bar`: why nothing can be settled now, in words; the line and the sticks work on."""
    round_, renew = use_fold(0)
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)
    shown = state.use_watched(calls.load, seconds=_LOOK_SECONDS, anew=round_)

    def finish(words: str) -> None:
        set_done(Message(kind=Kind.DONE, words=words))
        renew(lambda number: number + 1)

    def sync_now() -> Any:
        set_done(None)
        return running.start(calls.now, finish)

    def empty_tray() -> Any:
        set_done(None)
        return running.start(calls.empty_tray, finish)

    def choose(paused: bool, records_only: bool) -> Any:  # noqa: FBT001 - two switches
        return run(partial(calls.choose, paused, records_only))

    def run(work: Callable[[], str]) -> Any:
        set_done(None)
        return running.start(work, finish)

    keys.use_keys({keys.SYNC: sync_now, keys.CONFIRM: sync_now})
    message = running.message or done
    action: ft.Control = buttons.primary(
        texts["ui.sync.now"], name="sync.now", press=sync_now, shortcut=keys.SYNC
    )
    if running.is_busy:
        action = layout.busy(texts["ui.sync.running"])
    head = layout.row([ft.Container(text.title(texts["ui.place.sync"]), expand=True), action])
    left = layout.column(
        [
            _waiting(shown, texts),
            line_card(shown.line, texts=texts, choose=choose),
            colleagues_card(shown.near, texts),
            UsbCard(texts=texts, calls=calls.usb),
            *_tray(shown, texts=texts, empty=empty_tray),
            _rounds(shown, texts),
        ],
        spacing=10,
        expand=4,
        scroll=True,
    )
    body = ft.Row(
        [
            left,
            Review(
                texts=texts,
                bar=bar,
                items=shown.review,
                total=shown.review_total,
                calls=calls.review,
                run=run,
            ),
        ],
        spacing=12,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return layout.screen([head, *([strip(message)] if message else []), body])


def _waiting(shown: SyncShown, texts: Texts) -> ft.Control:
    tone = Tone.DONE if shown.is_linked else Tone.WAITING
    return layout.card(
        [
            status.badge(tone, shown.state),
            *(layout.fact(label, value, label_width=150) for label, value in shown.facts),
        ],
        title=texts["ui.sync.waiting"],
        spacing=6,
    )


def _tray(shown: SyncShown, *, texts: Texts, empty: Callable[[], Any]) -> list[ft.Control]:
    if not shown.tray:
        return []
    return [
        layout.card(
            [
                text.body(shown.tray),
                ft.Row([buttons.plain(texts["ui.tray.empty"], name="tray.empty", press=empty)]),
            ],
            title=texts["ui.tray.title"],
        )
    ]


def _rounds(shown: SyncShown, texts: Texts) -> ft.Control:
    lines: list[ft.Control] = [text.body(words) for words in shown.rounds]
    return layout.card(
        lines or [text.muted(texts["ui.sync.no_rounds"])], title=texts["ui.sync.rounds"], spacing=4
    )
