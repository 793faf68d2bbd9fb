"""The report of a period as a workbook: its tables, the index, and every dossier it counts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.papers.period_report import By
from desk_app.papers.period_words import (
    COLUMNS,
    about,
    index_lines,
    part_words,
    period_words,
    row_words,
)
from desk_app.papers.spreadsheet import Leaf, as_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk_app.desk import Desk
    from desk_app.domain.standing import Life, Place
    from desk_app.papers.period_report import PeriodReport
    from desk_app.papers.spreadsheet import Value
    from desk_app.store.listed import ListedDossier
    from locales.catalogue import Texts

_AT_ONCE = 500
_NAME, _NUMBER = 44, 11  # widths, in letters
_DOSSIER_WIDTHS = (24, 30, 44, 24, 14, 20, 17, 17, 17, 16, 10)
_DOSSIER_HEADS = (
    "code",
    "applicant",
    "procedure",
    "field",
    "channel",
    "status",
    "received",
    "due",
    "ended",
    "stands",
    "trips",
)


def workbook(desk: Desk, report: PeriodReport, texts: Texts) -> bytes:
    """The .xlsx file; a year of a large commune takes some seconds."""
    return as_workbook(
        [
            *(_table(desk, report, by, texts) for by in By),
            _index(report, texts),
            Leaf(
                title=texts["report.sheet.dossiers"],
                heads=[texts[f"report.head.{name}"] for name in _DOSSIER_HEADS],
                widths=_DOSSIER_WIDTHS,
                rows=_dossiers(desk, report, texts),
            ),
        ]
    )


def _table(desk: Desk, report: PeriodReport, by: By, texts: Texts) -> Leaf:
    whole = report.whole()
    heads = [
        f"{part_words(one, texts)}: {texts[f'report.figure.{one}'].lower()}" for one in COLUMNS
    ]
    return Leaf(
        title=texts[f"report.by.{by}"],
        above=(
            f"{texts['report.title']}: {period_words(report.period, texts)}",
            desk.place.unit,
            *about(report, texts),
        ),
        heads=(texts[f"report.by.{by}"], *heads),
        widths=(_NAME, *(_NUMBER for _ in COLUMNS)),
        rows=[
            (row_words(desk, by, row.key, texts), *(row[one] for one in COLUMNS))
            for row in report.rows(by)
        ],
        foot=(texts["report.total"], *(whole[one] for one in COLUMNS)),
    )


def _index(report: PeriodReport, texts: Texts) -> Leaf:
    return Leaf(
        title=texts["report.sheet.index"],
        above=(texts["index.title"], period_words(report.period, texts), texts["index.estimate"]),
        heads=[texts[f"index.head.{name}"] for name in _INDEX_HEADS],
        widths=(34, 52, _NUMBER, _NUMBER, _NUMBER, 16, 80),
        rows=[
            (
                line.group if line.is_first else "",
                line.words,
                line.share.hits if line.share else None,
                line.share.base if line.share else None,
                line.percent,
                line.points,
                line.note,
            )
            for line in index_lines(report, texts)
        ],
    )


_INDEX_HEADS = ("group", "measure", "hits", "base", "share", "points", "note")


def _dossiers(desk: Desk, report: PeriodReport, texts: Texts) -> Iterator[tuple[Value, ...]]:
    by_row = {life.row: (life, place) for life, place in report.placed}
    numbers = sorted(by_row)
    for start in range(0, len(numbers), _AT_ONCE):
        found = desk.store.lists.these(numbers[start : start + _AT_ONCE])
        for one in reversed(found):
            yield _dossier(desk, report, one, by_row[one.id], texts)


def _dossier(
    desk: Desk, report: PeriodReport, one: ListedDossier, placed: tuple[Life, Place], texts: Texts
) -> tuple[Value, ...]:
    life, (_, stands) = placed
    return (
        one.code,
        one.applicant,
        row_words(desk, By.PROCEDURE, one.procedure, texts),
        row_words(desk, By.FIELD, report.fields.get(one.procedure, ""), texts),
        row_words(desk, By.CHANNEL, one.channel, texts),
        row_words(desk, By.STATUS, one.status, texts),
        one.received_at,
        one.due_at,
        None if life.ended is None else datetime.fromtimestamp(life.ended, UTC),
        f"{part_words(stands, texts)}: {texts[f'report.figure.{stands}'].lower()}",
        life.trips,
    )
