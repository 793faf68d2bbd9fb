"""The two tables of a report: figures by row and column, and the measures of the index."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.handling import pressed
from desk_app.ui.widgets import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.report_data import FigureLine, MeasureLine, Number, ReportShown
    from locales.catalogue import Texts

_CELL = 62
_HEAD = 12  # letters of a column's head
_SIDE = 118
_ROW = 34


def figure_table(shown: ReportShown, texts: Texts, *, on_open: Callable[[str], Any]) -> ft.Control:
    """A row for each field, procedure and so on; a press on a number shows its dossiers."""
    lines: list[ft.Control] = [_figures(line, on_open) for line in shown.figures]
    if shown.more:
        lines.append(padded(text.muted(texts.say("ui.report.more", count=shown.more))))
    if not shown.figures:
        lines.append(layout.empty(texts["ui.report.nothing"]))
    return frame(_figure_head(shown), lines, name="report.figures")


def measure_table(
    lines: Sequence[MeasureLine], texts: Texts, *, on_open: Callable[[str], Any]
) -> ft.Control:
    """The index group by group, with what the desk lacks said beside."""
    titles = (texts["index.head.share"], texts["index.head.points"])
    sides = (texts["index.head.hits"], texts["index.side.miss"].capitalize())
    head = ft.Row(
        [
            ft.Container(text.muted(texts["index.head.measure"]), expand=True),
            *(_wide(text.muted(words)) for words in (*titles, *sides)),
        ],
        spacing=0,
    )
    return frame(padded(head), [_measure(one, on_open) for one in lines], name="report.index")


def _figure_head(shown: ReportShown) -> ft.Control:
    parts = [
        ft.Container(
            ft.Column(
                [
                    ft.Container(text.heading(part.words), alignment=ft.Alignment.CENTER),
                    ft.Row(
                        [_narrow(_centred(one)) for one in part.columns],
                        spacing=0,
                        vertical_alignment=ft.CrossAxisAlignment.START,
                    ),
                ],
                spacing=2,
            ),
            width=_CELL * len(part.columns),
            border=ft.Border(left=ft.BorderSide(1, theme.LINE)),
        )
        for part in shown.parts
    ]
    name = ft.Container(text.heading(shown.head), expand=True)
    seen = ft.Row([name, *parts], spacing=0, vertical_alignment=ft.CrossAxisAlignment.START)
    return padded(seen)


def _figures(line: FigureLine, on_open: Callable[[str], Any]) -> ft.Control:
    cells = [_narrow(number(one, on_open, bold=line.is_total)) for one in line.numbers]
    name = ft.Container(text.body(line.name, lines=1, bold=line.is_total), expand=True)
    return ruled(ft.Row([name, *cells], spacing=0), is_marked=line.is_total)


def _measure(line: MeasureLine, on_open: Callable[[str], Any]) -> ft.Control:
    words: list[ft.Control] = [text.heading(line.group)] if line.group else []
    words.append(text.body(line.words))
    if line.note:
        words.append(text.muted(line.note))
    cells = [
        ft.Container(ft.Column(words, spacing=2, tight=True), expand=True),
        _wide(text.body(line.percent, bold=True)),
        _wide(text.body(line.points)),
        *(_wide(number(one, on_open)) for one in line.numbers),
    ]
    return ruled(ft.Row(cells, spacing=0))


def number(one: Number, on_open: Callable[[str], Any], *, bold: bool = False) -> ft.Control:
    """Nothing stands behind a zero: it is no button."""
    if not one.what:
        zero = ft.Semantics(label=one.spoken, exclude_semantics=True, content=text.muted(one.words))
        return ft.Container(zero, height=_ROW, alignment=ft.Alignment.CENTER)
    color = theme.DANGER if one.is_late else theme.ACCENT
    button = ft.TextButton(
        content=ft.Text(
            one.words,
            size=theme.BODY,
            color=color,
            weight=ft.FontWeight.W_600 if bold else ft.FontWeight.W_500,
            semantics_label=one.spoken,
        ),
        key=one.id,
        height=_ROW,
        style=ft.ButtonStyle(padding=0, shape=ft.RoundedRectangleBorder(radius=theme.RADIUS)),
        on_click=pressed(partial(on_open, one.what)),
    )
    return ft.Container(button, alignment=ft.Alignment.CENTER)


def _narrow(content: ft.Control) -> ft.Control:
    return ft.Container(content, width=_CELL, alignment=ft.Alignment.CENTER)


def _wide(content: ft.Control) -> ft.Control:
    return ft.Container(content, width=_SIDE, alignment=ft.Alignment.CENTER)


def _centred(words: str) -> ft.Control:
    small = text.muted(words)
    small.size, small.text_align = _HEAD, ft.TextAlign.CENTER
    return small


def padded(content: ft.Control) -> ft.Control:
    return ft.Container(content, padding=ft.Padding.symmetric(horizontal=12, vertical=6))


def ruled(content: ft.Control, *, is_marked: bool = False) -> ft.Control:
    return ft.Container(
        content,
        padding=ft.Padding.symmetric(horizontal=12, vertical=2),
        bgcolor=theme.ACCENT_TINT if is_marked else None,
        border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
    )


def frame(head: ft.Control, lines: Sequence[ft.Control], *, name: str) -> ft.Control:
    above = ft.Container(
        head, bgcolor=theme.CANVAS, border=ft.Border(bottom=ft.BorderSide(1, theme.LINE))
    )
    return ft.Container(
        ft.Column([above, ft.ListView([*lines], key=name, expand=True)], spacing=0),
        bgcolor=theme.SURFACE,
        border=ft.Border.all(1, theme.LINE),
        border_radius=theme.RADIUS,
        clip_behavior=ft.ClipBehavior.HARD_EDGE,
        expand=True,
    )
