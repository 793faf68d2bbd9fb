"""Week by week: what came in, what went out and what was late, as bars of one scale."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.handling import pressed
from desk_app.ui.screens.report_tables import frame, number, padded, ruled
from desk_app.ui.widgets import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.report_data import WeekLine
    from locales.catalogue import Texts

_NAME = 210
_BARS = 300  # the width of the longest
_BAR = 12
_CELL = 84


def week_table(
    lines: Sequence[WeekLine], texts: Texts, *, on_open: Callable[[str], Any]
) -> ft.Control:
    """A row a week, the last one first; a press on a figure shows its dossiers."""
    if not any(line.received or line.done.what or line.overdue.what for line in lines):
        return frame(_head(texts), [layout.empty(texts["ui.report.nothing"])], name="report.weeks")
    most = max(max(line.received, int(line.done.words)) for line in lines)
    rows = [_week(line, most=max(1, most), texts=texts, on_open=on_open) for line in lines]
    return frame(_head(texts), rows, name="report.weeks")


def _head(texts: Texts) -> ft.Control:
    legend = layout.row(
        [
            _key(theme.BLUE, texts["ui.report.week.received"]),
            _key(theme.GREEN, texts["ui.report.week.in_time"]),
            _key(theme.DANGER, texts["ui.report.week.late"]),
        ],
        spacing=16,
    )
    figures = ("received", "done", "late", "overdue")
    return padded(
        ft.Row(
            [
                ft.Container(text.heading(texts["ui.report.week.week"]), width=_NAME),
                ft.Container(legend, expand=True),
                *(_cell(text.muted(texts[f"ui.report.week.{one}"])) for one in figures),
            ],
            spacing=0,
        )
    )


def _week(line: WeekLine, *, most: int, texts: Texts, on_open: Callable[[str], Any]) -> ft.Control:
    late = int(line.late.words)
    bars = ft.Column(
        [
            ft.Row([_bar(line.received, most, theme.BLUE)], spacing=0),
            ft.Row(
                [_bar(line.in_time, most, theme.GREEN), _bar(late, most, theme.DANGER)], spacing=0
            ),
        ],
        spacing=2,
        tight=True,
    )
    received = texts.say("ui.report.week.received_said", count=line.received)
    cells = [
        ft.Container(_name(line, on_open), width=_NAME, alignment=ft.Alignment.CENTER_LEFT),
        ft.Semantics(  # the figures beside them say the same
            exclude_semantics=True, content=ft.Container(bars, expand=True), expand=True
        ),
        _cell(ft.Text(str(line.received), size=theme.BODY, semantics_label=received)),
        *(_cell(number(one, on_open)) for one in (line.done, line.late, line.overdue)),
    ]
    return ruled(ft.Row(cells, spacing=0, height=_BAR * 3 + 4))


def _name(line: WeekLine, on_open: Callable[[str], Any]) -> ft.Control:
    return ft.TextButton(
        content=ft.Text(line.words, size=theme.BODY, color=theme.ACCENT),
        key=f"report.week.{line.words}",
        style=ft.ButtonStyle(padding=0, shape=ft.RoundedRectangleBorder(radius=theme.RADIUS)),
        on_click=pressed(partial(on_open, line.what)),
    )


def _bar(count: int, most: int, color: str) -> ft.Control:
    width = 0 if not count else max(2, round(_BARS * count / most))
    return ft.Container(width=width, height=_BAR, bgcolor=color, border_radius=2)


def _key(color: str, words: str) -> ft.Control:
    square = ft.Container(width=_BAR, height=_BAR, bgcolor=color, border_radius=2)
    return layout.row([square, text.muted(words)], spacing=6)


def _cell(content: ft.Control) -> ft.Control:
    return ft.Container(content, width=_CELL, alignment=ft.Alignment.CENTER)
