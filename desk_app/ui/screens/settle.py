"""Two values of one field side by side: who gave each, where and when; a person takes one.

What is taken is a change like any other: it travels, and the values not taken stay in the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import strip
from desk_app.ui.theme import Tone
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

_OTHER = "other"  # a third value, typed here


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenValue:
    """One of the values."""

    value: str  # as it is kept
    shown: str  # as a person reads it
    is_in_force: bool
    is_from_card: bool
    who: str
    where: str
    when: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SettleShown:
    code: str
    name: str  # the applicant
    field: str  # in words
    given: Sequence[GivenValue]  # the one in force first; none once it is settled


@dataclass(frozen=True, kw_only=True, slots=True)
class SettleCalls:
    load: Callable[[], SettleShown]
    settle: Callable[[str, str], Any]  # slow; the value taken, the reason
    done: Callable[[], Any]  # leads on once it is settled


@component
def Settle(*, texts: Texts, bar: str, calls: SettleCalls) -> ft.Control:
    """`bar`: why nothing can be settled now, in words."""
    shown = ft.use_memo(calls.load, [])
    chosen, choose_value = use_value("0")
    typed, set_typed = use_value("")
    reason, set_reason = use_value("")
    running = state.use_running(texts)

    def confirm() -> Any:
        if not shown.given:
            return calls.done()
        if bar:
            return None
        value = typed if chosen == _OTHER else shown.given[int(chosen)].value
        return running.start(lambda: calls.settle(value, reason), lambda _: calls.done())

    keys.use_keys({keys.CONFIRM: confirm})
    head = layout.column(
        [
            text.title(texts.say("ui.settle.title", field=shown.field)),
            layout.row([text.code(shown.code), text.body(shown.name, bold=True)]),
        ],
        spacing=2,
    )
    if not shown.given:
        return layout.screen([head, layout.empty(texts["ui.settle.none"], icon=ft.Icons.TASK_ALT)])
    cards = [
        _card(one, number=number, texts=texts, press=partial(choose_value, str(number)))
        for number, one in enumerate(shown.given)
    ]
    message = running.message
    return layout.screen(
        [
            head,
            text.body(texts["ui.settle.how"]),
            *([strip(message)] if message else []),
            ft.Row(
                cast("list[ft.Control]", cards),
                spacing=12,
                vertical_alignment=ft.CrossAxisAlignment.STRETCH,
                intrinsic_height=True,
            ),
            layout.card(
                [
                    _choice(shown.given, texts=texts, chosen=chosen, on_change=choose_value),
                    *(_third(texts, set_typed) if chosen == _OTHER else ()),
                    Field(
                        label=texts["ui.field.reason"],
                        name="settle.reason",
                        lines=2,
                        focus=True,
                        on_change=set_reason,
                    ),
                    layout.row(
                        [
                            buttons.primary(
                                texts["ui.settle.confirm"],
                                name="settle.confirm",
                                press=confirm,
                                shortcut=keys.CONFIRM,
                                disabled=running.is_busy,
                                bar=bar,
                            ),
                            text.muted(texts["ui.settle.kept"]),
                        ]
                    ),
                ],
                title=texts["ui.settle.take"],
            ),
        ]
    )


def _third(texts: Texts, on_change: Callable[[str], None]) -> tuple[ft.Control, ...]:
    return (Field(label=texts["ui.settle.typed"], name="settle.other", on_change=on_change),)


def _choice(
    given: Sequence[GivenValue],
    *,
    texts: Texts,
    chosen: str,
    on_change: Callable[[str], None],
) -> ft.Control:
    options = [
        (str(number), f"{number + 1}. {one.shown or texts['ui.settle.empty']}")
        for number, one in enumerate(given)
    ]
    return choose(
        [*options, (_OTHER, texts["ui.settle.other"])],
        label=texts["ui.settle.which"],
        name="settle.which",
        value=chosen,
        on_change=on_change,
        upright=True,
    )


def _card(one: GivenValue, *, number: int, texts: Texts, press: Callable[[], Any]) -> ft.Container:
    tone, word = (Tone.DONE, "in_force") if one.is_in_force else (Tone.ATTENTION, "beside")
    badges = [status.badge(tone, texts[f"ui.settle.{word}"])]
    if one.is_from_card:
        badges.append(status.badge(Tone.WORKING, texts["ui.settle.card"]))
    return layout.card(
        [
            layout.row(badges, wrap=True, spacing=6),
            ft.Text(
                one.shown or texts["ui.settle.empty"],
                size=theme.LARGE + 2,
                weight=ft.FontWeight.W_600,
                color=theme.INK,
            ),
            layout.fact(texts["ui.settle.who"], one.who, label_width=70),
            layout.fact(texts["ui.settle.where"], one.where, label_width=70),
            layout.fact(texts["ui.settle.when"], one.when, label_width=70),
            layout.row(
                [
                    buttons.plain(
                        texts.say("ui.settle.take_this", number=number + 1),
                        name=f"settle.take.{number}",
                        press=press,
                    )
                ]
            ),
        ],
        expand=1,
        spacing=6,
    )
