"""What people say (Ý kiến người dân): complaints and proposals, and slips of satisfaction."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.feedback_parts import (
    AskFeedback,
    CountSlips,
    FeedbackCalls,
    FeedbackLine,
    TakeFeedback,
    feedback_line,
)
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts

_LOOK_SECONDS = 5.0


@component
def Feedback(*, texts: Texts, bar: str, calls: FeedbackCalls) -> ft.Control:
    round_, renew = use_fold(0)
    everything, set_everything = use_value(False)
    now = state.use_watched(
        partial(calls.load, everything), seconds=_LOOK_SECONDS, anew=(round_, everything)
    )
    asked, set_asked = use_value(cast("tuple[str, FeedbackLine] | None", None))
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)

    def finished(words: str) -> None:
        renew(lambda number: number + 1)
        set_asked(None)
        set_done(Message(kind=Kind.DONE, words=words))

    def run(work: Callable[[], str]) -> Any:
        set_done(None)
        return running.start(work, finished)

    def ask(what: str, line: FeedbackLine) -> None:
        running.say(None)
        set_asked((what, line))

    parts: list[ft.Control] = [text.title(texts["ui.place.feedback"])]
    message = running.message or done
    if message is not None and asked is None:
        parts.append(strip(message))
    left: list[ft.Control] = []
    if calls.may_take:
        left.append(
            TakeFeedback(
                key=f"feedback-new-{round_}",
                texts=texts,
                bar=bar,
                calls=calls,
                is_busy=running.is_busy,
                on_take=lambda typed: run(partial(calls.take, typed)),
            )
        )
    if calls.may_count:
        left.append(
            CountSlips(
                texts=texts,
                bar=bar,
                calls=calls,
                told=now.slips,
                on_add=lambda face, because, slips: run(
                    partial(calls.add_slips, face, because, slips)
                ),
            )
        )
    lines: list[ft.Control] = [
        feedback_line(
            line,
            texts,
            bar=bar,
            calls=calls,
            on_ask=ask,
            on_print=lambda id_: run(partial(calls.print, id_)),
        )
        for line in now.lines
    ]
    filter_ = buttons.chip(
        texts["ui.feedback.everything"],
        name="feedback.everything",
        press=lambda: set_everything(not everything),
        chosen=everything,
    )
    right = layout.card(
        lines or [text.muted(texts["ui.feedback.none"])],
        title=texts["ui.feedback.list"],
        trailing=filter_,
        spacing=4,
    )
    parts.append(
        layout.row(
            [
                ft.Container(layout.column(left, spacing=10, scroll=True), expand=4),
                ft.Container(layout.column([right], scroll=True), expand=5),
            ],
            top=True,
            spacing=12,
            expand=True,
        )
    )
    if asked is not None:
        what, about = asked
        parts.append(
            AskFeedback(
                texts=texts,
                what=what,
                line=about,
                people=calls.people(),
                message=running.message,
                is_busy=running.is_busy,
                on_answer=lambda words: run(partial(calls.answer, about.id, words)),
                on_route=lambda to: run(partial(calls.route, about.id, to)),
                on_cancel=lambda: set_asked(None),
            )
        )
    return layout.screen(parts)
