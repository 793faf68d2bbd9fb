"""The figures of a period as tables of a workbook or of paper."""

from collections.abc import Sequence
from fractions import Fraction

from sync.hub.figure_rules import Sheet
from sync.hub.figures.province import Figures, Unit, Week
from sync.hub.figures.spans import day_of
from sync.hub.rules import Texts

# Of the table of units: columns of the report, then measures of the index.
COLUMNS = ("entered", "done", "early", "on_time", "late", "open", "overdue")
MEASURES = ("promise_kept", "digitised", "reused", "e_result", "online", "cashless", "rated")

_NAME, _NUMBER = 30, 10  # widths, in letters


def sheets(
    figures: Figures, weeks: Sequence[Week], *, title: str, above: Sequence[str], texts: Texts
) -> list[Sheet]:
    """Units, the index of all, and the last weeks."""
    return [
        _units(figures, title, above, texts),
        _index(figures.all, texts),
        _weeks(weeks, texts),
    ]


def percent(value: Fraction | None) -> float | None:
    """With one place, as figures are written."""
    return None if value is None else round(float(value), 1)


def _units(figures: Figures, title: str, above: Sequence[str], texts: Texts) -> Sheet:
    return Sheet(
        title=title,
        above=above,
        heads=(
            texts["web.figures.rank"],
            texts["web.figures.unit"],
            *_heads(texts),
            texts["web.figures.trips"],
        ),
        widths=(6, _NAME, *(_NUMBER for _ in (*COLUMNS, *MEASURES, ""))),
        rows=[(unit.rank, unit.name, *_numbers(unit)) for unit in figures.units],
        foot=(None, texts["web.figures.all"], *_numbers(figures.all)),
    )


def _weeks(weeks: Sequence[Week], texts: Texts) -> Sheet:
    return Sheet(
        title=texts["web.figures.weeks"],
        heads=(texts["web.figures.week_of"], *_heads(texts), texts["web.figures.trips"]),
        widths=(_NAME, *(_NUMBER for _ in (*COLUMNS, *MEASURES, ""))),
        rows=[(f"{day_of(week.period.since):%d/%m/%Y}", *_numbers(week.unit)) for week in weeks],
    )


def _index(unit: Unit, texts: Texts) -> Sheet:
    return Sheet(
        title=texts["web.figures.index"],
        above=(texts["web.figures.estimate"],),
        heads=[
            texts[f"index.head.{name}"] for name in ("measure", "hits", "base", "share", "points")
        ],
        widths=(56, _NUMBER, _NUMBER, _NUMBER, _NUMBER),
        rows=[
            (
                texts[f"index.measure.{one.measure}"],
                one.hits,
                one.base,
                percent(one.percent),
                None if one.points is None else round(float(one.points), 1),
            )
            for one in unit.shares.values()
        ],
    )


def _heads(texts: Texts) -> list[str]:
    return [
        *(texts[f"web.figures.column.{name}"] for name in COLUMNS),
        *(f"{texts[f'web.figures.measure.{name}']} %" for name in MEASURES),
    ]


def _numbers(unit: Unit) -> list[int | float | None]:
    mean = unit.tally.mean_trips
    return [
        *(unit.column(name) for name in COLUMNS),
        *(percent(unit.percent(name)) for name in MEASURES),
        None if mean is None else round(float(mean), 2),
    ]
