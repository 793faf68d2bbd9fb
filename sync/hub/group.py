"""What the hub's commands share: the province, the texts, and the options all of them take.

Only a command that runs loads the hub: its database and web parts take half a second, which the
desk, whose command line stands beside this one, must not pay.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from sync.hub.rules import Province, Texts
from sync.hub.terminal import Asked, language_of, speaking

DATABASE_VARIABLE = "MOTCUA_HUB_DATABASE"

Load = Callable[[str], Texts]


@dataclass(frozen=True, slots=True)
class Group:
    """What the commands share: the province, and the texts of any language."""

    province: Province
    load: Load
    texts: Texts  # of the help

    def option(self, default: Any, name: str, key: str, **more: Any) -> Any:
        return typer.Option(default, name, help=self.texts[f"help.option.{key}"], **more)

    def common(self) -> tuple[Any, Any, Any, Any]:
        """The options every command takes."""
        return (
            self.option(None, "--data", "data", file_okay=False),
            self.option("", "--database", "database", envvar=DATABASE_VARIABLE),
            self.option(False, "--json", "json"),
            self.option("", "--lang", "lang"),
        )

    def run(self, told: Asked, act: str, *, where: str = "acts", **given: Any) -> None:
        """Run the act of this name, from the module `where`, telling what comes of it."""
        acts = import_module(f"sync.hub.{where}")  # only now: see above
        with speaking(self.province, self.load(told.language), told) as console:
            getattr(acts, act)(self.province, told, console, **given)


def asked(data: Path | None, database: str, as_json: bool, lang: str) -> Asked:
    """What a command was told, in the language of the run."""
    return Asked(data=data, database=database, as_json=as_json, language=language_of(lang))
