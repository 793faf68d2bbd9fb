"""A template's JSON, asked key by key; what is wrong becomes a fault, and reading goes on.

The trap: after a fault the value given back only keeps reading possible.
"""

import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from printing.errors import GlyphMissing, PrintError
from printing.fonts import printable
from printing.phrase import Phrase, PhraseUnclear, phrase

_Read = TypeVar("_Read")
_Chosen = TypeVar("_Chosen", bound=StrEnum)


class FaultKind(StrEnum):
    UNREADABLE = "unreadable"  # not UTF-8 or not JSON; the note says where
    MISSING_KEY = "missing_key"
    UNKNOWN_KEY = "unknown_key"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_DATE = "not_a_date"
    OUT_OF_RANGE = "out_of_range"
    NOT_COMPOSED = "not_composed"  # text that is not in NFC
    NO_GLYPH = "no_glyph"  # a character that cannot be printed
    UNCLEAR = "unclear"  # a brace or a mark that is not closed
    TWICE = "twice"  # a name that is taken
    UNKNOWN_VALUE = "unknown_value"  # the form has no value or list of that name
    NEVER_PRINTED = "never_printed"  # a value without which it would not be that form


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateFault:
    """One thing wrong in a file: where, what, and what stands there."""

    file: str
    place: str  # "blocks 3 (table) > columns 2 > share"
    kind: FaultKind
    note: str = ""

    def __str__(self) -> str:
        """One line for whoever mends the file."""
        said = f"{self.file}: {self.place}: {self.kind.replace('_', ' ')}"
        return f"{said} ({self.note})" if self.note else said


class TemplateFaulty(PrintError):
    """The template is not used; `faults` lists everything wrong in it."""

    code = "template_faulty"

    def __init__(self, faults: Sequence[TemplateFault]) -> None:
        """`faults` is not empty."""
        self.faults = tuple(faults)
        super().__init__(file=faults[0].file, count=len(faults), first=faults[0])

    def __str__(self) -> str:
        """Every fault on its own line."""
        return "\n".join(str(fault) for fault in self.faults)


class Node:
    """A JSON object of the file, asked key by key; what is wrong becomes a fault."""

    def __init__(
        self, fields: dict[str, Any], *, file: str, place: str, faults: list[TemplateFault]
    ) -> None:
        """`place` says where in the file it stands."""
        self._fields = fields
        self._asked: set[str] = set()
        self._file = file
        self._place = place
        self.faults = faults

    def text(self, key: str, default: str | None = None) -> str:
        """Text that can be printed; required where there is no default."""
        value: str = self._take(key, str, default, "")
        if key in self._fields and default is None and not value.strip():
            self.fault(key, FaultKind.EMPTY)
        self._check(key, value)
        return value

    def phrase(self, key: str, default: str | None = None) -> Phrase:
        return self._phrase(key, self._take(key, str, default, ""))

    def phrases(self, key: str, *, required: bool = True) -> tuple[Phrase, ...]:
        """A list of phrases; one may be written without the list."""
        return tuple(
            self._phrase(f"{key} {number}", one)
            for number, one in enumerate(self.texts(key, required=required), start=1)
        )

    def texts(self, key: str, *, required: bool = True) -> list[str]:
        value = self._take(key, (list, str), None if required else [], [])
        texts = [value] if isinstance(value, str) else value
        for number, one in enumerate(texts, start=1):
            if not isinstance(one, str):
                self.fault(f"{key} {number}", FaultKind.WRONG_TYPE, repr(one))
            else:
                self._check(f"{key} {number}", one)
        return [one for one in texts if isinstance(one, str)]

    def number(self, key: str, default: float, *, least: float = 0, most: float = 100) -> float:
        value = self._take(key, (int, float), default, default)
        if not least <= value <= most:
            self.fault(key, FaultKind.OUT_OF_RANGE, f"{value}, {least:g}–{most:g}")
            return default
        return float(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        return bool(self._take(key, bool, default, default))

    def day(self, key: str) -> date | None:
        """A day as YYYY-MM-DD or null; the key must stand there."""
        value = self._take(key, (str, type(None)), None, None)
        try:
            return date.fromisoformat(value) if value is not None else None
        except ValueError:
            self.fault(key, FaultKind.NOT_A_DATE, repr(value))
            return None

    def choice(self, key: str, choices: type[_Chosen]) -> _Chosen:
        value = self._take(key, str, None, next(iter(choices)).value)
        try:
            return choices(value)
        except ValueError:
            self.fault(key, FaultKind.NOT_A_CHOICE, f"{value!r}, one of {', '.join(choices)}")
            return next(iter(choices))

    def node(self, key: str) -> "Node | None":
        """An object inside; None where it is null or left out."""
        value = self._take(key, (dict, type(None)), _ABSENT, None)
        return self._inner(key, value) if value is not None else None

    def nodes(
        self, key: str, read: Callable[["Node"], _Read | None], *, required: bool = True
    ) -> tuple[_Read, ...]:
        """A list of objects, each read by `read`, which leaves out what it cannot read."""
        rows = self._take(key, list, None if required else [], [])
        found = []
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                self.fault(f"{key} {number}", FaultKind.WRONG_TYPE, repr(row))
                continue
            kind = f" ({row['block']})" if "block" in row else ""
            inner = self._inner(f"{key} {number}{kind}", row)
            one = read(inner)
            inner.done()
            if one is not None:
                found.append(one)
        return tuple(found)

    def has(self, key: str) -> bool:
        return key in self._fields

    def is_text(self, key: str) -> bool:
        return isinstance(self._fields.get(key), str)

    def done(self) -> None:
        """Every key was asked for; what is left is a slip of the pen."""
        for key in sorted(self._fields.keys() - self._asked):
            self.fault(key, FaultKind.UNKNOWN_KEY)

    def fault(self, key: str, kind: FaultKind, note: str = "") -> None:
        place = " > ".join(filter(None, [self._place, key]))
        self.faults.append(TemplateFault(file=self._file, place=place, kind=kind, note=note))

    def _inner(self, name: str, fields: dict[str, Any]) -> "Node":
        place = " > ".join(filter(None, [self._place, name]))
        return Node(fields, file=self._file, place=place, faults=self.faults)

    def _take(self, key: str, kind: Any, default: Any, placeholder: Any) -> Any:
        self._asked.add(key)
        if key not in self._fields:
            if default is None:
                self.fault(key, FaultKind.MISSING_KEY)
                return placeholder
            return placeholder if default is _ABSENT else default
        value = self._fields[key]
        is_flag_for_number = isinstance(value, bool) and kind is not bool
        if not isinstance(value, kind) or is_flag_for_number:
            self.fault(key, FaultKind.WRONG_TYPE, repr(value)[:60])
            return placeholder
        return value

    def _phrase(self, key: str, written: str) -> Phrase:
        try:
            made = phrase(written)
        except PhraseUnclear:
            self.fault(key, FaultKind.UNCLEAR, repr(written)[:60])
            return Phrase()
        self._check(key, made.literals)
        return made

    def _check(self, key: str, text: str) -> None:
        if not unicodedata.is_normalized("NFC", text):
            self.fault(key, FaultKind.NOT_COMPOSED, repr(text)[:60])
            return
        try:
            printable(text)
        except GlyphMissing as error:
            self.fault(key, FaultKind.NO_GLYPH, error.details["character"])


_ABSENT: Any = object()


def parsed(content: bytes, *, file: str, faults: list[TemplateFault]) -> Node:
    """The file's one object; an empty one, with a fault, where it cannot be read."""
    fields: dict[str, Any] = {}
    try:
        read = json.loads(content.decode("utf-8"), object_pairs_hook=_once)
    except ValueError as error:  # bad UTF-8 and bad JSON both are
        faults.append(_unreadable(file, str(error)))
        return Node({}, file=file, place="", faults=[])
    if isinstance(read, dict):
        fields = read
    else:
        faults.append(_unreadable(file, "object"))
    return Node(fields, file=file, place="", faults=faults if fields else [])


def _unreadable(file: str, note: str) -> TemplateFault:
    return TemplateFault(file=file, place="", kind=FaultKind.UNREADABLE, note=note)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once; JSON itself would keep the last and say nothing."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"key {twice!r} twice")
    return fields
