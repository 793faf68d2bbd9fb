"""Giving a mandate: its number, for whom, when, and which procedures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text
from desk_app.ui.component import component, use_fold
from desk_app.ui.handling import ticked
from desk_app.ui.strip import Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.pick import Choice, Pick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

_EVERYBODY = "*"
_BOX_WIDTH = 140
_WEEK = range(1, 8)  # Monday is 1, as texts count


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
class MandateAsk:
    """What the dialog asks for while it is filled in."""

    begin: Callable[[], MandateTyped]
    people: Callable[[], Sequence[str]]
    find: Callable[[str], Sequence[Choice]]  # procedures
    name_of: Callable[[str], str]  # of a procedure


@component
def GiveMandate(
    *,
    texts: Texts,
    ask: MandateAsk,
    message: Message | None,
    is_busy: bool,
    on_give: Callable[[MandateTyped], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    begun = ft.use_memo(ask.begin, [])
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
        *((name, name) for name in ask.people()),
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
                upright=True,
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
            *_procedures(typed, texts=texts, ask=ask, put=change),
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
    typed: MandateTyped, *, texts: Texts, ask: MandateAsk, put: Callable[[Any], Any]
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
                ft.Container(text.body(f"{code} · {ask.name_of(code)}", lines=1), expand=True),
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
            find=lambda words: [one for one in ask.find(words) if one.id not in typed.procedures],
            on_pick=add,
        ),
    ]


def replaced(typed: MandateTyped, name: str, value: Any) -> MandateTyped:
    """The same with one field changed."""
    return replace(typed, **{name: value})
