"""What store tests make again and again: a store, a reception, an answer of the hub."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desk_app.domain import codec, events, submission
from desk_app.domain.dossier_code import Lane
from desk_app.domain.rights import Role
from desk_app.domain.work_calendar import VIETNAM
from desk_app.store.identity import Enrolment, read_identity
from desk_app.store.key_file import Effort
from desk_app.store.opening import FirstAdmin, Store, create_store, enrol, open_store
from desk_app.store.places import Places
from sync import record
from sync.client.replica import Reply, Taken
from sync.protocol.page import FeedRecord, Page, Verdict
from sync.protocol.receipt import Answer, Receipt
from tests.support.clock import SetClock

if TYPE_CHECKING:
    from pathlib import Path

    from desk_app.store.entries import Entry

ORGANISATION = "H17.20443"
PASSWORD = "mật-khẩu-mẫu"
QUICK = Effort(memory_kib=64, passes=1, lanes=1)
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SCOPE = "20443"
HUB_ID = b"hub-id-8"


def places_in(folder: Path) -> Places:
    return Places(data=folder / "desk", state=folder / "machine")


def new_store(
    folder: Path, *, author: int = 5, lane: tuple[int, int] | None = (1, 1999), **options: Any
) -> Store:
    """An enrolled store whose first admin is Hoa."""
    store = create_store(
        places_in(folder),
        FirstAdmin(name="Hoa", password=PASSWORD, roles=(Role.ADMIN, Role.CLERK)),
        at=AT,
        effort=QUICK,
        **options,
    )
    return enrol(store, enrolment(author=author), lanes(lane), at=AT)


def again(store: Store) -> Store:
    """The same store, closed and opened anew."""
    store.close()
    return open_store(store.places, "Hoa", PASSWORD, now=AT, effort=QUICK)


def enrolment(*, author: int = 5, epoch: int = 1, previous_head: bytes = b"") -> Enrolment:
    return Enrolment(
        author=author,
        epoch=epoch,
        hub_id=HUB_ID,
        hub_key=b"k" * 32,
        hub_url="http://127.0.0.1:9",
        organisation=ORGANISATION,
        previous_head=previous_head,
    )


def lanes(lane: tuple[int, int] | None) -> list[Lane]:
    return [Lane(organisation=ORGANISATION, first=lane[0], last=lane[1])] if lane else []


def received(
    name: str = "Nguyễn Văn Đạt",
    *,
    code: str,
    temporary: bool = False,
    number: int = 1,
    at: datetime = AT,
    due_at: datetime | None = AT + timedelta(days=2),
    procedure: str = "2.000815",
    **person: Any,
) -> events.DossierReceived:
    return events.DossierReceived(
        application=submission.Application(
            procedure=procedure,
            version="2025-07",
            applicant=submission.Person(name=name, **person),
        ),
        code=code,
        temporary=temporary,
        organisation=ORGANISATION,
        competent="",
        received_at=at,
        due_at=due_at,
        limit="working_day:2",
        calendar="2026.1",
        fee_vnd=8_000,
        fee_lines=(),
        register_year=at.year,
        register_number=number,
    )


def receive(store: Store, name: str = "Nguyễn Văn Đạt", *, at: datetime = AT, **more: Any) -> Entry:
    """Take a dossier in as a use case does: numbers, entry and print in one transaction."""
    with store.journal.writing() as tx:
        grant = tx.next_code(ORGANISATION, at.astimezone(VIETNAM).date())
        number = tx.next_register_number(at.year)
        event = received(
            name, code=grant.code, temporary=grant.temporary, number=number, at=at, **more
        )
        entry = tx.append(event, entity=None, actor=1, at=at)
        tx.queue_print(entry.entity, "receipt", copies=2, by=1, at=at)
    return entry


def do(store: Store, event: events.DossierEvent, entity: int, *, at: datetime = AT) -> Entry:
    with store.journal.writing() as tx:
        return tx.append(event, entity=entity, actor=1, at=at)


def handed_on(to: str = "Văn phòng") -> events.HandedOn:
    return events.HandedOn(to=to, hand_over_by=AT)


class Hub:
    """A hub's pen: settles changes in its own order and says so in replies."""

    def __init__(self, *, epoch: int = 7) -> None:
        self.epoch = epoch
        self.records: list[FeedRecord] = []
        self._versions: dict[int, int] = {}
        self._numbers: dict[tuple[int, int], int] = {}
        self._salts: dict[int, bytes] = {}

    def judge(self, entry: Entry, verdict: Verdict = Verdict.OK, reason: str = "") -> FeedRecord:
        """The hub's word on a desk's own change."""
        return self._settle(
            entry.entity, (entry.author, entry.epoch, entry.number), None, verdict, reason
        )

    def write(
        self,
        event: Any,
        *,
        entity: int = 0,
        author: int = 0,
        epoch: int = 1,
        at: datetime = AT,
        verdict: Verdict = Verdict.OK,
        kind_and_body: tuple[int, tuple[Any, ...]] | None = None,
    ) -> FeedRecord:
        """A change of somebody else, settled; entity 0 creates one."""
        number = self._numbers.get((author, epoch), 0) + 1
        self._numbers[author, epoch] = number
        kind, body = kind_and_body or codec.encode(event)
        about = entity or record.entity_id(author, epoch, number)
        change = record.Change(
            seq=number,
            kind=kind,
            ent=about,
            base=0,
            lam=number + 100,
            at=int(at.timestamp()),
            actor=9,
            cat=1,
            body=as_tuples(body),
            salt=b"s" * 16,
        )
        raw = record.encode(change)
        return self._settle(about, (author, epoch, number), raw, verdict, "")

    def reply(
        self,
        store: Store,
        *,
        acked: int | None = None,
        after: int = 0,
        last: int | None = None,
        hub_time: int = int(AT.timestamp()),
        offset_s: int = 0,
    ) -> Reply:
        """Its answer with the records after a position."""
        own = read_identity(store.database)
        end = len(self.records) if last is None else last
        page = Page(
            hub_id=HUB_ID,
            hub_ep=self.epoch,
            scope=SCOPE,
            after=after,
            last=end,
            newest=len(self.records),
            digest=end * 11,
            records=tuple(self.records[after:end]),
        )
        receipt = Receipt(
            hub_id=HUB_ID,
            hub_ep=self.epoch,
            dev=own.writer[0],
            ep=own.writer[1],
            counter=1,
            answer=Answer.OK,
            acked=store.replica(SetClock(AT)).last() if acked is None else acked,
            head=bytes(32),
            durable=0,
            hub_time=hub_time,
            next_contact_s=60,
            lease_days=0,
        )
        return Reply(
            receipt=receipt, receipt_raw=b"receipt", pages=(page,), offset_s=offset_s, rtt_s=0.1
        )

    def settle(self, store: Store, **more: Any) -> Taken:
        """Let the store take everything after what it has."""
        replica = store.replica(SetClock(AT))
        cursor = replica.cursors().get(SCOPE)
        return replica.take(self.reply(store, after=cursor.pos if cursor else 0, **more))

    def _settle(
        self,
        entity: int,
        place: tuple[int, int, int],
        raw: bytes | None,
        verdict: Verdict,
        reason: str,
    ) -> FeedRecord:
        version = self._versions.get(entity, 0) + (verdict in {Verdict.OK, Verdict.FLAGGED})
        self._versions[entity] = version
        entry = FeedRecord(
            pos=len(self.records) + 1,
            ver=version,
            dev=place[0],
            ep=place[1],
            seq=place[2],
            verdict=verdict,
            reason=reason,
            raw=raw,
        )
        self.records.append(entry)
        return entry


def as_tuples(value: Any) -> Any:
    return tuple(map(as_tuples, value)) if isinstance(value, list | tuple) else value


def as_raw(entry: FeedRecord, raw: bytes) -> FeedRecord:
    return entry._replace(raw=raw)
