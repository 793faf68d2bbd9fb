"""The hub's commands about feedback and messages, joined to the others by `commands`."""

import typer

from sync.hub.group import Command, Group, file_option, folder_option, option, place

_ACTS = "voice_acts"
_NUMBER = {"number": place(str)}

_FEEDBACK = (
    Command(
        "list",
        "help.hub.feedback.list",
        "list_feedback",
        _ACTS,
        {"everything": option(bool, "--all", "all_feedback", default=False)},
    ),
    Command("route", "help.hub.feedback.route", "route", _ACTS, {**_NUMBER, "org": place(str)}),
    Command(
        "answer", "help.hub.feedback.answer", "answer", _ACTS, {**_NUMBER, "words": place(str)}
    ),
)
_COMMANDS = (
    Command(
        "messages",
        "help.hub.messages",
        "send_messages",
        _ACTS,
        {
            "folder": folder_option("--folder", "message_folder", None),
            "url": option(str, "--url", "message_url", ""),
            "key_file": file_option("--key-file", "message_key", None),
            "address": option(str, "--address", "message_address", ""),
        },
    ),
)


def add_voice(app: typer.Typer, group: Group) -> None:
    """Put the commands into the group `hub`."""
    group.add_group(app, "feedback", "help.hub.feedback", _FEEDBACK)
    group.add(app, _COMMANDS)
