"""What the figures of the province are handed: the rules' word on a dossier, and the formulas.

A mark is a word of the rules: all dossiers of one mark count alike. The hub counts marks, the
formulas turn their numbers into the columns of a report and the measures of the index.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple, Protocol

Value = str | int | float | date | datetime | None  # of a table's cell; moments aware
Numbers = Mapping[str, int]  # how many dossiers have a mark


class Course(NamedTuple):
    """A dossier as figures see it; moments in Unix seconds, a mark holds from after its own."""

    org: str
    procedure: str
    received: int
    came: str  # the mark it came under
    began_as: str  # open, from its receipt on
    turns_at: int | None  # when an open one is late though nothing is done to it
    turns_to: str
    ended: int | None
    ended_as: str
    trips: int  # how often the citizen came


class Share(NamedTuple):
    """How many of how many dossiers, by one measure of the index."""

    group: str
    measure: str
    hits: int
    base: int
    points: Fraction | None  # None where the province cannot tell
    most: int  # points; 0 where the province cannot tell

    @property
    def percent(self) -> Fraction | None:
        """From 0 to 100; None of no dossier."""
        return Fraction(100 * self.hits, self.base) if self.base else None


class Pick(NamedTuple):
    """One figure: a column of the report, or a side of a measure."""

    column: str = ""
    measure: str = ""
    is_hit: bool = False


class Formulas(Protocol):
    """The formulas of report and index."""

    @property
    def carried(self) -> str:
        """The mark of all that was open when a period began."""
        ...

    @property
    def groups(self) -> Sequence[tuple[str, int]]:
        """The groups of the index and the points of each, in order."""
        ...

    def columns(self, came: Numbers, stands: Numbers) -> Mapping[str, int]:
        """The columns of the report, in order: who came, and how they stand."""
        ...

    def shares(self, came: Numbers, stands: Numbers) -> Sequence[Share]:
        """The measures of the index, in order."""
        ...

    def rated(self, *, happy: int, ratings: int) -> Sequence[Share]:
        """The measures of what citizens said by the codes of their slips."""
        ...

    def is_behind(self, pick: Pick, mark: str, *, is_came: bool) -> bool:
        """Whether a figure counts the dossiers of a mark."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One table with what stands above it."""

    title: str
    above: Sequence[str] = ()
    heads: Sequence[str]
    widths: Sequence[int]  # in letters, one a column
    rows: Iterable[Sequence[Value]]
    foot: Sequence[str | int | float | None] = ()


class Office(Protocol):
    """Writes files for people."""

    def workbook(self, sheets: Sequence[Sheet]) -> bytes:
        """A workbook for Excel, in which what people typed is words and never a formula."""
        ...

    def page(self, above: str, day: date, sheets: Sequence[Sheet]) -> bytes:
        """The tables as a PDF, under who says so and the day; its title is that of the first."""
        ...


class NothingCounted:
    """In place of `Province.formulas` where no figures are wanted."""

    carried = ""
    groups: Sequence[tuple[str, int]] = ()

    def columns(self, came: Numbers, stands: Numbers) -> Mapping[str, int]:
        del came, stands
        return {}

    def shares(self, came: Numbers, stands: Numbers) -> Sequence[Share]:
        del came, stands
        return ()

    def rated(self, *, happy: int, ratings: int) -> Sequence[Share]:
        del happy, ratings
        return ()

    def is_behind(self, pick: Pick, mark: str, *, is_came: bool) -> bool:
        del pick, mark, is_came
        return False


class NothingWritten:
    """In place of `Province.office` where nothing is exported."""

    def workbook(self, sheets: Sequence[Sheet]) -> bytes:
        del sheets
        return b""

    def page(self, above: str, day: date, sheets: Sequence[Sheet]) -> bytes:
        del above, day, sheets
        return b""


NOTHING_COUNTED = NothingCounted()
NOTHING_WRITTEN = NothingWritten()
