"""The hub's commands about mandates of postal staff, joined to the others by `commands`."""

import typer

from sync.hub.group import REASON, Command, Given, Group, option, place

_ACTS = "mandate_acts"
_MANDATE = {"org": place(str), "number": place(str)}


def _bounds(given: Given) -> Given:
    from sync.hub.mandate_acts import Bounds  # noqa: PLC0415  only now: see `group`

    own = {name: given.pop(name) for name in _MANDATE}
    return {**own, "bounds": Bounds(**given)}


_COMMANDS = (
    Command(
        "give",
        "help.hub.mandate.give",
        "give",
        _ACTS,
        {
            **_MANDATE,
            "issuer": option(str, "--issuer", "mandate.issuer"),
            "since": option(str, "--from", "mandate.from"),
            "until": option(str, "--until", "mandate.until"),
            "person": option(str, "--person", "mandate.person", ""),
            "procedures": option(list[str], "--procedure", "mandate.procedure", []),
            "machines": option(list[int], "--machine", "mandate.machine", []),
            "weekdays": option(str, "--weekdays", "mandate.weekdays", "12345"),
            "hours": option(str, "--hours", "mandate.hours", ""),
        },
        _bounds,
    ),
    Command("end", "help.hub.mandate.end", "end", _ACTS, {**_MANDATE, "reason": REASON}),
    Command("list", "help.hub.mandate.list", "show", _ACTS, {"org": place(str)}),
)


def add_mandates(app: typer.Typer, group: Group) -> None:
    """Put the group `mandate` into the group `hub`."""
    group.add_group(app, "mandate", "help.hub.mandate", _COMMANDS)
