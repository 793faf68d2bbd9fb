"""What the hub's commands are made of: what each takes, which act it runs, the options of all.

Only a command that runs loads the hub: its database and web parts take half a second, which the
desk, whose command line stands beside this one, must not pay. So a command names its act and the
module of it, and both are looked up when it runs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any

import typer

from sync.hub.rules import Province, Texts
from sync.hub.terminal import Asked, language_of, speaking

DATABASE_VARIABLE = "MOTCUA_HUB_DATABASE"

Load = Callable[[str], Texts]
Given = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Takes:
    """One thing a command is given: by its place, or by a flag whose words have the key."""

    kind: Any  # the type, as typer reads it
    flag: str = ""
    key: str = ""
    default: Any = ...  # without one it must be given
    more: Mapping[str, Any] = field(default_factory=dict)


def place(kind: Any, default: Any = ...) -> Takes:
    return Takes(kind=kind, default=default)


def option(kind: Any, flag: str, key: str, default: Any = ..., **more: Any) -> Takes:
    return Takes(kind=kind, flag=flag, key=key, default=default, more=more)


def file_option(flag: str, key: str, default: Any = ..., **more: Any) -> Takes:
    """The path of a file."""
    kind = Path if default is ... else Path | None
    return option(kind, flag, key, default, dir_okay=False, **more)


def folder_option(flag: str, key: str, default: Any = ...) -> Takes:
    """The path of a folder."""
    return option(Path if default is ... else Path | None, flag, key, default, file_okay=False)


REASON = option(str, "--reason", "reason", "")
_COMMON = {
    "data": folder_option("--data", "data", None),
    "database": option(str, "--database", "database", "", envvar=DATABASE_VARIABLE),
    "as_json": option(bool, "--json", "json", default=False),
    "lang": option(str, "--lang", "lang", ""),
}


@dataclass(frozen=True, slots=True)
class Command:
    """`act` of `sync.hub.<where>` under a name of the command line; `help` is the key of its words.

    The act gets what was given by the names in `takes`, put into its own form by `shape`, which
    raises ValueError for what cannot be asked together.
    """

    name: str
    help: str
    act: str
    where: str = "acts"
    takes: Mapping[str, Takes] = field(default_factory=dict)
    shape: Callable[[Given], Given] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What the commands share: the province, and the texts of any language."""

    province: Province
    load: Load
    texts: Texts  # of the help

    def add(self, app: typer.Typer, commands: Sequence[Command]) -> None:
        for command in commands:
            app.command(command.name, help=self.texts[command.help])(self._runner(command))

    def add_group(
        self, app: typer.Typer, name: str, help_key: str, commands: Sequence[Command]
    ) -> None:
        part = typer.Typer(no_args_is_help=True, help=self.texts[help_key])
        part.callback()(_keep_a_group)
        app.add_typer(part, name=name)
        self.add(part, commands)

    def _runner(self, command: Command) -> Callable[..., None]:
        """A function with the command's own parameters, as typer reads them off one."""

        def run(**given: Any) -> None:
            told = asked(*(given.pop(name) for name in _COMMON))
            try:
                shaped = command.shape(given) if command.shape else given
            except ValueError as error:
                raise typer.BadParameter(self.texts[command.help]) from error
            self._run(told, command, shaped)

        takes = {**command.takes, **_COMMON}
        run.__annotations__ = {name: one.kind for name, one in takes.items()}
        signature = Signature([self._parameter(name, one) for name, one in takes.items()])
        run.__signature__ = signature  # type: ignore[attr-defined]
        return run

    def _parameter(self, name: str, takes: Takes) -> Parameter:
        default = (
            typer.Option(
                takes.default, takes.flag, help=self.texts[f"help.option.{takes.key}"], **takes.more
            )
            if takes.flag
            else typer.Argument(takes.default)
        )
        return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=takes.kind)

    def _run(self, told: Asked, command: Command, given: Given) -> None:
        acts = import_module(f"sync.hub.{command.where}")  # only now: see above
        with speaking(self.province, self.load(told.language), told) as console:
            getattr(acts, command.act)(self.province, told, console, **given)


def asked(data: Path | None, database: str, as_json: bool, lang: str) -> Asked:
    """What a command was told, in the language of the run."""
    return Asked(data=data, database=database, as_json=as_json, language=language_of(lang))


def require_one(*told: object) -> None:
    """Raise ValueError unless exactly one of these was given."""
    if sum(one is not None and one is not False for one in told) != 1:
        raise ValueError


def _keep_a_group() -> None:
    """With one command alone it would else be no group."""
