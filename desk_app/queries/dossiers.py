"""Dossiers: lists, search, one dossier with its timeline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk_app.domain.punctuality import Urgency, UrgencyBounds, urgency_bounds
from desk_app.domain.rights import Act
from desk_app.queries.parcels import written_to_stick_at
from desk_app.store.errors import FileDamaged, FileMissing, UnknownDossier
from desk_app.store.lists import PAGE_SIZE, ListFilter, Order, Sync
from desk_app.store.search import search as search_dossiers
from desk_app.store.waiting_lists import Wait, WaitFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier, Status
    from desk_app.domain.events import Event
    from desk_app.store.entries import Entry
    from desk_app.store.files import StoredFile
    from desk_app.store.listed import ListedDossier
    from desk_app.store.prints import Print

__all__ = [
    "ListFilter",
    "Order",
    "Sync",
    "Wait",
    "WaitFilter",
]  # what a list may be asked, for the screens

_HIGHEST_ID = 2**63 - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierRow:
    """A dossier as a list shows it."""

    entity: int
    code: str
    is_temporary: bool
    status: Status
    is_cancelled: bool
    procedure: str
    procedure_name: str
    applicant: str
    handler: str
    received_at: datetime
    due_at: datetime | None
    urgency: Urgency
    tick: str  # saved, copied, held, judged, aside
    needs_look: bool  # something of it was set aside, or has two values
    near: int  # changes of colleagues' machines that the province has not told of
    waits_at: datetime | None  # until or since when it waits for what its state waits for


@dataclass(frozen=True, kw_only=True, slots=True)
class RowPage:
    rows: tuple[DossierRow, ...]
    after: tuple[int, int] | None  # hand it back for the next page; None on the last


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One line of a timeline: what, who, when, where, and what became of it."""

    name: str  # the event's class name: its words are event.<name>
    event: Event | None
    at: datetime
    user: str  # empty where another machine never told who that is
    author: int  # the machine
    is_own: bool
    verdict: str  # waiting, near, ok, flagged, held, refused, opaque
    reason: str
    carried_at: datetime | None = None  # on a stick since; None once the province has it


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many dossiers, for the chips and the rail."""

    by_status: dict[Status, int]
    overdue: int
    due_soon: int
    to_sign: int


def page(
    desk: Desk,
    asked: ListFilter,
    *,
    after: tuple[int, int] | None = None,
    size: int = PAGE_SIZE,
) -> RowPage:
    """The rows that follow `after`, in the order asked for."""
    desk.require(Act.LOOK)
    found = desk.store.lists.page(asked, after=after, size=size)
    return RowPage(rows=_rows(desk, found.dossiers), after=found.after)


def waiting(desk: Desk, asked: WaitFilter, *, size: int = PAGE_SIZE) -> tuple[DossierRow, ...]:
    """The first dossiers that wait for one thing, the longest or the soonest first."""
    desk.require(Act.LOOK)
    return _rows(desk, desk.store.lists.waiting(asked, size=size))


def these(desk: Desk, numbers: Sequence[int]) -> tuple[DossierRow, ...]:
    """Dossiers by their rows in the lists, a page of them at most, the newest first."""
    desk.require(Act.LOOK)
    return _rows(desk, desk.store.lists.these(numbers))


def every_dossier(
    desk: Desk, *, status: Status | None = None, is_overdue: bool = False
) -> Iterator[DossierRow]:
    """All of them, newest first, or the earliest promise first where only late ones are asked."""
    asked = ListFilter(
        statuses=(status,) if status else (),
        due_before=desk.clock.now() if is_overdue else None,
        order=Order.DUE if is_overdue else Order.NEWEST,
    )
    shown = page(desk, asked)
    yield from shown.rows
    while shown.after is not None:
        shown = page(desk, asked, after=shown.after)
        yield from shown.rows


def search(desk: Desk, text: str, *, limit: int = 20) -> list[DossierRow]:
    """By code or its end, number, phone, or words of a name with or without accents."""
    desk.require(Act.LOOK)
    return list(_rows(desk, search_dossiers(desk.store.database, text, limit=limit)))


def counts(desk: Desk) -> Counts:
    limits = bounds(desk)
    tally = desk.store.lists.tally(now=limits.now, soon=limits.soon_ends)
    return Counts(
        by_status=tally.by_status,
        overdue=tally.overdue,
        due_soon=tally.due_soon,
        to_sign=tally.to_sign,
    )


def bounds(desk: Desk) -> UrgencyBounds:
    """The moments between the urgencies, now."""
    return urgency_bounds(desk.clock.now(), desk.rules.calendar)


def dossier(desk: Desk, code: str) -> Dossier:
    """The dossier of a code it has or had, or of its id; raises UnknownDossier."""
    desk.require(Act.LOOK)
    entity = desk.journal.find(code) if code.isascii() else None
    if entity is None:
        entity = _id_in(code)
    return desk.journal.dossier(entity)


def _id_in(code: str) -> int:
    if not code.isdecimal() or len(code) > len(str(_HIGHEST_ID)) or int(code) > _HIGHEST_ID:
        raise UnknownDossier
    return int(code)


def timeline(desk: Desk, entity: int) -> list[Moment]:
    """Everything that was written about the dossier, in the order it counts."""
    desk.require(Act.LOOK)
    names = Names(desk)
    return [
        replace(moment_of(entry, names=names), carried_at=_carried_at(desk, entry))
        for entry in desk.journal.timeline(entity)
    ]


def prints(desk: Desk, entity: int) -> list[Print]:
    """The print ledger of a dossier, the oldest first."""
    return desk.prints.of(entity)


def open_prints(desk: Desk) -> list[Print]:
    """What waits to be printed, or for the answer whether it came out."""
    return desk.prints.open()


def files(desk: Desk, entity: int) -> list[StoredFile]:
    """Results and papers of a dossier; pages printed are in the ledger.

    One paper may be the result of several dossiers: the disk keeps it once, each of them shows it.
    """
    dossier = desk.journal.dossier(entity)
    own = [one for one in desk.files.of(entity) if one.purpose not in {"print", "paper"}]
    result, scans = dossier.result, [scan.sha256 for scan in dossier.scans]
    named = {result.sha256, result.signed_sha256} - {one.sha256 for one in own} if result else ()
    others = dict.fromkeys([*sorted(named), *scans])
    return own + [one for one in map(desk.files.get, others) if one is not None]


def read_file(desk: Desk, sha256: str) -> bytes:
    """The bytes of a file; raises FileMissing, FileDamaged."""
    desk.require(Act.LOOK)
    return desk.files.read(sha256)


def file_if_whole(desk: Desk, sha256: str) -> bytes | None:
    """The bytes of a file; None where the disk has lost or changed it."""
    try:
        return read_file(desk, sha256)
    except (FileMissing, FileDamaged):
        return None


def _rows(desk: Desk, found: Iterable[ListedDossier]) -> tuple[DossierRow, ...]:
    limits = bounds(desk)
    return tuple(_row(desk, one, limits) for one in found)


def _row(desk: Desk, one: ListedDossier, limits: UrgencyBounds) -> DossierRow:
    by_code = desk.catalogue.by_code
    known = by_code.get(one.procedure)
    return DossierRow(
        entity=one.entity,
        code=one.code,
        is_temporary=one.is_temporary,
        status=one.status,
        is_cancelled=one.is_cancelled,
        procedure=one.procedure,
        procedure_name=known.name if known else one.procedure,
        applicant=one.applicant,
        handler=one.handler,
        received_at=one.received_at,
        due_at=one.due_at,
        urgency=limits.of(one.due_at if one.is_running else None),
        tick=one.tick,
        needs_look=one.aside > 0,
        near=one.near,
        waits_at=one.waits_at,
    )


class Names:
    """The names of users by machine and number, each looked up once in a query."""

    def __init__(self, desk: Desk) -> None:
        self.own = desk.machine
        self._desk = desk
        self._known = {(self.own, user.number): user.name for user in desk.users.all()}

    def of(self, entry: Entry) -> str:
        key = (entry.author, entry.actor)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, author: int, actor: int) -> str:
        return self._desk.journal.user_of(author, actor) if author else ""


def _carried_at(desk: Desk, entry: Entry) -> datetime | None:
    is_own = (entry.author, entry.epoch) == desk.journal.identity.writer
    return written_to_stick_at(desk, entry.number) if is_own else None


def moment_of(entry: Entry, *, names: Names) -> Moment:
    """The entry as a timeline shows it."""
    return Moment(
        name=type(entry.event).__name__ if entry.event else "unknown",
        event=entry.event,
        at=entry.at,
        user=names.of(entry),
        author=entry.author,
        is_own=entry.author == names.own,
        verdict=entry.standing,
        reason=entry.reason,
    )
