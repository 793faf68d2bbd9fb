"""The hub's commands about what waits and about TLS, joined to the others by `commands`."""

import typer

from sync.hub.group import Command, Given, Group, file_option, option

_ACTS = "province_acts"
_MOST_PORT = 65535
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8400


def _listening(given: Given) -> Given:
    port = given["admin_port"]
    return {
        "desks_at": (given["host"], given["port"]),
        "admin_at": None if port is None else (given["admin_host"], port),
        "is_tls": given["tls"],
        "faces_at": {name: given[name] for name in ("console", "api", "citizens")},
    }


_COMMANDS = (
    Command(
        "serve",
        "help.hub.serve",
        "serve",
        _ACTS,
        {
            "host": option(str, "--host", "host", DEFAULT_HOST),
            "port": option(int, "--port", "port", DEFAULT_PORT, min=0, max=_MOST_PORT),
            "tls": option(bool, "--tls", "tls", default=False),
            "admin_port": option(
                int | None, "--admin-port", "admin_port", None, min=0, max=_MOST_PORT
            ),
            "admin_host": option(str, "--admin-host", "admin_host", DEFAULT_HOST),
            "console": option(str, "--console", "console", ""),
            "api": option(str, "--api", "api", ""),
            "citizens": option(str, "--citizens", "citizens", ""),
        },
        _listening,
    ),
    Command("held", "help.hub.held", "list_held", _ACTS),
    Command("judge-again", "help.hub.judge_again", "judge_again", _ACTS),
)
_TLS = (
    Command(
        "renew",
        "help.hub.tls_renew",
        "renew_tls",
        _ACTS,
        {
            "hosts": option(list[str], "--host", "tls_host", []),
            "root_key": file_option("--root-key", "root_key", None),
        },
    ),
)


def add_province(app: typer.Typer, group: Group) -> None:
    """Put the commands into the group `hub`."""
    group.add(app, _COMMANDS)
    group.add_group(app, "tls", "help.hub.tls", _TLS)
