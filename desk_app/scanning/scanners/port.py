"""What a scanner does: pages, one by one, each whole when it is given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from desk_app.scanning.mending import Colours

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence


class Source(StrEnum):
    """Where the paper lies."""

    GLASS = "glass"  # one page at a time
    FEEDER = "feeder"  # until it is empty
    BOTH_SIDES = "both_sides"  # of each sheet in the feeder


@dataclass(frozen=True, kw_only=True, slots=True)
class Device:
    id: str  # as the system names it
    name: str  # maker and model


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    source: Source = Source.GLASS
    colours: Colours = Colours.COLOUR
    dpi: int = 200


class Scanners(Protocol):
    """The scanners of a system."""

    def devices(self) -> Sequence[Device]:
        """Those that answer now; takes seconds. Raises NoScannerProgram."""
        ...

    def pages(self, device: str, wish: Wish) -> Generator[bytes]:
        """Each page as a picture, as soon as it is whole; closing the iterator stops the scanner.

        An empty feeder after the first page is the end. Raises ScannerGone, ScannerBusy,
        FeederEmpty, FeederJammed, CoverOpen, ScannerFailed, NoScannerProgram; what was given
        before is whole.
        """
        ...
