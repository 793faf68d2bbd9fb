"""`desk report`: the report of a period from the command line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import Console, console, write_bytes
from desk_app.commands.documents import iso
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.domain.report_period import Period, Span, period_of
from desk_app.papers.period_report import By
from desk_app.papers.period_words import (
    COLUMNS,
    about,
    index_lines,
    part_words,
    period_words,
    row_words,
)
from desk_app.queries.reports import period_report, report_page, report_workbook

if TYPE_CHECKING:
    from typing import Any

    from desk_app.desk import Desk
    from desk_app.domain.index import Share
    from desk_app.papers.period_report import PeriodReport, ReportRow
    from desk_app.papers.period_words import IndexLine
    from locales.catalogue import Texts

_DAY = "%Y-%m-%d"


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the command into the group `desk`."""
    options = Options(texts)

    @app.command("report", help=texts["help.report"])
    def report(
        span: Span = typer.Option(Span.MONTH, "--span", help=texts["help.report.span"]),
        day: datetime | None = typer.Option(
            None, "--day", formats=[_DAY], help=texts["help.report.day"]
        ),
        first: datetime | None = typer.Option(
            None, "--from", formats=[_DAY], help=texts["help.report.from"]
        ),
        last: datetime | None = typer.Option(
            None, "--to", formats=[_DAY], help=texts["help.report.to"]
        ),
        by: By = typer.Option(By.FIELD, "--by", help=texts["help.report.by"]),
        excel: Path | None = typer.Option(None, "--excel", help=texts["help.report.excel"]),
        pdf: Path | None = typer.Option(None, "--pdf", help=texts["help.report.pdf"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            today = desk.clock.today()
            period = period_of(span, _day(day) or today)
            if first is not None:
                period = Period(first=first.date(), last=_day(last) or today)
            found = period_report(desk, period)
            if excel is not None:
                write_bytes(excel, report_workbook(desk, found, texts=voice.texts))
            if pdf is not None:
                write_bytes(pdf, report_page(desk, found))
            _tell(voice, desk, found, by)


def _tell(voice: Console, desk: Desk, report: PeriodReport, by: By) -> None:
    texts = voice.texts
    voice.give(_head(report))
    for words in (period_words(report.period, texts), *about(report, texts)):
        voice.tell(words)
    for row in report.rows(by):
        voice.give({"by": by, **_row(row)})
        voice.tell(f"{row_words(desk, by, row.key, texts)}: {_said(row, texts)}")
    whole = report.whole()
    voice.give({"by": "all", **_row(whole)})
    voice.tell(f"{texts['report.total']}: {_said(whole, texts)}")
    for line in index_lines(report, texts):
        voice.give(_measure(line.share))
        parts = (line.group, line.words, _counted(line), line.percent, line.points)
        voice.tell(" · ".join(filter(None, parts)))


def _said(row: ReportRow, texts: Texts) -> str:
    """Only what is not nothing."""
    return ", ".join(
        f"{part_words(one, texts)}: {texts[f'report.figure.{one}'].lower()} {row[one]}"
        for one in COLUMNS
        if row[one]
    )


def _counted(line: IndexLine) -> str:
    return f"{line.share.hits}/{line.share.base}"


def _head(report: PeriodReport) -> dict[str, Any]:
    came = report.trips()
    return {
        "first": report.period.first.isoformat(),
        "last": report.period.last.isoformat(),
        "made_at": iso(report.made_at),
        "not_received": report.not_received,
        "mistaken": report.mistaken,
        "trips": came.trips,
        "came_again": came.again,
    }


def _row(row: ReportRow) -> dict[str, Any]:
    return {"row": row.key, **{one.value: row[one] for one in COLUMNS}}


def _measure(share: Share) -> dict[str, Any]:
    points = None if share.points is None else round(float(share.points), 2)
    return {"measure": share.measure, "hits": share.hits, "of": share.base, "points": points}


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
