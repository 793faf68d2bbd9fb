"""What can be wrong with the input of a command; nothing was done."""

from __future__ import annotations


class InputError(Exception):
    """The input is not what the command takes; mend it and give it again."""

    code = "input_error"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = {name: str(value) for name, value in details.items()}


class MalformedJson(InputError):
    """Not one JSON object."""

    code = "malformed_json"


class MissingKeys(InputError):
    """Keys that must be there are not."""

    code = "missing_keys"


class UnknownKeys(InputError):
    """Keys that nobody reads; an error, so that a misspelt one is not lost."""

    code = "unknown_keys"


class WrongValue(InputError):
    """A value of the wrong kind or outside what the key may say."""

    code = "wrong_value"


class UnreadableFile(InputError):
    """The file named cannot be read."""

    code = "unreadable_file"


class NotUtf8(InputError):
    """The line is not UTF-8 text, which JSON is."""

    code = "not_utf8"


class UnwritableFile(InputError):
    """The file named cannot be written."""

    code = "unwritable_file"


class PortTaken(InputError):
    """Another program listens on the port; leave it out and one is chosen."""

    code = "port_taken"


class CredentialsMissing(InputError):
    """No user or password was given, and nobody is there to ask."""

    code = "credentials_missing"


class NoSuchAct(InputError):
    """The act has no such name."""

    code = "no_such_act"


class NoSuchForm(InputError):
    """The form has no such name."""

    code = "no_such_form"


class CodeMissing(InputError):
    """The command is about one dossier: its code is missing."""

    code = "code_missing"


class NoSuchUser(InputError):
    """The desk has no account of that name."""

    code = "no_such_user"
