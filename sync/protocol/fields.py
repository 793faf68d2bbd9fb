"""Positional fields of a message payload, read one after another with their types and limits.

A payload longer than what is read comes from a newer version of the same message: fields are only
ever appended, so the tail is passed over.
"""

from typing import Any

import cbor2

from sync.errors import MalformedMessage, UnknownVersion
from sync.protocol.versions import NEWEST, OLDEST

MAX_INT = 2**63 - 1
_MAX_DEPTH = 6


def pack(*values: Any) -> bytes:
    """A payload of these fields."""
    return cbor2.dumps(values)


class Fields:
    """A payload being read; every method takes the next field or raises MalformedMessage."""

    def __init__(self, values: Any, *, message: str) -> None:
        if type(values) is not tuple:
            raise MalformedMessage(message=message, reason="not_an_array")
        self._values = values
        self._message = message
        self._next = 0

    @classmethod
    def unpack(cls, payload: bytes, *, message: str) -> "Fields":
        """The fields after the version; raises UnknownVersion."""
        try:
            values = cbor2.loads(
                payload, max_depth=_MAX_DEPTH, allow_indefinite=False, immutable=True
            )
        except (cbor2.CBORError, ValueError, OverflowError) as error:
            raise MalformedMessage(message=message, reason="not_cbor") from error
        fields = cls(values, message=message)
        version = fields.number()
        if not OLDEST <= version <= NEWEST:
            raise UnknownVersion(found=version)
        return fields

    def number(self, *, most: int = MAX_INT) -> int:
        value = self._take(int)
        if not 0 <= value <= most:
            raise self._refused("number_out_of_range")
        return int(value)

    def offset(self) -> int | None:
        """A signed number, or None where it was not measured."""
        value = self._take(int, type(None))
        if value is not None and not -MAX_INT <= value <= MAX_INT:
            raise self._refused("number_out_of_range")
        return None if value is None else int(value)

    def text(self, *, most: int) -> str:
        value = self._take(str)
        if len(value) > most:
            raise self._refused("text_too_long")
        return str(value)

    def blob(self, *, least: int = 0, most: int) -> bytes:
        value = self._take(bytes)
        if not least <= len(value) <= most:
            raise self._refused("wrong_length")
        return bytes(value)

    def blob_or_none(self, *, most: int) -> bytes | None:
        if self._next < len(self._values) and self._values[self._next] is None:
            self._next += 1
            return None
        return self.blob(most=most)

    def row(self) -> "Fields":
        """An array, to be read as fields."""
        return Fields(self._take(tuple), message=self._message)

    def rows(self, *, most: int) -> list["Fields"]:
        """The arrays of an array, each to be read as fields."""
        values = self._take(tuple)
        if len(values) > most:
            raise self._refused("too_many_rows")
        return [Fields(value, message=self._message) for value in values]

    def texts(self, *, most: int, length: int) -> tuple[str, ...]:
        values = Fields(self._take(tuple), message=self._message)
        if len(values._values) > most:
            raise self._refused("too_many_rows")
        return tuple(values.text(most=length) for _ in values._values)

    def numbers(self, *, most: int, largest: int = MAX_INT) -> tuple[int, ...]:
        """At most so many numbers from 0 to the largest."""
        values = Fields(self._take(tuple), message=self._message)
        if len(values._values) > most:
            raise self._refused("too_many_rows")
        return tuple(values.number(most=largest) for _ in values._values)

    def blobs(self, *, most: int, length: int) -> tuple[bytes, ...]:
        """Byte strings of one length."""
        values = Fields(self._take(tuple), message=self._message)
        if len(values._values) > most:
            raise self._refused("too_many_rows")
        return tuple(values.blob(least=length, most=length) for _ in values._values)

    def _take(self, *types: type) -> Any:
        if self._next >= len(self._values):
            raise self._refused("field_missing")
        value = self._values[self._next]
        if type(value) not in types:
            raise self._refused("wrong_type")
        self._next += 1
        return value

    def _refused(self, reason: str) -> MalformedMessage:
        return MalformedMessage(message=self._message, reason=reason, field=self._next)
