"""The report of a period on paper, in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.papers import head
from desk_app.papers.period_report import By
from desk_app.papers.period_words import COLUMNS, about, index_lines, period_words, row_words
from locales.catalogue import load
from printing.period_report import Counted, PeriodReport, draw

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.papers import period_report
    from desk_app.papers.period_words import IndexLine
    from locales.catalogue import Texts

_TABLES = (By.FIELD, By.PROCEDURE, By.CHANNEL)


def draw_report(desk: Desk, report: period_report.PeriodReport) -> bytes:
    """The PDF. Raises GlyphMissing."""
    texts = load("vi")
    return draw(
        PeriodReport(
            letterhead=head.letterhead(desk, number="", at=report.made_at),
            period=period_words(report.period, texts),
            about=tuple(about(report, texts)),
            tables=tuple(_table(desk, report, by, texts) for by in _TABLES),
            index=tuple(_index_row(line) for line in index_lines(report, texts)),
            index_note=texts["index.estimate"],
            clerk=desk.user.name,
        )
    )


def _table(desk: Desk, report: period_report.PeriodReport, by: By, texts: Texts) -> Counted:
    whole = report.whole()
    return Counted(
        head=texts[f"report.by.{by}"],
        rows=tuple(
            (row_words(desk, by, row.key, texts), *(str(row[one]) for one in COLUMNS))
            for row in report.rows(by)
        ),
        foot=(texts["report.total"], *(str(whole[one]) for one in COLUMNS)),
    )


def _index_row(line: IndexLine) -> tuple[str, ...]:
    share = line.share
    return (
        line.group if line.is_first else "",
        line.words,
        str(share.hits),
        str(share.base),
        line.percent,
        line.points,
        line.note,
    )
