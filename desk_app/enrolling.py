"""A new, empty desk made known to its province: key, number, lanes, first admin."""

from __future__ import annotations

import platform
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from desk_app.clock import WallClock
from desk_app.domain.dossier_code import Lane
from desk_app.opening import desk_over
from desk_app.store.errors import DatabaseExists
from desk_app.store.identity import Enrolment
from desk_app.store.opening import FirstAdmin, Store, create_store, enrol, open_store
from desk_app.store.places import desk_places
from sync.client.enrol import enrol as ask_hub
from sync.client.enrol_file import EnrolFile
from sync.client.exchange import APP
from sync.client.link import HttpLink, anybody
from sync.errors import InvitationMissing, InvitationsMany
from sync.parcel.stick import stick_troubles
from sync.protocol.invitation import MOST_BYTES, SUFFIX, read_invitation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk_app.clock import Clock
    from desk_app.desk import Desk
    from sync.client.enrol import Carrier
    from sync.protocol.enrolment import Enrolled


@contextmanager
def enrol_desk(
    data: Path,
    *,
    hub: str,
    code: str,
    admin: str,
    password: str,
    file: Path | None = None,
    clock: Clock | None = None,
) -> Iterator[Desk]:
    """The enrolled desk, open for its first admin; by a `file` where there is no line.

    Safe to repeat with the same code after a lost answer: what was made before is gone on with.
    Raises EnrolCodeRefused, HubUnreachable, DatabaseExists for a desk that is enrolled already,
    WeakPassword, WrongPassword; EnrolmentWaits once the file is written, until the province's
    answer lies beside it.
    """
    clock = clock or WallClock()
    store = _begun(data, admin, password, clock)
    try:
        identity = store.journal.identity
        with _carrier(hub, file) as carrier:
            granted = ask_hub(
                carrier,
                code,
                device_key=identity.public_key,
                sign=identity.sign,
                name=platform.node(),
                app=APP,
                recipient_key=store.recipient(),
            )
        store = enrol(store, _enrolment(granted, hub), _lanes(granted), at=clock.now())
        yield desk_over(data, store, clock=clock)
    finally:
        store.close()


def invited_by(folder: Path) -> str:
    """The code of the one invitation that lies there.

    Raises InvitationMissing, InvitationsMany, EnrolCodeRefused for a file that is none.
    """
    with stick_troubles(reading=True):
        found = sorted(folder.expanduser().glob(f"*{SUFFIX}"))
        if len(found) > 1:
            raise InvitationsMany(count=len(found), folder=folder)
        if not found:
            raise InvitationMissing(folder=folder)
        with found[0].open("rb") as file:
            return read_invitation(file.read(MOST_BYTES)).code


@contextmanager
def _carrier(hub: str, file: Path | None) -> Iterator[Carrier]:
    if file is not None:
        yield EnrolFile(file)
        return
    with closing(HttpLink(hub, tls=anybody())) as link:
        yield link


def _begun(data: Path, admin: str, password: str, clock: Clock) -> Store:
    """A store that is not enrolled yet: a new one, or the one an earlier try left."""
    places = desk_places(data)
    if not places.database.exists():
        return create_store(places, FirstAdmin(name=admin, password=password), at=clock.now())
    store = open_store(places, admin, password, now=clock.now())
    if store.journal.identity.author is not None:
        store.close()
        raise DatabaseExists
    return store


def _enrolment(granted: Enrolled, hub: str) -> Enrolment:
    return Enrolment(
        author=granted.dev,
        epoch=granted.ep,
        hub_id=granted.hub_id,
        hub_key=granted.hub_key,
        hub_url=hub,
        organisation=granted.org,
        key_list=granted.key_list,
        lease_days=granted.lease_days,
        hub_time=granted.hub_time,
        words=granted.raw,
        tls_root=granted.tls_root,
    )


def _lanes(granted: Enrolled) -> list[Lane]:
    return [Lane(organisation=lane.org, first=lane.first, last=lane.last) for lane in granted.lanes]
