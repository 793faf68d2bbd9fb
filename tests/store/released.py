"""Golden databases of released schemas: how one is made, and what it must say for ever.

Each lies in its folder as a whole desk, data and machine, with the dossiers it replays to. Made by
`pytest tests/store/test_migrations.py --update-golden` where the folder is not there yet.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from desk_app.domain import events
from desk_app.store import machine
from desk_app.store.database import Database, create_database
from desk_app.store.keys import unlock
from desk_app.store.lockout import Moment
from desk_app.store.migrations import migrate
from sync.protocol.page import Verdict
from tests.store.making import AT, PASSWORD, Hub, do, handed_on, new_store, places_in, receive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk_app.store.opening import Store

PROJECTIONS = ("dossiers", "codes", "names", "people", "tallies")


@contextmanager
def on_its_own_machine() -> Iterator[None]:
    """As if on a machine that tells no number: the golden desk was made on another."""
    asked = machine.fingerprint
    machine.fingerprint = lambda _: ""  # type: ignore[assignment]
    try:
        yield
    finally:
        machine.fingerprint = asked


def write(folder: Path) -> None:
    """Make the golden desk of the present schema."""
    with on_its_own_machine():
        store = new_store(folder)
        _live(store)
    told = dossiers_of(store)
    store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    for leftover in folder.rglob("*.lock"):
        leftover.unlink()
    (folder / "dossiers.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def dossiers_of(store: Store) -> list[dict[str, Any]]:
    """What the dossiers of a store are, in words that no version changes."""
    entities = store.database.rows("SELECT DISTINCT entity FROM journal ORDER BY entity")
    told = []
    for (entity,) in entities:
        if store.database.value("SELECT 1 FROM dossiers WHERE entity = ?", (entity,)) is None:
            continue
        dossier = store.journal.dossier(entity)
        told.append(
            {
                "code": dossier.code,
                "status": dossier.status.value,
                "applicant": dossier.application.applicant.name,
                "due_at": dossier.due_at.isoformat() if dossier.due_at else None,
                "register": [dossier.register_year, dossier.register_number],
                "timeline": [entry.standing.value for entry in store.journal.timeline(entity)],
                "prints": [print_.kind.value for print_ in store.prints.of(entity)],
            }
        )
    return told


def key_of(folder: Path) -> bytes:
    with TemporaryDirectory() as copy:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        now = Moment(at=AT, boot="", monotonic=0.0)
        return unlock(places_in(Path(copy)), "Hoa", PASSWORD, now=now).key


def schema(database: Database) -> dict[str, str]:
    """The durable tables, indexes and triggers, as SQL."""
    rows = database.rows("SELECT name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: sql for name, table, sql in rows if table.split("_search")[0] not in PROJECTIONS}


def schema_of_a_new_database() -> dict[str, str]:
    with TemporaryDirectory() as folder:
        database = create_database(Path(folder) / "a.db", bytes(48))
        migrate(database)
        found = schema(database)
        database.close()
    return found


def _live(store: Store) -> None:
    hub = Hub()
    first = receive(store, "Nguyễn Văn Đạt", phone="0905111222", personal_id="048090001234")
    second = receive(store, "Lê Ý")
    do(store, handed_on(), first.entity)
    aside = do(store, events.Cancelled(reason="nhập nhầm"), second.entity)
    store.files.keep(b"scan", purpose="paper", entity=first.entity, at=AT)
    hub.judge(first)
    hub.judge(second)
    hub.judge(aside, Verdict.HELD, "wrong_status")
    hub.settle(store)
    receive(store, "Alăng Zơrâm")
    store.drafts.keep(1, "receive", {"applicant": "Trần"}, at=AT)
