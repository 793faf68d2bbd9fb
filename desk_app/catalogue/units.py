"""The 34 provinces and their communes since 1/7/2025: `units.tsv`, one unit a line.

Columns, parted by tabs: `code` (two digits a province, five a commune), `parent` (the province's
code, empty for a province), `kind`, `name`. Names are found whatever the place of the tone mark
(Hoà, Hòa) and without accents. Source: the open administrative data of 25/7/2026 (MIT).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.catalogue.errors import Fault, FaultKind, UnknownUnit
from desk_app.domain.text import fold, vietnamese_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_COLUMNS = ("code", "parent", "kind", "name")
_PROVINCE_DIGITS, _COMMUNE_DIGITS = 2, 5


class UnitKind(StrEnum):
    PROVINCE = "Tỉnh"
    CITY = "Thành phố"
    COMMUNE = "Xã"
    WARD = "Phường"
    SPECIAL_ZONE = "Đặc khu"


_KINDS = frozenset(UnitKind)
_OF_PROVINCES = frozenset({UnitKind.PROVINCE, UnitKind.CITY})


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A province or a commune."""

    code: str
    parent: str  # empty for a province
    kind: UnitKind
    name: str  # without its kind

    @property
    def title(self) -> str:
        """With its kind: "Xã Hùng Sơn"."""
        return f"{self.kind} {self.name}"

    @property
    def is_province(self) -> bool:
        return not self.parent


@dataclass(frozen=True, kw_only=True, slots=True)
class AdministrativeUnits:
    """Every unit in the order of the file, provinces before their communes."""

    provinces: tuple[Unit, ...]
    communes: tuple[Unit, ...]
    by_code: Mapping[str, Unit]
    by_name: Mapping[str, tuple[Unit, ...]]  # folded name, and folded title
    folded: Mapping[str, str]  # code -> folded code and full name, a space before each word

    def unit(self, code: str) -> Unit:
        """The province or commune of a code; raises UnknownUnit."""
        if code not in self.by_code:
            raise UnknownUnit(unit=code)
        return self.by_code[code]

    def province_of(self, code: str) -> Unit:
        """The province a unit lies in, itself if it is one; raises UnknownUnit."""
        unit = self.unit(code)
        return unit if unit.is_province else self.unit(unit.parent)

    def communes_of(self, province: str) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.communes if unit.parent == province)

    def full_name(self, code: str) -> str:
        """With the province: "Xã Hùng Sơn, Thành phố Đà Nẵng"; raises UnknownUnit."""
        unit = self.unit(code)
        return unit.title if unit.is_province else f"{unit.title}, {self.unit(unit.parent).title}"

    def named(self, name: str, *, province: str | None = None) -> tuple[Unit, ...]:
        """The units of exactly this name, tones included, wherever the tone mark stands.

        The kind may stand before the name ("xã Hùng Sơn"); `province` keeps to its communes.
        """
        key = vietnamese_key(name)
        return tuple(
            unit
            for unit in self.by_name.get(fold(name), ())
            if province in (None, unit.parent)
            and key in (vietnamese_key(unit.name), vietnamese_key(unit.title))
        )

    def search(self, text: str, *, province: str | None = None, limit: int = 20) -> list[Unit]:
        """The units whose code or full name has words starting as those of the text, nearest first.

        The very name goes first, then the name without its tones, then the words together, then
        the words apart; else as in the file.
        """
        folded = fold(text)
        words = [f" {word}" for word in folded.split()]
        if not words:
            return []
        exact = self.named(text, province=province)
        bare = self.by_name.get(folded, ())
        apart = [code for code, name in self.folded.items() if all(w in name for w in words)]
        together = [code for code in apart if f" {folded}" in self.folded[code]]
        rest = [self.by_code[code] for code in (*together, *apart)]
        found = dict.fromkeys([*exact, *bare, *rest])  # each once, in this order
        return [unit for unit in found if province in (None, unit.parent)][:limit]


def read_units(data: bytes, *, file: str, faults: list[Fault]) -> AdministrativeUnits:
    """The units of the file; its faults name row (the first is the head) and column."""
    head, rows = _rows(data, file=file, faults=faults)
    if head != _COLUMNS:
        found = Fault(file=file, entry="row 1", key="", kind=FaultKind.MISSING_KEY, note=str(head))
        faults.append(found)
        rows = []
    units: dict[str, Unit] = {}
    for number, row in rows:
        unit = _unit(row, units, place=(file, f"row {number}"), faults=faults)
        if unit is not None:
            units[unit.code] = unit
    return _indexed(units)


def _indexed(units: Mapping[str, Unit]) -> AdministrativeUnits:
    kinds = {kind: fold(kind) for kind in UnitKind}
    names = {code: fold(unit.name) for code, unit in units.items()}
    titles = {code: f" {kinds[unit.kind]} {names[code]}" for code, unit in units.items()}
    titles[""] = ""  # a province lies in nothing
    by_name: dict[str, tuple[Unit, ...]] = {}
    for code, unit in units.items():
        for name in (names[code], titles[code].strip()):
            by_name[name] = (*by_name.get(name, ()), unit)
    return AdministrativeUnits(
        provinces=tuple(unit for unit in units.values() if unit.is_province),
        communes=tuple(unit for unit in units.values() if not unit.is_province),
        by_code=units,
        by_name=by_name,
        folded={
            code: f" {code}{titles[code]}{titles[unit.parent]}" for code, unit in units.items()
        },
    )


def _rows(
    data: bytes, *, file: str, faults: list[Fault]
) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        fault = Fault(file=file, entry="", key="", kind=FaultKind.UNREADABLE, note=str(error))
        faults.append(fault)
        return _COLUMNS, []
    table = [(number, line.split("\t")) for number, line in enumerate(lines, start=1)]
    return (tuple(table[0][1]), table[1:]) if table else ((), [])


def _unit(
    row: list[str], known: Mapping[str, Unit], *, place: tuple[str, str], faults: list[Fault]
) -> Unit | None:
    """The unit of a row, None where the row is faulty; a province stands before its communes."""
    found = list(_faults_of(row, known))
    for column, kind, note in found:
        faults.append(Fault(file=place[0], entry=place[1], key=column, kind=kind, note=note))
    if found:
        return None
    code, parent, kind_of_unit, name = row
    return Unit(code=code, parent=parent, kind=UnitKind(kind_of_unit), name=name)


def _faults_of(row: list[str], known: Mapping[str, Unit]) -> Iterator[tuple[str, FaultKind, str]]:
    if len(row) != len(_COLUMNS):
        yield "", FaultKind.MISSING_KEY, f"{len(row)} columns, {len(_COLUMNS)} wanted"
        return
    code, parent, kind, name = row
    digits = _COMMUNE_DIGITS if parent else _PROVINCE_DIGITS
    if not (code.isascii() and code.isdigit() and len(code) == digits):
        yield "code", FaultKind.OUT_OF_RANGE, f"{code!r}, {digits} digits wanted"
    if code in known:
        yield "code", FaultKind.REPEATED, repr(code)
    if parent and (parent not in known or known[parent].parent):
        yield "parent", FaultKind.UNKNOWN_REFERENCE, repr(parent)
    if kind not in _KINDS:
        yield "kind", FaultKind.NOT_A_CHOICE, repr(kind)
    elif (kind in _OF_PROVINCES) == bool(parent):
        yield "kind", FaultKind.CONTRADICTION, f"{kind} with parent {parent!r}"
    if not name:
        yield "name", FaultKind.EMPTY, ""
    elif name != unicodedata.normalize("NFC", name).strip():
        yield "name", FaultKind.NOT_PLAIN, repr(name)
