"""A new epoch for this desk: the request it signs, and taking the province's grant.

The name of a request lies with the witness, outside the database, so that asking again after a
lost answer, or on another path, is the same asking. A grant is taken in one transaction; from then
on the desk writes under new numbers, and what the hub lacks of the old ones waits for review.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desk_app.domain.dossier_code import Lane
from desk_app.domain.work_calendar import VIETNAM
from desk_app.store import outbox
from desk_app.store.durable import write_whole
from desk_app.store.entries import rows_of
from desk_app.store.hub_keys import hub_keys
from desk_app.store.identity import HUB_WORDS, Enrolment, read_identity, write_enrolment
from desk_app.store.lease import lease_of, renew_lease
from desk_app.store.numbering import grant_lane, skip_register_lines
from desk_app.store.opening import RESTORED_FROM, record_users
from desk_app.store.projections import project
from desk_app.store.replay import replayed
from desk_app.store.setting_aside import settle_old_logs
from desk_app.store.settings import get_setting, put_setting
from sync.client.epoch import read_grant
from sync.errors import GrantRefused
from sync.protocol.epoch import REQUEST_BYTES, EpochGrant, EpochRequest, make_request

if TYPE_CHECKING:
    from desk_app.store.database import Database
    from desk_app.store.identity import Identity
    from desk_app.store.opening import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class EpochState:
    """Where this desk stands with its epoch."""

    epoch: int | None  # None before enrolment
    doubt: str  # why nothing may be written; empty when it may
    restored_from: datetime | None  # when the backup was made that it was last put back from
    is_asked: bool  # a request is on its way
    is_whole: bool  # all that the province has of the old logs is here again
    to_review: int  # changes that the province lacks and a person must look at


def epoch_state(store: Store) -> EpochState:
    own = store.journal.identity
    database = store.database
    at = get_setting(database, RESTORED_FROM)
    open_logs = database.value("SELECT count(*) FROM own_logs WHERE is_whole = 0")
    doubt = store.guard.doubt(own) if own.author is not None else None
    return EpochState(
        epoch=own.epoch,
        doubt=doubt or "",
        restored_from=datetime.fromisoformat(at) if at else None,
        is_asked=_asked(store) is not None,
        is_whole=not open_logs,
        to_review=store.recovered.count(),
    )


def epoch_request(store: Store) -> bytes:
    """The signed request for a new epoch; the same bytes until a grant was taken.

    To be sent on a line as an exchange of its own, or carried in a parcel. Raises NotEnrolled.
    """
    own = store.journal.identity
    author, epoch = own.writer
    name = _asked(store)
    if name is None:
        name = secrets.token_bytes(REQUEST_BYTES)
        write_whole(store.places.asked(own.desk), name)
    request = EpochRequest(
        hub_id=own.hub_id,
        dev=author,
        ep=epoch,
        request=name,
        why=store.guard.doubt(own) or "",
        last=outbox.last_number(store.database, own.writer),
    )
    return make_request(request, own.sign)


def take_epoch_grant(store: Store, raw: bytes, *, at: datetime) -> Store:
    """Go on in the epoch that was granted; the store that may be written again.

    Raises GrantRefused for a grant that is not the answer to this desk's own request or was taken
    before; HubAnsweredRubbish, HubNotKnown.
    """
    own = store.journal.identity
    grant = read_grant(raw, hub_keys=hub_keys(store.database, own))
    _require_ours(store, own, grant)
    store.database.thaw()
    try:
        with store.database.writing():
            _take(store.database, own, grant, raw, at=at)
    except BaseException:
        if store.doubt is not None:
            store.database.freeze(store.doubt)
        raise
    store.guard.begin(read_identity(store.database))
    store.places.asked(own.desk).unlink(missing_ok=True)
    record_users(store, at=at)
    return replace(store, doubt=None)


def _asked(store: Store) -> bytes | None:
    """The name of the request under way, or None."""
    with suppress(OSError):
        name = store.places.asked(store.unlocked.desk).read_bytes()
        return name if len(name) == REQUEST_BYTES else None
    return None


def _require_ours(store: Store, own: Identity, grant: EpochGrant) -> None:
    reasons = {
        "another_hub": grant.hub_id != own.hub_id,
        "another_machine": grant.dev != own.author or grant.device_key != own.public_key,
        "not_asked": grant.request != _asked(store),
        "taken_before": grant.ep <= _highest_epoch(store, own),
    }
    for reason, holds in reasons.items():
        if holds:
            if reason == "taken_before":
                store.places.asked(own.desk).unlink(missing_ok=True)  # the next asking is another
            raise GrantRefused(reason=reason)


def _highest_epoch(store: Store, own: Identity) -> int:
    """The latest epoch this machine ever wrote in, whatever became of its database."""
    known = store.database.value("SELECT max(epoch) FROM epochs WHERE author = ?", (own.author,))
    return max(int(known or 0), own.epoch or 0, store.guard.epoch_seen())


def _take(
    database: Database, own: Identity, grant: EpochGrant, raw: bytes, *, at: datetime
) -> None:
    author = grant.dev
    skip_register_lines(database, at.astimezone(VIETNAM).year, _lacking_here(database, grant))
    for log in grant.logs:
        database.execute(
            "INSERT OR IGNORE INTO epochs VALUES (?, ?, ?, ?)",
            (author, log.ep, log.first_head, int(at.timestamp())),
        )
        database.execute(
            "INSERT OR REPLACE INTO own_logs VALUES (?, ?, ?, ?, 0)",
            (author, log.ep, log.acked, log.head),
        )
    write_enrolment(database, _enrolment(own, grant), at=at)
    for lane in grant.lanes:
        granted = Lane(organisation=lane.org, first=lane.first, last=lane.last)
        grant_lane(database, granted, epoch=grant.ep, at=at)
    lease = lease_of(database)
    if lease is not None:
        renew_lease(database, said_at=grant.hub_time, days=lease.days)
    put_setting(database, HUB_WORDS, raw.hex())
    database.execute("DELETE FROM settings WHERE name = 'clock_marked'")
    for entity in settle_old_logs(database, read_identity(database), now=int(at.timestamp())):
        project(database, replayed(rows_of(database, entity), entity=entity), entity=entity)


def _enrolment(own: Identity, grant: EpochGrant) -> Enrolment:
    previous = next(log.head for log in grant.logs if log.ep == grant.asked_from)
    return Enrolment(
        author=grant.dev,
        epoch=grant.ep,
        hub_id=own.hub_id,
        hub_key=own.hub_key,
        hub_url=own.hub_url,
        organisation=own.organisation,
        previous_head=previous,
    )


def _lacking_here(database: Database, grant: EpochGrant) -> int:
    """How many changes of ours the province has and this database has not."""
    return sum(
        max(0, log.acked - outbox.last_number(database, (grant.dev, log.ep))) for log in grant.logs
    )
