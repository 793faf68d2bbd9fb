"""A dossier as lists show it: one row of the projection, and how far the province has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Status
from desk_app.store.errors import NotEnrolled
from desk_app.store.identity import read_identity
from desk_app.store.outbox import acked_name
from desk_app.store.parcels import Parcels
from desk_app.store.projection_tables import NO_DUE
from desk_app.store.settings import counter

if TYPE_CHECKING:
    from desk_app.store.database import Database, Row

BACKED_UP = "backed_up"  # counter: the highest own number in a verified backup, per epoch


class Tick(StrEnum):
    """How far a dossier's last change has come; each step is a stored proof."""

    SAVED = "saved"  # on this disk
    COPIED = "copied"  # in a verified backup, on a stick or on a colleague's machine too
    HELD = "held"  # the province has it
    JUDGED = "judged"  # the province accepted it
    ASIDE = "aside"  # the province has judged it all and a person must look at something


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedDossier:
    id: int  # order of arrival at this desk: later is newer
    entity: int
    code: str
    is_temporary: bool
    status: Status
    is_cancelled: bool
    is_running: bool  # the clock of the promise runs
    competent: str
    procedure: str
    case: str
    channel: str
    applicant: str
    personal_id: str
    phone: str
    handler: str
    received_at: datetime
    due_at: datetime | None
    tick: Tick
    waiting: int  # own changes without a verdict
    near: int  # changes of colleagues' machines that the province has not told of
    aside: int  # changes the province set aside
    waits_at: datetime | None  # until or since when it waits for what its state waits for

    def is_overdue(self, now: datetime) -> bool:
        return self.is_running and self.due_at is not None and self.due_at < now


LISTED_COLUMNS = """
    d.id, d.entity, d.code, d.is_temporary, d.status, d.is_cancelled, d.is_running, d.competent,
    d.procedure, d.case_id, d.channel, d.applicant, d.personal_id, d.phone, d.handler,
    d.received_at, d.due_key, d.waiting, d.aside, d.last_number, d.near,
    d.waits_key
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """How far this machine's log has come."""

    acked: int
    copied: int  # in a verified backup, on a colleague's machine, on a stick that was read back


def reach(database: Database) -> Reach:
    try:
        writer = read_identity(database).writer
    except NotEnrolled:
        return Reach(acked=0, copied=0)
    _, epoch = writer
    acked = counter(database, acked_name(epoch))
    backed_up = counter(database, backed_up_name(epoch))
    after = max(acked, backed_up, held_by_colleagues(database, writer))
    return Reach(acked=acked, copied=Parcels(database).carried_to(epoch, after))


def backed_up_name(epoch: int) -> str:
    return f"{BACKED_UP}.{epoch}"


def listed(row: Row, reached: Reach) -> ListedDossier:
    """The row of LISTED_COLUMNS."""
    due_key, waiting, aside, last_number, near = row[16:21]
    return ListedDossier(
        id=row[0],
        entity=row[1],
        code=row[2],
        is_temporary=bool(row[3]),
        status=Status(row[4]),
        is_cancelled=bool(row[5]),
        is_running=bool(row[6]),
        competent=row[7],
        procedure=row[8],
        case=row[9],
        channel=row[10],
        applicant=row[11],
        personal_id=row[12],
        phone=row[13],
        handler=row[14],
        received_at=datetime.fromtimestamp(row[15], UTC),
        due_at=None if due_key == NO_DUE else datetime.fromtimestamp(due_key, UTC),
        tick=_tick(
            waiting=waiting, near=near, aside=aside, last_number=last_number, reached=reached
        ),
        waiting=waiting,
        near=near,
        aside=aside,
        waits_at=datetime.fromtimestamp(row[21], UTC) if 0 < row[21] < NO_DUE else None,
    )


def tick_of(database: Database, entity: int) -> Tick:
    """How far the dossier's last change has come; saved, where no list knows it."""
    row = database.row(
        "SELECT waiting, aside, last_number, near FROM dossiers WHERE entity = ?", (entity,)
    )
    if row is None:
        return Tick.SAVED
    waiting, aside, last_number, near = row
    reached = reach(database)
    return _tick(waiting=waiting, near=near, aside=aside, last_number=last_number, reached=reached)


def file_tick(database: Database, sha256: str) -> Tick:
    """How far a file has come, whoever brought it; what the province sent it holds and judged."""
    row = database.row(
        """
        SELECT f.is_at_hub, f.named_epoch, f.named_number, s.verdict FROM files AS f
        LEFT JOIN identity AS i ON i.one = 1
        LEFT JOIN settled AS s
            ON s.author = i.author AND s.epoch = f.named_epoch AND s.number = f.named_number
        WHERE f.sha256 = ?
        """,
        (sha256,),
    )
    if row is None:
        return Tick.SAVED
    is_at_hub, epoch, number, verdict = row
    if is_at_hub:
        return Tick.JUDGED if number is None or verdict in {"ok", "flagged"} else Tick.HELD
    if number is None:
        return Tick.SAVED
    has_copy = number <= counter(database, backed_up_name(epoch))
    return Tick.COPIED if has_copy or Parcels(database).carries(sha256) else Tick.SAVED


def files_without_copy(database: Database) -> int:
    """How many files that the province lacks lie on this disk alone."""
    rows = database.rows(
        """
        SELECT f.named_epoch, f.named_number FROM files AS f
        WHERE f.is_at_hub = 0 AND f.named_number IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM parcel_files AS c WHERE c.sha256 = f.sha256)
        """
    )
    backed_up = {epoch: counter(database, backed_up_name(epoch)) for epoch in {e for e, _ in rows}}
    return sum(number > backed_up[epoch] for epoch, number in rows)


def held_by_colleagues(database: Database, writer: tuple[int, int]) -> int:
    """The highest own number that another machine of the commune says it has."""
    author, epoch = writer
    return int(
        database.value(
            "SELECT max(ours) FROM colleagues WHERE author <> ? AND ours_epoch = ?", (author, epoch)
        )
        or 0
    )


def _tick(*, waiting: int, near: int, aside: int, last_number: int, reached: Reach) -> Tick:
    """A colleague's change lies on two machines and, as far as is known, nowhere else."""
    if not waiting and not near:
        return Tick.ASIDE if aside else Tick.JUDGED
    if not waiting:
        return Tick.COPIED
    if last_number <= reached.acked and not near:
        return Tick.HELD
    return Tick.COPIED if last_number <= reached.copied else Tick.SAVED
