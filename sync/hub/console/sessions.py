"""Who is signed in: a random cookie, ended by half an hour without a click and by ten hours.

Pages that refresh themselves do not count as a click.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from sync.hub.audit_log import Who
from sync.hub.console.roles import Role
from sync.hub.console_tables import operator_sessions, operators
from sync.hub.derived_keys import key_for
from sync.hub.hub import Hub

IDLE_S = 30 * 60
LONGEST_S = 10 * 3600

_TOKEN_BYTES = 32
_TOUCH_S = 60  # a click is written down no more often


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    operator: int
    name: str
    role: Role
    org: str  # of an agency's person

    @property
    def who(self) -> Who:
        return Who(name=self.name, role=self.role)


def new_token() -> str:
    """A cookie; also for who is not signed in, so that forms know their browser."""
    return token_urlsafe(_TOKEN_BYTES)


def open_session(hub: Hub, operator: int) -> str:
    """The cookie of a new session; sessions that ran out are cleared away."""
    token, now = new_token(), hub.now()
    with hub.database.writing() as connection:
        connection.execute(delete(operator_sessions).where(_is_over(now)))
        row = {"token": _hash(token), "operator": operator, "opened_at": now, "seen_at": now}
        connection.execute(insert(operator_sessions), row)
    return token


def find_session(hub: Hub, token: str, *, is_click: bool) -> Session | None:
    """Who the cookie stands for now; None where it stands for nobody."""
    now = hub.now()
    query = (
        select(operator_sessions.c.seen_at, operators)
        .join(operators, operators.c.number == operator_sessions.c.operator)
        .where(
            operator_sessions.c.token == _hash(token),
            operators.c.ended_at.is_(None),
            ~_is_over(now),
        )
    )
    with hub.database.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if is_click and row.seen_at + _TOUCH_S < now:
        with hub.database.writing() as connection:
            connection.execute(
                update(operator_sessions)
                .where(operator_sessions.c.token == _hash(token))
                .values(seen_at=now)
            )
    return Session(operator=row.number, name=row.name, role=Role(row.role), org=row.org)


def close_session(hub: Hub, token: str) -> None:
    """Sign out."""
    with hub.database.writing() as connection:
        connection.execute(
            delete(operator_sessions).where(operator_sessions.c.token == _hash(token))
        )


def form_token(hub: Hub, token: str) -> str:
    """What every form of this browser carries; another site cannot know it."""
    return hmac.digest(key_for(hub, "form"), token.encode(), "sha256").hex()


def _is_over(now: int) -> ColumnElement[bool]:
    return or_(
        operator_sessions.c.seen_at < now - IDLE_S, operator_sessions.c.opened_at < now - LONGEST_S
    )


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
