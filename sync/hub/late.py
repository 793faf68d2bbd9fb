"""Frames of a revoked machine: kept for a person, never applied by themselves, never acknowledged.

The machine keeps what was not acknowledged, so a frame that finds no room here is not lost either.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select, update

from sync import cose
from sync.hub.docket import Author
from sync.hub.errors import FrameNotTaken, QuarantineUnknown
from sync.hub.hub import Hub
from sync.hub.intake import Standing, take_frame
from sync.hub.settling import remember
from sync.hub.statements import insert_missing
from sync.hub.tables import devices, epochs, quarantine
from sync.protocol.frame import FRAME, Frame, read_frame
from sync.protocol.receipt import Answer

REVOKED = "revoked"
MOST_BYTES = 64 * 2**20  # kept of one machine

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """One frame that waits for a person."""

    id: int
    scope: str
    dev: int
    ep: int
    first: int
    last: int
    why: str
    size: int
    taken_at: datetime


def keep_late(
    hub: Hub, connection: Connection, device: Any, messages: Sequence[cose.Signed]
) -> int:
    """Keep the frames among the messages, each once; how many there were.

    Raises BadSignature, MalformedMessage for what the machine did not sign.
    """
    frames = [
        (read_frame(message, key=device.device_key), message)
        for message in messages
        if message.typ == FRAME
    ]
    left = MOST_BYTES - _kept_bytes(connection, device)
    for frame, message in frames:
        left -= len(message.raw)
        if left < 0:
            _log.warning("no room for a late frame of machine %d", device.dev)
            break
        keep_frame(hub, connection, device.org, frame, message, why=REVOKED)
    return len(frames)


def keep_frame(
    hub: Hub, connection: Connection, scope: str, frame: Frame, message: cose.Signed, *, why: str
) -> None:
    """Keep one frame; the same changes once more are kept once."""
    row = {
        "scope": scope,
        "id": _id(frame, why),
        "dev": frame.dev,
        "ep": frame.ep,
        "why": why,
        "frame": message.raw,
        "taken_at": hub.now(),
    }
    insert_missing(connection, quarantine, [row])


def list_kept(hub: Hub) -> list[Kept]:
    """The frames that wait for a person, the oldest first."""
    with hub.database.reading() as connection:
        rows = connection.execute(
            select(quarantine)
            .where(quarantine.c.reviewed_at.is_(None))
            .order_by(quarantine.c.taken_at, quarantine.c.dev, quarantine.c.id)
        ).all()
        keys = {row.dev: row.device_key for row in connection.execute(select(devices))}
    return [_kept(row, read_frame(cose.read(row.frame), key=keys[row.dev])) for row in rows]


def take_reviewed(hub: Hub, number: int) -> Kept:
    """Take a frame of a revoked machine after all, as a person decided.

    Raises QuarantineUnknown; FrameNotTaken where it does not follow what the hub holds.
    """
    with hub.database.writing() as connection:
        row, device = _waiting(connection, number)
        message = cose.read(row.frame)
        frame = read_frame(message, key=device.device_key)
        standing = _standing(connection, device, row.ep)
        after, docket = take_frame(hub, connection, standing, frame, message)
        if row.why != REVOKED or after.answer is not Answer.OK:
            raise FrameNotTaken(first=frame.first, last=frame.last, acked=standing.acked)
        _reviewed(hub, connection, row)
    remember(hub.states, [docket] if docket else [])
    return _kept(row, frame)


def pass_over(hub: Hub, number: int) -> Kept:
    """Decide that a frame is not taken; it stays stored. Raises QuarantineUnknown."""
    with hub.database.writing() as connection:
        row, device = _waiting(connection, number)
        _reviewed(hub, connection, row)
    return _kept(row, read_frame(cose.read(row.frame), key=device.device_key))


def _waiting(connection: Connection, number: int) -> tuple[Any, Any]:
    row = connection.execute(
        select(quarantine)
        .where(quarantine.c.id == number, quarantine.c.reviewed_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise QuarantineUnknown(id=number)
    return row, connection.execute(select(devices).where(devices.c.dev == row.dev)).one()


def _reviewed(hub: Hub, connection: Connection, row: Any) -> None:
    connection.execute(
        update(quarantine)
        .where(quarantine.c.scope == row.scope, quarantine.c.id == row.id)
        .values(reviewed_at=hub.now())
    )


def _standing(connection: Connection, device: Any, ep: int) -> Standing:
    epoch = connection.execute(
        select(epochs)
        .where(epochs.c.scope == device.org, epochs.c.dev == device.dev, epochs.c.ep == ep)
        .with_for_update()
    ).one()
    return Standing(
        author=Author(scope=device.org, dev=device.dev, ep=ep),
        first_head=epoch.first_head,
        acked=epoch.acked,
        head=epoch.head,
        durable=epoch.durable,
        answer=Answer.FORK if epoch.frozen else Answer.OK,
    )


def _kept_bytes(connection: Connection, device: Any) -> int:
    query = select(func.sum(func.length(quarantine.c.frame))).where(
        quarantine.c.scope == device.org,
        quarantine.c.dev == device.dev,
        quarantine.c.why == REVOKED,
    )
    return int(connection.execute(query).scalar() or 0)


def _id(frame: Frame, why: str) -> int:
    """The same changes for the same reason have the same number."""
    told = f"{frame.dev} {frame.ep} {frame.first} {frame.last} {frame.head_after.hex()} {why}"
    return int.from_bytes(sha256(told.encode()).digest()[:8], "big") >> 2


def _kept(row: Any, frame: Frame) -> Kept:
    return Kept(
        id=row.id,
        scope=row.scope,
        dev=row.dev,
        ep=row.ep,
        first=frame.first,
        last=frame.last,
        why=row.why,
        size=len(row.frame),
        taken_at=datetime.fromtimestamp(row.taken_at, UTC),
    )
