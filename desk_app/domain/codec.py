"""Events as positional lists, and back: what a change record carries as kind and body.

Kinds are eternal: a number is never reused, and a changed meaning takes a new number. Fields are
positional and append-only. Only integers, text, bytes, booleans and arrays occur: a moment is whole
Unix seconds, a day counts from 1970-01-01, a digest is its 32 bytes, "nothing" is an empty array.
"""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache, partial
from operator import contains
from typing import TYPE_CHECKING, Any

from desk_app.domain import events, kinds
from desk_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = kinds.KINDS
RECOVERED = 104  # a change written anew after its log was cut off; its body holds the first one
Body = list[Any] | tuple[Any, ...]
UPCASTERS: dict[int, tuple[int, Callable[[Body], Body]]] = {}
"""Kinds no longer written: the kind that took the place of each, and how its body becomes that.

An entry stays for ever, as the changes do; a chain of them leads to a kind of KINDS.
"""
_NUMBERS = {event: kind for kind, event in KINDS.items()}
_EPOCH = date(1970, 1, 1)
_EPOCH_DAY = _EPOCH.toordinal()
_ARRAYS: frozenset[type] = frozenset({list, tuple})
_SELDOM = frozenset({"mandate", "old_address"})  # last fields that cost no byte where empty
_ORIGIN = (int, int, bytes, int, int, int)


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a recovered change had first stood, and who said that it counts."""

    epoch: int
    number: int
    sha256: bytes  # of its bytes then
    by: int  # user number of the reviewer
    at: int  # Unix seconds, when it was reviewed


class MalformedEvent(RuleBroken):
    """The body does not fit its kind; the change is kept aside as it came."""

    code = "malformed_event"


def encode(event: events.Event) -> tuple[int, list[Any]]:
    """The event's kind and its body."""
    shape: Any = type(event)
    return _NUMBERS[shape], _writer(shape)(event)


def upcast(kind: int, body: Body) -> tuple[int, Body]:
    """The kind and body that say today what these said; raises MalformedEvent."""
    while kind in UPCASTERS:
        newer, convert = UPCASTERS[kind]
        try:
            kind, body = newer, convert(body)
        except (TypeError, ValueError, IndexError, KeyError) as error:
            raise MalformedEvent(kind=kind) from error
    return kind, body


def decode(kind: int, body: list[Any] | tuple[Any, ...]) -> events.Event | None:
    """The event of a body, or None for a kind this version does not know; raises MalformedEvent.

    A shorter body leaves the last fields at their defaults, a longer one comes from a newer version
    and its tail is passed over. A kind that is no longer written is read as the one in its place.
    """
    if kind == RECOVERED:
        _, kind, body = unwrapped(kind, body)
    kind, body = upcast(kind, body)
    shape: Any = KINDS.get(kind)
    if shape is None:
        return None
    try:
        event: events.Event = _reader(shape)(body)
    except (TypeError, ValueError, OverflowError, OSError, KeyError) as error:
        raise MalformedEvent(kind=kind) from error
    return event


def wrapped(origin: Origin, kind: int, body: Any) -> tuple[int, list[Any]]:
    """The kind and body of a recovered change, from those it had."""
    told = [origin.epoch, origin.number, origin.sha256, origin.by, origin.at]
    return RECOVERED, [*told, kind, body]


def unwrapped(kind: int, body: Any) -> tuple[Origin | None, int, Any]:
    """Kind and body as they were first written, and where; raises MalformedEvent."""
    if kind != RECOVERED:
        return None, kind, body
    types_found = [type(part) for part in body[: len(_ORIGIN)]]
    if tuple(types_found) != _ORIGIN or body[5] == RECOVERED:
        raise MalformedEvent(kind=kind)
    epoch, number, digest, by, at = body[:5]
    origin = Origin(epoch=epoch, number=number, sha256=digest, by=by, at=at)
    return origin, body[5], body[6]


@cache
def _writer(shape: type[Any]) -> Callable[[Any], list[Any]]:
    hints = typing.get_type_hints(shape)
    parts = [(field.name, _to_plain(hints[field.name], field.name)) for field in fields(shape)]

    def write(value: Any) -> list[Any]:
        return [
            getattr(value, name) if convert is None else convert(getattr(value, name))
            for name, convert in parts
        ]

    if parts and (last := parts[-1][0]) in _SELDOM:
        return lambda value: write(value) if getattr(value, last) else write(value)[:-1]
    return write


@cache
def _reader(shape: type[Any]) -> Callable[[Any], Any]:
    """Fills the slots itself: reading ten years of events is what rebuilding lists waits for."""
    hints = typing.get_type_hints(shape)
    known = fields(shape)
    plains = [_from_plain(hints[field.name], field.name) for field in known]
    allowed = [plain.types for plain in plains]
    converts = [(n, plain.convert) for n, plain in enumerate(plains) if plain.convert is not None]
    puts = [getattr(shape, field.name).__set__ for field in known]
    defaults = [field.default for field in known]
    needed = sum(default is MISSING for default in defaults)
    fitting: set[tuple[type, ...]] = set()  # the types of bodies that were found to fit

    def require_fit(body: Any, kinds: tuple[type, ...]) -> None:
        if len(kinds) < needed or type(body) not in _ARRAYS:
            raise TypeError(shape.__name__)
        if not all(map(contains, allowed, kinds)):
            raise TypeError(shape.__name__)
        if type(body) is tuple and len(kinds) <= len(known):  # so that there are few of them
            fitting.add(kinds)

    def read(body: Any) -> Any:
        kinds = tuple(map(type, body))
        if type(body) is not tuple or kinds not in fitting:
            require_fit(body, kinds)
        given = len(kinds)
        told = [*body, *defaults[given:]]
        for place, convert in converts:
            if place >= given:
                break
            told[place] = convert(told[place])
        value = object.__new__(shape)
        for put, one in zip(puts, told, strict=False):
            put(value, one)
        return value

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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plain:
    """How a field is read: the exact types its plain value may have (True is no number here)."""

    types: frozenset[type]
    convert: Callable[[Any], Any] | None  # None: it stands as it is


def _from_plain(hint: Any, name: str) -> _Plain:  # noqa: PLR0911 - one return a type
    inner = _optional(hint)
    if inner is not None:
        plain = _from_plain(inner, name)
        return _Plain(types=plain.types | _ARRAYS, convert=_maybe(plain))
    if typing.get_origin(hint) is tuple:
        return _Plain(types=_ARRAYS, convert=_each(_from_plain(typing.get_args(hint)[0], name)))
    if is_dataclass(hint):
        return _Plain(types=_ARRAYS, convert=_reader(hint))  # type: ignore[arg-type]
    if hint is datetime:
        return _Plain(types=frozenset({int}), convert=partial(datetime.fromtimestamp, tz=UTC))
    if hint is date:
        return _Plain(
            types=frozenset({int}), convert=lambda days: date.fromordinal(_EPOCH_DAY + days)
        )
    if name.endswith("sha256"):
        return _Plain(types=frozenset({bytes}), convert=_digest)
    if issubclass(hint, StrEnum):
        words = {word.value: word for word in hint}
        return _Plain(types=frozenset({str}), convert=words.__getitem__)
    return _Plain(types=frozenset({hint}), convert=None)


def _maybe(plain: _Plain) -> Callable[[Any], Any]:
    """Reads an empty array as nothing."""

    def read(value: Any) -> Any:
        if type(value) in _ARRAYS and not value:
            return None
        if type(value) not in plain.types:
            raise TypeError(value.__class__.__name__)
        return value if plain.convert is None else plain.convert(value)

    return read


def _each(plain: _Plain) -> Callable[[Any], tuple[Any, ...]]:
    def read(values: Any) -> tuple[Any, ...]:
        if not plain.types.issuperset(map(type, values)):
            raise TypeError(values.__class__.__name__)
        return tuple(values if plain.convert is None else map(plain.convert, values))

    return read


def _optional(hint: Any) -> Any:
    """The type inside `X | None`, or None."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return next(part for part in typing.get_args(hint) if part is not type(None))
    return None


def _digest(plain: bytes) -> str:
    if len(plain) != 32:  # noqa: PLR2004 - SHA-256 is 32 bytes
        raise ValueError(len(plain))
    return plain.hex()


def _same(value: Any) -> Any:
    return value
