"""Events as positional lists, and back: what a change record carries as kind and body.

Kinds are eternal: a number is never reused, and a changed meaning takes a new number. Fields are
positional and append-only. Only integers, text, bytes, booleans and arrays occur: a moment is whole
Unix seconds, a day counts from 1970-01-01, a digest is its 32 bytes, "nothing" is an empty array.
"""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from desk_app.domain import events
from desk_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: dict[int, type[Any]] = {
    1: events.DossierRegistered,
    2: events.DossierReceived,
    3: events.CompetentReceived,
    4: events.SupplementRequested,
    5: events.SupplementReceived,
    6: events.Refused,
    7: events.HandedOn,
    8: events.Appraised,
    9: events.PaymentRequired,
    10: events.PaymentRecorded,
    11: events.Extended,
    12: events.Stopped,
    13: events.Withdrawn,
    14: events.Approved,
    15: events.ResultAttached,
    16: events.ResultSigned,
    17: events.ResultPosted,
    18: events.ResultReturned,
    19: events.Corrected,
    20: events.Cancelled,
    21: events.CodeAssigned,
    101: events.UserAdded,
    102: events.UserDisabled,
    103: events.ClockMarked,
}
_NUMBERS = {event: kind for kind, event in KINDS.items()}
_EPOCH = date(1970, 1, 1)


class MalformedEvent(RuleBroken):
    """The body does not fit its kind; the change is kept aside as it came."""

    code = "malformed_event"


def encode(event: events.Event) -> tuple[int, list[Any]]:
    """The event's kind and its body."""
    shape: Any = type(event)
    return _NUMBERS[shape], _writer(shape)(event)


def decode(kind: int, body: list[Any] | tuple[Any, ...]) -> events.Event | None:
    """The event of a body, or None for a kind this version does not know; raises MalformedEvent.

    A shorter body leaves the last fields at their defaults, a longer one comes from a newer version
    and its tail is passed over.
    """
    shape: Any = KINDS.get(kind)
    if shape is None:
        return None
    try:
        return typing.cast("events.Event", _reader(shape)(body))
    except (TypeError, ValueError, OverflowError) as error:
        raise MalformedEvent(kind=kind) from error


@cache
def _writer(shape: type[Any]) -> Callable[[Any], list[Any]]:
    hints = typing.get_type_hints(shape)
    parts = [(field.name, _to_plain(hints[field.name], field.name)) for field in fields(shape)]

    def write(value: Any) -> list[Any]:
        return [
            getattr(value, name) if convert is None else convert(getattr(value, name))
            for name, convert in parts
        ]

    return write


@cache
def _reader(shape: type[Any]) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(shape)
    names = [field.name for field in fields(shape)]
    converts = [_from_plain(hints[name], name) for name in names]
    parts = list(zip(names, converts, strict=True))
    needed = sum(field.default is MISSING for field in fields(shape))

    def read(body: Any) -> Any:
        if not isinstance(body, list | tuple) or len(body) < needed:
            raise TypeError(shape.__name__)
        return shape(
            **{name: convert(plain) for (name, convert), plain in zip(parts, body, strict=False)}
        )

    return read


def _to_plain(hint: Any, name: str) -> Callable[[Any], Any] | None:  # noqa: PLR0911 - one return a type
    """How a field of this type is written; None where it stands as it is."""
    inner = _optional(hint)
    if inner is not None:
        write = _to_plain(inner, name) or _same
        return lambda value: [] if value is None else write(value)
    if typing.get_origin(hint) is tuple:
        write = _to_plain(typing.get_args(hint)[0], name) or _same
        return lambda value: [write(part) for part in value]
    if is_dataclass(hint):
        return _writer(hint)  # type: ignore[arg-type]
    if hint is datetime:
        return lambda value: int(value.timestamp())
    if hint is date:
        return lambda value: (value - _EPOCH).days
    if name.endswith("sha256"):
        return bytes.fromhex
    if hint is str or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return str  # a word of a closed set is written as plain text
    return None


def _from_plain(hint: Any, name: str) -> Callable[[Any], Any]:  # noqa: PLR0911 - one return a type
    inner = _optional(hint)
    if inner is not None:
        read = _from_plain(inner, name)
        return lambda plain: None if plain in ([], ()) else read(plain)
    if typing.get_origin(hint) is tuple:
        read = _from_plain(typing.get_args(hint)[0], name)
        return lambda plain: tuple(read(part) for part in _a(list, tuple)(plain))
    if is_dataclass(hint):
        return _reader(hint)  # type: ignore[arg-type]
    if hint is datetime:
        return lambda plain: datetime.fromtimestamp(_a(int)(plain), UTC)
    if hint is date:
        return lambda plain: _EPOCH + timedelta(days=_a(int)(plain))
    if name.endswith("sha256"):
        return lambda plain: _digest(_a(bytes)(plain))
    if issubclass(hint, StrEnum):
        return typing.cast("Callable[[Any], Any]", hint)
    return _a(hint)


def _optional(hint: Any) -> Any:
    """The type inside `X | None`, or None."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return next(part for part in typing.get_args(hint) if part is not type(None))
    return None


@cache
def _a(*shapes: type) -> Callable[[Any], Any]:
    allowed = frozenset(shapes)  # by exact type: True is no number here

    def check(plain: Any) -> Any:
        if type(plain) not in allowed:
            raise TypeError(plain.__class__.__name__)
        return plain

    return check


def _digest(plain: bytes) -> str:
    if len(plain) != 32:  # noqa: PLR2004 - SHA-256 is 32 bytes
        raise ValueError(len(plain))
    return plain.hex()


def _same(value: Any) -> Any:
    return value
