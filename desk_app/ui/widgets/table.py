"""A list of things to open: headings, rows, arrow keys to move, Enter to open.

Enter opens the row the arrows stand on. Tab leaves the arrows' row, so that Enter then presses
what has the focus and nothing else. To a screen reader a row is one button, named by what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, text, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.handling import pressed
from desk_app.ui.widgets import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    title: str
    width: int = 0  # 0: takes what is left
    share: int = 1  # of what is left


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    id: str
    cells: tuple[ft.Control, ...]  # as many as there are columns
    spoken: str  # all that the cells say, for a screen reader


@component
def Table(
    *,
    columns: Sequence[Column],
    rows: Sequence[Row],
    on_open: Callable[[str], Any],
    name: str,
    empty: str,
    first_on_enter: Callable[[], bool] = lambda: False,
) -> ft.Control:
    """`empty`: what an empty list says to do.

    `first_on_enter` says whether Enter opens the first row when no arrow was pressed yet.
    """
    at, set_at = use_value(-1)
    now_at = ft.use_ref(-1)  # a key may follow another before the list is drawn again

    def stand(index: int) -> None:
        now_at.current = index
        set_at(index)

    def move(step: int) -> None:
        stand(max(0, min(len(rows) - 1, (now_at.current or 0) + step)))

    def enter() -> Any:
        index = -1 if now_at.current is None else now_at.current
        if index < 0 and first_on_enter():
            index = 0
        return on_open(rows[index].id) if 0 <= index < len(rows) else None

    actions: Mapping[str, Callable[[], Any]] = {
        keys.DOWN: lambda: move(1),
        keys.UP: lambda: move(-1),
        keys.OPEN: enter,
        "Tab": lambda: stand(-1),
        "Shift+Tab": lambda: stand(-1),
    }
    ft.use_effect(lambda: stand(-1), dependencies=[tuple(row.id for row in rows)])
    keys.use_keys(actions)
    lines = [
        _line(row, columns=columns, is_at=index == at, on_open=on_open)
        for index, row in enumerate(rows)
    ]
    # The frame stays when the list becomes empty: a browser takes the focus from a field (with a
    # screen reader on) when what stands around it is put in another order.
    inside: list[ft.Control] = [*lines] if lines else [layout.empty(empty)]
    return ft.Container(
        ft.Column([_head(columns), ft.ListView(inside, key=name, expand=True)], spacing=0),
        bgcolor=theme.SURFACE,
        border=ft.Border.all(1, theme.LINE),
        border_radius=theme.RADIUS,
        clip_behavior=ft.ClipBehavior.HARD_EDGE,
        expand=True,
    )


def _head(columns: Sequence[Column]) -> ft.Control:
    cells = [_cell(text.muted(column.title), column) for column in columns]
    return ft.Container(
        ft.Row(cells, spacing=10),
        padding=ft.Padding(left=15, top=6, right=12, bottom=6),
        bgcolor=theme.CANVAS,
        border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
    )


def _line(
    row: Row, *, columns: Sequence[Column], is_at: bool, on_open: Callable[[str], Any]
) -> ft.Control:
    cells = [_cell(cell, column) for cell, column in zip(row.cells, columns, strict=True)]
    seen = ft.Row(cells, spacing=10, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    inside = ft.Container(
        ft.Semantics(exclude_semantics=True, content=seen),  # `spoken` says it, in order and once
        padding=ft.Padding.symmetric(horizontal=12, vertical=6),
        bgcolor=theme.ACCENT_TINT if is_at else None,
        border=ft.Border(
            left=ft.BorderSide(3, theme.ACCENT if is_at else theme.SURFACE),
            bottom=ft.BorderSide(1, theme.LINE),
        ),
        ink=True,
        on_click=pressed(lambda: on_open(row.id)),
    )
    return ft.MergeSemantics(
        key=row.id,
        content=ft.Semantics(label=row.spoken, button=True, selected=is_at, content=inside),
    )


def _cell(content: ft.Control, column: Column) -> ft.Control:
    if column.width:
        return ft.Container(content, width=theme.for_words(column.width))
    return ft.Container(content, expand=column.share)
