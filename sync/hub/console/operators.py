"""The people of the console: their accounts, and what stands between a stranger and a session.

An account begins with a one-time code from the hub's command line; the person chooses the password,
so nobody else ever knew it. After wrong tries the account waits: 1 s, doubling to 15 minutes, and
never for good, so nobody can lock a colleague out for long.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from sync.errors import EnrolCodeRefused
from sync.hub.audit_log import Who, note, write
from sync.hub.console import hidden
from sync.hub.console.errors import (
    NoSuchOperator,
    OperatorKnown,
    PasswordTooWeak,
    RoleRefused,
    SignInRefused,
    StartRefused,
    TriedTooOften,
)
from sync.hub.console.roles import Role
from sync.hub.console_tables import operator_sessions, operators
from sync.hub.hub import Hub
from sync.protocol.enrolment import read_code, write_code

LEAST_PASSWORD = 10
START_HOURS = 48

_CODE_BYTES = 10
_LONGEST_WAIT_S = 15 * 60
_MOST_NAME = 80
COMMAND_LINE = Who(name="system", role="system")


@dataclass(frozen=True, kw_only=True, slots=True)
class Operator:
    number: int
    name: str
    role: Role
    org: str
    added_at: datetime
    signed_in_at: datetime | None
    is_started: bool  # has chosen a password
    is_ended: bool


def add_operator(
    hub: Hub, name: str, role: str, *, org: str = "", chance: bytes, by: Who = COMMAND_LINE
) -> str:
    """The one-time code of a new account; raises RoleRefused, OperatorKnown.

    The name of an account that ended may be given again: it gets a new code and the role told now.
    """
    name = " ".join(name.split())[:_MOST_NAME]
    if role not in set(Role) or bool(org) != (role == Role.AGENCY) or not name:
        raise RoleRefused(role=role)
    code = write_code(chance[:_CODE_BYTES])
    with hub.database.writing() as connection:
        known = _named(hub, connection, name)
        if known is not None and known.ended_at is None:
            raise OperatorKnown(name=known.name)
        fresh = {**_begun(hub, code), "name": name, "role": role, "org": org, "ended_at": None}
        if known is not None:
            connection.execute(
                update(operators).where(operators.c.number == known.number).values(**fresh)
            )
        else:
            last = connection.execute(select(func.max(operators.c.number))).scalar() or 0
            row = {"number": last + 1, "name_folded": hub.province.rules.folded(name)}
            connection.execute(insert(operators), {**row, **fresh, "added_at": hub.now()})
        write(hub, connection, by, "operator.add", target=name, purpose=role)
    return code


def renew_operator(hub: Hub, name: str, *, chance: bytes, by: Who = COMMAND_LINE) -> str:
    """A new one-time code, for who lost password or phone; raises NoSuchOperator."""
    code = write_code(chance[:_CODE_BYTES])
    with hub.database.writing() as connection:
        known = _standing(hub, connection, name)
        _close_sessions(connection, known.number)
        connection.execute(
            update(operators).where(operators.c.number == known.number).values(**_begun(hub, code))
        )
        write(hub, connection, by, "operator.renew", target=known.name)
    return code


def change_role(hub: Hub, name: str, role: str, *, org: str = "", by: Who = COMMAND_LINE) -> None:
    """Another role from now on; who is signed in signs in anew. Raises NoSuchOperator."""
    with hub.database.writing() as connection:
        known = _standing(hub, connection, name)
        _close_sessions(connection, known.number)
        connection.execute(
            update(operators).where(operators.c.number == known.number).values(role=role, org=org)
        )
        write(hub, connection, by, "operator.role", target=known.name, purpose=role)


def require_no_account(hub: Hub, name: str) -> None:
    """Raises OperatorKnown."""
    with hub.database.reading() as connection:
        known = _named(hub, connection, name)
    if known is not None and known.ended_at is None:
        raise OperatorKnown(name=known.name)


def require_standing(hub: Hub, name: str) -> str:
    """The name as the account has it; raises NoSuchOperator."""
    with hub.database.reading() as connection:
        return str(_standing(hub, connection, name).name)


def end_operator(hub: Hub, name: str, *, by: Who = COMMAND_LINE) -> None:
    """Let somebody in no more, at once; the account and its lines stay. Raises NoSuchOperator."""
    with hub.database.writing() as connection:
        known = _standing(hub, connection, name)
        _close_sessions(connection, known.number)
        connection.execute(
            update(operators)
            .where(operators.c.number == known.number)
            .values(ended_at=hub.now(), password=None, totp=None, start=None)
        )
        write(hub, connection, by, "operator.end", target=known.name)


def list_operators(hub: Hub) -> list[Operator]:
    """Everybody, in the order of their accounts."""
    with hub.database.reading() as connection:
        rows = connection.execute(select(operators).order_by(operators.c.number)).all()
    return [_operator(row) for row in rows]


def start(hub: Hub, name: str, code: str, password: str) -> tuple[str, bytes]:
    """Choose a password with the one-time code; the name, and the secret for the code app.

    The code stays good until the first signing in, so that a QR that was not scanned is no harm.
    Raises PasswordTooWeak, StartRefused, TriedTooOften.
    """
    folded = hub.province.rules.folded
    if len(password) < LEAST_PASSWORD or folded(password) == folded(name):
        raise PasswordTooWeak(least=LEAST_PASSWORD)
    with hub.database.reading() as connection:
        known = _named(hub, connection, name)
    _take_a_try(hub, known)
    kept = known.start if known is not None and known.start_until > hub.now() else None
    if known is None or kept is None or not compare_digest(bytes(kept), _code_hash(code)):
        _tell_failure(hub, known)
        raise StartRefused
    secret = hidden.new_totp()
    totp = hidden.sealed(hub, secret, number=known.number)
    fresh = {"password": hidden.hashed(password), "totp": totp, "totp_step": 0, "failures": 0}
    with hub.database.writing() as connection:
        connection.execute(
            update(operators).where(operators.c.number == known.number).values(**fresh)
        )
        who = Who(name=known.name, role=known.role)
        write(hub, connection, who, "operator.start")
    return known.name, secret


def require_operator(hub: Hub, name: str, password: str, code: str) -> int:
    """The number of who signs in; uses the code up. Raises SignInRefused, TriedTooOften."""
    with hub.database.reading() as connection:
        known = _named(hub, connection, name)
    _take_a_try(hub, known)
    is_right = hidden.is_password(password, known.password if known else None)
    step = None
    if known is not None and is_right and known.totp is not None:
        secret = hidden.opened(hub, known.totp, number=known.number)
        step = None if secret is None else hidden.step_of(secret, code, now=hub.now())
    if known is None or step is None or not _use_up(hub, known, step):
        _tell_failure(hub, known)
        raise SignInRefused
    return int(known.number)


def _use_up(hub: Hub, known: Any, step: int) -> bool:
    """Whether the code was not used before; of two at once one is refused."""
    signed_in = {"totp_step": step, "failures": 0, "start": None, "signed_in_at": hub.now()}
    with hub.database.writing() as connection:
        done = connection.execute(
            update(operators)
            .where(operators.c.number == known.number, operators.c.totp_step < step)
            .values(**signed_in)
        )
        if done.rowcount == 1:
            write(hub, connection, Who(name=known.name, role=known.role), "sign-in")
        return bool(done.rowcount == 1)


def _take_a_try(hub: Hub, known: Any) -> None:
    """Count the try before it is judged, so that many at once are no more than one.

    Raises TriedTooOften.
    """
    if known is None:
        return
    now, failures = hub.now(), known.failures
    wait_s = min(_LONGEST_WAIT_S, 2 ** min(failures - 1, 16)) if failures else 0
    left = known.failed_at + wait_s - now
    if failures and left > 0:
        raise TriedTooOften(seconds=left)
    with hub.database.writing() as connection:
        counted = connection.execute(
            update(operators)
            .where(operators.c.number == known.number, operators.c.failures == failures)
            .values(failures=failures + 1, failed_at=now)
        )
    if counted.rowcount != 1:
        raise TriedTooOften(seconds=1)


def _tell_failure(hub: Hub, known: Any) -> None:
    if known is not None:
        who = Who(name=known.name, role=known.role)
        note(hub, who, "sign-in", outcome=SignInRefused.code)


def _begun(hub: Hub, code: str) -> dict[str, Any]:
    """An account before its person has chosen a password."""
    return {
        "password": None,
        "totp": None,
        "totp_step": 0,
        "start": _code_hash(code),
        "start_until": hub.now() + START_HOURS * 3600,
        "failures": 0,
        "failed_at": 0,
    }


def _code_hash(code: str) -> bytes:
    """Of 80 random bits: nothing slower is needed."""
    try:
        return sha256(read_code(code).encode()).digest()
    except EnrolCodeRefused:
        return b""


def _named(hub: Hub, connection: Connection, name: str) -> Any:
    folded = hub.province.rules.folded(" ".join(name.split())[:_MOST_NAME])
    return connection.execute(
        select(operators).where(operators.c.name_folded == folded)
    ).one_or_none()


def _standing(hub: Hub, connection: Connection, name: str) -> Any:
    known = _named(hub, connection, name)
    if known is None or known.ended_at is not None:
        raise NoSuchOperator(name=name)
    return known


def _close_sessions(connection: Connection, number: int) -> None:
    connection.execute(operator_sessions.delete().where(operator_sessions.c.operator == number))


def _operator(row: Any) -> Operator:
    last = row.signed_in_at
    return Operator(
        number=row.number,
        name=row.name,
        role=Role(row.role),
        org=row.org,
        added_at=datetime.fromtimestamp(row.added_at, UTC),
        signed_in_at=None if last is None else datetime.fromtimestamp(last, UTC),
        is_started=row.password is not None,
        is_ended=row.ended_at is not None,
    )
