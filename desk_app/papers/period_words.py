"""The report of a period in words: its rows, columns and measures, and what the desk lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.domain.index import MOST_POINTS, Group, measures_of, most_points
from desk_app.domain.report_period import Span, span_of
from desk_app.domain.standing import Figure
from desk_app.papers.period_report import By

if TYPE_CHECKING:
    from fractions import Fraction

    from desk_app.desk import Desk
    from desk_app.domain.index import Share
    from desk_app.domain.report_period import Period
    from desk_app.papers.period_report import PeriodReport, Pick
    from locales.catalogue import Texts

COLUMNS = tuple(Figure)
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexLine:
    """A measure of a group."""

    group: str
    words: str
    share: Share
    percent: str  # empty where nothing was counted
    points: str  # "18,6 / 20"; empty where the desk cannot tell
    note: str  # what the desk lacks; only on the first line of a group
    is_first: bool


def period_words(period: Period, texts: Texts) -> str:
    first, last = period.first, period.last
    match span_of(period):
        case Span.DAY:
            return texts.say("report.period.day", day=f"{first:%d/%m/%Y}")
        case Span.WEEK:
            return texts.say("report.period.week", first=f"{first:%d/%m}", last=f"{last:%d/%m/%Y}")
        case Span.MONTH:
            return texts.say("report.period.month", month=f"{first:%m/%Y}")
        case Span.QUARTER:
            return texts.say(
                "report.period.quarter", quarter=_ROMAN[(first.month - 1) // 3], year=first.year
            )
        case Span.YEAR:
            return texts.say("report.period.year", year=first.year)
        case None:
            return texts.say(
                "report.period.days", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}"
            )


def row_words(desk: Desk, by: By, key: str, texts: Texts) -> str:
    """What a row of a table is called."""
    match by:
        case By.PROCEDURE:
            known = desk.catalogue.by_code.get(key)
            return f"{key} · {known.name}" if known else key
        case By.CHANNEL:
            return texts[f"ui.channel.{key}"]
        case By.STATUS:
            return texts[f"status.{key}"]
        case By.HANDLER:
            return key or texts["report.no_handler"]
        case By.FIELD:
            return key or texts["report.no_field"]


def part_words(figure: Figure, texts: Texts) -> str:
    """The part of the report a column stands in: received, done, open."""
    for whole in (Figure.ENTERED, Figure.DONE, Figure.OPEN):
        if figure is whole or figure in whole.parts:
            return texts[f"report.part.{whole}"]
    return ""


def pick_words(desk: Desk, pick: Pick, texts: Texts) -> str:
    """Which dossiers stand behind a figure."""
    if pick.measure is not None:
        return f"{texts[f'index.measure.{pick.measure}']} · {texts[f'index.side.{pick.side}']}"
    if pick.figure is None:
        return texts["report.trips.again"]
    words = f"{part_words(pick.figure, texts)}: {texts[f'report.figure.{pick.figure}'].lower()}"
    return words if pick.by is None else f"{words} · {row_words(desk, pick.by, pick.key, texts)}"


def index_lines(report: PeriodReport, texts: Texts) -> list[IndexLine]:
    """Every group of the index."""
    found = report.shares()
    lines = []
    for group in Group:
        name = texts.say(f"index.group.{group}", most=MOST_POINTS[group])
        measures = measures_of(group)
        lines += [
            _line(
                found[one],
                name,
                note=texts[f"index.note.{group}"] if one is measures[0] else "",
                texts=texts,
                is_first=one is measures[0],
            )
            for one in measures
        ]
    return lines


def about(report: PeriodReport, texts: Texts) -> list[str]:
    """When it was made, what it leaves out, and how often people came."""
    at = f"{report.made_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    said = [texts.say("report.made_at", at=at)]
    if report.not_received or report.mistaken:
        said.append(
            texts.say("report.left_out", refused=report.not_received, mistaken=report.mistaken)
        )
    came = report.trips()
    if came.mean is not None:
        said.append(texts.say("report.trips.mean", mean=decimal(came.mean, 2), again=came.again))
    asked = report.satisfaction
    if asked.answered or asked.unanswered:
        said.append(
            texts.say(
                "report.satisfaction",
                happy=asked.happy,
                answered=asked.answered,
                percent="–" if asked.percent is None else asked.percent,
                unanswered=asked.unanswered,
            )
        )
    if asked.reasons:
        reasons = [f"{texts[f'satisfaction.{name}']} {count}" for name, count in asked.reasons]
        said.append(texts.say("report.unhappy", reasons=", ".join(reasons)))
    return said


def decimal(value: Fraction, places: int = 1) -> str:
    """As numbers are written in Viet Nam: 92,5."""
    return f"{float(value):.{places}f}".replace(".", ",")


def _line(share: Share, name: str, *, note: str, texts: Texts, is_first: bool) -> IndexLine:
    most = most_points(share.measure)
    return IndexLine(
        group=name,
        words=texts[f"index.measure.{share.measure}"],
        share=share,
        percent="" if share.percent is None else f"{decimal(share.percent)} %",
        points="" if share.points is None else f"{decimal(share.points)} / {most}",
        note=note,
        is_first=is_first,
    )
