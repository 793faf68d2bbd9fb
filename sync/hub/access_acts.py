"""What the hub's commands about people, machines and keys do; loaded only when one runs."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sync.hub import control, late
from sync.hub.access import enrol
from sync.hub.acts import opened
from sync.hub.errors import DayRefused, FileUnreadable
from sync.hub.key_rotation import ListView, look_at_keys, retire_key, rotate_keys
from sync.hub.machine_keys import tell_keys
from sync.hub.rules import Province
from sync.hub.terminal import Asked, Console
from sync.protocol.control import MachineOrder, UserOrder

ANSWER_SUFFIX = ".answer"  # as the desk looks for it
MOST_REQUEST_BYTES = 64 * 1024

_VIETNAM = timezone(timedelta(hours=7))


def revoke_machine(
    province: Province, asked: Asked, console: Console, *, dev: int, reason: str
) -> None:
    with opened(province, asked) as hub:
        order = control.revoke(hub, dev, reason=reason)
        tell_keys(hub)
    console.give(_machine(order), "hub.revoked", dev=dev)


def wipe_machine(
    province: Province, asked: Asked, console: Console, *, dev: int, reason: str
) -> None:
    with opened(province, asked) as hub:
        order = control.order_wipe(hub, dev, reason=reason)
        tell_keys(hub)
    console.give(_machine(order), "hub.wipe_ordered", dev=dev)


def lock_person(
    province: Province, asked: Asked, console: Console, *, org: str, name: str, reason: str
) -> None:
    with opened(province, asked) as hub:
        order = control.lock_user(hub, org, name, reason=reason)
    console.give(_person(order, org), "hub.user_locked", org=org, user=order.name)


def unlock_person(
    province: Province, asked: Asked, console: Console, *, org: str, name: str
) -> None:
    with opened(province, asked) as hub:
        order = control.unlock_user(hub, org, name)
    console.give(_person(order, org), "hub.user_unlocked", org=org, user=order.name)


def lease_machine(
    province: Province, asked: Asked, console: Console, *, dev: int, days: int
) -> None:
    with opened(province, asked) as hub:
        control.set_lease(hub, dev, days)
    console.give({"dev": dev, "days": days}, "hub.lease_set", dev=dev, days=days)


def require_client(
    province: Province, asked: Asked, console: Console, *, version: str, since: str
) -> None:
    with opened(province, asked) as hub:
        order = control.require_app(hub, version, since=_day(since))
    document = {"version": order.version, "from": _day(since).isoformat()}
    day = _day(since).strftime("%d/%m/%Y")
    console.give(document, "hub.client_required", version=order.version, day=day)


def list_keys(province: Province, asked: Asked, console: Console) -> None:
    with opened(province, asked) as hub:
        view = look_at_keys(hub)
    _give_list(console, view, "hub.keys")


def rotate(province: Province, asked: Asked, console: Console, *, root: Path) -> None:
    with opened(province, asked) as hub:
        view = rotate_keys(hub, root)
    _give_list(console, view, "hub.keys_rotated")


def retire(province: Province, asked: Asked, console: Console, *, key: str, root: Path) -> None:
    with opened(province, asked) as hub:
        view = retire_key(hub, key, root)
    _give_list(console, view, "hub.keys_retired")


def list_quarantine(province: Province, asked: Asked, console: Console) -> None:
    with opened(province, asked) as hub:
        found = late.list_kept(hub)
    if not found:
        console.tell("hub.quarantine_empty")
    for kept in found:
        _give_kept(console, kept, "hub.quarantined")


def take_quarantined(province: Province, asked: Asked, console: Console, *, number: int) -> None:
    with opened(province, asked) as hub:
        kept = late.take_reviewed(hub, number)
    _give_kept(console, kept, "hub.quarantine_taken")


def pass_quarantined(province: Province, asked: Asked, console: Console, *, number: int) -> None:
    with opened(province, asked) as hub:
        kept = late.pass_over(hub, number)
    _give_kept(console, kept, "hub.quarantine_passed")


def answer_enrolment(province: Province, asked: Asked, console: Console, *, request: Path) -> None:
    """The answer to a request that a stick brought, written beside it."""
    try:
        with request.open("rb") as file:
            body = file.read(MOST_REQUEST_BYTES)
    except OSError as error:
        raise FileUnreadable(path=request) from error
    with opened(province, asked) as hub:
        answer = enrol(hub, body)
    target = request.with_suffix(ANSWER_SUFFIX)
    try:
        target.write_bytes(answer)
    except OSError as error:
        raise FileUnreadable(path=target) from error
    console.give({"file": str(target.absolute())}, "hub.enrolment_answered", file=target)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise DayRefused from error


def _machine(order: MachineOrder) -> dict[str, Any]:
    return {"dev": order.dev, "at": _moment(order.at), "wipe": order.is_wipe}


def _person(order: UserOrder, org: str) -> dict[str, Any]:
    return {
        "org": org,
        "user": order.name,
        "locked": order.is_locked,
        "at": _moment(order.at),
    }


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, _VIETNAM).isoformat()


def _give_list(console: Console, view: ListView, key: str) -> None:
    document = {
        "number": view.number,
        "made_at": view.made_at.isoformat(),
        "keys": [{"key": one.fingerprint, "signing": one.is_signing} for one in view.keys],
        "recipient": view.recipient,
        "escrow": view.escrow,
    }
    keys = ", ".join(one.fingerprint + ("*" if one.is_signing else "") for one in view.keys)
    console.give(document, key, number=view.number, keys=keys)


def _give_kept(console: Console, kept: late.Kept, key: str) -> None:
    when = kept.taken_at.astimezone(_VIETNAM)
    document = {
        "id": kept.id,
        "org": kept.scope,
        "dev": kept.dev,
        "epoch": kept.ep,
        "first": kept.first,
        "last": kept.last,
        "why": kept.why,
        "bytes": kept.size,
        "at": when.isoformat(),
    }
    console.give(document, key, **{**document, "at": when.strftime("%d/%m/%Y %H:%M")})
