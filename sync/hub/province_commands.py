"""The hub's commands about what waits and about TLS, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import Group, asked

_ACTS = "province_acts"


def add_province(app: typer.Typer, group: Group) -> None:
    """Put the commands into the group `hub`."""
    for add in (_add_serve, _add_held, _add_judge_again, _add_tls):
        add(app, group)


DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8400


def _add_serve(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(DEFAULT_HOST, "--host", "host")
    f = group.option(DEFAULT_PORT, "--port", "port", min=0, max=65535)
    g = group.option(False, "--tls", "tls")
    h = group.option(None, "--admin-port", "admin_port", min=0, max=65535)
    i = group.option(DEFAULT_HOST, "--admin-host", "admin_host")
    j = group.option("", "--console", "console")
    k = group.option("", "--api", "api")
    m = group.option("", "--citizens", "citizens")

    @app.command("serve", help=group.texts["help.hub.serve"])
    def serve(
        data: Path | None = a,
        database: str = b,
        host: str = e,
        port: int = f,
        tls: bool = g,
        admin_port: int | None = h,
        admin_host: str = i,
        console: str = j,
        api: str = k,
        citizens: str = m,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        admin = None if admin_port is None else (admin_host, admin_port)
        faces = {"console": console, "api": api, "citizens": citizens}
        given = {"desks_at": (host, port), "admin_at": admin, "is_tls": tls, "faces_at": faces}
        group.run(told, "serve", where=_ACTS, **given)


def _add_held(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("held", help=group.texts["help.hub.held"])
    def list_held(
        data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        group.run(asked(data, database, as_json, lang), "list_held", where=_ACTS)


def _add_judge_again(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("judge-again", help=group.texts["help.hub.judge_again"])
    def judge(data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d) -> None:
        group.run(asked(data, database, as_json, lang), "judge_again", where=_ACTS)


def _add_tls(app: typer.Typer, group: Group) -> None:
    a, _, c, d = group.common()
    e = group.option([], "--host", "tls_host")
    f = group.option(None, "--root-key", "root_key", dir_okay=False)
    tls = typer.Typer(no_args_is_help=True, help=group.texts["help.hub.tls"])
    tls.callback()(_keep_a_group)
    app.add_typer(tls, name="tls")

    @tls.command("renew", help=group.texts["help.hub.tls_renew"])
    def renew(
        data: Path | None = a,
        host: list[str] = e,
        root_key: Path | None = f,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, "", as_json, lang)
        group.run(told, "renew_tls", where=_ACTS, hosts=host, root_key=root_key)


def _keep_a_group() -> None:
    """With one command alone it would else be no group."""
