"""Choosing one of many by typing a little: the list stands under the field.

The field goes away once something is chosen; the screen shows what was chosen in its place.
Arrows move in the list and Enter chooses. Of two open lists, the keys move the one with the cursor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, text, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.handling import pressed
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SHOWN = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    id: str
    title: str
    detail: str = ""


@component
def Pick(
    *,
    label: str,
    name: str,
    find: Callable[[str], Sequence[Choice]],
    on_pick: Callable[[str], Any],
    on_enter: Callable[[str], Any] | None = None,
    on_type: Callable[[str], Any] | None = None,
    nothing: str = "",
    hint: str | None = None,
    initial: str = "",
    focus: bool = False,
    open_at_once: bool = False,
) -> ft.Control:
    """`on_enter` gets what was typed when nothing in the list was chosen: a scanned card."""
    typed, set_typed = use_value(initial)
    at, set_at = use_value(0)
    now_at = ft.use_ref(0)  # a key may follow another before the list is drawn again
    is_open, set_open = use_value(open_at_once)
    is_here, set_here = use_value(focus or open_at_once)
    choices = list(find(typed))[:_SHOWN] if is_open else []

    def stand(index: int) -> None:
        now_at.current = index
        set_at(index)

    def come() -> None:
        set_here(True)
        set_open(True)

    def step(by: int) -> None:
        stand(min(max((now_at.current or 0) + by, 0), len(choices) - 1))

    def type_in(value: str) -> None:
        set_typed(value)
        stand(0)
        set_open(True)
        if on_type is not None:
            on_type(value)

    def enter(value: str) -> Any:
        current = list(find(value))[:_SHOWN] if value.strip() or is_open else []
        if on_enter is not None and (not current or not is_open):
            return on_enter(value)
        return on_pick(current[min(now_at.current or 0, len(current) - 1)].id) if current else None

    listed: dict[str, Callable[[], Any]] = {
        keys.DOWN: lambda: step(1),
        keys.UP: lambda: step(-1),
    }
    if not open_at_once:
        listed[keys.BACK] = lambda: set_open(False)
    keys.use_keys(listed if choices and is_here else {})
    below = (
        [_list(choices, at=at, on_pick=on_pick, name=name)]
        if choices
        else _none(nothing if is_open and typed.strip() else "")
    )
    field = Field(
        label=label,
        name=name,
        initial=initial,
        hint=hint,
        focus=focus,
        icon=ft.Icons.SEARCH,
        on_change=type_in,
        on_submit=enter,
        on_focus=come,
        on_blur=lambda _: set_here(False),
    )
    return ft.Column([field, *below], spacing=4, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _none(words: str) -> list[ft.Control]:
    return [ft.Container(text.muted(words), padding=ft.Padding.only(left=10))] if words else []


def _list(
    choices: Sequence[Choice], *, at: int, on_pick: Callable[[str], Any], name: str
) -> ft.Control:
    return ft.Container(
        ft.Column(
            [
                _line(choice, is_at=index == at, on_pick=on_pick, name=name)
                for index, choice in enumerate(choices)
            ],
            spacing=0,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        border=ft.Border.all(1, theme.ACCENT),
        border_radius=theme.RADIUS,
        bgcolor=theme.SURFACE,
        clip_behavior=ft.ClipBehavior.HARD_EDGE,
    )


def _line(choice: Choice, *, is_at: bool, on_pick: Callable[[str], Any], name: str) -> ft.Control:
    words: list[ft.Control] = [text.body(choice.title, lines=2)]
    if choice.detail:
        words.append(text.muted(choice.detail, lines=1))
    return ft.Semantics(
        key=f"{name}.{choice.id}",
        selected=is_at,
        content=ft.Container(
            ft.Column(words, spacing=0, tight=True),
            padding=ft.Padding.symmetric(horizontal=10, vertical=5),
            bgcolor=theme.ACCENT_TINT if is_at else None,
            ink=True,
            on_click=pressed(lambda: on_pick(choice.id)),
        ),
    )
