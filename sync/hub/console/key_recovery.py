"""Recovering a desk's key by two persons: one asks with the desk's file, another one consents.

What was granted is opened with the escrow key from the safe by `hub recover-desk`, and sealed again
for that desk alone. A request is named by the code that desk and province read to each other. Every
step stands in the audit log: the pages write it before they act, the command here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from sync.hub.audit_log import Who, noted
from sync.hub.console.errors import AlreadyDecided, RecoveryRefused, SecondPersonNeeded
from sync.hub.console_tables import key_recoveries
from sync.hub.errors import NoSuchMachine
from sync.hub.hub import Hub
from sync.hub.keys import Opening
from sync.hub.tables import devices
from sync.proof.desk_key import pass_on, read_request, spoken

GOOD_DAYS = 7  # from asking to the answer

_DAY_S = 86_400
_COMMAND_LINE = Who(name="system", role="system")


@dataclass(frozen=True, kw_only=True, slots=True)
class Recovery:
    """One request and how far it is."""

    code: str
    dev: int
    org: str
    machine: str
    person: str
    reason: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    is_granted: bool
    is_answered: bool
    is_over: bool  # too old, or the machine was revoked


def ask_recovery(hub: Hub, who: Who, content: bytes, *, reason: str) -> str:
    """The code of the request; the same file again is the same request.

    Raises MalformedMessage, NoSuchMachine, RecoveryRefused for a revoked machine.
    """
    told, code = read_request(content), spoken(content)
    with hub.database.writing() as connection:
        _require_standing(connection, told.desk.dev)
        if connection.execute(_named(code)).first() is None:
            row = {
                "code": code,
                "dev": told.desk.dev,
                "person": told.person,
                "request": content,
                "reason": reason.strip(),
                "asked_by": who.name,
                "asked_at": hub.now(),
                "decided_by": "",
                "is_granted": False,
            }
            connection.execute(insert(key_recoveries), row)
    return code


def decide_recovery(hub: Hub, who: Who, code: str, *, is_granted: bool) -> None:
    """Consent or decline; raises SecondPersonNeeded, AlreadyDecided, RecoveryRefused."""
    with hub.database.writing() as connection:
        known = connection.execute(_named(code)).one_or_none()
        if known is None or known.asked_at + GOOD_DAYS * _DAY_S < hub.now():
            raise AlreadyDecided
        if known.asked_by == who.name:
            raise SecondPersonNeeded
        if is_granted:
            _require_standing(connection, known.dev)
        decided = {
            "decided_by": who.name,
            "decided_at": hub.now(),
            "is_granted": is_granted,
        }
        changed = connection.execute(
            update(key_recoveries)
            .where(key_recoveries.c.code == code, key_recoveries.c.decided_at.is_(None))
            .values(**decided)
        )
        if not changed.rowcount:
            raise AlreadyDecided


def answer_recovery(hub: Hub, code: str, opening: Opening) -> bytes:
    """Open what was granted with the escrow key and seal it for the desk; kept for the page.

    Raises RecoveryRefused, SealBroken, SealKeyRefused.
    """
    code = code.strip().upper()
    with noted(hub, _COMMAND_LINE, "recovery.answer", target=code[:40]):
        with hub.database.reading() as connection:
            known = connection.execute(_named(code)).one_or_none()
            if known is None or not known.is_granted:
                raise RecoveryRefused(why="not_granted")
            if known.asked_at + GOOD_DAYS * _DAY_S < hub.now():
                raise RecoveryRefused(why="too_old")
            _require_standing(connection, known.dev)
        answer = pass_on(read_request(known.request), opening.private)
        with hub.database.writing() as connection:
            connection.execute(
                update(key_recoveries)
                .where(key_recoveries.c.code == code)
                .values(answer=answer, answered_at=hub.now())
            )
    return answer


def answer_of(hub: Hub, code: str) -> bytes:
    """What opens at the desk that asked; raises RecoveryRefused before there is one."""
    with hub.database.reading() as connection:
        known = connection.execute(_named(code)).one_or_none()
        if known is None or known.answer is None:
            raise RecoveryRefused(why="no_answer")
        _require_standing(connection, known.dev)
    return bytes(known.answer)


def list_recoveries(hub: Hub) -> list[Recovery]:
    """The newest first."""
    query = (
        select(key_recoveries, devices.c.org, devices.c.name, devices.c.revoked_at)
        .join(devices, devices.c.dev == key_recoveries.c.dev)
        .order_by(key_recoveries.c.asked_at.desc(), key_recoveries.c.code)
    )
    with hub.database.reading() as connection:
        return [_told(row, now=hub.now()) for row in connection.execute(query)]


def _told(row: Any, *, now: int) -> Recovery:
    decided = row.decided_at
    return Recovery(
        code=row.code,
        dev=row.dev,
        org=row.org,
        machine=row.name,
        person=row.person,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=datetime.fromtimestamp(row.asked_at, UTC),
        decided_by=row.decided_by,
        decided_at=None if decided is None else datetime.fromtimestamp(decided, UTC),
        is_granted=bool(row.is_granted),
        is_answered=row.answer is not None,
        is_over=row.asked_at + GOOD_DAYS * _DAY_S < now or row.revoked_at is not None,
    )


def _named(code: str) -> Any:
    return select(key_recoveries).where(key_recoveries.c.code == code)


def _require_standing(connection: Connection, dev: int) -> None:
    """A stolen laptop was revoked and gets no way back; raises NoSuchMachine, RecoveryRefused."""
    device = connection.execute(select(devices).where(devices.c.dev == dev)).one_or_none()
    if device is None:
        raise NoSuchMachine(dev=dev)
    if device.revoked_at is not None:
        raise RecoveryRefused(why="revoked")
