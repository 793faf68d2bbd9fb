"""What the publication of catalogue files is handed: reading tables, and telling them apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from sync.hub.figure_rules import Sheet

MOST_BYTES = 5 * 2**20  # of a file to import


class Flaw(NamedTuple):
    """One thing wrong in a file that was to be imported."""

    line: int  # as an editor or Excel counts it; 0: the file as a whole
    column: str  # empty: the line as a whole
    why: str  # a code; its words are `web.flaw.<why>`
    note: str = ""  # what stands there, or the line it clashes with


class Difference(NamedTuple):
    """One entry that is not as it was."""

    what: str  # new, changed, ended
    entry: str  # what it is called
    before: str
    after: str
    begins: str  # from which day on; empty: always


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A file as it was read."""

    file: str  # its name at the desks
    content: bytes  # what the desks get; empty where there are flaws
    rows: int
    begins: date | None  # the first day something of it counts
    flaws: tuple[Flaw, ...]


class Shelf(Protocol):
    """Knows the catalogue's files."""

    @property
    def kinds(self) -> Mapping[str, Sequence[str]]:
        """The columns of each kind of table; none for a kind that is no table."""
        ...

    def read(self, kind: str, name: str, content: bytes) -> Reading:
        """An Excel workbook, TSV or JSON, told apart by the name's ending."""
        ...

    def compare(self, kind: str, before: bytes, after: bytes) -> Sequence[Difference]:
        """Two files of a kind; `before` is empty where there was none."""
        ...

    def sheet(self, kind: str, content: bytes, texts: Mapping[str, str]) -> Sheet:
        """A file as a table that `read` would take again; `texts` are the heads by column."""
        ...

    def preview(self, kind: str, content: bytes) -> bytes:
        """How it looks on paper, as PDF; empty for what is no paper."""
        ...

    def days_off(self, kind: str, content: bytes) -> Sequence[tuple[str, date]]:
        """Days on which nothing is handed out any more, each with the unit it holds for."""
        ...

    def holds_for(self, scope: str, org: str) -> bool:
        """Whether an organisation lies in the unit."""
        ...


class EmptyShelf:
    """In place of `Province.shelf` where nothing is published."""

    kinds: Mapping[str, Sequence[str]] = {}

    def read(self, kind: str, name: str, content: bytes) -> Reading:
        del kind, content
        return Reading(file=name, content=b"", rows=0, begins=None, flaws=())

    def compare(self, kind: str, before: bytes, after: bytes) -> Sequence[Difference]:
        del kind, before, after
        return ()

    def sheet(self, kind: str, content: bytes, texts: Mapping[str, str]) -> Sheet:
        del content, texts
        return Sheet(title=kind, heads=(), widths=(), rows=())

    def preview(self, kind: str, content: bytes) -> bytes:
        del kind, content
        return b""

    def days_off(self, kind: str, content: bytes) -> Sequence[tuple[str, date]]:
        del kind, content
        return ()

    def holds_for(self, scope: str, org: str) -> bool:
        del scope, org
        return False


EMPTY_SHELF = EmptyShelf()
