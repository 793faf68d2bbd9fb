"""Addresses that changes are sent to: who has which, how far each is, and what it would not take.

The secret of a webhook is made of the hub's own key and the webhook's number, so no table has it.
"""

import hmac
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, insert, select, update

from sync.hub.api.changes import place_of
from sync.hub.api.errors import WebhookUnknown, WebhookUrlRefused
from sync.hub.api.keys import require_orgs
from sync.hub.api_tables import dead_letters, outward_log, webhooks
from sync.hub.hub import Hub

MOST_AT_ONCE = 100  # changes

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ID_BYTES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeWebhook:
    id: str
    secret: str  # whsec_…, as Standard Webhooks writes it


@dataclass(frozen=True, kw_only=True, slots=True)
class WebhookView:
    """One webhook and how it stands."""

    id: str
    name: str
    url: str
    waiting: int  # changes it has not got; of all, not only those it may see
    dead: int  # changes set aside for it
    failing_since: int | None  # Unix seconds
    last_reason: str


def add_webhook(
    hub: Hub, url: str, *, name: str, body: str, orgs: Sequence[str], after: str
) -> MadeWebhook:
    """Send changes after a cursor to an address; empty: from the beginning.

    Raises WebhookUrlRefused, UnknownOrg, CursorUnknown.
    """
    _require_sendable(url)
    require_orgs(hub, orgs)
    number = token_hex(_ID_BYTES)
    with hub.database.writing() as connection:
        row = {
            "id": number,
            "url": url,
            "name": name,
            "body": body,
            "orgs": " ".join(orgs),
            "number": place_of(connection, hub, after),
            "batch": MOST_AT_ONCE,
            "tries": 0,
            "refusals": 0,
            "last_reason": "",
            "next_at": 0,
            "claimed_until": 0,
            "made_at": hub.now(),
        }
        connection.execute(insert(webhooks), row)
    return MadeWebhook(id=number, secret=f"whsec_{b64encode(secret_of(hub, number)).decode()}")


def webhook_views(hub: Hub) -> list[WebhookView]:
    """Those in force, the oldest first."""
    aside = (
        select(func.count())
        .select_from(dead_letters)
        .where(dead_letters.c.webhook == webhooks.c.id)
        .scalar_subquery()
    )
    query = select(webhooks, aside.label("dead")).where(webhooks.c.ended_at.is_(None))
    with hub.database.reading() as connection:
        end = connection.execute(select(func.max(outward_log.c.number))).scalar() or 0
        rows = connection.execute(query.order_by(webhooks.c.made_at, webhooks.c.id)).all()
    return [
        WebhookView(
            id=row.id,
            name=row.name,
            url=row.url,
            waiting=max(0, end - row.number),
            dead=row.dead,
            failing_since=row.failing_since,
            last_reason=row.last_reason,
        )
        for row in rows
    ]


def end_webhook(hub: Hub, number: str) -> None:
    """Send nothing more to it; raises WebhookUnknown."""
    with hub.database.writing() as connection:
        done = connection.execute(
            update(webhooks).where(_in_force(number)).values(ended_at=hub.now())
        )
        if not done.rowcount:
            raise WebhookUnknown(id=number)


def dead_of(hub: Hub) -> list[Any]:
    """What webhooks in force would not take, in order: rows of `dead_letters`."""
    query = (
        select(dead_letters)
        .join(webhooks, webhooks.c.id == dead_letters.c.webhook)
        .where(webhooks.c.ended_at.is_(None))
        .order_by(dead_letters.c.webhook, dead_letters.c.number)
    )
    with hub.database.reading() as connection:
        return list(connection.execute(query).all())


def send_again(hub: Hub, number: str) -> int:
    """Try all that a webhook would not take once more; how many. Raises WebhookUnknown."""
    with hub.database.writing() as connection:
        waits = update(webhooks).where(_in_force(number)).values(next_at=0)
        if not connection.execute(waits).rowcount:
            raise WebhookUnknown(id=number)
        mine = dead_letters.c.webhook == number
        return connection.execute(update(dead_letters).where(mine).values(again=1)).rowcount


def secret_of(hub: Hub, number: str) -> bytes:
    return hmac.digest(hub.key.secret, f"vn.sync/1 webhook {number}".encode(), "sha256")


def _in_force(number: str) -> Any:
    return (webhooks.c.id == number) & webhooks.c.ended_at.is_(None)


def _require_sendable(url: str) -> None:
    """Nothing goes over a network unencrypted; no name or password stands in an address."""
    try:
        told = urlsplit(url)
        is_local = told.hostname in _LOOPBACK
        is_sendable = told.scheme == "https" or (told.scheme == "http" and is_local)
        has_place = bool(told.hostname) and not told.username and told.port != 0
    except ValueError:
        raise WebhookUrlRefused from None
    if not (is_sendable and has_place):
        raise WebhookUrlRefused
