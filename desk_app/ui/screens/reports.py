"""Reports (báo cáo): figures of a period, the service index, the dossiers behind each figure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_value
from desk_app.ui.screens.dossiers import dossier_columns, dossier_row
from desk_app.ui.screens.report_data import BehindShown, ReportCalls, ReportShown, Save
from desk_app.ui.screens.report_tables import figure_table, measure_table
from desk_app.ui.screens.report_weeks import week_table
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.report_data import Choice
    from locales.catalogue import Texts

_DAY_WIDTH = 128
_LOOK_SECONDS = 0.5


@component
def Reports(*, texts: Texts, calls: ReportCalls) -> ft.Control:
    shown, set_shown = use_value(cast("ReportShown | None", None))
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)

    async def look() -> None:
        await running.start(calls.load, set_shown)

    ft.use_effect(look, dependencies=[], cleanup=lambda: None)

    def run(work: Callable[[], str]) -> Any:
        set_done(None)
        return running.start(work, lambda said: set_done(Message(kind=Kind.DONE, words=said)))

    if shown is None:
        waits = strip(running.message) if running.message else layout.busy(texts["ui.report.busy"])
        return layout.screen([text.title(texts["ui.place.reports"]), waits])
    message = running.message or done
    said = [strip(message)] if message else []
    if running.is_busy:
        said = [_Going(texts=texts, calls=calls)]
    if shown.behind is not None:
        return layout.screen([*_behind(shown.behind, shown.period, texts, calls), *said])
    parts: list[ft.Control] = [
        _head(shown, texts, calls, run=run, is_busy=running.is_busy),
        _Days(key="report-days", texts=texts, shown=shown, run=running.start, calls=calls),
        _choices(shown.views, calls.open),
        *said,
        text.muted(" ".join(shown.about)),
    ]
    if shown.weeks:
        parts.append(week_table(shown.weeks, texts, on_open=calls.open))
    elif shown.measures:
        parts.append(measure_table(shown.measures, texts, on_open=calls.open))
    else:
        parts.append(figure_table(shown, texts, on_open=calls.open))
    return layout.screen(parts)


@component
def _Going(*, texts: Texts, calls: ReportCalls) -> ft.Control:
    """How far a long file is, and the way out of it."""
    words = state.use_watched(calls.going, seconds=_LOOK_SECONDS)
    busy = layout.busy(words or texts["ui.report.busy"])
    if not words:
        return busy
    stop = buttons.plain(texts["ui.report.stop"], name="report.stop", press=calls.stop)
    return layout.row([ft.Container(busy, expand=True), stop])


def _head(
    shown: ReportShown,
    texts: Texts,
    calls: ReportCalls,
    *,
    run: Callable[[Callable[[], str]], Any],
    is_busy: bool,
) -> ft.Control:
    saves = [
        buttons.plain(
            texts[f"ui.report.save.{one}"],
            name=f"report.save.{one}",
            press=partial(run, partial(calls.save, one)),
            disabled=is_busy,
        )
        for one in Save
    ]
    if calls.may_print:
        saves.append(
            buttons.plain(
                texts["ui.report.print"],
                name="report.print",
                press=partial(run, calls.print),
                disabled=is_busy,
                icon=ft.Icons.PRINT_OUTLINED,
            )
        )
    title = text.title(f"{texts['ui.place.reports']}: {shown.period}")
    return layout.row([ft.Container(title, expand=True), *saves])


@component
def _Days(
    *, texts: Texts, shown: ReportShown, run: Callable[..., Any], calls: ReportCalls
) -> ft.Control:
    """Whole periods, the one before and after, or any days."""
    first, set_first = use_value(shown.first)
    last, set_last = use_value(shown.last)

    def go(_: object = None) -> Any:
        return run(partial(calls.days, first, last), calls.open)

    return layout.row(
        [
            *(_chip(one, calls.open) for one in shown.spans),
            buttons.quiet(
                texts["ui.report.before"],
                name="report.before",
                press=partial(calls.open, shown.before),
                icon=ft.Icons.CHEVRON_LEFT,
            ),
            buttons.quiet(
                texts["ui.report.after"],
                name="report.after",
                press=partial(calls.open, shown.after),
                icon=ft.Icons.CHEVRON_RIGHT,
            ),
            ft.Container(width=14),
            Field(
                label=texts["ui.report.first"],
                name="report.first",
                initial=shown.first,
                on_change=set_first,
                on_submit=go,
                width=_DAY_WIDTH,
            ),
            Field(
                label=texts["ui.report.last"],
                name="report.last",
                initial=shown.last,
                on_change=set_last,
                on_submit=go,
                width=_DAY_WIDTH,
            ),
            buttons.plain(texts["ui.report.show"], name="report.show", press=go),
        ],
        spacing=6,
    )


def _choices(choices: Sequence[Choice], on_open: Callable[[str], Any]) -> ft.Control:
    return layout.row([_chip(one, on_open) for one in choices], spacing=6, wrap=True)


def _chip(one: Choice, on_open: Callable[[str], Any]) -> ft.Control:
    return buttons.chip(
        one.words, name=f"report.{one.id}", press=partial(on_open, one.what), chosen=one.is_chosen
    )


def _behind(behind: BehindShown, period: str, texts: Texts, calls: ReportCalls) -> list[ft.Control]:
    back = buttons.plain(
        texts["ui.report.back"], name="report.back", press=partial(calls.open, behind.report)
    )
    pages = [
        buttons.plain(texts[f"ui.report.page.{name}"], name=f"report.page.{name}", press=press)
        for name, press in _beside(behind, calls.open)
    ]
    return [
        layout.row([ft.Container(text.title(behind.words), expand=True), back]),
        text.muted(period),
        Table(
            columns=dossier_columns(texts),
            rows=[dossier_row(line, texts) for line in behind.lines],
            on_open=calls.open_dossier,
            name="report.list",
            empty=texts["ui.report.nobody"],
        ),
        layout.row([ft.Container(text.muted(behind.told), expand=True), *pages]),
    ]


def _beside(
    behind: BehindShown, on_open: Callable[[str], Any]
) -> list[tuple[str, Callable[[], Any]]]:
    ways = (("before", behind.before), ("after", behind.after))
    return [(name, partial(on_open, what)) for name, what in ways if what]
