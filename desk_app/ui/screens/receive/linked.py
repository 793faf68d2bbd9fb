"""The parts of an interlinked procedure: which the citizen asks for, and how results go out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from desk_app.ui import text
from desk_app.ui.handling import ticked
from desk_app.ui.widgets import layout
from desk_app.ui.widgets.choose import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.receive.data import ProcedureShown
    from desk_app.ui.screens.receive.draft import Draft
    from locales.catalogue import Texts

    Change = Callable[[Callable[[Draft], Draft]], None]


def linked_parts(
    shown: ProcedureShown, *, draft: Draft, texts: Texts, change: Change
) -> list[ft.Control]:
    """Nothing for a procedure that one agency settles."""
    if not shown.parts:
        return []

    def take(part: str, is_on: bool) -> None:  # noqa: FBT001 - as a tick gives it
        change(lambda now: replace(now, left_out=_without(now.left_out, part, is_on=is_on)))

    ticks: list[ft.Control] = [
        ft.Checkbox(
            key=f"receive.part.{part.id}",
            label=part.words,
            value=part.id not in draft.left_out,
            disabled=not part.is_optional,
            on_change=ticked(partial(take, part.id)),
        )
        for part in shown.parts
    ]
    ways = [("together", texts["ui.parts.together"]), ("apart", texts["ui.parts.apart"])]
    return [
        layout.column([text.muted(texts["ui.parts.choose"]), *ticks], spacing=0),
        choose(
            ways,
            label=texts["ui.parts.results"],
            name="receive.apart",
            value="apart" if draft.is_apart else "together",
            on_change=lambda way: change(lambda now: replace(now, is_apart=way == "apart")),
        ),
    ]


def _without(left_out: tuple[str, ...], part: str, *, is_on: bool) -> tuple[str, ...]:
    others = tuple(one for one in left_out if one != part)
    return others if is_on else (*others, part)
