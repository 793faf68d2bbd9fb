"""What can stop sync; each leaf names the fact, its `code` is the key of its text in locales.

A verdict on a change is a value, not an error: see `protocol`.
"""


class SyncError(Exception):
    """The root; details are strings for the text and never personal data."""

    code = "sync_error"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = {key: str(value) for key, value in details.items()}


class MalformedChange(SyncError):
    """The bytes are no change record, or a value has no place in one; `reason` says which rule."""

    code = "malformed_change"
