"""What is wrong with the catalogue's files: every fault at once, each by file, entry and key.

The trap: a catalogue with one fault is not used at all, for half a law is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class FaultKind(StrEnum):
    """What a fault is, in the words of whoever mends the file."""

    MISSING_FILE = "missing_file"
    UNREADABLE = "unreadable"  # not UTF-8, not JSON, or a key twice; the note says where
    ALTERED = "altered"  # not the bytes the manifest was sealed over
    MISSING_KEY = "missing_key"
    UNKNOWN_KEY = "unknown_key"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    NOT_PLAIN = "not_plain"  # text that is not in NFC, or has spaces at its ends
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_DATE = "not_a_date"
    OUT_OF_RANGE = "out_of_range"
    REPEATED = "repeated"
    UNKNOWN_REFERENCE = "unknown_reference"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing wrong in one file."""

    file: str  # inside the catalogue, "procedures/ho-tich.json"
    entry: str  # which entry, outermost first: "1.004837 > 1.004837/1 > to-khai", or "row 12"
    key: str  # key or column
    kind: FaultKind
    note: str = ""  # what stands there, or what was expected

    def __str__(self) -> str:
        """The fault as one line for whoever mends the file."""
        where = ": ".join(part for part in (self.file, self.entry, self.key) if part)
        return f"{where}: {self.kind.replace('_', ' ')}" + (f" ({self.note})" if self.note else "")


class CatalogueError(Exception):
    """The one root of what the catalogue raises."""

    code = "catalogue_error"

    def __init__(self, **details: object) -> None:
        """Details fill the words' placeholders; never personal data."""
        super().__init__(self.code)
        self.details = {name: str(value) for name, value in details.items()}


class CatalogueMissing(CatalogueError):
    """There is no catalogue in this folder; install the application again."""

    code = "catalogue_missing"


class CatalogueFaulty(CatalogueError):
    """The catalogue's files are faulty; `faults` lists all of them."""

    code = "catalogue_faulty"

    def __init__(self, faults: Iterable[Fault]) -> None:
        """`faults` is not empty."""
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults), first=self.faults[0])

    def __str__(self) -> str:
        """Every fault on its own line."""
        return "\n".join(str(fault) for fault in self.faults)


class UnknownUnit(CatalogueError):
    """No province or commune has this code; find it by name."""

    code = "unknown_unit"
