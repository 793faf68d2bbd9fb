"""Sessions in villages as the journal tells them, and what was done in each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from desk_app.domain.codec import RECOVERED
from desk_app.domain.events import DossierReceived, PaymentRecorded
from desk_app.domain.village import Village, VillageState, Written, after
from desk_app.store.books import BOOKED, PAID, RECEIVED
from desk_app.store.entries import COUNTS, ENTRY_COLUMNS, Entry, entries_of, entry_of, in_force
from desk_app.store.errors import EntryUnreadable
from desk_app.store.settings import get_setting, put_setting

if TYPE_CHECKING:
    from desk_app.store.database import Database
    from desk_app.store.listed import ListedDossier
    from desk_app.store.lists import Lists

PLANNED = 160  # kind of change, by `domain.codec`
VILLAGES_INDEX = (
    "CREATE INDEX journal_villages ON journal (kind, author, epoch, number) WHERE kind = 160"
)
_PLANS = """
    SELECT entity FROM journal WHERE kind = ? AND kind = 160
    UNION SELECT entity FROM near_changes WHERE kind = ?
"""
_RECOVERED = """
    SELECT entity FROM journal WHERE kind = ? AND kind IN (104, 151)
    UNION SELECT entity FROM near_changes WHERE kind = ?
"""
_HERE = "village.here"  # setting: the session this machine is on, and whether files went before
_NO_END = (256, 0)


def villages(database: Database, *, recovered: bool = True) -> list[Village]:
    """All that are known here, also of colleagues' machines; the latest day first.

    `recovered`: also plans written anew after a log was cut off; these are found by reading all
    that was written anew, which is for a screen of their own.
    """
    rows = database.rows(_PLANS, (PLANNED, PLANNED))
    if recovered:
        rows += database.rows(_RECOVERED, (RECOVERED, RECOVERED))
    found = [village_of(database, entity) for entity in sorted({one for (one,) in rows})]
    there = [one for one in found if one is not None]
    return sorted(there, key=lambda one: (one.planned.day, one.entity), reverse=True)


def village_of(database: Database, entity: int) -> Village | None:
    """As it stands; None where the entity is something else, or a change cannot be read."""
    one: Village | None = None
    try:
        entries = in_force(entries_of(database, entity))
    except EntryUnreadable:
        return None
    for entry in entries:
        one = after(one, entry.event, entity=entity, written=written(entry))
        if one is None:
            return None
    return one


def open_here(database: Database) -> Village | None:
    """The session that this machine is on; cheap enough to ask at every glance."""
    noted = get_setting(database, _HERE)
    one = village_of(database, noted["entity"]) if noted else None
    return one if one is not None and one.state is VillageState.OPEN else None


def leave_home(database: Database, entity: int, *, records_only: bool) -> None:
    """Within the caller's transaction; `records_only`: whether files were left out before."""
    put_setting(database, _HERE, {"entity": entity, "records_only": records_only})


def come_home(database: Database, entity: int) -> bool | None:
    """Whether files were left out before the session; None where it is not the one noted here."""
    noted = get_setting(database, _HERE)
    if not noted or noted["entity"] != entity:
        return None
    put_setting(database, _HERE, None)
    return bool(noted["records_only"])


def of_dossier(database: Database, entity: int) -> Village | None:
    """The session in which the dossier was received; None for one received at home.

    A session that was written anew is not asked: its summary has its dossiers.
    """
    for entry in in_force(entries_of(database, entity)):
        if isinstance(entry.event, DossierReceived):
            place, known = written(entry), villages(database, recovered=False)
            return next((one for one in known if one.holds(place)), None)
    return None


def received_in(database: Database, one: Village) -> list[Entry]:
    """Receptions of the session that are known here, in order."""
    return [e for e in _within(database, one, RECEIVED) if isinstance(e.event, DossierReceived)]


def listed_in(database: Database, lists: Lists, one: Village) -> tuple[ListedDossier, ...]:
    """The dossiers received in the session, in that order, as lists show them."""
    found: list[ListedDossier] = []
    for entry in received_in(database, one):
        number = database.value("SELECT id FROM dossiers WHERE entity = ?", (entry.entity,))
        found += lists.these([number]) if number is not None else ()
    return tuple(found)


def people_near(database: Database, place: str) -> int:
    """How many people known here have an address that names the place, as it is written there."""
    written_so = json.dumps(place, ensure_ascii=False)[1:-1]
    found = database.value("SELECT count(*) FROM people WHERE instr(person, ?)", (written_so,))
    return int(found)


def paid_in(database: Database, one: Village) -> list[PaymentRecorded]:
    """Payments taken in the session that are known here, in order."""
    entries = _within(database, one, PAID)
    return [entry.event for entry in entries if isinstance(entry.event, PaymentRecorded)]


def _within(database: Database, one: Village, kind: int) -> list[Entry]:
    """Entries of the kind, and those written anew, which may be of it."""
    if one.opened_by is None:
        return []
    bounds = (*one.opened_by.place, *(one.closed_by.place if one.closed_by else _NO_END))
    found: list[Entry] = []
    for known, wanted in ((BOOKED, kind), ("j.kind IN (104, 151)", RECOVERED)):
        rows = database.rows(
            f"SELECT {ENTRY_COLUMNS} WHERE j.kind = ? AND {known} AND {COUNTS} AND j.author = ?"
            " AND (j.epoch, j.number) > (?, ?) AND (j.epoch, j.number) < (?, ?)",
            (wanted, one.opened_by.machine, *bounds),
        )
        for row in rows:
            try:
                found.append(entry_of(row))
            except EntryUnreadable:
                continue
    return in_force(sorted(found, key=lambda entry: (entry.epoch, entry.number)))


def written(entry: Entry) -> Written:
    return Written(machine=entry.author, epoch=entry.epoch, number=entry.number, at=entry.at)
