"""The hub's commands about parcels on sticks, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import Command, Given, Group, folder_option, option, place, require_one

_ACTS = "parcel_acts"


def _one_or_all(given: Given) -> Given:
    require_one(given["dev"], given.pop("everyone"))
    return given


_COMMANDS = (
    Command(
        "import",
        "help.hub.parcel.import",
        "import_parcels",
        _ACTS,
        {"path": place(Path), "out": folder_option("--out", "parcel_out")},
    ),
    Command(
        "export",
        "help.hub.parcel.export",
        "export_parcels",
        _ACTS,
        {
            "dev": place(int | None, None),
            "to": folder_option("--to", "parcel_to"),
            "everyone": option(bool, "--all", "parcel_all", default=False),
        },
        _one_or_all,
    ),
)


def add_parcels(app: typer.Typer, group: Group) -> None:
    """Put the group `parcel` into the group `hub`."""
    group.add_group(app, "parcel", "help.hub.parcel", _COMMANDS)
