"""Help pages and usage errors in the language of the run: Typer itself speaks only English.

Typer's own words are few and fixed; they are put into ours where a page is written
(`HelpFormatter`) and where an error is told. New ones after an update of Typer show up in
`tests/commands/test_help.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer._click.formatting import HelpFormatter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer.core import TyperCommand, TyperGroup

    from locales.catalogue import Texts

# What stands for the value of an option or argument, by the parameter's name.
_METAVARS = {
    "accept": "number",
    "act": "act",
    "case": "case",
    "code": "code",
    "copy": "folder",
    "data": "folder",
    "database": "address",
    "file": "file",
    "folder": "folder",
    "form": "form",
    "host": "address",
    "hub": "address",
    "lane": "lane",
    "lang": "lang",
    "leave_out": "number",
    "name": "name",
    "org": "org",
    "out": "file",
    "port": "number",
    "printer": "printer",
    "procedure": "procedure",
    "received_at": "moment",
    "role": "role",
    "status": "status",
    "text": "text",
    "to": "folder",
    "verified": "number",
    "with_": "file",
}
_STDIN = "|-"
_TYPE = re.compile(r" <[^>]*>$")
_NOTE = re.compile(r"\[([^\[\]]*)\]$")
_NO_COMMAND = re.compile(r"No such command '(.*)'\.", re.DOTALL)
_TOO_MUCH = re.compile(r"extra argument\(s\) \((.*)\)$", re.DOTALL)


def localise(group: TyperGroup, texts: Texts) -> TyperGroup:
    """Let every command of the tree write its help in one language."""

    class Page(_Page):
        said = texts

    class Context(typer.Context):
        formatter_class = Page

    _localise(group, texts, Context)
    return group


def usage_words(error: typer.TyperException, texts: Texts) -> str:
    """What is wrong with how the command was written, and where its help stands."""
    if isinstance(error, NoArgsIsHelpError) or not isinstance(error, UsageError):
        return error.format_message()
    words = _wrong(error, texts)
    if error.ctx is None:
        return words
    return f"{words} {texts.say('usage.see', command=error.ctx.command_path)}"


def _localise(
    command: TyperCommand | TyperGroup, texts: Texts, context: type[typer.Context]
) -> None:
    command.context_class = context
    command.options_metavar = texts["usage.metavar.options"]
    command.short_help = command.help  # whole, not cut to a line
    for parameter in command.params:
        name = _METAVARS.get(parameter.name or "")
        if name is not None:
            suffix = _STDIN if (parameter.metavar or "").endswith(_STDIN) else ""
            parameter.metavar = texts[f"usage.metavar.{name}"] + suffix
    subcommands: dict[str, Any] = getattr(command, "commands", {})
    if subcommands:
        command.subcommand_metavar = texts["usage.metavar.command"]  # type: ignore[union-attr]  # a group
    for subcommand in subcommands.values():
        _localise(subcommand, texts, context)


class _Page(HelpFormatter):
    """A help page; `said` are the texts of its language."""

    said: Texts

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{self.said['usage.usage']}: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self.said[f"usage.heading.{heading.lower()}"])

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        said = [(_TYPE.sub("", first), self._help(second)) for first, second in rows]
        super().write_dl(said, col_max, col_spacing)

    def _help(self, words: str) -> str:
        if words == "Show this message and exit.":
            return self.said["usage.help"]
        return _NOTE.sub(self._note, words)

    def _note(self, found: re.Match[str]) -> str:
        """`[default: 8400; 0<=x<=65535; required]` in our words."""
        notes = [self._one_note(note) for note in found[1].split("; ")]
        return f"[{'; '.join(notes)}]"

    def _one_note(self, note: str) -> str:
        name, _, value = note.partition(": ")
        match name:
            case "required":
                return self.said["usage.note.required"]
            case "default":
                return self.said.say("usage.note.default", value=value)
            case "env var":
                return self.said.say("usage.note.variable", value=value)
            case _:
                return note


def _wrong(error: UsageError, texts: Texts) -> str:
    match error:
        case MissingParameter():
            key, what = "missing", _named(error)
        case BadParameter():
            return texts.say("usage.bad_value", what=_named(error)) + _choices(error, texts)
        case NoSuchOption():
            key, what = "no_such_option", error.option_name
        case BadOptionUsage():
            key, what = "bad_option", error.option_name
        case _ if found := _NO_COMMAND.match(error.message):
            key, what = "no_such_command", found[1]
        case _:
            found = _TOO_MUCH.search(error.message)
            key, what = "too_much", found[1] if found else error.message
    return texts.say(f"usage.{key}", what=what)


def _named(error: BadParameter) -> str:
    """The option or argument that is meant, as it stands in the help."""
    parameter = error.param
    if parameter is None:
        return ""
    return parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.display_name_raw


def _choices(error: BadParameter, texts: Texts) -> str:
    descriptor = getattr(error.param, "type_descriptor", None)
    choices = [str(choice) for choice in getattr(descriptor, "choices", None) or ()]
    return f" {texts.say('usage.choices', choices=', '.join(choices))}" if choices else ""
