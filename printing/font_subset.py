"""A face cut down to the characters of one document: a TrueType file for the inside of a PDF.

What stays the same (hinting, names, heads) is read once; a cut joins the outlines it needs to it.
"""

import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from struct import pack, unpack_from
from typing import Any, Final

from printing.fonts import Face, known_face

_UNCHANGED: Final = ("OS/2", "cvt ", "fpgm", "name", "prep")
_WHOLE_SUM: Final = 0xB1B0AFBA  # less the sum of the file: head's own check (OpenType, `head`)
_LONG: Final = 1 << 32
_WORDS, _MORE = 0x0001, 0x0020  # flags of a part of a composite outline (OpenType, `glyf`)
_SCALES: Final = ((0x0008, 2), (0x0040, 4), (0x0080, 8))  # flag, and bytes that come with it


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    content: bytes
    check: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Outline:
    """One glyph, and which others it is made of: (place of the number in it, the number)."""

    content: bytes  # padded to four
    parts: tuple[tuple[int, int], ...]


def subset(face: Face, codes: Sequence[int]) -> bytes:
    """The file in which place n of its only character map is the character `codes[n]`.

    The same codes give the same bytes.
    """
    known = known_face(face)
    glyphs = dict.fromkeys([0, *(known.charToGlyph.get(code, 0) for code in codes)])
    places = {glyph: place for place, glyph in enumerate(_with_parts(face, list(glyphs)))}
    outlines = [_moved(_outline(face, glyph), places) for glyph in places]
    offsets = [0]
    for outline in outlines:
        offsets.append(offsets[-1] + len(outline))
    shown = [places[known.charToGlyph.get(code, 0)] for code in codes]
    count = len(places)
    metrics = [int(half) for glyph in places for half in known.hmetrics[glyph]]
    fixed = _fixed(face)
    tables = {
        **fixed,
        "cmap": _table(
            pack(">2H2HLHHHHH", 0, 1, 1, 0, 12, 6, 10 + 2 * len(shown), 0, 0, len(shown))
            + pack(f">{len(shown)}H", *shown)
        ),
        "glyf": _table(b"".join(outlines)),
        "hhea": _table(fixed["hhea"].content[:34] + pack(">H", count)),
        "hmtx": _table(pack(f">{2 * count}H", *metrics)),
        "loca": _table(pack(f">{count + 1}L", *offsets)),
        "maxp": _table(fixed["maxp"].content[:4] + pack(">H", count) + fixed["maxp"].content[6:]),
    }
    return _file(tables)


def _with_parts(face: Face, glyphs: list[int]) -> list[int]:
    """The glyphs, and behind them those that they are made of."""
    known = set(glyphs)
    for glyph in glyphs:  # grows while it is read
        for _, part in _outline(face, glyph).parts:
            if part not in known:
                known.add(part)
                glyphs.append(part)
    return glyphs


def _moved(outline: _Outline, places: Mapping[int, int]) -> bytes:
    """The outline with the numbers of its parts as they are in the cut."""
    if not outline.parts:
        return outline.content
    content = bytearray(outline.content)
    for at, part in outline.parts:
        content[at : at + 2] = pack(">H", places[part])
    return bytes(content)


@cache
def _outline(face: Face, glyph: int) -> _Outline:
    known = known_face(face)
    first, behind = known.glyphPos[glyph], known.glyphPos[glyph + 1]
    content = _glyphs(face)[first:behind]
    parts = tuple(_parts(content)) if content[:1] > b"\x7f" else ()  # contours below 0
    return _Outline(content=content + b"\0" * (-len(content) % 4), parts=parts)


def _parts(content: bytes) -> Iterator[tuple[int, int]]:
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = unpack_from(">HH", content, at)
        yield at + 2, part
        at += 8 if flags & _WORDS else 6
        at += next((size for flag, size in _SCALES if flags & flag), 0)


@cache
def _glyphs(face: Face) -> bytes:
    return _read(known_face(face), "glyf")


@cache
def _fixed(face: Face) -> dict[str, _Table]:
    known = known_face(face)
    head = bytearray(_read(known, "head"))
    head[8:12] = b"\0" * 4  # the check of the whole file, written at the end
    head[50:52] = pack(">H", 1)  # places of outlines in four bytes
    post = b"\0\3\0\0" + _read(known, "post")[4:16] + b"\0" * 16
    return {
        **{name: _table(_read(known, name)) for name in _UNCHANGED},
        "head": _table(bytes(head)),
        "hhea": _table(_read(known, "hhea")),
        "maxp": _table(_read(known, "maxp")),
        "post": _table(post),
    }


def _read(known: Any, name: str) -> bytes:
    first, length = known.get_table_pos(name)
    content: bytes = known._ttf_data[first : first + length]  # noqa: SLF001 - get_table moves a shared place
    return content


def _table(content: bytes) -> _Table:
    return _Table(content=content, check=_sum(content))


def _sum(content: bytes) -> int:
    words = array("I", content + b"\0" * (-len(content) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) % _LONG


def _file(tables: Mapping[str, _Table]) -> bytes:
    """Head, index and tables, each at a place that four divides (OpenType, `otff`)."""
    count = len(tables)
    power = count.bit_length() - 1
    index = pack(">L4H", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    at = head_at = len(index) + 16 * count
    body: list[bytes] = []
    for name in sorted(tables):
        content = tables[name].content
        if name == "head":
            head_at = at
        index += pack(">4s3L", name.encode(), tables[name].check, at, len(content))
        body += (content, b"\0" * (-len(content) % 4))
        at += len(content) + -len(content) % 4
    check = _sum(index) + sum(table.check for table in tables.values())
    whole = bytearray(index + b"".join(body))
    whole[head_at + 8 : head_at + 12] = pack(">L", (_WHOLE_SUM - check) % _LONG)
    return bytes(whole)
