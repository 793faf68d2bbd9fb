"""The report of a period as a workbook: its tables, the index, and every dossier it counts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
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
from desk_app.papers.training_mark import training_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desk_app.desk import Desk
    from desk_app.domain.standing import Life, Place
    from desk_app.papers.period_report import PeriodReport
    from desk_app.papers.spreadsheet import Value
    from desk_app.store.listed import ListedDossier
    from locales.catalogue import Texts

    GoesOn = Callable[[int, int], bool]

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


class ExportCancelled(RuleBroken):
    """A person stopped it; nothing was kept."""

    code = "export_cancelled"


def workbook(
    desk: Desk, report: PeriodReport, texts: Texts, *, goes_on: GoesOn = lambda _done, _total: True
) -> bytes:
    """The .xlsx file; a year of a large commune takes some seconds.

    `goes_on` is asked with how many dossiers are written, and of how many. Raises ExportCancelled
    where it says no.
    """
    asked = _Asked(goes_on)
    content = _as_workbook(desk, report, texts, asked)
    if asked.is_over:
        raise ExportCancelled
    return content


class _Asked:
    """Once told to stop, it stays so: the sheet ends early and its file with it."""

    def __init__(self, goes_on: GoesOn) -> None:
        self._goes_on = goes_on
        self.is_over = False

    def is_on(self, done: int, total: int) -> bool:
        self.is_over = self.is_over or not self._goes_on(done, total)
        return not self.is_over


def _as_workbook(desk: Desk, report: PeriodReport, texts: Texts, asked: _Asked) -> bytes:
    return as_workbook(
        [
            *(_table(desk, report, by, texts) for by in By),
            _index(report, texts),
            Leaf(
                title=texts["report.sheet.dossiers"],
                heads=[texts[f"report.head.{name}"] for name in _DOSSIER_HEADS],
                widths=_DOSSIER_WIDTHS,
                rows=_dossiers(desk, report, texts, asked),
            ),
        ],
        mark=training_mark(desk, texts),
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
                line.share.hits,
                line.share.base,
                line.percent,
                line.points,
                line.note,
            )
            for line in index_lines(report, texts)
        ],
    )


_INDEX_HEADS = ("group", "measure", "hits", "base", "share", "points", "note")


def _dossiers(
    desk: Desk, report: PeriodReport, texts: Texts, asked: _Asked
) -> Iterator[tuple[Value, ...]]:
    by_row = {life.row: (life, place) for life, place in report.placed}
    numbers = sorted(by_row)
    for start in range(0, len(numbers), _AT_ONCE):
        if not asked.is_on(start, len(numbers)):
            return
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
