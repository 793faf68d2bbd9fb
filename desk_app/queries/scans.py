"""What stands in the tray, what waits in the watched folder, what may serve again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from desk_app.clock import vietnam_day
from desk_app.domain.procedure import Channel, PaperGroup
from desk_app.domain.rights import Act
from desk_app.domain.scan_choice import SCANNING, ScanChoice
from desk_app.domain.scans import is_of_one_request, same_paper, still_serves
from desk_app.scanning.errors import ScanStopped
from desk_app.scanning.mending import Colours, Mending, mended
from desk_app.scanning.scanners.found import system_scanners
from desk_app.scanning.scanners.port import Source, Wish
from desk_app.scanning.sheets import KINDS, unpacked
from desk_app.store.people import dossiers_of
from printing.rastering import PDFIUM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier, Scan
    from desk_app.domain.procedure import RequiredPaper
    from desk_app.domain.submission import Person
    from desk_app.scanning.scanners.port import Device, Scanners
    from desk_app.store.scan_tray import TrayPage

_LOOKED_BACK = 50  # dossiers of one person
_SETTLED_SECONDS = 2  # a file that grew since belongs to a program that still writes
_MOST_WAITING = 200  # files of the folder told at once
_PREVIEW_DOTS = 1_100  # of the longer side


class Progress:
    """How far the work under way has come, and whether somebody wants it to stop."""

    def __init__(self) -> None:
        self.pages = 0
        self._is_stopped = False

    def begin(self) -> None:
        self.pages, self._is_stopped = 0, False

    def stop(self) -> None:
        self._is_stopped = True

    def told(self, pages: int) -> None:
        """As a use case tells; raises ScanStopped after `stop`."""
        self.pages = pages
        if self._is_stopped:
            raise ScanStopped


@dataclass(frozen=True, kw_only=True, slots=True)
class Reusable:
    """A paper of this person that was scanned before."""

    entity: int
    code: str  # of the dossier it was scanned for
    scan: Scan


def choice_of(desk: Desk) -> ScanChoice:
    """What was chosen, or what a new machine begins with."""
    kept = desk.store.settings.get(SCANNING) or {}
    known = ScanChoice()
    return replace(known, **{key: kept[key] for key in kept if hasattr(known, key)})


def mending(*, colours: str, **chosen: bool) -> Mending:
    """What was ticked, as pages are mended."""
    return Mending(colours=Colours(colours), **chosen)


def wish(*, source: str, colours: str) -> Wish:
    """What was ticked, as a scanner is asked; colour is kept until the pages are bound."""
    told = Colours.COLOUR if colours == Colours.COLOUR else Colours.GREY
    return Wish(source=Source(source), colours=told)


def scans_of(dossier: Dossier, *, paper: str, paper_id: str) -> int:
    """How many files stand beside the dossier for that paper."""
    return sum(same_paper(scan, paper=paper, paper_id=paper_id) for scan in dossier.scans)


def is_lacking(desk: Desk, dossier: Dossier, scan: Scan) -> bool:
    """Whether the dossier wants such a paper and has no scan of it yet."""
    application = dossier.application
    required = desk.version_of(dossier).papers_for(
        application.case or None, channel=Channel(application.channel)
    )
    is_wanted = any(same_paper(scan, paper=one.name, paper_id=one.id) for one in required)
    has_it = scans_of(dossier, paper=scan.paper, paper_id=scan.paper_id)
    return is_wanted and not has_it


def tray(desk: Desk) -> list[TrayPage]:
    """The pages in this person's tray."""
    desk.require(Act.SCAN)
    return desk.scan_tray.pages()


def page_picture(desk: Desk, page: int, mending: Mending) -> bytes:
    """A page of the tray as it would be bound, as PNG; of a whole PDF, its first page.

    Raises SheetUnreadable, FileMissing, FileDamaged.
    """
    desk.require(Act.SCAN)
    known = desk.scan_tray.get(page)
    if known is None:
        return b""
    content = desk.files.read(known.sha256)
    if known.whole:
        return _first_page(content)
    image = mended(unpacked(content).image, replace(mending, turn=known.turn))
    image = image.convert("L") if image.mode == "1" else image
    image.thumbnail((_PREVIEW_DOTS, _PREVIEW_DOTS))
    return _png(image)


def waiting_files(desk: Desk) -> list[Path]:
    """New files of the watched folder that nobody writes any more, the oldest first."""
    desk.require(Act.SCAN)
    folder = choice_of(desk).folder
    if not folder:
        return []
    now = desk.clock.now().timestamp()
    found = []
    try:
        for path in Path(folder).iterdir():
            if path.suffix.lower().lstrip(".") not in KINDS or not path.is_file():
                continue
            at = path.stat().st_mtime
            if not 0 <= now - at < _SETTLED_SECONDS:
                found.append((at, path))
    except OSError:  # a network drive that is away
        return []
    return [path for _, path in sorted(found)[:_MOST_WAITING]]


def scanners(desk: Desk, *, system: Scanners | None = None) -> Sequence[Device]:
    """The scanners that answer now; takes seconds. Raises NoScannerProgram, ScannerGone."""
    desk.require(Act.SCAN)
    return (system or system_scanners()).devices()


def reusable(desk: Desk, person: Person, *, but: int | None = None) -> list[Reusable]:
    """The person's papers scanned here before that are still good, the newest first.

    Only of a person with a number: a name may be another's. `but`: not of this dossier.
    """
    desk.require(Act.LOOK)
    if not person.personal_id:
        return []
    today = vietnam_day(desk.clock.now())
    found: list[Reusable] = []
    for dossier in _dossiers_of(desk, person, but=but):
        for scan in reversed(dossier.scans):
            is_known = any(
                same_paper(one.scan, paper=scan.paper, paper_id=scan.paper_id) for one in found
            )
            if not is_known and still_serves(scan, on=today):
                found.append(Reusable(entity=dossier.entity, code=dossier.code, scan=scan))
    return sorted(found, key=lambda one: one.scan.scanned_at, reverse=True)


def papers_in_store(
    desk: Desk, person: Person, *, procedure: str, case: str, channel: str
) -> list[tuple[RequiredPaper, Reusable]]:
    """Which papers that the procedure asks for this person need not bring again.

    None of them is a paper that is written anew for every request, or that is only looked at.
    """
    if procedure not in desk.catalogue.by_code:
        return []
    known = reusable(desk, person)
    if not known:
        return []
    version = desk.catalogue.procedure(procedure).version_on(vietnam_day(desk.clock.now()))
    return [
        (paper, one)
        for paper in version.papers_for(case or None, channel=Channel(channel))
        if paper.group is not PaperGroup.SHOW and not is_of_one_request(paper.name)
        for one in known
        if same_paper(one.scan, paper=paper.name, paper_id=paper.id)
    ]


def _dossiers_of(desk: Desk, person: Person, *, but: int | None) -> list[Dossier]:
    known = dossiers_of(desk.store.database, person.personal_id, limit=_LOOKED_BACK)
    return [desk.journal.dossier(entity) for entity in known if entity != but]


def _first_page(pdf: bytes) -> bytes:
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        return _png(document[0].render(scale=1.4).to_pil())  # pyright: ignore[reportArgumentType] - takes parts


def _png(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
