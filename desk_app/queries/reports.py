"""Reports of a period, and the dossiers behind each of their figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.report_period import Span, beside, period_of
from desk_app.domain.rights import Act
from desk_app.papers.period_page import draw_report
from desk_app.papers.period_report import Pick, report_of
from desk_app.papers.period_workbook import workbook
from desk_app.queries.dossiers import these

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.report_period import Period
    from desk_app.papers.period_report import PeriodReport, ReportRow
    from desk_app.queries.dossiers import DossierRow
    from locales.catalogue import Texts

PAGE = 50
WEEKS = 12  # a quarter


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind:
    """A page of the dossiers that a figure counts."""

    rows: tuple[DossierRow, ...]
    total: int


def period_report(desk: Desk, period: Period) -> PeriodReport:
    """Raises NotPermitted."""
    desk.require(Act.LOOK)
    return report_of(desk, period)


def weekly_progress(desk: Desk, last: date) -> list[tuple[Period, ReportRow]]:
    """The whole of each week (Monday to Sunday), the one of the day first. Raises NotPermitted."""
    desk.require(Act.LOOK)
    week = period_of(Span.WEEK, last)
    found = []
    for _ in range(WEEKS):
        found.append((week, report_of(desk, week).whole()))
        week = beside(week, steps=-1)
    return found


def behind(desk: Desk, report: PeriodReport, pick: Pick, *, start: int = 0) -> Behind:
    """The newest first, from the `start`-th on. Raises NotPermitted."""
    desk.require(Act.LOOK)
    found = report.behind(pick)
    return Behind(rows=these(desk, found[start : start + PAGE]), total=len(found))


def report_workbook(
    desk: Desk,
    report: PeriodReport,
    *,
    texts: Texts,
    goes_on: Callable[[int, int], bool] = lambda _done, _total: True,
) -> bytes:
    """For Excel, with every dossier it counts; `goes_on` is asked now and then: done, of how many.

    Raises NotPermitted, ExportCancelled.
    """
    desk.require(Act.LOOK)
    return workbook(desk, report, texts, goes_on=goes_on)


def report_page(desk: Desk, report: PeriodReport) -> bytes:
    """The PDF. Raises NotPermitted, GlyphMissing."""
    desk.require(Act.LOOK)
    return draw_report(desk, report)
