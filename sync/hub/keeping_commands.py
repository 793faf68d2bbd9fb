"""The hub's commands about its own copies, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import (
    Command,
    Given,
    Group,
    file_option,
    folder_option,
    option,
    place,
    require_one,
)

_ACTS = "keeping_acts"
_KEPT_DAYS = 400  # a year's report still finds everything at every desk
_LEAST_DAYS = 90  # desks may be away as long
_KEY = file_option("--key", "stub_key", None)


def _one_copy(given: Given) -> Given:
    require_one(given["to"], given["verified"])
    return given


def _one_place(given: Given) -> Given:
    require_one(given["copy"], given.pop("here"))
    return given


_COMMANDS = (
    Command(
        "backup",
        "help.hub.backup",
        "backup",
        _ACTS,
        {
            "to": folder_option("--to", "copy_to", None),
            "verified": option(int | None, "--verified", "copy_verified", None, min=1),
        },
        _one_copy,
    ),
    Command(
        "restore",
        "help.hub.restore",
        "restore",
        _ACTS,
        {
            "copy": folder_option("--from", "copy_from", None),
            "here": option(bool, "--here", "copy_here", default=False),
        },
        _one_place,
    ),
    Command(
        "compact",
        "help.hub.compact",
        "compact",
        "compact_acts",
        {"days": option(int, "--older-than", "older_than", _KEPT_DAYS, min=_LEAST_DAYS)},
    ),
    Command(
        "recover-stubs",
        "help.hub.recover_stubs",
        "recover_stubs",
        "stub_acts",
        {"folder": place(Path), "key": _KEY, "out": file_option("--out", "stub_out", None)},
    ),
    Command(
        "recover-desk",
        "help.hub.recover_desk",
        "recover_desk",
        "recovery_acts",
        {"code": place(str), "out": file_option("--out", "desk_key_out"), "key": _KEY},
    ),
)


def add_keeping(app: typer.Typer, group: Group) -> None:
    """Put what keeps and recovers into the group `hub`."""
    group.add(app, _COMMANDS)
