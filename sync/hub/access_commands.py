"""The hub's commands about people, machines and keys, joined to the others by `commands`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from sync.hub.group import Group, asked

_ACTS = "access_acts"


def add_access(app: typer.Typer, group: Group) -> None:
    """Put the commands into the group `hub`."""
    for add in (
        _add_machines,
        _add_people,
        _add_limits,
        _add_keys,
        _add_quarantine,
        _add_answer,
    ):
        add(app, group)


def _add_machines(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option("", "--reason", "reason")

    @app.command("revoke", help=group.texts["help.hub.revoke"])
    def revoke(
        dev: int,
        reason: str = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "revoke_machine", where=_ACTS, dev=dev, reason=reason)

    @app.command("wipe", help=group.texts["help.hub.wipe"])
    def wipe(
        dev: int,
        reason: str = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "wipe_machine", where=_ACTS, dev=dev, reason=reason)


def _add_people(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option("", "--reason", "reason")

    @app.command("lock-user", help=group.texts["help.hub.lock_user"])
    def lock_user(
        org: str,
        name: str,
        reason: str = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "lock_person", where=_ACTS, org=org, name=name, reason=reason)

    @app.command("unlock-user", help=group.texts["help.hub.unlock_user"])
    def unlock_user(
        org: str,
        name: str,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "unlock_person", where=_ACTS, org=org, name=name)


def _add_limits(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(..., "--days", "days")
    f = group.option(..., "--from", "from")

    @app.command("lease", help=group.texts["help.hub.lease"])
    def lease(
        dev: int,
        days: int = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "lease_machine", where=_ACTS, dev=dev, days=days)

    @app.command("min-client", help=group.texts["help.hub.min_client"])
    def min_client(
        version: str,
        since: str = f,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "require_client", where=_ACTS, version=version, since=since)


def _add_keys(app: typer.Typer, group: Group) -> None:
    keys = typer.Typer(no_args_is_help=True, help=group.texts["help.hub.keys"])
    app.add_typer(keys, name="keys")
    a, b, c, d = group.common()
    e = group.option(..., "--root", "root", exists=True, dir_okay=False)

    @keys.command("list", help=group.texts["help.hub.keys.list"])
    def list_keys(
        data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        group.run(asked(data, database, as_json, lang), "list_keys", where=_ACTS)

    @keys.command("rotate", help=group.texts["help.hub.keys.rotate"])
    def rotate(
        root: Path = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        group.run(asked(data, database, as_json, lang), "rotate", where=_ACTS, root=root)

    @keys.command("retire", help=group.texts["help.hub.keys.retire"])
    def retire(
        key: str,
        root: Path = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        group.run(asked(data, database, as_json, lang), "retire", where=_ACTS, key=key, root=root)


def _add_quarantine(app: typer.Typer, group: Group) -> None:
    kept = typer.Typer(no_args_is_help=True, help=group.texts["help.hub.quarantine"])
    app.add_typer(kept, name="quarantine")
    a, b, c, d = group.common()

    @kept.command("list", help=group.texts["help.hub.quarantine.list"])
    def list_kept(
        data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        group.run(asked(data, database, as_json, lang), "list_quarantine", where=_ACTS)

    for name in ("take", "pass"):
        kept.command(name, help=group.texts[f"help.hub.quarantine.{name}"])(
            _reviewing(group, name, (a, b, c, d))
        )


def _reviewing(group: Group, name: str, common: tuple[Any, Any, Any, Any]) -> Callable[..., None]:
    a, b, c, d = common

    def review(
        number: int,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, f"{name}_quarantined", where=_ACTS, number=number)

    return review


def _add_answer(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("enrol", help=group.texts["help.hub.enrol"])
    def enrol(
        request: Path,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "answer_enrolment", where=_ACTS, request=request)
