"""What the hub's commands about other systems do."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from sync.hub.acts import opened
from sync.hub.api.filing import write_feed
from sync.hub.api.keys import end_key, keys, make_key, require_orgs, view_of
from sync.hub.api.webhooks import add_webhook, dead_of, end_webhook, send_again, webhook_views
from sync.hub.rules import Province
from sync.hub.terminal import Asked, Console

_VIETNAM = timezone(timedelta(hours=7))


def add_key(
    province: Province,
    asked: Asked,
    console: Console,
    *,
    name: str,
    scopes: Sequence[str],
    days: int,
    agency: str,
    orgs: Sequence[str],
) -> None:
    with opened(province, asked) as hub:
        made = make_key(hub, name, scopes=scopes, days=days, body=agency, orgs=orgs)
    document = {"id": made.id, "key": made.key, "expires_at": _iso(made.expires_at)}
    console.give(document, "hub.api_key.made", made=made.key, until=_day(made.expires_at))


def list_keys(province: Province, asked: Asked, console: Console) -> None:
    with opened(province, asked) as hub:
        rows, now = keys(hub), hub.now()
    for row in rows:
        is_in_force = row.ended_at is None and row.expires_at > now
        document = {
            "id": row.id,
            "name": row.name,
            "scopes": row.scopes.split(),
            "agency": row.body,
            "orgs": row.orgs.split(),
            "expires_at": _iso(row.expires_at),
            "in_force": is_in_force,
        }
        said = console.say("hub.api_key.in_force" if is_in_force else "hub.api_key.over")
        words = {"name": row.name, "scopes": row.scopes, "until": _day(row.expires_at)}
        console.give(document, "hub.api_key.line", id=row.id, state=said, **words)
    if not rows:
        console.tell("hub.api_key.none")


def end_one_key(province: Province, asked: Asked, console: Console, *, number: str) -> None:
    with opened(province, asked) as hub:
        end_key(hub, number)
    console.give({"id": number, "in_force": False}, "hub.api_key.ended", id=number)


def add_one_webhook(
    province: Province,
    asked: Asked,
    console: Console,
    *,
    url: str,
    name: str,
    agency: str,
    orgs: Sequence[str],
    after: str,
) -> None:
    with opened(province, asked) as hub:
        made = add_webhook(hub, url, name=name or url, body=agency, orgs=orgs, after=after)
    document = {"id": made.id, "secret": made.secret}
    console.give(document, "hub.webhook.made", id=made.id, secret=made.secret)


def list_webhooks(province: Province, asked: Asked, console: Console) -> None:
    with opened(province, asked) as hub:
        views = webhook_views(hub)
    for view in views:
        document = {
            "id": view.id,
            "name": view.name,
            "url": view.url,
            "waiting": view.waiting,
            "dead": view.dead,
            "failing_since": _iso(view.failing_since) if view.failing_since else None,
            "last_reason": view.last_reason,
        }
        console.give(document, "hub.webhook.line", **document)
        if view.failing_since:
            since = _minute(view.failing_since)
            console.tell("hub.webhook.failing", since=since, reason=view.last_reason)
    if not views:
        console.tell("hub.webhook.none")


def end_one_webhook(province: Province, asked: Asked, console: Console, *, number: str) -> None:
    with opened(province, asked) as hub:
        end_webhook(hub, number)
    console.give({"id": number}, "hub.webhook.ended", id=number)


def list_dead(province: Province, asked: Asked, console: Console) -> None:
    with opened(province, asked) as hub:
        rows = dead_of(hub)
    for row in rows:
        document = {
            "webhook": row.webhook,
            "change": row.number,
            "reason": row.reason,
            "tries": row.tries,
            "at": _iso(row.at),
        }
        console.give(document, "hub.webhook.dead", **{**document, "at": _minute(row.at)})
    if not rows:
        console.tell("hub.webhook.no_dead")


def again(province: Province, asked: Asked, console: Console, *, number: str) -> None:
    with opened(province, asked) as hub:
        count = send_again(hub, number)
    console.give({"id": number, "changes": count}, "hub.webhook.again", count=count)


def write_files(
    province: Province,
    asked: Asked,
    console: Console,
    *,
    folder: Path,
    agency: str,
    orgs: Sequence[str],
) -> None:
    with opened(province, asked) as hub:
        require_orgs(hub, orgs)
        filed = write_feed(hub, folder, view=view_of(hub, agency, " ".join(orgs)))
    document = {"folder": str(folder.absolute()), "changes": filed.changes, "files": filed.files}
    console.give(document, "hub.feed.written", folder=folder, changes=filed.changes)


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, _VIETNAM).strftime("%d/%m/%Y")


def _minute(at: int) -> str:
    return datetime.fromtimestamp(at, _VIETNAM).strftime("%d/%m/%Y %H:%M")
