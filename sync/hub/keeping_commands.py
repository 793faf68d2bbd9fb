"""The hub's commands about its own copies, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import Group, asked

_ACTS = "keeping_acts"
_KEPT_DAYS = 400  # a year's report still finds everything at every desk
_LEAST_DAYS = 90  # desks may be away as long


def add_keeping(app: typer.Typer, group: Group) -> None:
    """Put what keeps and recovers into the group `hub`."""
    _add_backup(app, group)
    _add_restore(app, group)
    _add_compact(app, group)
    _add_stubs(app, group)
    _add_desk_key(app, group)


def _add_stubs(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(None, "--key", "stub_key", dir_okay=False)
    f = group.option(None, "--out", "stub_out", dir_okay=False)

    @app.command("recover-stubs", help=group.texts["help.hub.recover_stubs"])
    def recover_stubs(
        folder: Path,
        key: Path | None = e,
        out: Path | None = f,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "recover_stubs", where="stub_acts", folder=folder, key=key, out=out)


def _add_desk_key(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(None, "--key", "stub_key", dir_okay=False)
    f = group.option(..., "--out", "desk_key_out", dir_okay=False)

    @app.command("recover-desk", help=group.texts["help.hub.recover_desk"])
    def recover_desk(
        code: str,
        out: Path = f,
        key: Path | None = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "recover_desk", where="recovery_acts", code=code, key=key, out=out)


def _add_compact(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(_KEPT_DAYS, "--older-than", "older_than", min=_LEAST_DAYS)

    @app.command("compact", help=group.texts["help.hub.compact"])
    def compact(
        days: int = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        group.run(asked(data, database, as_json, lang), "compact", where="compact_acts", days=days)


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
