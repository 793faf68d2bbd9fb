"""The group `desk` of the command line, put together in the language of the run.

Only what the asked command needs is imported, so that the window opens quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import typer

from desk_app.commands.window import add_open

if TYPE_CHECKING:
    from desk_app.commands.window import OpenWindow
    from locales.catalogue import Texts

_MODULES = {
    "machine": ("enrol", "user", "sync", "hub-address"),
    "mandate": ("mandate",),
    "reception": ("receive",),
    "due": ("due",),
    "look": ("list", "search", "show"),
    "act": ("act",),
    "conflicts": ("conflicts", "settle", "review", "status"),
    "paper": ("print",),
    "verify": ("verify",),
    "results": ("result",),
    "office": ("paper",),
    "receipts": ("receipts",),
    "satisfaction": ("satisfaction",),
    "reports": ("report",),
    "prints": ("prints", "print-answer"),
    "backup": ("backup", "restore", "doctor"),
    "parcel": ("parcel",),
    "relay": ("relay",),
    "signing": ("token", "sign-pictures", "prove"),
    "epoch": ("epoch", "recovered"),
    "recover": ("recover",),
}


def desk_commands(texts: Texts, *, open_window: OpenWindow, asked: str) -> typer.Typer:
    """The `desk …` commands; of a known `asked` one only the module that holds it."""
    app = typer.Typer(no_args_is_help=True, help=texts["help.desk"])
    add_open(app, texts, open_window=open_window)
    if asked == "open":
        app.callback()(_alone)
        return app
    holding = [name for name, commands in _MODULES.items() if asked in commands]
    for name in holding or _MODULES:
        import_module(f"desk_app.commands.{name}").add_to(app, texts)
    return app


def _alone() -> None:
    """Keeps a single command a command of the group."""
