"""The hub's commands about mandates of postal staff, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import Group, asked

_ACTS = "mandate_acts"


def add_mandates(app: typer.Typer, group: Group) -> None:
    """Put the commands into the group `hub`."""
    mandate = typer.Typer(no_args_is_help=True, help=group.texts["help.hub.mandate"])
    app.add_typer(mandate, name="mandate")
    _add_give(mandate, group)
    _add_end(mandate, group)
    _add_list(mandate, group)


def _add_give(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(..., "--issuer", "mandate.issuer")
    f = group.option(..., "--from", "mandate.from")
    g = group.option(..., "--until", "mandate.until")
    h = group.option("", "--person", "mandate.person")
    i = group.option([], "--procedure", "mandate.procedure")
    j = group.option([], "--machine", "mandate.machine")
    k = group.option("12345", "--weekdays", "mandate.weekdays")
    m = group.option("", "--hours", "mandate.hours")

    @app.command("give", help=group.texts["help.hub.mandate.give"])
    def give(
        org: str,
        number: str,
        issuer: str = e,
        since: str = f,
        until: str = g,
        person: str = h,
        procedure: list[str] = i,
        machine: list[int] = j,
        weekdays: str = k,
        hours: str = m,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        from sync.hub.mandate_acts import Bounds  # noqa: PLC0415  only now: see `group`

        bounds = Bounds(
            issuer=issuer,
            since=since,
            until=until,
            person=person,
            procedures=procedure,
            machines=machine,
            weekdays=weekdays,
            hours=hours,
        )
        told = asked(data, database, as_json, lang)
        group.run(told, "give", where=_ACTS, org=org, number=number, bounds=bounds)


def _add_end(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option("", "--reason", "reason")

    @app.command("end", help=group.texts["help.hub.mandate.end"])
    def end(
        org: str,
        number: str,
        reason: str = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "end", where=_ACTS, org=org, number=number, reason=reason)


def _add_list(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("list", help=group.texts["help.hub.mandate.list"])
    def show(
        org: str, data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        group.run(asked(data, database, as_json, lang), "show", where=_ACTS, org=org)
