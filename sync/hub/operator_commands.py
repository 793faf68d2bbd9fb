"""The hub's commands about the console's accounts and audit log, joined to the others."""

import typer

from sync.hub.group import Command, Group, option, place

_ACTS = "operator_acts"
_NAME = {"name": place(str)}

_PEOPLE = (
    Command(
        "add",
        "help.hub.operator.add",
        "add",
        _ACTS,
        {
            **_NAME,
            "role": option(str, "--role", "role"),
            "org": option(str, "--org", "agency", ""),
        },
    ),
    Command("list", "help.hub.operator.list", "show", _ACTS),
    Command("renew", "help.hub.operator.renew", "renew", _ACTS, _NAME),
    Command("end", "help.hub.operator.end", "end", _ACTS, _NAME),
)
_AUDIT = (Command("verify", "help.hub.audit.verify", "verify_audit", _ACTS),)


def add_operators(app: typer.Typer, group: Group) -> None:
    """Put the groups `operator` and `audit` into the group `hub`."""
    group.add_group(app, "operator", "help.hub.operator", _PEOPLE)
    group.add_group(app, "audit", "help.hub.audit", _AUDIT)
