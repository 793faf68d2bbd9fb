"""The group `hub` of the command line, put together in the language of the run.

Only a command that runs loads the hub: its database and web parts take half a second, which the
desk, whose command line stands beside this one, must not pay.
"""

from pathlib import Path

import typer

from sync.hub.access_commands import add_access
from sync.hub.api_commands import add_api
from sync.hub.group import Group, Load, asked
from sync.hub.keeping_commands import add_keeping
from sync.hub.mandate_commands import add_mandates
from sync.hub.operator_commands import add_operators
from sync.hub.parcel_commands import add_parcels
from sync.hub.province_commands import add_province
from sync.hub.receipt_range_commands import add_receipt_ranges
from sync.hub.rules import Province
from sync.hub.terminal import language_of
from sync.hub.voice_commands import add_voice


def hub_commands(province: Province, load: Load, *, language: str = "") -> typer.Typer:
    """Every `hub …` command; `load` gives the texts of a language, `language` that of the help."""
    texts = load(language_of(language))
    app = typer.Typer(no_args_is_help=True, help=texts["help.hub"])
    group = Group(province, load, texts)
    for add in (
        _add_init,
        _add_invite,
        _add_publish,
        _add_result,
        _add_release,
        _add_desks,
    ):
        add(app, group)
    add_access(app, group)
    add_mandates(app, group)
    add_receipt_ranges(app, group)
    add_province(app, group)
    add_parcels(app, group)
    add_keeping(app, group)
    add_api(app, group)
    add_operators(app, group)
    add_voice(app, group)
    return app


def _add_init(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option([], "--host", "tls_host")

    @app.command("init", help=group.texts["help.hub.init"])
    def init(
        data: Path | None = a,
        database: str = b,
        host: list[str] = e,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        group.run(asked(data, database, as_json, lang), "init", hosts=host)


def _add_invite(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(..., "--org", "org")
    f = group.option("", "--lane", "lane")

    @app.command("invite", help=group.texts["help.hub.invite"])
    def invite(
        org: str = e,
        lane: str = f,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        group.run(asked(data, database, as_json, lang), "invite", org=org, lane=lane)


def _add_publish(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("publish", help=group.texts["help.hub.publish"])
    def publish(
        file: Path, data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        group.run(asked(data, database, as_json, lang), "publish", file=file)


def _add_result(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("result", help=group.texts["help.hub.result"])
    def result(
        code: str,
        file: Path,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        group.run(asked(data, database, as_json, lang), "result", code=code, file=file)


def _add_release(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(..., "--reason", "release_reason")

    @app.command("release", help=group.texts["help.hub.release"])
    def release(
        code: str,
        reason: str = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        group.run(asked(data, database, as_json, lang), "release", code=code, reason=reason)


def _add_desks(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("desks", help=group.texts["help.hub.desks"])
    def list_desks(
        data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        group.run(asked(data, database, as_json, lang), "list_desks")
