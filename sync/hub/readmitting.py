"""Taking a machine in again that a hub put back from an older copy has forgotten.

The machine shows what the hub itself once signed: its enrolment, or the grant of its epoch. The
hub believes its own signature, and the machine proves that it holds the key named there.
"""

from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from sync import cose
from sync.errors import BadSignature, WrongHub
from sync.hub.access import LEASE_DAYS
from sync.hub.feeds import open_feed
from sync.hub.hub import Hub, first_epoch
from sync.hub.key_lists import newest_list
from sync.hub.tables import devices, epochs, lanes
from sync.protocol import enrolment, epoch
from sync.protocol.enrolment import ENROLLED, Enrolled
from sync.protocol.epoch import EpochGrant, Log
from sync.protocol.frame import author_of


class _Told(NamedTuple):
    """What the hub's own words say of a machine."""

    words: Enrolled | EpochGrant
    name: str
    logs: tuple[Log, ...]  # before the one the words are about
    asked_from: int | None
    previous: bytes  # the head its log hangs on


def readmit(hub: Hub, connection: Connection, message: cose.Signed) -> bytes:
    """Know a machine and its epoch again; the words it brought are the answer. Safe to repeat.

    Raises BadSignature, WrongHub, MalformedMessage.
    """
    told = _told(connection, cose.read(epoch.read_unproved(message).words))
    words = told.words
    held = epoch.read_held(message, key=words.device_key)
    if (held.hub_id, words.hub_id) != (hub.key.hub_id, hub.key.hub_id):
        raise WrongHub
    if author_of(message.kid) != (words.dev, words.ep):
        raise BadSignature(reason="another_machine")
    device = _device(hub, connection, told)
    _open_logs(hub, connection, told)
    if device.ep < words.ep:
        connection.execute(update(devices).where(devices.c.dev == words.dev).values(ep=words.ep))
    _give_lanes_back(connection, told)
    return held.words


def _told(connection: Connection, words: cose.Signed) -> _Told:
    """The words, signed by any key this hub ever had; raises BadSignature."""
    keys = newest_list(connection).told.keys
    if words.typ == ENROLLED:
        enrolled = enrolment.read_words(words, key=keys)
        return _Told(enrolled, enrolled.names[0] if enrolled.names else "", (), None, b"")
    grant = epoch.read_grant(words, key=keys)
    previous = next(log.head for log in grant.logs if log.ep == grant.asked_from)
    return _Told(grant, grant.name, grant.logs, grant.asked_from, previous)


def _device(hub: Hub, connection: Connection, told: _Told) -> Any:
    """The machine's row, made again where it is gone; raises BadSignature for another's number."""
    words = told.words
    query = select(devices).where(devices.c.dev == words.dev).with_for_update()
    device = connection.execute(query).one_or_none()
    if device is None:
        connection.execute(
            insert(devices),
            {
                "dev": words.dev,
                "org": words.org,
                "name": told.name,
                "device_key": words.device_key,
                "recipient_key": words.recipient_key,
                "ep": words.ep,
                "counter": 0,
                "app": "",
                "enrolled_at": hub.now(),
                "lease_days": LEASE_DAYS,
                "revoked_why": "",
            },
        )
        open_feed(connection, words.org)
        device = connection.execute(query).one()
    if device.device_key != words.device_key or device.org != words.org:
        raise BadSignature(reason="number_in_use")
    return device


def _open_logs(hub: Hub, connection: Connection, told: _Told) -> None:
    """The logs the words speak of, each as far as we have it; what is lacking comes again."""
    words, now = told.words, hub.now()
    for log in told.logs:
        row = first_epoch(words.org, words.dev, log.ep, now)
        frozen = "closed" if log.ep == told.asked_from else ""
        _insert_log(connection, row | {"first_head": log.first_head, "head": log.first_head})
        if frozen:
            _close(connection, words, log.ep, frozen)
    row = first_epoch(words.org, words.dev, words.ep, now, previous=told.previous)
    _insert_log(connection, row)


def _insert_log(connection: Connection, row: dict[str, Any]) -> None:
    place = (
        epochs.c.scope == row["scope"],
        epochs.c.dev == row["dev"],
        epochs.c.ep == row["ep"],
    )
    if connection.execute(select(epochs.c.acked).where(*place)).first() is None:
        connection.execute(insert(epochs), row)


def _close(connection: Connection, words: Enrolled | EpochGrant, ep: int, why: str) -> None:
    connection.execute(
        update(epochs)
        .where(
            epochs.c.scope == words.org,
            epochs.c.dev == words.dev,
            epochs.c.ep == ep,
            epochs.c.frozen == "",
        )
        .values(frozen=why)
    )


def _give_lanes_back(connection: Connection, told: _Told) -> None:
    """Its numbers are its own again, unless somebody else was given them meanwhile."""
    words = told.words
    for lane in words.lanes:
        rows = connection.execute(select(lanes).where(lanes.c.org == lane.org).with_for_update())
        if all(lane.last < row.first or row.last < lane.first for row in rows):
            row = {"org": lane.org, "first": lane.first, "last": lane.last}
            connection.execute(insert(lanes), {**row, "dev": words.dev, "ep": words.ep})
