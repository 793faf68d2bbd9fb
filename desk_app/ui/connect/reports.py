"""Reports, from the figures to their screen; what a report is about stands in one text."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.index import Measure, Side
from desk_app.domain.report_period import Period, Span, beside, period_of, span_of
from desk_app.domain.rights import Act, may
from desk_app.domain.standing import Figure
from desk_app.papers.period_report import By, Pick
from desk_app.papers.period_words import about, period_words, pick_words
from desk_app.queries.reports import (
    PAGE,
    behind,
    period_report,
    report_page,
    report_workbook,
    weekly_progress,
)
from desk_app.ui import formats
from desk_app.ui.connect.books import NotADay
from desk_app.ui.connect.lists import line_of
from desk_app.ui.connect.report_rows import figure_lines, measure_lines, parts, week_line
from desk_app.ui.screens.report_data import (
    BehindShown,
    Choice,
    ReportCalls,
    ReportShown,
    Save,
)
from desk_app.usecases.print_period_report import print_period_report
from desk_app.usecases.save_report import save_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desk_app.desk import Desk
    from desk_app.papers.period_report import PeriodReport
    from desk_app.ui.screens.report_data import WeekLine
    from locales.catalogue import Texts

_SHOWN = 30  # rows; a press on each of their figures is a button


class View(StrEnum):
    """What a report shows that is no table of figures; the key of its words is `report.sheet.…`."""

    INDEX = "index"  # chỉ số phục vụ
    WEEKS = "weeks"  # tiến độ từng tuần


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A report, one of its tables, or the list behind one of its figures."""

    period: Period
    view: By | View = By.FIELD
    pick: Pick | None = None
    start: int = 0  # of the list

    def text(self) -> str:
        pick = self.pick
        picked = pick and [pick.figure, pick.by, pick.key, pick.measure, pick.side]
        days = [self.period.first.isoformat(), self.period.last.isoformat()]
        return json.dumps([*days, self.view, picked, self.start], ensure_ascii=False)

    @classmethod
    def of(cls, text: str, *, today: date) -> Wanted:
        """The month of today where nothing is asked for."""
        if not text:
            return cls(period=period_of(Span.MONTH, today))
        first, last, view, picked, start = json.loads(text)
        return cls(
            period=Period(first=date.fromisoformat(first), last=date.fromisoformat(last)),
            view=By(view) if view in tuple(By) else View(view),
            pick=_pick(*picked) if picked else None,
            start=start,
        )


def report_calls(
    desk: Desk,
    texts: Texts,
    what: str,
    *,
    open_report: Callable[[str], Any],
    open_dossier: Callable[[str], Any],
) -> ReportCalls:
    wanted = Wanted.of(what, today=desk.clock.today())
    going = _going(desk.folder)
    return ReportCalls(
        load=partial(_load, desk, texts, wanted),
        open=open_report,
        days=partial(_days, wanted),
        save=partial(_save, desk, texts, wanted.period, going),
        going=partial(going.words, texts),
        stop=going.stop,
        print=partial(_print, desk, texts, wanted.period),
        open_dossier=open_dossier,
        may_print=may(desk.user.roles, Act.PRINT),
    )


def _load(desk: Desk, texts: Texts, wanted: Wanted) -> ReportShown:
    report = period_report(desk, wanted.period)
    shown = ReportShown(
        period=period_words(wanted.period, texts),
        first=formats.day(wanted.period.first),
        last=formats.day(wanted.period.last),
        before=replace(wanted, period=beside(wanted.period, steps=-1)).text(),
        after=replace(wanted, period=beside(wanted.period, steps=1)).text(),
        spans=_spans(desk, texts, wanted),
        views=_views(texts, wanted),
        about=about(report, texts),
    )
    if wanted.pick is not None:
        return replace(shown, behind=_behind(desk, texts, report, wanted, wanted.pick))
    open_pick = partial(_picked, wanted)
    if wanted.view is View.WEEKS:
        return replace(shown, weeks=_weeks(desk, texts, wanted), about=[texts["ui.report.weeks"]])
    if wanted.view is View.INDEX:
        note = texts["index.estimate"]
        measures = measure_lines(report, texts, open_pick=open_pick)
        return replace(shown, measures=measures, about=[note, shown.about[0]])
    by = By(wanted.view)
    rows = figure_lines(desk, report, by, texts, open_pick=open_pick, most=_SHOWN)
    return replace(
        shown,
        head=texts[f"report.by.{by}"],
        parts=parts(texts),
        figures=rows,
        more=max(0, len(report.rows(by)) - _SHOWN),
    )


def _weeks(desk: Desk, texts: Texts, wanted: Wanted) -> list[WeekLine]:
    last = min(wanted.period.last, desk.clock.today())
    lines = []
    for week, row in weekly_progress(desk, last):
        report = Wanted(period=week)
        open_pick = partial(_picked, replace(report, view=View.WEEKS))
        what = report.text()
        lines.append(week_line(desk, week, row, texts, what=what, open_pick=open_pick))
    return lines


def _picked(wanted: Wanted, pick: Pick) -> str:
    return replace(wanted, pick=pick, start=0).text()


def _spans(desk: Desk, texts: Texts, wanted: Wanted) -> list[Choice]:
    """Whole periods around today, or around the end of the one shown where that is over."""
    today = desk.clock.today()
    day = min(max(today, wanted.period.first), wanted.period.last)
    return [
        Choice(
            id=f"span.{span}",
            words=texts[f"ui.report.span.{span}"],
            what=replace(wanted, period=period_of(span, day)).text(),
            is_chosen=span_of(wanted.period) is span,
        )
        for span in Span
    ]


def _views(texts: Texts, wanted: Wanted) -> list[Choice]:
    tables = [
        Choice(
            id=f"by.{by}",
            words=texts[f"report.by.{by}"],
            what=replace(wanted, view=by).text(),
            is_chosen=wanted.view is by,
        )
        for by in By
    ]
    others = [
        Choice(
            id=view,
            words=texts[f"report.sheet.{view}"],
            what=replace(wanted, view=view).text(),
            is_chosen=wanted.view is view,
        )
        for view in View
    ]
    return [*tables, *others]


def _behind(
    desk: Desk, texts: Texts, report: PeriodReport, wanted: Wanted, pick: Pick
) -> BehindShown:
    found = behind(desk, report, pick, start=wanted.start)
    end = wanted.start + len(found.rows)
    before, after = max(0, wanted.start - PAGE), wanted.start + PAGE
    return BehindShown(
        words=pick_words(desk, pick, texts),
        lines=[line_of(desk, row, texts) for row in found.rows],
        told=texts.say(
            "ui.report.told", first=min(wanted.start + 1, end), last=end, total=found.total
        ),
        report=replace(wanted, pick=None, start=0).text(),
        before=replace(wanted, start=before).text() if wanted.start else "",
        after=replace(wanted, start=after).text() if after < found.total else "",
    )


def _days(wanted: Wanted, first: str, last: str) -> str:
    days = [formats.typed_day(typed) for typed in (first, last)]
    if days[0] is None or days[1] is None:
        raise NotADay
    return replace(wanted, period=Period(first=days[0], last=days[1])).text()


class Going:
    """The file under way: how far it is, and whether a person wants it to end."""

    def __init__(self) -> None:
        self._at: tuple[int, int] = (0, 0)
        self._is_stopping = False

    def begin(self) -> None:
        self._at, self._is_stopping = (0, 0), False

    def stop(self) -> None:
        self._is_stopping = True

    def goes_on(self, done: int, total: int) -> bool:
        self._at = (done, total)
        return not self._is_stopping

    def words(self, texts: Texts) -> str:
        """Empty while nothing can be stopped."""
        done, total = self._at
        return texts.say("ui.report.moved", done=done, total=total) if total else ""


@cache
def _going(folder: Path) -> Going:
    """The same for every drawing of the screen: the work goes on while it is drawn anew."""
    del folder
    return Going()


def _save(desk: Desk, texts: Texts, period: Period, going: Going, form: Save) -> str:
    going.begin()
    report = period_report(desk, period)
    if form is Save.EXCEL:
        content = report_workbook(desk, report, texts=texts, goes_on=going.goes_on)
    else:
        content = report_page(desk, report)
    going.begin()  # what is left is short and is not stopped
    path = save_report(desk, content, name="bao-cao", suffix=form)
    return texts.say("ui.report.saved", path=path)


def _print(desk: Desk, texts: Texts, period: Period) -> str:
    return texts[f"ui.prints.list.{print_period_report(desk, period).state}"]


def _pick(figure: str | None, by: str | None, key: str, measure: str | None, side: str) -> Pick:
    return Pick(
        figure=Figure(figure) if figure else None,
        by=By(by) if by else None,
        key=key,
        measure=Measure(measure) if measure else None,
        side=Side(side),
    )
