"""One entry of a data file, read key by key; what is wrong becomes a fault and reading goes on.

The trap: after a fault the value given back only keeps reading possible; nobody may use what was
read while the list of faults is not empty.
"""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from desk_app.catalogue.errors import Fault, FaultKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    Choice = TypeVar("Choice", bound=StrEnum)

_REQUIRED: Any = object()
_NO_DAY = date(1, 1, 1)


class Entry:
    """A JSON object of a file; ask for each of its keys, then call `done`."""

    def __init__(
        self, fields: Mapping[str, Any], *, file: str, path: str, faults: list[Fault]
    ) -> None:
        """`path` says where in the file it stands; faults are added to the list given."""
        self._fields = dict(fields)
        self._asked: set[str] = set()
        self.file = file
        self.path = path
        self.faults = faults

    def text(self, key: str, *, default: str = _REQUIRED) -> str:
        """Plain text: NFC, without spaces at its ends, not empty."""
        value = self._take(key, str, default, placeholder="")
        if key in self._fields and isinstance(value, str):
            if not value.strip():
                self.fault(key, FaultKind.EMPTY)
            elif value != unicodedata.normalize("NFC", value).strip():
                self.fault(key, FaultKind.NOT_PLAIN, repr(value))
        return str(value)

    def optional_text(self, key: str) -> str | None:
        """Plain text or null; the key itself must stand there."""
        return None if self.is_null(key) else self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is left out."""
        values = self._take(key, list, [], placeholder=[])
        for value in values:
            if not isinstance(value, str) or not value.strip():
                self.fault(key, FaultKind.WRONG_TYPE, repr(value))
        return tuple(str(value) for value in values)

    def named_texts(self, key: str) -> dict[str, str]:
        """An object whose every value is plain text."""
        named = self.entry(key)
        return {name: named.text(name) for name in named._fields}

    def whole(self, key: str, *, least: int, default: int = _REQUIRED) -> int:
        value = self._take(key, int, default, placeholder=least)
        if value < least:
            self.fault(key, FaultKind.OUT_OF_RANGE, f"{value}, at least {least}")
        return int(value)

    def flag(self, key: str, *, default: bool = _REQUIRED) -> bool:
        return bool(self._take(key, bool, default, placeholder=False))

    def amount(self, key: str) -> Fraction:
        """A number above 0, exact: 7.5 is 15/2."""
        value = self._take(key, (int, Fraction), _REQUIRED, placeholder=1)
        if value <= 0:
            self.fault(key, FaultKind.OUT_OF_RANGE, f"{value}, above 0")
        return Fraction(value)

    def day(self, key: str) -> date:
        """A day as YYYY-MM-DD."""
        return self.optional_day(key) or self._missing_day(key)

    def optional_day(self, key: str) -> date | None:
        """A day as YYYY-MM-DD or null; the key itself must stand there."""
        value = self._take(key, (str, type(None)), _REQUIRED, placeholder=None)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fault(key, FaultKind.NOT_A_DATE, repr(value))
            return _NO_DAY

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        value = self._take(key, str, _REQUIRED, placeholder=next(iter(choices)).value)
        return self._chosen(key, value, choices)

    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """A list of choices, each once; empty where the key is left out."""
        values = self._take(key, list, [], placeholder=[])
        if len(set(map(repr, values))) < len(values):
            self.fault(key, FaultKind.REPEATED, str(values))
        return tuple(self._chosen(key, value, choices) for value in values)

    def entry(self, key: str) -> Entry:
        """An object inside this one."""
        fields = self._take(key, dict, _REQUIRED, placeholder={})
        return self.inner(fields, key)

    def entries(self, key: str, *, by: str = "") -> list[Entry]:
        """A list of objects, named in faults by their key `by`; empty where left out."""
        rows = self._take(key, list, [], placeholder=[])
        return [
            self.inner(row, self._name(key, row, number, by))
            for number, row in enumerate(rows, start=1)
            if self._is_object(key, row, number)
        ]

    def is_null(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._fields and self._fields[key] is None

    def has(self, key: str) -> bool:
        return key in self._fields

    def raw(self, key: str, default: Any) -> Any:
        """A list or object to be read by somebody else; must be of the default's type."""
        return self._take(key, type(default), default, placeholder=default)

    def inner(self, fields: Mapping[str, Any], name: str) -> Entry:
        path = f"{self.path} > {name}" if self.path else name
        return Entry(fields, file=self.file, path=path, faults=self.faults)

    def overlaid(self, base: Mapping[str, Any], *, name: str) -> Entry:
        """A shared entry of that name, under the keys of this one except `use`."""
        own = {key: value for key, value in self._fields.items() if key != "use"}
        path, _, _ = self.path.rpartition(" > ")
        return Entry(
            {"id": name} | dict(base) | own,
            file=self.file,
            path=f"{path} > {name}" if path else name,
            faults=self.faults,
        )

    def done(self) -> None:
        """Every key was asked for; what is left is a slip of the pen."""
        for key in self._fields.keys() - self._asked:
            self.fault(key, FaultKind.UNKNOWN_KEY)

    def fault(self, key: str, kind: FaultKind, note: str = "") -> None:
        self.faults.append(Fault(file=self.file, entry=self.path, key=key, kind=kind, note=note))

    def _take(self, key: str, kind: Any, default: Any, *, placeholder: Any) -> Any:
        self._asked.add(key)
        if key not in self._fields:
            if default is _REQUIRED:
                self.fault(key, FaultKind.MISSING_KEY)
                return placeholder
            return default
        value = self._fields[key]
        is_flag_for_number = isinstance(value, bool) and kind is not bool
        if not isinstance(value, kind) or is_flag_for_number:
            self.fault(key, FaultKind.WRONG_TYPE, repr(value))
            return placeholder
        return value

    def _chosen(self, key: str, value: Any, choices: type[Choice]) -> Choice:
        try:
            return choices(value)
        except ValueError:
            self.fault(key, FaultKind.NOT_A_CHOICE, f"{value!r}, one of {', '.join(choices)}")
            return next(iter(choices))

    def _missing_day(self, key: str) -> date:
        if key in self._fields and self._fields[key] is None:
            self.fault(key, FaultKind.EMPTY)
        return _NO_DAY

    def _name(self, key: str, row: Mapping[str, Any], number: int, by: str) -> str:
        return str(row[by]) if row.get(by) else f"{key} {number}"

    def _is_object(self, key: str, row: Any, number: int) -> bool:
        if isinstance(row, dict):
            return True
        self.fault(key, FaultKind.WRONG_TYPE, f"{number}: {row!r}")
        return False


def parse(data: bytes, *, file: str, faults: list[Fault]) -> Entry:
    """The file's one JSON object, schema 1; an empty entry where it cannot be read."""
    try:
        fields = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_float=Fraction, parse_constant=_no
        )
    except ValueError as error:  # bad UTF-8 and bad JSON both are
        faults.append(
            Fault(file=file, entry="", key="", kind=FaultKind.UNREADABLE, note=str(error))
        )
        return Entry({}, file=file, path="", faults=[])
    if not isinstance(fields, dict):
        faults.append(Fault(file=file, entry="", key="", kind=FaultKind.WRONG_TYPE, note="object"))
        return Entry({}, file=file, path="", faults=[])
    entry = Entry(fields, file=file, path="", faults=faults)
    if entry.whole("schema", least=1) > 1:
        entry.fault("schema", FaultKind.NOT_A_CHOICE, "this version reads schema 1")
    return entry


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once; JSON itself would keep the last and say nothing."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"key {twice!r} twice in the object of {next(iter(pairs))[1]!r}")
    return fields


def _no(name: str) -> Any:
    raise ValueError(f"{name} is no number")
