"""Internet Printing Protocol messages as bytes (RFC 8010), as much as a desk needs of them.

A message: version, operation or status, request number, groups of attributes, an end, the document.
An attribute: value tag, name, value, each with a two-byte length before it; a further value of the
same attribute has an empty name.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Collection:
    """A value made of attributes (RFC 8010, 3.1.6), as media-col is."""

    members: tuple["Attribute", ...]


Value: TypeAlias = str | int | bool | bytes | Collection

_VERSION = b"\x02\x00"
_END = 0x03
_FIRST_VALUE_TAG = 0x10
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_COLLECTION, _END_COLLECTION, _MEMBER_NAME = 0x34, 0x37, 0x4A
_TEXT_TAGS = frozenset(range(0x40, 0x50))
_NUMBER_BYTES = 4


class Tag(IntEnum):
    """What kind of value an attribute of ours holds."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MEDIA_TYPE = 0x49
    COLLECTION = 0x34


class Group(IntEnum):
    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    UNSUPPORTED = 0x05


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribute:
    name: str
    tag: Tag
    values: tuple[Value, ...]


Attributes: TypeAlias = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One that came in; `code` is the status of an answer, the operation of a request."""

    code: int
    request: int
    groups: tuple[tuple[int, Attributes], ...]
    document: bytes

    def first(self, group: Group) -> Attributes:
        """The attributes of the first group of the kind; none where there is no such group."""
        return next((attributes for kind, attributes in self.groups if kind == group), {})

    def every(self, group: Group) -> list[Attributes]:
        return [attributes for kind, attributes in self.groups if kind == group]


class MalformedMessage(ValueError):
    """The bytes are not an IPP message."""


def encode(
    code: int,
    groups: Sequence[tuple[Group, Sequence[Attribute]]],
    *,
    request: int = 1,
    document: bytes = b"",
) -> bytes:
    parts = [_VERSION, struct.pack(">HL", code, request)]
    for group, attributes in groups:
        parts.append(bytes([group]))
        parts += [_encoded(attribute) for attribute in attributes]
    return b"".join([*parts, bytes([_END]), document])


def _encoded(attribute: Attribute) -> bytes:
    parts = []
    name = attribute.name.encode()
    for value in attribute.values:
        raw = _raw(value)
        parts.append(struct.pack(">BH", attribute.tag, len(name)) + name)
        parts.append(struct.pack(">H", len(raw)) + raw)
        if isinstance(value, Collection):
            parts += [_member(member) for member in value.members]
            parts.append(struct.pack(">BHH", _END_COLLECTION, 0, 0))
        name = b""
    return b"".join(parts)


def _member(member: Attribute) -> bytes:
    """Its name as a value, then its values without one."""
    name = member.name.encode()
    bare = Attribute(name="", tag=member.tag, values=member.values)
    return struct.pack(">BHH", _MEMBER_NAME, 0, len(name)) + name + _encoded(bare)


def _raw(value: Value) -> bytes:
    match value:
        case bool():
            return bytes([value])
        case int():
            return struct.pack(">l", value)
        case str():
            return value.encode()
        case bytes():
            return value
        case Collection():
            return b""


def decode(message: bytes) -> Message:
    """Read a message; members of collections are passed over. Raises MalformedMessage."""
    try:
        code, request = struct.unpack_from(">HL", message, 2)
        groups, at = _groups(message, 8)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise MalformedMessage from error
    return Message(code=code, request=request, groups=groups, document=message[at:])


def _groups(message: bytes, at: int) -> tuple[tuple[tuple[int, Attributes], ...], int]:
    groups: list[tuple[int, dict[str, tuple[Value, ...]]]] = []
    name, depth = "", 0
    while (tag := message[at]) != _END:
        at += 1
        if tag < _FIRST_VALUE_TAG:
            groups.append((tag, {}))
            continue
        own_name, at = _chunk(message, at)
        raw, at = _chunk(message, at)
        depth += (tag == _COLLECTION) - (tag == _END_COLLECTION)
        if depth or tag == _END_COLLECTION:
            continue
        name = own_name.decode() or name
        attributes = groups[-1][1]
        attributes[name] = (*attributes.get(name, ()), _value(tag, raw))
    return tuple(groups), at + 1


def _chunk(message: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", message, at)
    end = at + 2 + length
    if end > len(message):
        raise IndexError(end)
    return message[at + 2 : end], end


def _value(tag: int, raw: bytes) -> Value:
    if tag in {_INTEGER, _ENUM} and len(raw) == _NUMBER_BYTES:
        return int(struct.unpack(">l", raw)[0])
    if tag == _BOOLEAN and len(raw) == 1:
        return raw != b"\x00"
    if tag in _TEXT_TAGS:
        return raw.decode("utf-8", "replace")
    return raw
