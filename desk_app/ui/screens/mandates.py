"""Who of the post may stand in here (Ủy nhiệm bưu điện): given, shown, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.give_mandate import GiveMandate, MandateAsk, MandateTyped
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.theme import Tone
    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateLine:
    number: str
    told: str  # who, when and what, in words
    state: str
    tone: Tone
    may_end: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateCalls:
    load: Callable[[], Sequence[MandateLine]]
    may_give: bool
    ask: MandateAsk
    give: Callable[[MandateTyped], Any]
    end: Callable[[str, str], Any]  # number, reason


@component
def MandatesCard(*, texts: Texts, bar: str, calls: MandateCalls) -> ft.Control:
    """`bar`: why nothing can be written now, in words."""
    round_, renew = use_fold(0)
    lines = ft.use_memo(calls.load, [round_])
    asked, set_asked = use_value("")  # "+" gives; a number ends
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)

    def finish(key: str, number: str) -> Callable[[Any], None]:
        def note(_: Any) -> None:
            set_asked("")
            set_done(Message(kind=Kind.DONE, words=texts.say(key, number=number)))
            renew(lambda count: count + 1)

        return note

    def ask(what: str) -> None:
        running.say(None)
        set_done(None)
        set_asked(what)

    give = buttons.plain(
        texts["ui.mandates.give"], name="mandates.give", press=partial(ask, "+"), bar=bar
    )
    shown: list[ft.Control] = [
        _line(line, texts=texts, bar=bar, on_end=partial(ask, line.number)) for line in lines
    ] or [text.muted(texts["ui.mandates.none"])]
    parts: list[ft.Control] = [
        *([strip(done)] if done else []),
        ft.ListView(shown, key="mandates.list", height=150),
    ]
    if asked == "+":
        parts.append(
            GiveMandate(
                texts=texts,
                ask=calls.ask,
                message=running.message,
                is_busy=running.is_busy,
                on_give=lambda typed: running.start(
                    lambda: calls.give(typed), finish("ui.mandates.given", typed.number)
                ),
                on_cancel=lambda: set_asked(""),
            )
        )
    elif asked:
        number = asked
        parts.append(
            EndMandate(
                texts=texts,
                number=number,
                message=running.message,
                is_busy=running.is_busy,
                on_end=lambda reason: running.start(
                    lambda: calls.end(number, reason), finish("ui.mandates.ended", number)
                ),
                on_cancel=lambda: set_asked(""),
            )
        )
    return layout.card(
        parts, title=texts["ui.mandates.title"], trailing=give if calls.may_give else None
    )


def _line(line: MandateLine, *, texts: Texts, bar: str, on_end: Callable[[], Any]) -> ft.Control:
    parts: list[ft.Control] = [
        ft.Icon(ft.Icons.ASSIGNMENT_IND_OUTLINED, size=20, color=theme.MUTED),
        ft.Container(text.body(line.number, bold=True), width=180),
        ft.Container(text.body(line.told, lines=2), expand=True),
        ft.Container(status.badge(line.tone, line.state), width=160),
    ]
    if line.may_end:
        parts.append(
            buttons.plain(
                texts["ui.mandates.end"], name=f"mandates.end.{line.number}", press=on_end, bar=bar
            )
        )
    return ft.Container(
        layout.row(parts, spacing=12),
        padding=ft.Padding.symmetric(horizontal=4, vertical=6),
        border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
    )


@component
def EndMandate(
    *,
    texts: Texts,
    number: str,
    message: Message | None,
    is_busy: bool,
    on_end: Callable[[str], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    reason, set_reason = use_value("")
    return Dialog(
        title=texts["ui.mandates.end"],
        content=[
            text.body(texts.say("ui.mandates.end_ask", number=number)),
            Field(
                label=texts["ui.mandates.reason"],
                name="mandates.reason",
                focus=True,
                on_change=set_reason,
            ),
            *([strip(message)] if message else []),
        ],
        confirm=texts["ui.mandates.end"],
        cancel=texts["ui.cancel"],
        on_confirm=lambda: on_end(reason),
        on_cancel=on_cancel,
        is_danger=True,
        is_busy=is_busy,
    )
