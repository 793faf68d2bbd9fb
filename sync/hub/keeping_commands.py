"""The hub's commands about its own copies, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import Group, asked

_ACTS = "keeping_acts"


def add_keeping(app: typer.Typer, group: Group) -> None:
    """Put `backup` and `restore` into the group `hub`."""
    _add_backup(app, group)
    _add_restore(app, group)


def _add_backup(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(None, "--to", "copy_to", file_okay=False)
    f = group.option(None, "--verified", "copy_verified", min=1)

    @app.command("backup", help=group.texts["help.hub.backup"])
    def backup(
        to: Path | None = e,
        verified: int | None = f,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        if (to is None) is (verified is None):
            raise typer.BadParameter(group.texts["help.hub.backup"])
        told = asked(data, database, as_json, lang)
        group.run(told, "backup", where=_ACTS, to=to, verified=verified)


def _add_restore(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(None, "--from", "copy_from", file_okay=False)
    f = group.option(False, "--here", "copy_here")

    @app.command("restore", help=group.texts["help.hub.restore"])
    def restore(
        copy: Path | None = e,
        here: bool = f,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        if (copy is None) is not here:
            raise typer.BadParameter(group.texts["help.hub.restore"])
        group.run(asked(data, database, as_json, lang), "restore", where=_ACTS, copy=copy)
