"""The audit log: what operators set about, in a chain that shows when a line was changed or left.

A line is written before the act, so nothing is done unseen; what stops the act is written after it.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any

from sqlalchemy import Connection, insert, select, update

from sync.errors import SyncError
from sync.hub.console_tables import audit, audit_end
from sync.hub.derived_keys import key_for
from sync.hub.hub import Hub

_FIRST = bytes(32)
_TOLD = ("number", "at", "operator", "role", "act", "target", "purpose", "outcome")
_MOST = 500  # letters of what was typed


@dataclass(frozen=True, kw_only=True, slots=True)
class Who:
    """Who acts; `system` for the hub's own command line."""

    name: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    number: int
    at: datetime
    operator: str
    role: str
    act: str
    target: str
    purpose: str
    outcome: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What a look at the whole log says."""

    lines: int
    broken_at: int | None  # the first line that does not follow; None: all do
    end: str  # the mark of the last line: write it down, and a log cut short shows


def note(
    hub: Hub, who: Who, act: str, *, target: str = "", purpose: str = "", outcome: str = ""
) -> None:
    """Write one line; raises HubFailed."""
    with hub.database.writing() as connection:
        write(hub, connection, who, act, target=target, purpose=purpose, outcome=outcome)


def write(
    hub: Hub,
    connection: Connection,
    who: Who,
    act: str,
    *,
    target: str = "",
    purpose: str = "",
    outcome: str = "",
) -> None:
    """Write one line within a transaction."""
    end = connection.execute(select(audit_end).with_for_update()).one_or_none()
    row: dict[str, Any] = {
        "number": 1 if end is None else end.number + 1,
        "at": hub.now(),
        "operator": who.name,
        "role": who.role,
        "act": act,
        "target": target[:_MOST],
        "purpose": purpose.strip()[:_MOST],
        "outcome": outcome,
    }
    row["mark"] = _mark(hub, _FIRST if end is None else end.mark, row)
    connection.execute(insert(audit), row)
    told = {"number": row["number"], "mark": row["mark"]}
    if end is None:
        connection.execute(insert(audit_end), {"id": 1, **told})
    else:
        connection.execute(update(audit_end).values(**told))


@contextmanager
def noted(hub: Hub, who: Who, act: str, *, target: str = "", purpose: str = "") -> Iterator[None]:
    """Write a line before the block, and another one when a SyncError ends it."""
    note(hub, who, act, target=target, purpose=purpose)
    try:
        yield
    except SyncError as error:
        note(hub, who, act, target=target, outcome=error.code)
        raise


def lines(hub: Hub, *, before: int | None = None, most: int = 100) -> list[Line]:
    """The newest lines first, from `before` back."""
    query = select(audit).order_by(audit.c.number.desc()).limit(most)
    if before is not None:
        query = query.where(audit.c.number < before)
    with hub.database.reading() as connection:
        return [_line(row) for row in connection.execute(query)]


def verify(hub: Hub) -> Verified:
    """Read the whole log and say where it stops to follow, if it does."""
    with hub.database.reading() as connection:
        end = connection.execute(select(audit_end)).one_or_none()
        mark, count = _FIRST, 0
        query = select(audit).order_by(audit.c.number).execution_options(yield_per=1000)
        with connection.execute(query) as rows:
            for row in rows:
                count += 1
                mark = _mark(hub, mark, {name: getattr(row, name) for name in _TOLD})
                if row.number != count or not hmac.compare_digest(mark, row.mark):
                    return Verified(lines=count, broken_at=count, end=mark.hex())
    is_whole = end is None if count == 0 else end is not None and end.mark == mark
    return Verified(lines=count, broken_at=None if is_whole else count + 1, end=mark.hex())


def _mark(hub: Hub, before: bytes, row: dict[str, Any]) -> bytes:
    told = dumps([row[name] for name in _TOLD], ensure_ascii=False).encode()
    return hmac.digest(key_for(hub, "audit"), before + told, "sha256")


def _line(row: Any) -> Line:
    return Line(
        number=row.number,
        at=datetime.fromtimestamp(row.at, UTC),
        operator=row.operator,
        role=row.role,
        act=row.act,
        target=row.target,
        purpose=row.purpose,
        outcome=row.outcome,
    )
