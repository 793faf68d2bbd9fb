"""The hub's commands about other systems, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import Group, asked

_ACTS = "api_acts"


def add_api(app: typer.Typer, group: Group) -> None:
    """Put the groups `api-key`, `webhook` and `feed` into the group `hub`."""
    for name, adders in (
        ("api-key", (_add_key, _add_key_list, _add_key_end)),
        (
            "webhook",
            (_add_webhook, _add_webhook_list, _add_webhook_end, _add_dead, _add_again),
        ),
        ("feed", (_add_feed_write,)),
    ):
        part = typer.Typer(no_args_is_help=True, help=group.texts[_HELP[name]])
        part.callback()(_keep_a_group)
        app.add_typer(part, name=name)
        for add in adders:
            add(part, group)


_HELP = {"api-key": "help.hub.api_key", "webhook": "help.hub.webhook", "feed": "help.hub.feed"}
_DAYS = 365


def _add_key(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(..., "--scope", "api_scope")
    f = group.option(_DAYS, "--days", "api_days")
    g = group.option("", "--agency", "api_agency")
    h = group.option([], "--org", "api_org")

    @app.command("add", help=group.texts["help.hub.api_key.add"])
    def add(
        name: str,
        scope: list[str] = e,
        days: int = f,
        agency: str = g,
        org: list[str] = h,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        given = {"name": name, "scopes": scope, "days": days, "agency": agency, "orgs": org}
        group.run(told, "add_key", where=_ACTS, **given)


def _add_key_list(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("list", help=group.texts["help.hub.api_key.list"])
    def list_keys(
        data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        group.run(asked(data, database, as_json, lang), "list_keys", where=_ACTS)


def _add_key_end(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("end", help=group.texts["help.hub.api_key.end"])
    def end(
        number: str, data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "end_one_key", where=_ACTS, number=number)


def _add_webhook(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option("", "--agency", "api_agency")
    f = group.option([], "--org", "api_org")
    g = group.option("", "--name", "webhook_name")
    h = group.option("", "--after", "webhook_after")

    @app.command("add", help=group.texts["help.hub.webhook.add"])
    def add(
        url: str,
        agency: str = e,
        org: list[str] = f,
        name: str = g,
        after: str = h,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        given = {"url": url, "name": name, "agency": agency, "orgs": org, "after": after}
        group.run(told, "add_one_webhook", where=_ACTS, **given)


def _add_webhook_list(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("list", help=group.texts["help.hub.webhook.list"])
    def list_webhooks(
        data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        group.run(asked(data, database, as_json, lang), "list_webhooks", where=_ACTS)


def _add_webhook_end(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("end", help=group.texts["help.hub.webhook.end"])
    def end(
        number: str, data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "end_one_webhook", where=_ACTS, number=number)


def _add_dead(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("dead", help=group.texts["help.hub.webhook.dead"])
    def dead(data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d) -> None:
        group.run(asked(data, database, as_json, lang), "list_dead", where=_ACTS)


def _add_again(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("again", help=group.texts["help.hub.webhook.again"])
    def again(
        number: str, data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "again", where=_ACTS, number=number)


def _add_feed_write(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option("", "--agency", "api_agency")
    f = group.option([], "--org", "api_org")

    @app.command("write", help=group.texts["help.hub.feed.write"])
    def write(
        folder: Path,
        agency: str = e,
        org: list[str] = f,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "write_files", where=_ACTS, folder=folder, agency=agency, orgs=org)


def _keep_a_group() -> None:
    """With one command alone it would else be no group."""
