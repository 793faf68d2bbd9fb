"""The group `hub` of the command line, put together in the language of the run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from sync.hub.access import invite_desk
from sync.hub.console import (
    Asked,
    Texts,
    hub_folder,
    language_of,
    opened,
    speaking,
    without_password,
)
from sync.hub.hub import make_hub
from sync.hub.lanes import read_lane, write_lane
from sync.hub.overview import desks, told
from sync.hub.results import Sent, publish_file, send_result
from sync.hub.rules import Province
from sync.hub.serving import serve

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8400
DATABASE_VARIABLE = "MOTCUA_HUB_DATABASE"

Load = Callable[[str], Texts]


@dataclass(frozen=True, slots=True)
class Group:
    """What the commands share: the province, and the texts of any language."""

    province: Province
    load: Load
    texts: Texts  # of the help

    def option(self, default: Any, name: str, key: str, **more: Any) -> Any:
        return typer.Option(default, name, help=self.texts[f"help.option.{key}"], **more)

    def common(self) -> tuple[Any, Any, Any, Any]:
        """The options every command takes."""
        return (
            self.option(None, "--data", "data", file_okay=False),
            self.option("", "--database", "database", envvar=DATABASE_VARIABLE),
            self.option(False, "--json", "json"),
            self.option("", "--lang", "lang"),
        )

    def speaking(self, asked: Asked) -> Any:
        return speaking(self.province, self.load(asked.language), asked)


def hub_commands(province: Province, load: Load, *, language: str = "") -> typer.Typer:
    """Every `hub …` command; `load` gives the texts of a language, `language` that of the help."""
    texts = load(language_of(language))
    app = typer.Typer(no_args_is_help=True, help=texts["help.hub"])
    group = Group(province, load, texts)
    for add in (_add_init, _add_serve, _add_invite, _add_publish, _add_result, _add_desks):
        add(app, group)
    return app


def _add_init(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("init", help=group.texts["help.hub.init"])
    def init(data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d) -> None:
        asked = _asked(data, database, as_json, lang)
        folder = hub_folder(data)
        with group.speaking(asked) as console:
            hub = make_hub(folder, group.province, database_url=database or None)
            hub_id = hub.key.hub_id.hex()
            hub.database.close()
            document = {
                "data": str(folder),
                "hub_id": hub_id,
                "database": without_password(str(hub.database.engine.url)),
            }
            console.give(document, "hub.made", folder=folder, hub_id=hub_id)


def _add_serve(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(DEFAULT_HOST, "--host", "host")
    f = group.option(DEFAULT_PORT, "--port", "port", min=0, max=65535)

    @app.command("serve", help=group.texts["help.hub.serve"])
    def start(
        data: Path | None = a,
        database: str = b,
        host: str = e,
        port: int = f,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        asked = _asked(data, database, as_json, lang)
        with group.speaking(asked) as console, opened(group.province, asked) as hub:
            serve(
                hub,
                host,
                port,
                listening=lambda url: console.give({"url": url}, "hub.listening", url=url),
            )


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
        asked = _asked(data, database, as_json, lang)
        with group.speaking(asked) as console, opened(group.province, asked) as hub:
            made = invite_desk(hub, org, lane=read_lane(lane) if lane else None)
            until = datetime.fromtimestamp(made.expires_at, UTC)
            granted = write_lane(made.lane)
            document = {
                "code": made.code,
                "org": made.org,
                "lane": granted,
                "expires_at": until.isoformat(),
            }
            console.give(
                document, "hub.invited", code=made.code, org=org, lane=granted, until=until.date()
            )


def _add_publish(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("publish", help=group.texts["help.hub.publish"])
    def publish(
        file: Path, data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        asked = _asked(data, database, as_json, lang)
        with group.speaking(asked) as console, opened(group.province, asked) as hub:
            sent = publish_file(hub, file)
            console.give(_sent(sent, file), "hub.published", file=file.name)


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
        asked = _asked(data, database, as_json, lang)
        with group.speaking(asked) as console, opened(group.province, asked) as hub:
            sent = send_result(hub, code, file)
            document = {"code": code, **_sent(sent, file)}
            console.give(document, "hub.result_sent", code=code, file=file.name)


def _add_desks(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("desks", help=group.texts["help.hub.desks"])
    def list_desks(
        data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        asked = _asked(data, database, as_json, lang)
        with group.speaking(asked) as console, opened(group.province, asked) as hub:
            views = desks(hub)
            if not views:
                console.tell("hub.no_desks")
            for view in views:
                told_of = told(view)
                lanes = ", ".join(write_lane(lane) for lane in view.lanes)
                contact = view.last_contact_at.isoformat() if view.last_contact_at else "–"
                console.give(
                    told_of, "hub.desk", **{**told_of, "lanes": lanes, "last_contact_at": contact}
                )


def _asked(data: Path | None, database: str, as_json: bool, lang: str) -> Asked:
    return Asked(data=data, database=database, as_json=as_json, language=language_of(lang))


def _sent(sent: Sent, file: Path) -> dict[str, Any]:
    return {
        "scope": sent.scope,
        "pos": sent.pos,
        "sha256": sent.sha256,
        "size": sent.size,
        "file": str(file.absolute()),
    }
