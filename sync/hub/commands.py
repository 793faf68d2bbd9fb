"""The group `hub` of the command line, put together in the language of the run."""

from pathlib import Path

import typer

from sync.hub.access_commands import add_access
from sync.hub.api_commands import add_api
from sync.hub.group import Command, Group, Load, option, place
from sync.hub.keeping_commands import add_keeping
from sync.hub.mandate_commands import add_mandates
from sync.hub.operator_commands import add_operators
from sync.hub.parcel_commands import add_parcels
from sync.hub.province_commands import add_province
from sync.hub.receipt_range_commands import add_receipt_ranges
from sync.hub.rules import Province
from sync.hub.terminal import language_of
from sync.hub.voice_commands import add_voice

_COMMANDS = (
    Command(
        "init",
        "help.hub.init",
        "init",
        takes={"hosts": option(list[str], "--host", "tls_host", [])},
    ),
    Command(
        "invite",
        "help.hub.invite",
        "invite",
        takes={
            "org": option(str, "--org", "org"),
            "lane": option(str, "--lane", "lane", ""),
        },
    ),
    Command("publish", "help.hub.publish", "publish", takes={"file": place(Path)}),
    Command("result", "help.hub.result", "result", takes={"code": place(str), "file": place(Path)}),
    Command(
        "release",
        "help.hub.release",
        "release",
        takes={"code": place(str), "reason": option(str, "--reason", "release_reason")},
    ),
    Command("desks", "help.hub.desks", "list_desks"),
)


def hub_commands(province: Province, load: Load, *, language: str = "") -> typer.Typer:
    """Every `hub …` command; `load` gives the texts of a language, `language` that of the help."""
    texts = load(language_of(language))
    app = typer.Typer(no_args_is_help=True, help=texts["help.hub"])
    group = Group(province, load, texts)
    group.add(app, _COMMANDS)
    for add in (
        add_access,
        add_mandates,
        add_receipt_ranges,
        add_province,
        add_parcels,
        add_keeping,
        add_api,
        add_operators,
        add_voice,
    ):
        add(app, group)
    return app
