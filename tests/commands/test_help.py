"""Help and usage errors in both languages: complete, and nothing of Typer's English left."""

import re

import pytest

import main
from locales.catalogue import load

TYPERS_OWN = re.compile(
    r"Usage|Options|Arguments|Commands|Show this|required|default|env var|OPTIONS|COMMAND|ARGS"
    r"|<\w+|str>|int>|path>|dir>|Missing|Invalid|No such|unexpected|extra|Try"
)


def every_command(group, *, path=()):
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from every_command(command, path=(*path, name))


COMMANDS = list(every_command(main.build(load("vi"), [])))
GROUPS = {path[:depth] for path in COMMANDS for depth in range(len(path))}


def test_every_command_of_the_contract_is_there():
    named = {" ".join(path) for path in COMMANDS}

    assert named >= {
        "demo",
        "desk open",
        "desk enrol",
        "desk user add",
        "desk user list",
        "desk user disable",
        "desk receive",
        "desk due",
        "desk list",
        "desk search",
        "desk show",
        "desk act",
        "desk print",
        "desk sync",
        "desk verify",
        "desk backup",
        "desk restore",
        "desk doctor",
        "hub init",
        "hub serve",
        "hub invite",
        "hub publish",
        "hub result",
        "hub desks",
    }


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=" ".join(path) or "-") for path in COMMANDS]
)
def test_help_in_vietnamese_is_vietnamese(bare, path):
    answer = help_of(bare, *path, language="vi")

    assert answer.startswith(f"Cách dùng: {' '.join(['main.py', *path])} ")
    assert TYPERS_OWN.findall(answer) == []


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=" ".join(path) or "-") for path in COMMANDS]
)
def test_help_in_english_names_the_options_every_command_takes(bare, path):
    answer = help_of(bare, *path, language="en")

    assert answer.startswith("Usage: ")
    if path not in GROUPS:
        assert {"--data", "--json", "--lang"} <= set(re.findall(r"--[a-z-]+", answer))


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param("desk dance", id="no such command"),
        pytest.param("desk show", id="argument missing"),
        pytest.param("desk enrol --hub x", id="option missing"),
        pytest.param("desk show A B", id="an argument too many"),
        pytest.param("desk list --colour", id="no such option"),
        pytest.param("desk list --status", id="an option without its value"),
        pytest.param("desk list --json=yes", id="a value for a switch"),
        pytest.param("desk list --status lost", id="no such choice"),
        pytest.param("hub serve --port many", id="no number"),
        pytest.param("hub serve --port 99999", id="out of range"),
    ],
)
def test_a_usage_error_is_told_in_vietnamese(bare, arguments):
    answer = bare(*arguments.split(), "--lang=vi")

    assert answer.exit_code == 2
    assert answer.out == ""
    assert TYPERS_OWN.findall(answer.err) == []


def test_a_wrong_choice_names_the_right_ones(bare):
    answer = bare("desk", "list", "--status", "lost", "--lang", "en")

    assert "--status" in answer.err
    assert "supplement_requested" in answer.err
    assert "main.py desk list --help" in answer.err


def test_the_system_says_the_language_where_nobody_else_does(bare, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    english = help_of(bare, "desk")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    other = help_of(bare, "desk")

    assert english.startswith("Usage: ")
    assert other.startswith("Cách dùng: ")


def help_of(shell, *path, language=""):
    asked = [f"--lang={language}"] if language else []
    answer = shell(*path, "--help", *asked)
    assert answer.exit_code == 0
    assert answer.err == ""
    return answer.out


def test_every_option_and_argument_of_the_desk_is_explained():
    desk = main.build(load("vi"), ["desk"]).commands["desk"]
    commands = [*desk.commands.values(), *desk.commands["user"].commands.values()]

    silent = [
        f"{command.name} {parameter.name}"
        for command in commands
        for parameter in command.params
        if not parameter.help
    ]

    assert silent == []
