"""Sending changes to webhooks: signed, in order, again and again until they are taken.

Who does not answer is waited for, however long: the webhook stays where it is and loses nothing.
Who answers, but will not take a batch, gets its changes one by one, and only the one it keeps
refusing is set aside (dead letter). The same delivery has the same `webhook-id` at every try.
"""

import hmac
import logging
import ssl
from base64 import b64encode
from dataclasses import dataclass
from enum import StrEnum
from secrets import SystemRandom
from threading import Event, Thread
from typing import Any

import httpx
from sqlalchemy import Connection, delete, exists, func, insert, select, update

from sync.errors import SyncError
from sync.hub.api.changes import cursor_at, seen
from sync.hub.api.following import follow
from sync.hub.api.keys import view_of
from sync.hub.api.shapes import Changes
from sync.hub.api.told import change_of
from sync.hub.api.webhooks import MOST_AT_ONCE, secret_of
from sync.hub.api_tables import dead_letters, outward_log, webhooks
from sync.hub.hub import Hub

REFUSALS = 5  # of one change alone, before it is set aside

_PAUSE_S = 1.0
_CLAIM_S = 120  # for a process that dies while it sends
_TIMEOUT_S = 15.0
_FIRST_WAIT_S = 5
_LONGEST_WAIT_S = 3_600
_MOST_DOUBLINGS = 12
_REFUSING = frozenset({400, 409, 413, 415, 422, 500})
_log = logging.getLogger(__name__)
_chance = SystemRandom()
_ANEW = {"tries": 0, "refusals": 0}


class Fate(StrEnum):
    TAKEN = "taken"
    WAITS = "waits"  # nobody answers, or somebody who will be another one soon
    REFUSED = "refused"  # these very changes


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """What goes to one webhook next."""

    webhook: Any  # its row
    rows: tuple[Any, ...]  # of `outward_log`; none: nothing more to tell
    is_again: bool  # from its dead letters
    end: int  # the newest number there is


class Deliverer(Thread):
    """Follows the feeds and sends, beside the server, until it is stopped."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(daemon=True, name="deliverer")
        self._hub = hub
        self._is_over = Event()

    def run(self) -> None:
        with sender() as client:
            while not self._is_over.is_set():
                try:
                    follow(self._hub)
                    while not self._is_over.is_set() and deliver_once(self._hub, client):
                        pass
                except SyncError as error:
                    _log.warning("changes not delivered: %s", error.code)
                except Exception:  # noqa: BLE001  one bad round must not end the others
                    _log.exception("changes not delivered")
                self._is_over.wait(_PAUSE_S)

    def stop(self) -> None:
        self._is_over.set()
        self.join(_TIMEOUT_S)


def sender() -> httpx.Client:
    """Follows nobody elsewhere, and believes only whom this machine does."""
    return httpx.Client(
        timeout=_TIMEOUT_S,
        verify=ssl.create_default_context(),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "QuayMotCua", "Content-Type": "application/json"},
    )


def deliver_once(hub: Hub, client: httpx.Client) -> bool:
    """Send one parcel to one webhook, if one is due; whether there was any."""
    parcel = _claim(hub)
    if parcel is None:
        return False
    if not parcel.rows:
        _settle(hub, parcel, number=parcel.end)
        return True
    fate, reason = _send(hub, client, parcel)
    if parcel.is_again:
        _note_again(hub, parcel, fate, reason)
    elif fate is Fate.TAKEN:
        _settle(hub, parcel, number=parcel.rows[-1].number)
    else:
        _note_failure(hub, parcel, fate, reason)
    return True


def signature(secret: bytes, message: str, at: int, body: bytes) -> str:
    """As Standard Webhooks writes it: HMAC-SHA256 over number, moment and body."""
    signed = f"{message}.{at}.".encode() + body
    return f"v1,{b64encode(hmac.digest(secret, signed, 'sha256')).decode()}"


def _claim(hub: Hub) -> Parcel | None:
    """The next parcel of a webhook that is due; nobody else takes it meanwhile."""
    now = hub.now()
    end = select(func.max(outward_log.c.number)).scalar_subquery()
    again = exists().where(dead_letters.c.webhook == webhooks.c.id, dead_letters.c.again == 1)
    due = (
        select(webhooks, end.label("end"))
        .where(
            webhooks.c.ended_at.is_(None),
            webhooks.c.next_at <= now,
            webhooks.c.claimed_until <= now,
            (webhooks.c.number < end) | again,
        )
        .order_by(webhooks.c.next_at, webhooks.c.id)
        .limit(1)
    )
    with hub.database.reading() as connection:
        if connection.execute(due).first() is None:
            return None
    with hub.database.writing() as connection:
        row = connection.execute(due.with_for_update(skip_locked=True, of=webhooks)).first()
        if row is None:
            return None
        mine = webhooks.c.id == row.id
        connection.execute(update(webhooks).where(mine).values(claimed_until=now + _CLAIM_S))
        return _parcel(hub, connection, row)


def _parcel(hub: Hub, connection: Connection, row: Any) -> Parcel:
    aside = (
        select(outward_log)
        .join(dead_letters, dead_letters.c.number == outward_log.c.number)
        .where(dead_letters.c.webhook == row.id, dead_letters.c.again == 1)
        .order_by(outward_log.c.number)
        .limit(1)
    )
    found = connection.execute(aside).all()
    is_again = bool(found)
    if not found:
        fresh = seen(select(outward_log), view_of(hub, row.body, row.orgs))
        fresh = fresh.where(outward_log.c.number > row.number)
        found = connection.execute(fresh.order_by(outward_log.c.number).limit(row.batch)).all()
    return Parcel(webhook=row, rows=tuple(found), is_again=is_again, end=row.end or 0)


def _send(hub: Hub, client: httpx.Client, parcel: Parcel) -> tuple[Fate, str]:
    first, last = parcel.rows[0].number, parcel.rows[-1].number
    told = Changes(
        ThayDoi=[change_of(row) for row in parcel.rows],
        ConTro=cursor_at(hub, last),
        ConNua=last < parcel.end,
    )
    body = told.model_dump_json().encode()
    message, at = f"msg_{parcel.webhook.id}_{first}_{last}", hub.now()
    headers = {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(secret_of(hub, parcel.webhook.id), message, at, body),
    }
    try:
        with client.stream("POST", parcel.webhook.url, content=body, headers=headers) as answer:
            status = answer.status_code  # what it says beside is not read
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return Fate.WAITS, type(error).__name__
    if httpx.codes.is_success(status):
        return Fate.TAKEN, ""
    return Fate.REFUSED if status in _REFUSING else Fate.WAITS, f"HTTP {status}"


def _settle(hub: Hub, parcel: Parcel, *, number: int) -> None:
    """The webhook has all up to a number."""
    fresh = {"batch": MOST_AT_ONCE, "failing_since": None, "last_reason": ""}
    with hub.database.writing() as connection:
        _move(connection, parcel, {**fresh, **_ANEW, "number": number})


def _note_failure(hub: Hub, parcel: Parcel, fate: Fate, reason: str) -> None:
    row, now, number = parcel.webhook, hub.now(), parcel.rows[0].number
    tries, refusals = row.tries + 1, row.refusals + (fate is Fate.REFUSED)
    told = {
        "tries": tries,
        "refusals": refusals,
        "failing_since": row.failing_since or now,
        "last_reason": reason,
        "next_at": now + wait_s(tries),
    }
    with hub.database.writing() as connection:
        if fate is Fate.REFUSED and len(parcel.rows) > 1:
            told.update(_ANEW, batch=1, next_at=now)
        elif fate is Fate.REFUSED and refusals >= REFUSALS:
            letter = {"webhook": row.id, "number": number, "reason": reason, "tries": refusals}
            connection.execute(insert(dead_letters), {**letter, "at": now, "again": 0})
            told.update(_ANEW, number=number, next_at=now)
        _move(connection, parcel, told)


def _note_again(hub: Hub, parcel: Parcel, fate: Fate, reason: str) -> None:
    """A dead letter that was taken is gone; one that was not waits for a person again."""
    mine = (dead_letters.c.webhook == parcel.webhook.id) & (
        dead_letters.c.number == parcel.rows[0].number
    )
    with hub.database.writing() as connection:
        if fate is Fate.TAKEN:
            connection.execute(delete(dead_letters).where(mine))
        elif fate is Fate.REFUSED:
            kept = {"again": 0, "reason": reason, "tries": dead_letters.c.tries + 1}
            connection.execute(update(dead_letters).where(mine).values(kept))
        is_down = fate is Fate.WAITS
        tries = parcel.webhook.tries + 1 if is_down else 0
        told = {"tries": tries, "next_at": hub.now() + wait_s(tries) if is_down else 0}
        _move(connection, parcel, told)


def wait_s(tries: int) -> int:
    """Twice as long each time, an hour at most, by chance up to half less."""
    longest = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** min(tries, _MOST_DOUBLINGS))
    return round(_chance.uniform(longest / 2, longest))


def _move(connection: Connection, parcel: Parcel, told: dict[str, Any]) -> None:
    mine = webhooks.c.id == parcel.webhook.id
    connection.execute(update(webhooks).where(mine).values(**told, claimed_until=0))
