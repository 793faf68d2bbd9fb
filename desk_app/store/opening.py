"""A desk's store set up, opened and closed: the parts of the data folder put together."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk_app.domain.events import UserAdded
from desk_app.domain.rights import Role
from desk_app.domain.text import NAME_LIMIT, clean
from desk_app.store import machine
from desk_app.store.access import may_write, require_not_barred
from desk_app.store.clock_marks import mark_clock
from desk_app.store.database import Database, create_database, open_database
from desk_app.store.drafts import Drafts
from desk_app.store.durable import sync_folder
from desk_app.store.errors import DatabaseExists
from desk_app.store.files import Files
from desk_app.store.guard import Guard
from desk_app.store.hub_keys import TLS_ROOT, begin_key_list, own_seal_key
from desk_app.store.identity import (
    HUB_WORDS,
    Enrolment,
    create_identity,
    freeze,
    read_identity,
    write_enrolment,
)
from desk_app.store.journal import Journal
from desk_app.store.keys import NewUser, Unlocked, create_keys, unlock
from desk_app.store.lease import renew_lease
from desk_app.store.lists import Lists
from desk_app.store.lockout import Moment
from desk_app.store.migrations import migrate
from desk_app.store.near_bringing import FullCarrier
from desk_app.store.numbering import grant_lane
from desk_app.store.parcels import Parcels
from desk_app.store.prints import Prints
from desk_app.store.rebuild import rebuild_if_older
from desk_app.store.recovered import Recovered
from desk_app.store.recovery import seal_for_province
from desk_app.store.replica import StoredReplica
from desk_app.store.rounds import Rounds
from desk_app.store.sessions import Sessions
from desk_app.store.settings import Settings, put_setting
from desk_app.store.users import Users, insert_user
from desk_app.store.witness import Doubt, Witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from keyring.backend import KeyringBackend

    from desk_app.domain.dossier_code import Lane
    from desk_app.store.clock_marks import Clock
    from desk_app.store.entries import Entry
    from desk_app.store.key_file import Effort
    from desk_app.store.places import Places

RESTORED_FROM = "restored_from"  # setting: when the backup was made that this was put back from

_FIRST_USER = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """An open store and its parts. Close it to lock the desk: the key goes with it."""

    places: Places
    unlocked: Unlocked
    database: Database
    guard: Guard
    journal: Journal
    users: Users
    prints: Prints
    recovered: Recovered
    files: Files
    lists: Lists
    drafts: Drafts
    settings: Settings
    sessions: Sessions
    rounds: Rounds
    doubt: Doubt | None  # why it opened for reading only; None when it may be written

    def replica(self, clock: Clock) -> StoredReplica:
        """What a round with the hub works on."""
        return StoredReplica(self.database, self.guard, self.files, clock)

    def carrier(self, clock: Clock, *, others: Sequence[bytes] = ()) -> FullCarrier:
        """What a parcel works on; `others`: messages it carries beside the desk's work."""
        return FullCarrier(self.database, self.guard, self.files, clock, others=others)

    @property
    def parcels(self) -> Parcels:
        """What was written to sticks."""
        return Parcels(self.database)

    def recipient(self) -> str:
        """What is meant for this desk alone is sealed to it."""
        with self.database.writing():
            return own_seal_key(self.database).recipient

    def mark_clock(self, clock: Clock) -> Entry | None:
        """At every opening and after every round: see `clock_marks.mark_clock`."""
        is_own = self.doubt is None and self.journal.identity.author is not None
        if not is_own or not may_write(self.database, clock.now()):
            return None
        return mark_clock(self.journal, self.database, clock, actor=self.unlocked.user)

    def close(self) -> None:
        self.database.close()


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstAdmin:
    name: str
    password: str
    roles: tuple[Role, ...] = (Role.ADMIN,)


def create_store(
    places: Places,
    admin: FirstAdmin,
    *,
    at: datetime,
    effort: Effort | None = None,
    system: KeyringBackend | None = None,
) -> Store:
    """A new desk in an empty data folder, opened by its first admin; enrol it next.

    Raises DatabaseExists, WeakPassword, DiskFull. A set-up that was cut short may be begun again.
    """
    if places.database.exists():
        raise DatabaseExists
    _clear_unfinished(places)
    name = clean(admin.name, limit=NAME_LIMIT, field="name")
    desk = uuid.uuid4().hex
    unlocked = create_keys(
        places,
        desk=desk,
        admin=NewUser(number=_FIRST_USER, name=name, password=admin.password),
        effort=effort,
        system=system,
    )
    _create_database(places, unlocked, admin.roles, at=at)
    return _put_together(places, unlocked, effort=effort, system=system)


def open_store(
    places: Places,
    name: str,
    password: str,
    *,
    now: datetime,
    effort: Effort | None = None,
    system: KeyringBackend | None = None,
    may_be_barred: bool = False,
) -> Store:
    """The store, for who proves to be this user.

    Raises as `keys.unlock`, `database.open_database`, SchemaTooNew, UserDisabled, UserBarred.
    `effort`: of keys that this store will make, not of the one it opens with. `may_be_barred`: only
    to hear whether the province still locks this person out.
    """
    moment = Moment(at=now, boot=machine.boot_id(), monotonic=machine.monotonic_seconds())
    unlocked = unlock(places, name, password, now=moment, system=system)
    store = _put_together(places, unlocked, effort=effort, system=system)
    try:
        user = store.users.signed_in()
        if not may_be_barred:
            require_not_barred(store.database, user.name)
    except BaseException:
        store.close()
        raise
    return store


def enrol(store: Store, enrolment: Enrolment, lanes: Iterable[Lane] = (), *, at: datetime) -> Store:
    """Keep the machine's number, hub and lanes; from now on the store may be written.

    The same for a new epoch after a restore. The users made before stand in the journal from here.
    """
    store.database.thaw()
    with store.database.writing():
        write_enrolment(store.database, enrolment, at=at)
        put_setting(store.database, HUB_WORDS, enrolment.words.hex())
        if enrolment.tls_root:
            put_setting(store.database, TLS_ROOT, enrolment.tls_root.hex())
        begin_key_list(store.database, enrolment.key_list)
        renew_lease(store.database, said_at=enrolment.hub_time, days=enrolment.lease_days)
        for lane in lanes:
            grant_lane(store.database, lane, epoch=enrolment.epoch, at=at)
    seal_for_province(store.places, store.unlocked, store.database)
    store.guard.begin(read_identity(store.database))
    record_users(store, at=at)
    return replace(store, doubt=None)


def _create_database(
    places: Places, unlocked: Unlocked, roles: Iterable[Role], *, at: datetime
) -> None:
    """The database beside its place, then into it: it is there whole or not at all."""
    unfinished = _unfinished(places)
    database = create_database(unfinished, unlocked.key)
    try:
        migrate(database)
        rebuild_if_older(database)
        with database.writing():
            create_identity(database, desk=unlocked.desk)
            insert_user(
                database, number=unlocked.user, name=unlocked.name, roles=roles, at=at, entity=None
            )
        guard = Guard(database, Witness(places.witness(unlocked.desk)))
        guard.begin(read_identity(database))
    finally:
        database.close()
    unfinished.rename(places.database)
    sync_folder(places.data)


def _put_together(
    places: Places,
    unlocked: Unlocked,
    *,
    effort: Effort | None,
    system: KeyringBackend | None,
) -> Store:
    database = open_database(places.database, unlocked.key)
    try:
        migrate(database)
        rebuild_if_older(database)
        _note_restored(places, database)
        guard = Guard(database, Witness(places.witness(unlocked.desk)))
        doubt = guard.doubt(read_identity(database))
        if doubt is not None:
            database.freeze(doubt)
        seal_for_province(places, unlocked, database)
    except BaseException:
        database.close()
        raise
    journal = Journal(database, guard)
    return Store(
        places=places,
        unlocked=unlocked,
        database=database,
        guard=guard,
        journal=journal,
        users=Users(database, journal, places, unlocked, effort=effort, system=system),
        prints=Prints(database),
        recovered=Recovered(database, journal),
        files=Files(database, places.files),
        lists=Lists(database),
        drafts=Drafts(database),
        settings=Settings(database),
        sessions=Sessions(database),
        rounds=Rounds(database),
        doubt=doubt,
    )


def _note_restored(places: Places, database: Database) -> None:
    """A database just restored says so itself from its first opening on."""
    if places.restored_mark.exists():
        with database.writing():
            freeze(database, Doubt.RESTORED)
            put_setting(database, RESTORED_FROM, places.restored_mark.read_text("ascii"))
        places.restored_mark.unlink(missing_ok=True)


def record_users(store: Store, *, at: datetime) -> None:
    """Put accounts made before enrolment into the journal."""
    for user in store.users.all():
        if store.users.entity_of(user.number) is not None:
            continue
        event = UserAdded(
            number=user.number, name=user.name, roles=tuple(role.value for role in user.roles)
        )
        with store.journal.writing() as tx:
            entry = tx.append(event, entity=None, actor=user.number, at=at)
            store.users.note_entity(user.number, entry.entity)


def _unfinished(places: Places) -> Path:
    return places.database.with_suffix(".unfinished")


def _clear_unfinished(places: Places) -> None:
    """Remove what a set-up left that was cut before its database stood in its place."""
    unfinished = _unfinished(places)
    if unfinished.exists():
        for path in (
            places.key_file,
            places.key_file_copy,
            *unfinished.parent.glob("*.unfinished*"),
        ):
            path.unlink(missing_ok=True)
