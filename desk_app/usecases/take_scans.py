"""Take pages into this person's tray: from files, from the watched folder, from a scanner."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.scanning.errors import ScanError
from desk_app.scanning.legibility import flaws
from desk_app.scanning.scanners.found import system_scanners
from desk_app.scanning.sheets import packed, sheets_of
from desk_app.scanning.whole import is_document, page_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from desk_app.desk import Desk
    from desk_app.scanning.scanners.port import Scanners, Wish
    from desk_app.scanning.sheets import Sheet
    from desk_app.store.scan_tray import ScanTray

_MOST_FILE_BYTES = 200_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A file that gave no page, or not all."""

    name: str
    code: str  # of the error
    details: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class ScansTaken:
    pages: int
    refused: tuple[Refused, ...] = ()


def take_scans(
    desk: Desk,
    files: Iterable[tuple[str, bytes]],
    *,
    told: Callable[[int], object] = lambda _: None,
) -> ScansTaken:
    """Each file's pages, in order; one that cannot be read is told and stops no other.

    A PDF that was born as a document is kept whole. `told` hears how many pages are kept so far.
    Raises NotPermitted, DiskFull.
    """
    desk.require(Act.SCAN)
    taker = _Taker(desk, told)
    for name, content in files:
        taker.file(name, content)
    return ScansTaken(pages=taker.pages, refused=tuple(taker.refused))


def take_from_folder(
    desk: Desk, paths: Sequence[Path], *, told: Callable[[int], object] = lambda _: None
) -> ScansTaken:
    """The files of the watched folder; each is removed once its pages are kept, encrypted.

    One that could not be read stays where it is. Raises NotPermitted, DiskFull.
    """
    desk.require(Act.SCAN)
    taker = _Taker(desk, told)
    for path in paths:
        try:
            if path.stat().st_size > _MOST_FILE_BYTES:
                taker.refuse(path.name, "sheet_too_large")
                continue
            content = path.read_bytes()
        except OSError:
            taker.refuse(path.name, "sheet_unreadable")
            continue
        if taker.file(path.name, content):
            path.unlink(missing_ok=True)
    return ScansTaken(pages=taker.pages, refused=tuple(taker.refused))


def take_from_scanner(
    desk: Desk,
    device: str,
    wish: Wish,
    *,
    scanners: Scanners | None = None,
    told: Callable[[int], object] = lambda _: None,
) -> ScansTaken:
    """Every page the scanner gives, kept before the next is asked for.

    `told` may raise to stop. A scanner that jams or goes is told as refused, beside the pages it
    gave. Raises NotPermitted, DiskFull.
    """
    desk.require(Act.SCAN)
    taker = _Taker(desk, told)
    try:
        with closing((scanners or system_scanners()).pages(device, wish)) as pages:
            for content in pages:
                for sheet in sheets_of(content):
                    taker.sheet(sheet, name="")
    except ScanError as error:
        taker.refuse("", error.code, {**error.details, "pages": str(taker.pages)})
    return ScansTaken(pages=taker.pages, refused=tuple(taker.refused))


class _Taker:
    """Puts pages into the tray and counts."""

    def __init__(self, desk: Desk, told: Callable[[int], object]) -> None:
        self._tray: ScanTray = desk.scan_tray
        self._clock = desk.clock
        self._told = told
        self.pages = 0
        self.refused: list[Refused] = []

    def file(self, name: str, content: bytes) -> bool:
        """Whether all of it is kept."""
        try:
            if is_document(content):
                self._put(content, name=name, dpi=0, whole=page_count(content), flaws=())
            else:
                for sheet in sheets_of(content):
                    self.sheet(sheet, name=name)
        except ScanError as error:
            self.refuse(name, error.code, error.details)
            return False
        return True

    def sheet(self, sheet: Sheet, *, name: str) -> None:
        found = [flaw.value for flaw in flaws(sheet.image, dpi=sheet.dpi)]
        self._put(packed(sheet), name=name, dpi=sheet.dpi, whole=0, flaws=found)

    def refuse(self, name: str, code: str, details: Mapping[str, str] | None = None) -> None:
        self.refused.append(Refused(name=name, code=code, details=details or {}))

    def _put(
        self, content: bytes, *, name: str, dpi: int, whole: int, flaws: Sequence[str]
    ) -> None:
        at = self._clock.now()
        self._tray.put(content, name=name, dpi=dpi, whole=whole, flaws=flaws, at=at)
        self.pages += max(1, whole)
        self._told(self.pages)
