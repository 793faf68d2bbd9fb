"""The hub's commands about other systems, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import Command, Group, option, place

_ACTS = "api_acts"
_DAYS = 365
_AGENCY = option(str, "--agency", "api_agency", "")
_ORGS = option(list[str], "--org", "api_org", [])
_NUMBER = {"number": place(str)}

_KEYS = (
    Command(
        "add",
        "help.hub.api_key.add",
        "add_key",
        _ACTS,
        {
            "name": place(str),
            "scopes": option(list[str], "--scope", "api_scope"),
            "days": option(int, "--days", "api_days", _DAYS),
            "agency": _AGENCY,
            "orgs": _ORGS,
        },
    ),
    Command("list", "help.hub.api_key.list", "list_keys", _ACTS),
    Command("end", "help.hub.api_key.end", "end_one_key", _ACTS, _NUMBER),
)
_WEBHOOKS = (
    Command(
        "add",
        "help.hub.webhook.add",
        "add_one_webhook",
        _ACTS,
        {
            "url": place(str),
            "agency": _AGENCY,
            "orgs": _ORGS,
            "name": option(str, "--name", "webhook_name", ""),
            "after": option(str, "--after", "webhook_after", ""),
        },
    ),
    Command("list", "help.hub.webhook.list", "list_webhooks", _ACTS),
    Command("end", "help.hub.webhook.end", "end_one_webhook", _ACTS, _NUMBER),
    Command("dead", "help.hub.webhook.dead", "list_dead", _ACTS),
    Command("again", "help.hub.webhook.again", "again", _ACTS, _NUMBER),
)
_FEED = (
    Command(
        "write",
        "help.hub.feed.write",
        "write_files",
        _ACTS,
        {"folder": place(Path), "agency": _AGENCY, "orgs": _ORGS},
    ),
)


def add_api(app: typer.Typer, group: Group) -> None:
    """Put the groups `api-key`, `webhook` and `feed` into the group `hub`."""
    group.add_group(app, "api-key", "help.hub.api_key", _KEYS)
    group.add_group(app, "webhook", "help.hub.webhook", _WEBHOOKS)
    group.add_group(app, "feed", "help.hub.feed", _FEED)
