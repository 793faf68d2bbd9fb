"""Put the pages of the tray beside a dossier, as one paper of it (gắn bản số hóa)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.domain.scans import decide_scan
from desk_app.scanning.binding import Page, Volume, bind
from desk_app.scanning.errors import NothingToBind
from desk_app.scanning.mending import mended
from desk_app.scanning.sheets import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import PaperScanned
    from desk_app.scanning.mending import Mending
    from desk_app.store.scan_tray import TrayPage


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperOf:
    """Which paper the pages are."""

    name: str
    id: str = ""  # of the required paper
    valid_until: date | None = None


def keep_scan(
    desk: Desk,
    entity: int,
    paper: PaperOf,
    *,
    mending: Mending,
    most_bytes: int,
    told: Callable[[int], object] = lambda _: None,
) -> Dossier:
    """Bind the whole tray and record it; the pages leave the tray when the dossier has them.

    More pages than fit in `most_bytes` become several files of the same paper. `told` hears how
    many pages are bound, and may raise to stop: then nothing has changed. Raises NotPermitted,
    NothingToBind, and as `scans.decide_scan`.
    """
    desk.require(Act.SCAN)
    tray = desk.scan_tray
    pages = tray.pages()
    if not pages:
        raise NothingToBind
    dossier = desk.journal.dossier(entity)
    _decide(dossier, paper, b"", pages=1, now=desk.clock.now())  # before the long work
    made = list(_files(desk, pages, mending, most_bytes=most_bytes, title=paper.name, told=told))
    for content, count in made:
        dossier = _record(desk, entity, paper, content, pages=count)
    tray.drop([page.id for page in pages])
    return dossier


def _record(desk: Desk, entity: int, paper: PaperOf, content: bytes, *, pages: int) -> Dossier:
    desk.files.keep(content, purpose="paper", entity=entity, at=desk.clock.now())
    return desk.act(
        Act.SCAN,
        entity,
        lambda dossier, now: _decide(dossier, paper, content, pages=pages, now=now),
    )


def _decide(
    dossier: Dossier, paper: PaperOf, content: bytes, *, pages: int, now: datetime
) -> PaperScanned:
    return decide_scan(
        dossier,
        sha256=sha256(content).hexdigest(),
        size_bytes=len(content),
        pages=pages,
        paper=paper.name,
        paper_id=paper.id,
        valid_until=paper.valid_until,
        now=now,
    )


def _files(
    desk: Desk,
    pages: Sequence[TrayPage],
    mending: Mending,
    *,
    most_bytes: int,
    title: str,
    told: Callable[[int], object],
) -> Iterator[tuple[bytes, int]]:
    """Documents as they are, pages between them bound; in the order of the tray."""
    loose: list[TrayPage] = []
    done = 0

    def drawn(chosen: Sequence[TrayPage]) -> Iterator[Page]:
        nonlocal done
        for page in chosen:
            sheet = unpacked(desk.files.read(page.sha256))
            image = mended(sheet.image, replace(mending, turn=page.turn))
            done += 1
            told(done)
            yield Page(image=image, dpi=sheet.dpi)

    def bound() -> Iterator[Volume]:
        if loose:
            yield from bind(drawn(loose), count=len(loose), most_bytes=most_bytes, title=title)

    for page in pages:
        if not page.whole:
            loose.append(page)
            continue
        for volume in bound():
            yield volume.pdf, volume.pages
        loose.clear()
        yield desk.files.read(page.sha256), page.whole
    for volume in bound():
        yield volume.pdf, volume.pages
