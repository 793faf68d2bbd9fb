"""The hub's commands about the console's accounts and audit log, joined to the others."""

from pathlib import Path
from typing import Any

import typer

from sync.hub.group import Group, asked

_ACTS = "operator_acts"


def add_operators(app: typer.Typer, group: Group) -> None:
    """Put the commands into the group `hub`."""
    people = typer.Typer(no_args_is_help=True, help=group.texts["help.hub.operator"])
    app.add_typer(people, name="operator")
    common = group.common()
    _add_account(people, group, common)
    _add_list(people, group, common)
    _add_named(people, group, common, "renew")
    _add_named(people, group, common, "end")
    _add_audit(app, group, common)


def _add_account(people: typer.Typer, group: Group, common: tuple[Any, Any, Any, Any]) -> None:
    a, b, c, d = common
    e = group.option(..., "--role", "role")
    f = group.option("", "--org", "agency")

    @people.command("add", help=group.texts["help.hub.operator.add"])
    def add(
        name: str,
        role: str = e,
        org: str = f,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "add", where=_ACTS, name=name, role=role, org=org)


def _add_list(people: typer.Typer, group: Group, common: tuple[Any, Any, Any, Any]) -> None:
    a, b, c, d = common

    @people.command("list", help=group.texts["help.hub.operator.list"])
    def show(data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d) -> None:
        group.run(asked(data, database, as_json, lang), "show", where=_ACTS)


def _add_named(
    people: typer.Typer, group: Group, common: tuple[Any, Any, Any, Any], act: str
) -> None:
    a, b, c, d = common

    @people.command(act, help=group.texts[f"help.hub.operator.{act}"])
    def run(
        name: str,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        group.run(asked(data, database, as_json, lang), act, where=_ACTS, name=name)


def _add_audit(app: typer.Typer, group: Group, common: tuple[Any, Any, Any, Any]) -> None:
    a, b, c, d = common
    log = typer.Typer(no_args_is_help=True, help=group.texts["help.hub.audit"])
    log.callback()(_keep_a_group)
    app.add_typer(log, name="audit")

    @log.command("verify", help=group.texts["help.hub.audit.verify"])
    def verify(data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d) -> None:
        group.run(asked(data, database, as_json, lang), "verify_audit", where=_ACTS)


def _keep_a_group() -> None:
    """With one command alone it would else be no group."""
