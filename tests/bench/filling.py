"""Lives written straight into a desk's journal, as the desk and its hub would have left them.

Every change is a valid record in an unbroken chain, settled by the hub but for the last day's;
numbers, register, print ledger and files are filled beside it. Lists and search are rebuilt last.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from random import Random
from typing import TYPE_CHECKING, Any

from desk_app.domain import codec, events
from desk_app.store.identity import read_identity
from desk_app.store.outbox import acked_name, note_settled_through
from desk_app.store.settings import put_setting, raise_counter
from desk_app.store.writing import LAMPORT
from sync import record
from tests.bench.lives import LAST_ON, lives

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from tests.bench.lives import Moment

_AT_ONCE = 50_000  # changes a transaction
_HELD_OF = 40_000  # one change in so many was set aside by the hub
_JUDGED_UNTIL = datetime.combine(LAST_ON, time(0), UTC)
_SCOPE = "20443"
_INSERTS = {
    "journal": "INSERT INTO journal (author, epoch, number, entity, kind, record, head)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)",
    "settled": "INSERT INTO settled VALUES (?, ?, ?, ?, ?, ?, ?, '', 1)",
    "numbers": "INSERT INTO numbers VALUES (?, ?, 0, ?, ?)",
    "registers": "INSERT INTO registers VALUES (?, ?, ?)",
    "prints": "INSERT INTO prints (id, entity, form, kind, copy, sheets, state, sha256, printer,"
    " job, reason, by, queued_at, changed_at) VALUES"
    " (?, ?, 'receipt', 'original', 0, 2, 'printed', ?, 'tray', ?, '', 1, ?, ?)",
    "steps": "INSERT INTO print_steps (print, state, by, at) VALUES (?, ?, 1, ?)",
    "files": "INSERT INTO new_files VALUES (?, ?, ?, ?, ?, ?, ?)",
}


def fill(desk: Desk, dossiers: int, *, tell: Callable[[str], None]) -> int:
    """Write the lives of so many dossiers and make the lists; returns how many changes."""
    chance = Random(20443)  # noqa: S311 - invented people
    filling = Filling(desk, chance)
    tell(f"writing the lives of {dossiers:,} dossiers")
    for moment in lives(desk, dossiers, chance):
        filling.write(moment)
    filling.end()
    desk.store.guard.begin(read_identity(desk.store.database))
    tell(f"making lists and search from {filling.number:,} changes")
    desk.journal.rebuild()
    return filling.number


class Filling:
    """One filling under way: the chain's end, the dossiers so far, rows not yet written."""

    def __init__(self, desk: Desk, chance: Random) -> None:
        self._database = desk.store.database
        self._chance = chance
        self._author, self._epoch = read_identity(self._database).writer
        tip = self._database.row("SELECT number, head FROM journal ORDER BY number DESC LIMIT 1")
        self.number: int
        self.number, self._head = tip or (0, record.first_head(self._author, self._epoch))
        self._judged = self.number
        self._dossiers: list[tuple[int, bytes]] = []  # entity and salt
        self._versions = bytearray()
        self._prints = 0
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _INSERTS}
        for number in range(1, self.number + 1):  # what enrolling wrote
            self._put("settled", self._author, self._epoch, number, _SCOPE, number, 1, "ok")
        self._database.execute(
            "CREATE TEMP TABLE new_files (sha256, stored_as, key, size, purpose, entity, kept_at)"
        )

    def write(self, moment: Moment) -> None:
        """One act into the journal, and what stands beside it."""
        self.number += 1
        salt = None
        if moment.dossier == len(self._dossiers):
            salt = self._chance.randbytes(record.SALT_BYTES)
            entity = record.entity_id(self._author, self._epoch, self.number)
            self._dossiers.append((entity, salt))
            self._versions.append(0)
        self._write_change(moment, salt)
        self._write_beside(moment)
        if len(self._rows["journal"]) >= _AT_ONCE:
            self._keep()

    def end(self) -> None:
        """What the counters and the cursor say of a desk that synced last night."""
        self._keep()
        database = self._database
        with database.writing():
            database.execute("INSERT INTO files SELECT *, NULL, NULL, 1 FROM new_files ORDER BY 1")
            raise_counter(database, LAMPORT, self.number)
            raise_counter(database, acked_name(self._epoch), self._judged)
            note_settled_through(database, (self._author, self._epoch))
            put_setting(database, "last_code_day", LAST_ON.isoformat())
            database.execute("INSERT INTO cursors VALUES (?, 1, ?, 0, 1)", (_SCOPE, self._judged))
        database.execute("DROP TABLE new_files")

    def _write_change(self, moment: Moment, salt: bytes | None) -> None:
        entity, key = self._dossiers[moment.dossier]
        kind, body = codec.encode(moment.event)
        version = self._versions[moment.dossier]
        change = record.Change(
            seq=self.number,
            kind=kind,
            ent=entity,
            base=version,
            lam=self.number,
            at=int(moment.at.timestamp()),
            actor=1,
            cat=1,
            body=tuple(body),
            salt=salt,
        )
        raw = record.encode(change)
        author, epoch = self._author, self._epoch
        self._head = record.link(self._head, author, epoch, raw, key, self.number)
        self._put("journal", author, epoch, self.number, entity, kind, raw, self._head)
        self._versions[moment.dossier] = version + 1
        if moment.at < _JUDGED_UNTIL:
            verdict = "ok" if self.number % _HELD_OF else "held"
            place = (author, epoch, self.number)
            self._put("settled", *place, _SCOPE, self.number, version + 1, verdict)
            self._judged = self.number

    def _write_beside(self, moment: Moment) -> None:
        """Numbers given, the receipt's way through the ledger, files kept."""
        entity, _ = self._dossiers[moment.dossier]
        seconds = int(moment.at.timestamp())
        match moment.event:
            case events.DossierReceived() as received:
                organisation, day, running = received.code.rsplit("-", 2)
                day = f"20{day[:2]}-{day[2:4]}-{day[4:]}"
                self._put("numbers", organisation, day, int(running), entity)
                self._put("registers", received.register_year, received.register_number, entity)
                if moment.has_receipt:
                    self._print(entity, received.code, seconds)
            case events.ResultAttached() | events.ResultSigned() as result:
                self._file(result.sha256, result.size_bytes, "result", entity, seconds)
            case _:
                pass

    def _print(self, entity: int, code: str, seconds: int) -> None:
        self._prints += 1
        digest = self._chance.randbytes(32).hex()
        self._put("prints", self._prints, entity, digest, f"{code}-receipt.pdf", seconds, seconds)
        for state in ("queued", "sent", "printed"):
            self._put("steps", self._prints, state, seconds)
        self._file(digest, 40_000, "print", entity, seconds)

    def _file(self, digest: str, size: int, purpose: str, entity: int, seconds: int) -> None:
        stored_as, key = self._chance.randbytes(32).hex(), self._chance.randbytes(32)
        self._put("files", digest, stored_as, key, size, purpose, entity, seconds)

    def _put(self, table: str, *row: Any) -> None:
        self._rows[table].append(row)

    def _keep(self) -> None:
        with self._database.writing():
            for table, rows in self._rows.items():
                self._database.execute_many(_INSERTS[table], rows)
                rows.clear()
