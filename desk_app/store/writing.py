"""What may be written in one transaction of the journal: numbers, changes, prints, outside keys."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desk_app.domain import codec
from desk_app.domain.events import (
    DESK_EVENTS,
    CodeAssigned,
    DossierReceived,
    PaperScanned,
    ResultAttached,
    ResultSigned,
    Reviewed,
)
from desk_app.domain.folding import apply
from desk_app.domain.tenure import Written, stands_alone
from desk_app.store import print_queue
from desk_app.store.access import require_access
from desk_app.store.entries import Entry, change_of, entry_of, event_of, rows_of
from desk_app.store.errors import EntryUnreadable
from desk_app.store.lease import note_written
from desk_app.store.numbering import (
    CodeGrant,
    claim_code,
    claim_register_number,
    granted_code,
    next_register_number,
)
from desk_app.store.projections import project
from desk_app.store.replay import dossier_of, replayed, seen_near
from desk_app.store.settings import counter, raise_counter
from sync import record

if TYPE_CHECKING:
    from datetime import date

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import Event
    from desk_app.store.database import Database, Row
    from desk_app.store.identity import Identity

LAMPORT = "lamport"


class Writing:
    """One open transaction; use it only inside `Journal.writing()`."""

    def __init__(self, database: Database, identity: Identity) -> None:
        self._database = database
        self._identity = identity
        self.last_number = 0  # the highest appended here, 0 before the first

    def next_code(self, organisation: str, day: date) -> CodeGrant:
        """The code for one dossier received that day in Viet Nam; append its event at once."""
        return granted_code(
            self._database, writer=self._identity.writer, organisation=organisation, day=day
        )

    def next_register_number(self, year: int) -> int:
        """The next line of that year's register; append its event at once."""
        return next_register_number(self._database, year)

    def append(
        self, event: Event, *, entity: int | None, actor: int, at: datetime, catalogue: int = 0
    ) -> Entry:
        """Write one event to the journal and bring everything that shows it up to date.

        `entity` None: the event creates one. `catalogue`: the version it was judged by. Raises what
        `dossier.apply` raises when the event does not follow the dossier as it stands in this
        transaction, CodeTaken, NotEnrolled, MachineEnded, LeaseEnded, UserBarred.
        """
        require_access(self._database, at, actor=actor)
        author, epoch = self._identity.writer
        rows = [] if entity is None else rows_of(self._database, entity)
        seen = seen_near(event, rows, entity=entity, machine=author)
        if seen is not None:
            self.append(seen, entity=entity, actor=actor, at=at, catalogue=catalogue)
            rows = [] if entity is None else rows_of(self._database, entity)
        number, head = self._next_place(author, epoch)
        about = record.entity_id(author, epoch, number) if entity is None else entity
        _require_follows(event, rows, entity=about, at=at, machine=author)
        change, salt_key = self._change(
            event, rows, number=number, entity=about, actor=actor, at=at, catalogue=catalogue
        )
        raw = record.encode(change)
        self._insert(change, raw, record.link(head, author, epoch, raw, salt_key, number))
        self._claim(event, entity=about)
        self._name_file(event, epoch=epoch, number=number)
        if not isinstance(event, DESK_EVENTS):
            rows.append((author, epoch, number, raw, None, None, None, None))
            project(self._database, replayed(rows, entity=about), entity=about)
        self.last_number = number
        return Entry(
            author=author,
            epoch=epoch,
            number=number,
            entity=about,
            event=event,
            at=datetime.fromtimestamp(change.at, UTC),
            actor=actor,
            catalogue=catalogue,
        )

    def write_anew(
        self, first: record.Change, origin: codec.Origin, *, entity: int | None
    ) -> Entry:
        """Write a change of an older log again, as it was: its moment, its author, its numbers.

        `entity` None: it creates one. What follows no more is written where it is a fact; else
        raises what `dossier.apply` raises. Raises EntryUnreadable.
        """
        author, epoch = self._identity.writer
        number, head = self._next_place(author, epoch)
        about = record.entity_id(author, epoch, number) if entity is None else entity
        rows = [] if entity is None else rows_of(self._database, about)
        event, at = event_of(first), datetime.fromtimestamp(first.at, UTC)
        if event is None:
            raise EntryUnreadable(author=author, epoch=origin.epoch, number=origin.number)
        if not stands_alone(event):
            _require_follows(event, rows, entity=about, at=at, machine=author)
        salt_key = _salt_key(rows, self._identity.writer)
        fresh = salt_key or secrets.token_bytes(record.SALT_BYTES)
        _, kind, body = codec.unwrapped(first.kind, first.body)
        kind, body = codec.wrapped(origin, kind, body)
        change = first._replace(
            seq=number,
            kind=kind,
            ent=about,
            base=max((row[7] for row in rows if row[7] is not None), default=0),
            lam=counter(self._database, LAMPORT) + 1,
            body=_as_tuples(body),
            salt=None if salt_key else fresh,
        )
        raw = record.encode(change)
        self._insert(change, raw, record.link(head, author, epoch, raw, fresh, number))
        rows.append((author, epoch, number, raw, None, None, None, None))
        project(self._database, replayed(rows, entity=about), entity=about)
        self.last_number = number
        return entry_of(rows[-1])

    def dossier(self, entity: int) -> Dossier:
        """The dossier as it stands in this transaction; raises UnknownDossier."""
        return dossier_of(self._database, entity)

    def queue_print(
        self,
        entity: int,
        form: str,
        *,
        copies: int,
        by: int,
        at: datetime,
        corrected: bool = False,
        elsewhere: bool = False,
        why: str = "",
        sha256: str = "",
    ) -> int:
        """Put a print of the form into the ledger; returns its number there.

        `copies`: sheets of this one print. The first is the original and what follows is a copy,
        unless `corrected` says that it takes the place of the page before; with the original
        printed `elsewhere` the first is a copy too. `why`: the reason a person gave for a copy.
        """
        return print_queue.queue_print(
            self._database,
            entity,
            form,
            sheets=copies,
            by=by,
            at=at,
            corrected=corrected,
            elsewhere=elsewhere,
            why=why,
            sha256=sha256,
        )

    def overtake_prints(self, entity: int, *, by: int, at: datetime) -> None:
        """Let nothing that still waits for the printer go out: the dossier has ended."""
        print_queue.overtake(self._database, entity, by=by, at=at)

    def find_ref(self, ref: str) -> int | None:
        """The entity the caller's own key stands for, or None."""
        found: int | None = self._database.value("SELECT entity FROM refs WHERE ref = ?", (ref,))
        return found

    def remember_ref(self, ref: str, entity: int) -> None:
        """Let the caller's own key stand for the entity; raises RecordRefused where it is taken."""
        self._database.execute("INSERT INTO refs VALUES (?, ?)", (ref, entity))

    def _next_place(self, author: int, epoch: int) -> tuple[int, bytes]:
        """The next number of the own log, and the chain's head before it."""
        tip = self._database.row(
            "SELECT number, head FROM journal WHERE author = ? AND epoch = ?"
            " ORDER BY number DESC LIMIT 1",
            (author, epoch),
        )
        if tip is None:
            return 1, self._identity.first_head or record.first_head(author, epoch)
        return tip[0] + 1, tip[1]

    def _change(
        self,
        event: Event,
        rows: list[Row],
        *,
        number: int,
        entity: int,
        actor: int,
        at: datetime,
        catalogue: int,
    ) -> tuple[record.Change, bytes]:
        """The change record, and the salt key of its entity in this author's log."""
        kind, body = codec.encode(event)
        salt_key = _salt_key(rows, self._identity.writer)
        fresh = salt_key or secrets.token_bytes(record.SALT_BYTES)
        change = record.Change(
            seq=number,
            kind=kind,
            ent=entity,
            base=max((row[7] for row in rows if row[7] is not None), default=0),
            lam=counter(self._database, LAMPORT) + 1,
            at=int(at.timestamp()),
            actor=actor,
            cat=catalogue,
            body=_as_tuples(body),
            salt=None if salt_key else fresh,
        )
        return change, fresh

    def _insert(self, change: record.Change, raw: bytes, head: bytes) -> None:
        author, epoch = self._identity.writer
        self._database.execute(
            "INSERT INTO journal (author, epoch, number, entity, kind, record, head)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (author, epoch, change.seq, change.ent, change.kind, raw, head),
        )
        raise_counter(self._database, LAMPORT, change.lam)
        note_written(self._database, change.at)

    def _claim(self, event: Event, *, entity: int) -> None:
        """Note the numbers the event gives away as given."""
        match event:
            case DossierReceived():
                claim_code(self._database, event.code, temporary=event.temporary, entity=entity)
                claim_register_number(
                    self._database,
                    year=event.register_year,
                    number=event.register_number,
                    entity=entity,
                )
            case CodeAssigned():
                claim_code(self._database, event.code, temporary=False, entity=entity)
            case _:
                pass

    def _name_file(self, event: Event, *, epoch: int, number: int) -> None:
        """From this change on the hub may ask for the file it speaks of."""
        if isinstance(event, ResultAttached | ResultSigned | PaperScanned):
            self._database.execute(
                "UPDATE files SET named_epoch = ?, named_number = ?"
                " WHERE sha256 = ? AND named_number IS NULL",
                (epoch, number, event.sha256),
            )


def _require_follows(
    event: Event, rows: list[Row], *, entity: int, at: datetime, machine: int
) -> None:
    if isinstance(event, (*DESK_EVENTS, Reviewed)):
        return
    now = replayed(rows, entity=entity)
    written = Written(machine, now.version, base=now.version)
    apply(now.dossier, event, at=at, entity=entity, written=written)


def _salt_key(rows: list[Row], writer: tuple[int, int]) -> bytes | None:
    """The salt of the first change this author wrote about the entity, or None."""
    own = [row for row in rows if (row[0], row[1]) == writer]
    if not own:
        return None
    author, epoch, number, raw = min(own, key=lambda row: row[2])[:4]
    return change_of(raw, author=author, epoch=epoch, number=number).salt


def _as_tuples(value: Any) -> Any:
    """A record holds tuples where the codec gives lists."""
    return tuple(map(_as_tuples, value)) if isinstance(value, list | tuple) else value
