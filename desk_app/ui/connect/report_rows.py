"""The rows of a report as its screen shows them, each figure with the way to its dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.index import Heard, Side
from desk_app.domain.standing import RECEIVED, Figure
from desk_app.papers.period_report import Pick
from desk_app.papers.period_words import (
    COLUMNS,
    decimal,
    index_lines,
    part_words,
    period_words,
    pick_words,
    row_words,
)
from desk_app.ui.screens.report_data import FigureLine, MeasureLine, Number, Part, WeekLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from desk_app.domain.index import Share
    from desk_app.domain.report_period import Period
    from desk_app.papers.period_report import By, PeriodReport, ReportRow
    from locales.catalogue import Texts

    Open = Callable[[Pick], str]

_LATE = frozenset({Figure.LATE, Figure.OVERDUE})
_WHOLES = (Figure.ENTERED, Figure.DONE, Figure.OPEN)


def parts(texts: Texts) -> list[Part]:
    """Received, done, open: each its columns."""
    return [
        Part(
            words=part_words(whole, texts),
            columns=[
                texts[f"report.figure.{one}"]
                for one in COLUMNS
                if one is whole or one in whole.parts
            ],
        )
        for whole in _WHOLES
    ]


def figure_lines(
    desk: Desk, report: PeriodReport, by: By, texts: Texts, *, open_pick: Open, most: int
) -> list[FigureLine]:
    """The total first, then the largest rows."""
    rows = report.rows(by)
    if not rows:
        return []
    whole = _figure_line(desk, report.whole(), None, texts, open_pick)
    return [whole, *(_figure_line(desk, row, by, texts, open_pick) for row in rows[:most])]


def measure_lines(report: PeriodReport, texts: Texts, *, open_pick: Open) -> list[MeasureLine]:
    """The groups of the index, then how often citizens came."""
    lines = [
        MeasureLine(
            group=line.group if line.is_first else "",
            words=line.words,
            percent=line.percent,
            points=line.points,
            numbers=_sides(line.share, line.words, texts, open_pick),
            note=line.note,
        )
        for line in index_lines(report, texts)
    ]
    came = report.trips()
    mean = "" if came.mean is None else decimal(came.mean, 2)
    alone = came.dossiers - came.again
    once = Number(id="", words=str(alone), spoken=f"{texts['ui.report.trips_once']}: {alone}")
    again = _number("trips", came.again, texts["report.trips.again"], open_pick(Pick()))
    return [
        *lines,
        MeasureLine(
            group=texts["ui.report.trips"],
            words=texts["ui.report.trips_each"],
            percent=mean,
            points="",
            numbers=(once, again),
            note="",
        ),
    ]


def week_line(
    desk: Desk,
    week: Period,
    row: ReportRow,
    texts: Texts,
    *,
    what: str,
    open_pick: Open,
) -> WeekLine:
    """`what` names the week's report, `open_pick` the lists behind its figures."""

    def number(one: Figure) -> Number:
        pick = Pick(figure=one)
        words = f"{period_words(week, texts)}: {pick_words(desk, pick, texts)}"
        name = f"{week.first.isoformat()}.{one}"
        return _number(name, row[one], words, open_pick(pick), is_late=one in _LATE)

    return WeekLine(
        words=period_words(week, texts),
        what=what,
        received=sum(row[one] for one in RECEIVED),
        in_time=row[Figure.DONE] - row[Figure.LATE],
        done=number(Figure.DONE),
        late=number(Figure.LATE),
        overdue=number(Figure.OVERDUE),
    )


def _figure_line(
    desk: Desk, row: ReportRow, by: By | None, texts: Texts, open_pick: Open
) -> FigureLine:
    numbers = []
    for one in COLUMNS:
        pick = Pick(figure=one, by=by, key=row.key)
        name = f"{by or 'all'}.{row.key}.{one}"
        words = pick_words(desk, pick, texts)
        is_late = one in _LATE
        numbers.append(_number(name, row[one], words, open_pick(pick), is_late=is_late))
    name = texts["report.total"] if by is None else row_words(desk, by, row.key, texts)
    return FigureLine(name=name, numbers=numbers, is_total=by is None)


def _sides(share: Share, words: str, texts: Texts, open_pick: Open) -> tuple[Number, ...]:
    """Behind what people said stand no dossiers."""
    numbers = []
    for side, count in ((Side.HIT, share.hits), (Side.MISS, share.base - share.hits)):
        spoken = f"{words}, {texts[f'index.side.{side}']}"
        if isinstance(share.measure, Heard):
            numbers.append(Number(id="", words=str(count), spoken=f"{spoken}: {count}"))
        else:
            what = open_pick(Pick(measure=share.measure, side=side))
            name, is_late = f"{share.measure}.{side}", side is Side.MISS
            numbers.append(_number(name, count, spoken, what, is_late=is_late))
    return tuple(numbers)


def _number(name: str, count: int, words: str, what: str, *, is_late: bool = False) -> Number:
    return Number(
        id=f"report.number.{name}",
        words=str(count),
        spoken=f"{words}: {count}",
        what=what if count else "",
        is_late=is_late,
    )
