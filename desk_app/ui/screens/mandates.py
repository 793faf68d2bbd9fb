"""Who of the post may stand in here (Ủy nhiệm bưu điện): given, shown, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.handling import ticked
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.pick import Choice, Pick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.theme import Tone
    from locales.catalogue import Texts

_EVERYBODY = "*"
_BOX_WIDTH = 140
_WEEK = range(1, 8)  # Monday is 1, as texts count


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateLine:
    number: str
    told: str  # who, when and what, in words
    state: str
    tone: Tone
    may_end: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateTyped:
    """As the dialog holds it; days dd/mm/yyyy, hours HH:mm."""

    number: str = ""
    issuer: str = ""
    person: str = ""
    since: str = ""
    until: str = ""
    weekdays: frozenset[int] = frozenset(range(1, 6))
    begins: str = "07:00"
    ends: str = "17:00"
    procedures: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateCalls:
    load: Callable[[], Sequence[MandateLine]]
    may_give: bool
    begin: Callable[[], MandateTyped]
    people: Callable[[], Sequence[str]]
    find: Callable[[str], Sequence[Choice]]  # procedures
    name_of: Callable[[str], str]  # of a procedure
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
                calls=calls,
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
def GiveMandate(
    *,
    texts: Texts,
    calls: MandateCalls,
    message: Message | None,
    is_busy: bool,
    on_give: Callable[[MandateTyped], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    begun = ft.use_memo(calls.begin, [])
    typed, change = use_fold(begun)

    def put(name: str) -> Callable[[str], Any]:
        return lambda value: change(lambda now: replaced(now, name, value))

    def line(name: str, *, focus: bool = False, width: int | None = None) -> ft.Control:
        return Field(
            label=texts[f"ui.mandates.{name}"],
            name=f"mandates.{name}",
            initial=getattr(begun, name),
            focus=focus,
            width=width,
            on_change=put(name),
        )

    def tick(day: int, is_on: bool) -> None:  # noqa: FBT001 - what a box says
        days = {day}
        change(
            lambda now: replaced(
                now, "weekdays", now.weekdays | days if is_on else now.weekdays - days
            )
        )

    people = [
        (_EVERYBODY, texts["ui.mandates.everybody"]),
        *((name, name) for name in calls.people()),
    ]
    boxes = [
        ft.Container(
            ft.Checkbox(
                key=f"mandates.day.{day}",
                label=texts[f"ui.weekday.{day}"],
                value=day in typed.weekdays,
                on_change=ticked(partial(tick, day)),
            ),
            width=_BOX_WIDTH,
        )
        for day in _WEEK
    ]
    return Dialog(
        title=texts["ui.mandates.give"],
        width=640,
        content=[
            line("number", focus=True),
            line("issuer"),
            choose(
                options=people,
                label=texts["ui.mandates.person"],
                name="mandates.person",
                value=typed.person or _EVERYBODY,
                on_change=lambda name: put("person")("" if name == _EVERYBODY else name),
            ),
            layout.row(
                [
                    line("since", width=150),
                    line("until", width=150),
                    line("begins", width=130),
                    line("ends", width=130),
                ]
            ),
            layout.row(boxes, spacing=4, wrap=True),
            *_procedures(typed, texts=texts, calls=calls, put=change),
            *([strip(message)] if message else []),
            *([layout.busy(texts["ui.receive.running"])] if is_busy else []),
        ],
        confirm=texts["ui.mandates.give"],
        cancel=texts["ui.cancel"],
        on_confirm=lambda: on_give(typed),
        on_cancel=on_cancel,
        is_busy=is_busy,
    )


def _procedures(
    typed: MandateTyped, *, texts: Texts, calls: MandateCalls, put: Callable[[Any], Any]
) -> list[ft.Control]:
    """Those chosen, each with its way out, and the field that finds one more."""

    def drop(code: str) -> Any:
        return put(
            lambda now: replaced(
                now, "procedures", tuple(one for one in now.procedures if one != code)
            )
        )

    def add(code: str) -> Any:
        return put(lambda now: replaced(now, "procedures", (*now.procedures, code)))

    chosen: list[ft.Control] = [
        layout.row(
            [
                ft.Container(text.body(f"{code} · {calls.name_of(code)}", lines=1), expand=True),
                buttons.plain(
                    texts["ui.mandates.drop"],
                    name=f"mandates.drop.{code}",
                    press=partial(drop, code),
                ),
            ]
        )
        for code in typed.procedures
    ]
    return [
        text.muted(
            texts["ui.mandates.procedures" if typed.procedures else "ui.mandates.all_procedures"]
        ),
        *chosen,
        Pick(
            key=f"mandates.pick.{len(typed.procedures)}",
            label=texts["ui.mandates.add_procedure"],
            name="mandates.procedure",
            find=lambda words: [one for one in calls.find(words) if one.id not in typed.procedures],
            on_pick=add,
        ),
    ]


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


def replaced(typed: MandateTyped, name: str, value: Any) -> MandateTyped:
    """The same with one field changed."""
    return replace(typed, **{name: value})
