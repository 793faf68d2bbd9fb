"""Doing what the province ordered: people locked out and let in, a desk ended.

An ending seals what the province lacks for it, then destroys the keys: at once by order; when the
province has not heard of the desk for too long, at a sign-in after the announced day. The sealed
file is a parcel as on a stick, and `hub parcel import` takes it.
"""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING

from desk_app.store.access import ended, locked_out
from desk_app.store.barring import apply_locks
from desk_app.store.ending import Why, destroy_keys, end_mark, finish_ending
from desk_app.store.errors import EndingWaits, StoreError, UserBarred
from desk_app.store.lease import give_notice, latest_moment, lease_of
from desk_app.store.one_round import one_round
from desk_app.store.opening import open_store
from sync.client.exchange import exchange_once
from sync.client.link import HttpLink
from sync.client.parcels import export_parcel, offer
from sync.errors import SyncError
from sync.parcel.stick import Stick

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.store.clock_marks import Clock
    from desk_app.store.ending import EndMark
    from desk_app.store.opening import Store
    from desk_app.store.places import Places
    from sync.client.parcels import ParcelReplica

_CONNECT_S = 5.0  # somebody waits at the sign-in
_STALL_S = 15.0


def due(store: Store, now: datetime) -> Why | None:
    """Why this desk must end now; None while it lives."""
    order = ended(store.database)
    if order is not None and order.is_wipe:
        return Why.ORDERED
    lease = lease_of(store.database)
    if lease is None or not lease.has_ended(latest_moment(store.database, now)):
        return None
    return Why.UNHEARD if now >= give_notice(store.database, lease, now) else None


def obey(store: Store, clock: Clock) -> EndMark | None:
    """Do what the province ordered, after anything was taken from it: lock out, let in, end.

    Safe to repeat. Raises as `end_if_due`.
    """
    if end_mark(store.places) is None:
        apply_locks(store.database, store.places)
    return end_if_due(store, clock)


def still_barred(places: Places, name: str, password: str, clock: Clock) -> bool:
    """Whether the province still locks this person out, asked anew where that can be done.

    The last person who can open a desk must be able to bring in that the lock was lifted. Nothing
    is shown to them meanwhile. Raises as `store.opening.open_store`.
    """
    try:
        store = open_store(places, name, password, now=clock.now(), may_be_barred=True)
    except UserBarred:
        return True  # the key is out of the file: a colleague brings the word in
    with closing(store):
        with suppress(SyncError, StoreError):
            _hear(store, clock)
        return locked_out(store.database, name) is not None


def _hear(store: Store, clock: Clock) -> None:
    """One short round."""
    url = store.journal.identity.hub_url
    with (
        one_round(store.places),
        closing(HttpLink(url, connect_s=_CONNECT_S, stall_s=_STALL_S)) as link,
    ):
        exchange_once(store.replica(clock), link)
        obey(store, clock)


def end_if_due(store: Store, clock: Clock) -> EndMark | None:
    """End the desk where it must; its mark then. Safe to repeat, and to cut at any point.

    Raises EndingWaits where what the province lacks cannot be sealed: then nothing was destroyed.
    """
    if end_mark(store.places) is not None:
        return finish_ending(store.places)
    why = due(store, clock.now())
    if why is None:
        return None
    try:
        sealed = seal_rest(store, store.carrier(clock))
    except (SyncError, StoreError, OSError) as error:
        raise EndingWaits(reason=getattr(error, "code", type(error).__name__)) from error
    return destroy_keys(
        store.places, desk=store.unlocked.desk, why=why, sealed=sealed, at=clock.now()
    )


def seal_rest(store: Store, replica: ParcelReplica) -> list[str]:
    """What the province lacks, sealed for it beside the database; the names of the files.

    Raises NeedsNewEpoch for a copy that may not speak for its machine.
    """
    replica.identity()
    waits = offer(replica)
    if not waits.changes and not waits.files:
        return []
    folder = store.places.sealed
    folder.mkdir(mode=0o700, exist_ok=True)
    before = [found.path for found in Stick(folder).parcels()]
    written = export_parcel(replica, Stick(folder))
    for path in before:  # of a try that was cut after sealing
        path.unlink(missing_ok=True)
    return [part.path.name for part in written.parts]
