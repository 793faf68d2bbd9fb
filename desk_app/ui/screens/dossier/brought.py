"""The papers a supplement brings: a line each, with how it came to the desk.

Their value is text like every other of an act: a line for each paper, its state, a tab, its name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.component import component, use_fold
from desk_app.ui.handling import pressed
from desk_app.ui.widgets import layout
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

ORIGINAL, MISSING = "original", "missing"
_STATES = (ORIGINAL, "certified_copy", "compared_copy", "shown", "from_database", MISSING)
_STATE_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Brought:
    name: str
    state: str = ORIGINAL


def as_text(lines: Sequence[Brought]) -> str:
    """Without the lines nothing stands in."""
    return "\n".join(f"{one.state}\t{one.name.strip()}" for one in lines if one.name.strip())


def from_text(value: str) -> list[Brought]:
    """What `as_text` wrote."""
    parted = (line.partition("\t") for line in value.splitlines())
    return [Brought(name=name, state=state) for state, _, name in parted]


@component
def PapersBrought(*, texts: Texts, initial: str, on_change: Callable[[str], Any]) -> ft.Control:
    """What was asked for, and one line more as long as the last one is filled."""
    lines, change = use_fold(_begun(initial))

    def alter(index: int, **values: str) -> None:
        def put(now: tuple[Brought, ...]) -> tuple[Brought, ...]:
            then = (*now[:index], replace(now[index], **values), *now[index + 1 :])
            return (*then, Brought(name="")) if then[-1].name.strip() else then

        change(put)
        on_change(as_text(put(lines)))

    return layout.column(
        [
            text.muted(texts["ui.field.papers"]),
            *(
                layout.row(
                    [
                        ft.Container(
                            Field(
                                label=texts.say("ui.brought.paper", number=index + 1),
                                name=f"brought.{index}",
                                initial=line.name,
                                focus=index == 0,
                                on_change=lambda typed, index=index: alter(index, name=typed),
                            ),
                            expand=True,
                        ),
                        _state(texts, index, line, alter),
                    ]
                )
                for index, line in enumerate(lines)
            ),
        ],
        spacing=8,
    )


def _begun(initial: str) -> tuple[Brought, ...]:
    return (*from_text(initial), Brought(name=""))


def _state(texts: Texts, index: int, line: Brought, alter: Callable[..., None]) -> ft.Control:
    words = texts[f"ui.paper_state.{line.state}"]
    return ft.PopupMenuButton(
        key=f"brought.{index}.state",
        tooltip=texts["ui.paper.state"],
        content=ft.Container(
            layout.row(
                [
                    ft.Container(text.muted(words, lines=2), expand=True),
                    ft.Icon(ft.Icons.ARROW_DROP_DOWN, size=16, color=theme.MUTED),
                ],
                spacing=2,
            ),
            width=_STATE_WIDTH,
        ),
        items=[
            ft.PopupMenuItem(
                texts[f"ui.paper_state.{state}"],
                height=36,
                on_click=pressed(partial(alter, index, state=state)),
            )
            for state in _STATES
        ],
    )
