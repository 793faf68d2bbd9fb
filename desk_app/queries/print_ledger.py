"""The report of every original and copy (sổ in), for the window and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.print_report import MOST_ROWS, as_csv, cells, heads, report_of

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.papers.print_report import Report, Wanted
    from locales.catalogue import Texts


def print_report(
    desk: Desk, wanted: Wanted, *, texts: Texts, limit: int = MOST_ROWS, before: int | None = None
) -> Report:
    """As `papers.print_report.report_of`. Raises NotPermitted."""
    desk.require(Act.LOOK)
    return report_of(desk, wanted, texts=texts, limit=limit, before=before)


def report_csv(desk: Desk, wanted: Wanted, *, texts: Texts) -> bytes:
    """The whole report for a spreadsheet. Raises NotPermitted."""
    report = print_report(desk, wanted, texts=texts)
    return as_csv(heads(texts), [cells(line, texts) for line in report.lines])
