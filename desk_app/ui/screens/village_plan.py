"""The plan of a session in a village: where, when, why, who goes, which procedures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from desk_app.ui import keys, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import flet as ft

    from locales.catalogue import Texts

_CHIP = 60  # letters


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanTyped:
    place: str
    day: str
    purpose: str
    people: Sequence[str]
    procedures: Sequence[str]  # codes


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanCalls:
    plan: Callable[[PlanTyped], str]
    find_procedures: Callable[[str], Sequence[tuple[str, str]]]  # code, name
    people: Sequence[str]  # of this desk
    own_name: str
    today: str


def _short(name: str) -> str:
    """On one line of a chip."""
    return name if len(name) <= _CHIP else f"{name[: _CHIP - 1].rstrip()}…"


@component
def PlanVillage(
    *, texts: Texts, bar: str, calls: PlanCalls, is_busy: bool, on_plan: Callable[[PlanTyped], Any]
) -> ft.Control:
    typed, change = use_fold(cast("Mapping[str, str]", {"day": calls.today}))
    people, set_people = use_value(cast("tuple[str, ...]", (calls.own_name,)))
    chosen, set_chosen = use_value(cast("tuple[tuple[str, str], ...]", ()))
    looked, set_looked = use_value("")

    def put(name: str, value: str) -> None:
        change(lambda now: {**now, name: value})

    def line(name: str, *, width: int | None = None) -> ft.Control:
        return Field(
            label=texts[f"ui.village.{name}"],
            name=f"village.{name}",
            width=width,
            initial=typed.get(name, ""),
            focus=name == "place",
            on_change=partial(put, name),
        )

    def go_or_stay(name: str) -> None:
        others = tuple(one for one in people if one != name)
        set_people(others if name in people else (*people, name))

    def take(one: tuple[str, str]) -> None:
        others = tuple(each for each in chosen if each[0] != one[0])
        set_chosen(others if one in chosen else (*chosen, one))

    plan = PlanTyped(
        place=typed.get("place", ""),
        day=typed["day"],
        purpose=typed.get("purpose", ""),
        people=people,
        procedures=tuple(code for code, _ in chosen),
    )
    keys.use_keys({keys.CONFIRM: lambda: on_plan(plan)} if not bar else {})
    offered = [one for one in calls.find_procedures(looked) if one not in chosen]
    who: list[ft.Control] = [
        buttons.chip(
            name, name=f"village.who.{name}", press=partial(go_or_stay, name), chosen=name in people
        )
        for name in dict.fromkeys((*calls.people, *people))
    ]
    what: list[ft.Control] = [
        buttons.chip(
            _short(name),
            name=f"village.what.{code}",
            press=partial(take, (code, name)),
            chosen=is_in,
        )
        for is_in, options in ((True, chosen), (False, offered))
        for code, name in options
    ]
    return layout.card(
        [
            line("place"),
            layout.row([line("day", width=150), line("purpose")]),
            text.muted(texts["ui.village.people"]),
            layout.row(who, spacing=6, wrap=True),
            Field(
                label=texts["ui.village.procedures"],
                name="village.procedures",
                on_change=set_looked,
            ),
            layout.row(what, spacing=6, wrap=True),
            layout.row(
                [
                    buttons.primary(
                        texts["ui.village.plan"],
                        name="village.plan",
                        shortcut=keys.CONFIRM,
                        press=lambda: on_plan(plan),
                        bar=bar,
                        disabled=is_busy,
                    )
                ]
            ),
        ],
        title=texts["ui.village.new"],
        spacing=8,
    )
