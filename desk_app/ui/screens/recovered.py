"""A desk that was put back or copied (Khôi phục): why it only reads, and the work found again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.strip import strip
from desk_app.ui.theme import Tone
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.why import AskWhy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.state import Running
    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundShown:
    """What waits of one dossier."""

    key: int
    code: str
    applicant: str
    procedure: str
    what: str  # whether the province knows the dossier
    changes: Sequence[str]  # what was done, by whom and when


@dataclass(frozen=True, kw_only=True, slots=True)
class RecoveredShown:
    state: str  # in words: why the desk only reads, or that it works
    is_frozen: bool
    note: str  # what is still under way; empty when nothing is
    found: Sequence[FoundShown]
    may_review: bool
    decided: Sequence[str]  # what was reviewed, by whom and when; the newest first


@dataclass(frozen=True, kw_only=True, slots=True)
class RecoveredCalls:
    load: Callable[[], RecoveredShown]
    ask: Callable[[], str]  # slow
    accept: Callable[[int], str]  # slow
    leave: Callable[[int, str], str]  # slow; why it is left out
    sign_in_again: Callable[[], Any]


_LOOK_SECONDS = 3.0


@component
def Recovered(*, texts: Texts, calls: RecoveredCalls) -> ft.Control:
    round_, renew = use_fold(0)
    is_granted, set_granted = use_value(False)
    leaving, set_leaving = use_value(cast("FoundShown | None", None))
    running = state.use_running(texts)
    shown = state.use_watched(calls.load, seconds=_LOOK_SECONDS, anew=round_)

    def told(words: str) -> None:
        running.say(state.done(words))
        renew(lambda number: number + 1)

    def granted(words: str) -> None:
        set_granted(True)
        told(words)

    def leave_out(one: FoundShown, reason: str) -> Any:
        set_leaving(None)
        return running.start(partial(calls.leave, one.key, reason), told)

    action: list[ft.Control] = []
    if running.is_busy:
        action = [layout.busy(texts["ui.epoch.asking"])]
    elif is_granted:
        words = texts["ui.epoch.sign_in"]
        action = [buttons.primary(words, name="epoch.sign_in", press=calls.sign_in_again)]
    elif shown.is_frozen:
        ask = partial(running.start, calls.ask, granted)
        action = [buttons.primary(texts["ui.epoch.ask"], name="epoch.ask", press=ask)]
    head = layout.row([ft.Container(text.title(texts["ui.place.recovered"]), expand=True), *action])
    parts: list[ft.Control] = [
        head,
        *([strip(running.message)] if running.message else []),
        ft.Row(
            [
                _left(shown, texts),
                _found(
                    shown, texts, running=running, accept=calls.accept, leave=set_leaving, told=told
                ),
            ],
            spacing=12,
            expand=True,
            vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
    ]
    if leaving is not None:
        parts.append(
            AskWhy(
                texts=texts,
                act=texts["ui.recovered.leave"],
                question=texts["ui.recovered.leave_why"],
                name="recovered.reason",
                on_confirm=partial(leave_out, leaving),
                on_cancel=lambda: set_leaving(None),
            )
        )
    return layout.screen(parts)


def _left(shown: RecoveredShown, texts: Texts) -> ft.Control:
    tone = Tone.LATE if shown.is_frozen else Tone.DONE
    facts: list[ft.Control] = [
        status.badge(tone, texts["ui.epoch.reads_only" if shown.is_frozen else "ui.epoch.works"]),
        text.body(shown.state),
    ]
    if shown.note:
        facts.append(text.muted(shown.note))
    if shown.is_frozen:
        facts += [text.muted(texts["ui.epoch.nothing_lost"]), text.muted(texts["ui.epoch.stick"])]
    decided: list[ft.Control] = [text.body(words) for words in shown.decided]
    return layout.column(
        [
            layout.card(facts, title=texts["ui.epoch.title"], spacing=6),
            *(
                [layout.card(decided, title=texts["ui.recovered.decided"], spacing=4)]
                if decided
                else []
            ),
        ],
        spacing=10,
        expand=4,
        scroll=True,
    )


def _found(
    shown: RecoveredShown,
    texts: Texts,
    *,
    running: Running,
    accept: Callable[[int], str],
    leave: Callable[[FoundShown], Any],
    told: Callable[[str], None],
) -> ft.Control:
    lines: list[ft.Control] = [
        _line(
            one,
            texts,
            may_review=shown.may_review and not running.is_busy,
            on_accept=partial(running.start, partial(accept, one.key), told),
            on_leave=partial(leave, one),
        )
        for one in shown.found
    ]
    if not lines:
        words = texts["ui.recovered.later" if shown.is_frozen else "recovered.none"]
        icon = ft.Icons.HOURGLASS_EMPTY if shown.is_frozen else ft.Icons.TASK_ALT
        lines = [layout.empty(words, icon=icon)]
    return layout.card(
        [ft.ListView(lines, expand=True, spacing=6)],
        title=texts.say("ui.recovered.title", count=len(shown.found)),
        expand=5,
    )


def _line(
    one: FoundShown,
    texts: Texts,
    *,
    may_review: bool,
    on_accept: Callable[[], Any],
    on_leave: Callable[[], Any],
) -> ft.Control:
    said: list[ft.Control] = [
        layout.row([text.code(one.code), text.body(one.applicant, bold=True)], wrap=True),
        text.body(one.procedure),
        text.muted(one.what),
        *(text.body(words) for words in one.changes),
    ]
    pressed = [
        buttons.plain(
            texts["ui.recovered.accept"],
            name=f"recovered.{one.key}.accept",
            press=on_accept,
            disabled=not may_review,
        ),
        buttons.quiet(
            texts["ui.recovered.leave"], name=f"recovered.{one.key}.leave", press=on_leave
        ),
    ]
    return ft.Container(
        layout.column(
            [
                ft.Column(said, spacing=1, tight=True),
                *([layout.row(pressed, spacing=6)] if may_review else []),
            ],
            spacing=4,
        ),
        padding=8,
        border=ft.Border(left=ft.BorderSide(3, theme.AMBER), bottom=ft.BorderSide(1, theme.LINE)),
    )
