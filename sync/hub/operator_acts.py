"""What the hub's commands about the console's accounts and audit log do."""

from datetime import timedelta, timezone
from secrets import token_bytes
from typing import Any

from sync.hub.acts import opened
from sync.hub.audit_log import verify
from sync.hub.console.errors import AuditBroken
from sync.hub.console.operators import (
    START_HOURS,
    Operator,
    add_operator,
    end_operator,
    list_operators,
    renew_operator,
)
from sync.hub.rules import Province
from sync.hub.terminal import Asked, Console

_VIETNAM = timezone(timedelta(hours=7))
_CODE_BYTES = 10


def add(
    province: Province, asked: Asked, console: Console, *, name: str, role: str, org: str
) -> None:
    with opened(province, asked) as hub:
        code = add_operator(hub, name, role, org=org, chance=token_bytes(_CODE_BYTES))
    document = {"name": name, "role": role, "org": org, "code": code, "hours": START_HOURS}
    words = {**document, "role": console.word("web.role", role)}
    console.give(document, "hub.operator_added", **words)


def renew(province: Province, asked: Asked, console: Console, *, name: str) -> None:
    with opened(province, asked) as hub:
        code = renew_operator(hub, name, chance=token_bytes(_CODE_BYTES))
    document = {"name": name, "code": code, "hours": START_HOURS}
    console.give(document, "hub.operator_renewed", **document)


def end(province: Province, asked: Asked, console: Console, *, name: str) -> None:
    with opened(province, asked) as hub:
        end_operator(hub, name)
    console.give({"name": name}, "hub.operator_ended", name=name)


def show(province: Province, asked: Asked, console: Console) -> None:
    with opened(province, asked) as hub:
        found = list_operators(hub)
    if not found:
        console.tell("hub.operators_none")
    for one in found:
        document = _told(one)
        last = one.signed_in_at
        when = "–" if last is None else last.astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M")
        role = console.word("web.role", one.role)
        words = {**document, "signed_in_at": when, "role": role}
        console.give(document, "hub.operator_gone" if one.is_ended else "hub.operator", **words)


def verify_audit(province: Province, asked: Asked, console: Console) -> None:
    """Raises AuditBroken."""
    with opened(province, asked) as hub:
        found = verify(hub)
    if found.broken_at is not None:
        raise AuditBroken(number=found.broken_at)
    document = {"lines": found.lines, "end": found.end}
    console.give(document, "hub.audit_whole", **document)


def _told(one: Operator) -> dict[str, Any]:
    last = one.signed_in_at
    return {
        "name": one.name,
        "role": one.role.value,
        "org": one.org,
        "started": one.is_started,
        "ended": one.is_ended,
        "signed_in_at": None if last is None else last.isoformat(),
    }
