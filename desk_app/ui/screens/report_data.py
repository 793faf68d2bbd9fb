"""What the screen of reports shows and what it may be asked; `what` names a report to open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.dossiers import DossierLine


class Save(StrEnum):
    EXCEL = "xlsx"
    PDF = "pdf"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A filter beside others."""

    id: str
    words: str
    what: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A figure, and the list behind it."""

    id: str
    words: str
    spoken: str  # which figure, of what, how many
    what: str = ""  # empty where nothing stands behind it
    is_late: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureLine:
    name: str
    numbers: Sequence[Number]  # one a column
    is_total: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Neighbouring columns under one head."""

    words: str
    columns: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureLine:
    group: str  # empty below the first of its group
    words: str
    percent: str
    points: str
    numbers: Sequence[Number]  # reached, not reached
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WeekLine:
    """What came in and went out in a week, and what was late at its end."""

    words: str
    what: str  # its report
    received: int
    in_time: int  # done so, or with nothing promised
    done: Number
    late: Number
    overdue: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class BehindShown:
    """The dossiers behind a figure, a page of them."""

    words: str
    lines: Sequence[DossierLine]
    told: str  # "51 – 100 trong 320"
    report: str  # the way back
    before: str = ""  # the pages beside it; empty where there is none
    after: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportShown:
    period: str
    first: str  # as days are typed
    last: str
    before: str
    after: str
    spans: Sequence[Choice]
    views: Sequence[Choice]
    about: Sequence[str]
    head: str = ""  # of the first column
    parts: Sequence[Part] = ()
    figures: Sequence[FigureLine] = ()
    more: int = 0  # rows not shown
    measures: Sequence[MeasureLine] = ()
    weeks: Sequence[WeekLine] = ()  # the last one first
    behind: BehindShown | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportCalls:
    load: Callable[[], ReportShown]  # slow
    open: Callable[[str], Any]  # another report, or the list behind a figure
    days: Callable[[str, str], str]  # two days as typed; what to open
    save: Callable[[Save], str]  # slow; says where it lies
    going: Callable[[], str]  # how far that is; empty while it cannot be stopped
    stop: Callable[[], None]
    print: Callable[[], str]  # slow; says how it went
    open_dossier: Callable[[str], Any]
    may_print: bool
