"""Scanning, from what is pressed to the use cases and back to words."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.procedure import Channel
from desk_app.domain.scan_choice import SIZES, ScanChoice
from desk_app.queries import scans as queries
from desk_app.queries.dossiers import dossier as dossier_of
from desk_app.queries.dossiers import search
from desk_app.ui import formats
from desk_app.ui.connect.acts import DayUnreadable
from desk_app.ui.screens.scans.data import (
    Keep,
    Offer,
    PageRow,
    PaperChoice,
    ScanCalls,
    Scanning,
    ScanShown,
)
from desk_app.ui.strip import Kind, Message
from desk_app.ui.widgets.pick import Choice
from desk_app.usecases.arrange_scans import Arrangement, arrange_scans
from desk_app.usecases.choose_scanning import choose_scanning
from desk_app.usecases.keep_scan import PaperOf, keep_scan
from desk_app.usecases.reuse_scan import reuse_scan
from desk_app.usecases.take_scans import take_from_folder, take_from_scanner, take_scans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.queries.scans import Reusable
    from desk_app.ui.widgets.file_choice import ChosenFile
    from desk_app.usecases.take_scans import ScansTaken
    from locales.catalogue import Texts


def scan_calls(
    desk: Desk,
    texts: Texts,
    what: str,
    *,
    pick: Callable[[str], Any],
    open_dossier: Callable[[str], Any],
) -> ScanCalls:
    """`what`: the dossier's id; empty while none is chosen."""
    progress = queries.Progress()

    def taking(take: Callable[..., ScansTaken], *given: Any) -> Message:
        progress.begin()
        return _taken(take(desk, *given, told=progress.told), texts)

    def take_files(files: Sequence[ChosenFile]) -> Message:
        return taking(take_scans, [(file.name, file.content) for file in files])

    def take_folder() -> Message:
        files = queries.waiting_files(desk)
        if files:
            return taking(take_from_folder, files)
        lacks = "ui.scan.no_page" if queries.choice_of(desk).folder else "ui.scan.no_folder"
        return Message(kind=Kind.NOTE, words=texts[lacks])

    def take_scanner(scanning: Scanning) -> Message:
        wish = queries.wish(source=scanning.source, colours=scanning.colours)
        return taking(take_from_scanner, scanning.scanner, wish)

    def keep(asked: Keep) -> Message:
        progress.begin()
        return _keep(desk, int(what), asked, texts, told=progress.told)

    return ScanCalls(
        load=lambda: _shown(desk, what, texts),
        picture=lambda page, scanning: queries.page_picture(desk, page, _mending(scanning)),
        waiting=lambda: len(queries.waiting_files(desk)),
        pages_so_far=lambda: progress.pages,
        stop=progress.stop,
        take_files=take_files,
        take_folder=take_folder,
        take_scanner=take_scanner,
        scanners=lambda: [(one.id, one.name) for one in queries.scanners(desk)],
        arrange=lambda page, how: arrange_scans(desk, [page], Arrangement(how)),
        choose=partial(_choose, desk),
        keep=keep,
        reuse=lambda offer: _reuse(desk, int(what), offer, texts),
        find=partial(_find, desk),
        pick=pick,
        open_dossier=lambda: open_dossier(what),
    )


def _shown(desk: Desk, what: str, texts: Texts) -> ScanShown:
    dossier = dossier_of(desk, what) if what else None
    kept = asdict(queries.choice_of(desk))
    return ScanShown(
        dossier=_words(dossier) if dossier else "",
        papers=_papers(desk, dossier) if dossier else (),
        offers=_offers(desk, dossier, texts) if dossier else (),
        pages=[
            PageRow(
                id=page.id,
                name=page.name or texts["ui.scan.by_scanner"],
                flaws=[texts[f"ui.scan.flaw.{flaw}"] for flaw in page.flaws],
                is_whole=bool(page.whole),
            )
            for page in queries.tray(desk)
        ],
        scanning=Scanning(**kept),
        sizes=[(str(size), texts[f"ui.scan.size.{name}"]) for name, size in SIZES.items()],
    )


def _words(dossier: Dossier) -> str:
    code = dossier.code or f"({dossier.entity})"
    return f"{code} · {dossier.application.applicant.name}"


def _papers(desk: Desk, dossier: Dossier) -> list[PaperChoice]:
    """Those the procedure asks for, and those that were brought beside."""
    application = dossier.application
    required = desk.version_of(dossier).papers_for(
        application.case or None, channel=Channel(application.channel)
    )
    names = {paper.id: paper.name for paper in required}
    brought = {paper.paper_id or paper.name: paper.name for paper in application.papers}
    return [
        PaperChoice(id=id_, name=name, scans=queries.scans_of(dossier, paper_id=id_, paper=name))
        for id_, name in {**brought, **names}.items()
    ]


def _offers(desk: Desk, dossier: Dossier, texts: Texts) -> list[Offer]:
    """What the person has brought before and this dossier lacks."""
    known = queries.reusable(desk, dossier.application.applicant, but=dossier.entity)
    return [
        Offer(id=f"{one.entity}:{one.scan.sha256}", words=_offered(one, texts))
        for one in known
        if queries.is_lacking(desk, dossier, one.scan)
    ]


def _offered(one: Reusable, texts: Texts) -> str:
    return texts.say(
        "ui.scan.offer",
        paper=one.scan.paper,
        day=formats.moment(one.scan.scanned_at),
        code=one.code,
    )


def _taken(taken: ScansTaken, texts: Texts) -> Message:
    said = [texts.say("ui.scan.taken", pages=taken.pages)] if taken.pages else []
    for one in taken.refused:
        trouble = texts.error(one.code, one.details)
        said.append(f"{one.name}: {trouble}" if one.name else trouble)
    kind = Kind.DONE if not taken.refused else Kind.WARNING if taken.pages else Kind.TROUBLE
    return Message(kind=kind, words=" ".join(said) or texts["ui.scan.nothing"])


def _keep(
    desk: Desk, entity: int, asked: Keep, texts: Texts, *, told: Callable[[int], object]
) -> Message:
    before = {scan.sha256 for scan in desk.journal.dossier(entity).scans}
    paper = PaperOf(name=asked.paper, id=asked.paper_id, valid_until=_day(asked.valid_until))
    dossier = keep_scan(
        desk,
        entity,
        paper,
        mending=_mending(asked.scanning),
        most_bytes=asked.scanning.most_bytes,
        told=told,
    )
    made = [scan for scan in dossier.scans if scan.sha256 not in before]
    names = ", ".join(f"{scan.name} ({formats.size(scan.size_bytes)})" for scan in made)
    key = "ui.scan.kept" if len(made) <= 1 else "ui.scan.kept_in_parts"
    words = texts.say(key, pages=sum(scan.pages for scan in made), files=names, count=len(made))
    return Message(kind=Kind.DONE, words=words)


def _reuse(desk: Desk, entity: int, offer: str, texts: Texts) -> Message:
    source, _, sha256 = offer.partition(":")
    earlier = desk.journal.dossier(int(source))
    scan = next(one for one in earlier.scans if one.sha256 == sha256)
    reuse_scan(
        desk, entity, source=int(source), sha256=sha256, paper=scan.paper, paper_id=scan.paper_id
    )
    return Message(kind=Kind.DONE, words=texts.say("ui.scan.reused", paper=scan.paper))


def _choose(desk: Desk, scanning: Scanning) -> None:
    choose_scanning(desk, ScanChoice(**asdict(scanning)))


def _mending(scanning: Scanning) -> Any:
    return queries.mending(
        colours=scanning.colours,
        is_straightened=scanning.is_straightened,
        is_cropped=scanning.is_cropped,
        is_cleared=scanning.is_cleared,
    )


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    day = formats.typed_day(typed)
    if day is None:
        raise DayUnreadable(text=typed)
    return day


def _find(desk: Desk, typed: str) -> list[Choice]:
    rows = search(desk, typed.strip(), limit=12) if typed.strip() else []
    return [
        Choice(id=str(row.entity), title=f"{row.applicant} · {row.procedure_name}", detail=row.code)
        for row in rows
    ]
