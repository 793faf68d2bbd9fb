"""The hub's commands about people, machines and keys, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import REASON, Command, Group, file_option, option, place

_ACTS = "access_acts"
_ROOT = file_option("--root", "root", exists=True)
_MACHINE = {"dev": place(int)}
_PERSON = {"org": place(str), "name": place(str)}
_KEPT = {"number": place(int)}
_DAYS = {"days": option(int, "--days", "days")}
_SINCE = {"since": option(str, "--from", "from")}

_COMMANDS = (
    Command("revoke", "help.hub.revoke", "revoke_machine", _ACTS, {**_MACHINE, "reason": REASON}),
    Command("wipe", "help.hub.wipe", "wipe_machine", _ACTS, {**_MACHINE, "reason": REASON}),
    Command("lock-user", "help.hub.lock_user", "lock_person", _ACTS, {**_PERSON, "reason": REASON}),
    Command("unlock-user", "help.hub.unlock_user", "unlock_person", _ACTS, _PERSON),
    Command("lease", "help.hub.lease", "lease_machine", _ACTS, {**_MACHINE, **_DAYS}),
    Command(
        "min-client",
        "help.hub.min_client",
        "require_client",
        _ACTS,
        {"version": place(str), **_SINCE},
    ),
    Command("enrol", "help.hub.enrol", "answer_enrolment", _ACTS, {"request": place(Path)}),
)
_KEYS = (
    Command("list", "help.hub.keys.list", "list_keys", _ACTS),
    Command("rotate", "help.hub.keys.rotate", "rotate", _ACTS, {"root": _ROOT}),
    Command("retire", "help.hub.keys.retire", "retire", _ACTS, {"key": place(str), "root": _ROOT}),
)
_QUARANTINE = (
    Command("list", "help.hub.quarantine.list", "list_quarantine", _ACTS),
    Command("take", "help.hub.quarantine.take", "take_quarantined", _ACTS, _KEPT),
    Command("pass", "help.hub.quarantine.pass", "pass_quarantined", _ACTS, _KEPT),
)


def add_access(app: typer.Typer, group: Group) -> None:
    """Put the commands into the group `hub`."""
    group.add(app, _COMMANDS)
    group.add_group(app, "keys", "help.hub.keys", _KEYS)
    group.add_group(app, "quarantine", "help.hub.quarantine", _QUARANTINE)
