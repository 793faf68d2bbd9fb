"""New epochs: granting one to a machine whose file was put back or copied.

A grant closes the epoch it was asked from, so that what the machine wrote there beyond our ack can
come back by one way only: anew, reviewed by a person. Other epochs of the machine stay as they are,
for a copy of it may be at work in one of them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from sync import cose, record
from sync.errors import (
    EpochsUsedUp,
    EpochUnknown,
    MachineUnknown,
    WrongHub,
)
from sync.hub.access import revoked
from sync.hub.hub import Hub, first_epoch
from sync.hub.keeping_tables import grants
from sync.hub.lanes import Range, free_lane
from sync.hub.readmitting import readmit
from sync.hub.tables import devices, epochs, lanes
from sync.hub.tables import hub as hub_table
from sync.protocol import epoch
from sync.protocol.enrolment import LaneGrant
from sync.protocol.epoch import EpochGrant, EpochRequest, Log
from sync.protocol.frame import author_of
from sync.protocol.receipt import Answer

CLOSED = "closed"  # in place of a machine's next epoch
KINDS = frozenset({epoch.EPOCH_REQUEST, epoch.HELD_WORDS})

_AFTER_RESTORE = 8  # epochs left out, for those that a lost hub may have granted


def answer_epochs(hub: Hub, message: cose.Signed) -> bytes:
    """The grant asked for, or the hub's own words that a machine has brought back to it.

    Raises MachineUnknown, MachineRevoked, BadSignature, WrongHub, EpochUnknown, EpochsUsedUp.
    """
    with hub.database.writing() as connection:
        if message.typ == epoch.HELD_WORDS:
            return readmit(hub, connection, message)
        return grant(hub, connection, message)


def grant(hub: Hub, connection: Connection, message: cose.Signed) -> bytes:
    """The signed grant; the same for the same request, however often it comes."""
    dev, _ = author_of(message.kid)
    device = connection.execute(
        select(devices).where(devices.c.dev == dev).with_for_update()
    ).one_or_none()
    if device is None:
        raise MachineUnknown(dev=dev)
    asked = epoch.read_request(message, key=device.device_key)
    if asked.hub_id != hub.key.hub_id:
        raise WrongHub
    if device.revoked_at is not None:
        raise revoked(device)
    given = _given(connection, device, asked.request)
    return given if given is not None else _new_grant(hub, connection, device, asked)


def standing_answer(log: Any) -> Answer:
    """Whether more may be written in a log, by its row."""
    if not log.frozen:
        return Answer.OK
    return Answer.EPOCH if log.frozen == CLOSED else Answer.FORK


def _given(connection: Connection, device: Any, request: bytes) -> bytes | None:
    raw: bytes | None = connection.execute(
        select(grants.c.raw).where(
            grants.c.scope == device.org,
            grants.c.dev == device.dev,
            grants.c.request == request,
        )
    ).scalar()
    return raw


def _new_grant(hub: Hub, connection: Connection, device: Any, asked: EpochRequest) -> bytes:
    logs = _logs(connection, device)
    origin = next((log for log in logs if log.ep == asked.ep), None)
    if origin is None:
        raise EpochUnknown(ep=asked.ep)
    now = hub.now()
    ep = _next_epoch(connection, logs[-1])
    _open(connection, device, ep, previous=origin.head, now=now)
    if not origin.frozen:
        connection.execute(update(epochs).where(*_place(device, origin.ep)).values(frozen=CLOSED))
    granted = EpochGrant(
        hub_id=hub.key.hub_id,
        hub_ep=hub.hub_ep,
        dev=device.dev,
        ep=ep,
        request=asked.request,
        asked_from=asked.ep,
        logs=tuple(
            Log(ep=log.ep, first_head=log.first_head, acked=log.acked, head=log.head)
            for log in logs
        ),
        lanes=_fresh_lanes(connection, device, ep, now=now),
        org=device.org,
        device_key=device.device_key,
        recipient_key=device.recipient_key,
        name=device.name,
        hub_time=now,
    )
    raw = epoch.make_grant(granted, hub.key.sign)
    kept = {"scope": device.org, "dev": device.dev, "request": asked.request, "ep": ep}
    connection.execute(insert(grants), {**kept, "why": asked.why, "raw": raw, "given_at": now})
    return raw


def _logs(connection: Connection, device: Any) -> Sequence[Any]:
    return connection.execute(
        select(epochs)
        .where(epochs.c.scope == device.org, epochs.c.dev == device.dev)
        .order_by(epochs.c.ep)
        .with_for_update()
    ).all()


def _next_epoch(connection: Connection, newest: Any) -> int:
    restored_at = connection.execute(select(hub_table.c.restored_at)).scalar()
    is_after_restore = restored_at is not None and newest.opened_at <= restored_at
    ep = int(newest.ep) + (_AFTER_RESTORE if is_after_restore else 1)
    if ep > record.MAX_EP:
        raise EpochsUsedUp(dev=newest.dev)
    return ep


def _open(connection: Connection, device: Any, ep: int, *, previous: bytes, now: int) -> None:
    row = first_epoch(device.org, device.dev, ep, now, previous=previous)
    connection.execute(insert(epochs), row)
    connection.execute(update(devices).where(devices.c.dev == device.dev).values(ep=ep))


def _fresh_lanes(
    connection: Connection, device: Any, ep: int, *, now: int
) -> tuple[LaneGrant, ...]:
    """A range nobody ever had; none where none is left: temporary numbers go on then."""
    found: Range | None = free_lane(connection, device.org, now=now)
    if found is None:
        return ()
    row = {"org": device.org, "first": found.first, "last": found.last}
    connection.execute(insert(lanes), {**row, "dev": device.dev, "ep": ep})
    return (LaneGrant(org=device.org, first=found.first, last=found.last),)


def _place(device: Any, ep: int) -> tuple[Any, ...]:
    return (epochs.c.scope == device.org, epochs.c.dev == device.dev, epochs.c.ep == ep)
