"""Which commune an organisation code speaks of.

The codes of the merged communes are not published (QĐ 20/2020/QĐ-TTg gives only their shape), so a
province that has real ones says so in `organisations.json`, `{"schema": 1, "organisations":
{"H17.123": "20443"}}`; without an entry the last group is read as the commune's own code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.catalogue.entry import parse
from desk_app.catalogue.errors import CatalogueFaulty

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from desk_app.catalogue.errors import Fault
    from desk_app.catalogue.units import AdministrativeUnits, Unit


def read_organisations(file: Path) -> dict[str, str]:
    """Commune code by organisation code; none where the province gave no file.

    Raises CatalogueFaulty.
    """
    if not file.exists():
        return {}
    faults: list[Fault] = []
    entry = parse(file.read_bytes(), file=file.name, faults=faults)
    organisations = entry.named_texts("organisations")
    entry.done()
    if faults:
        raise CatalogueFaulty(faults)
    return organisations


def commune_of(
    units: AdministrativeUnits, organisation: str, *, known: Mapping[str, str]
) -> Unit | None:
    """The commune of an organisation; None where nothing tells."""
    code = known.get(organisation) or organisation.rpartition(".")[2]
    unit = units.by_code.get(code)
    return unit if unit is not None and not unit.is_province else None


def names_of(units: AdministrativeUnits, unit: Unit) -> tuple[str, ...]:
    """The committee of the commune, then that of its province, as papers print them."""
    province = units.province_of(unit.code)
    return tuple(f"UBND {_in_a_sentence(one.title)}" for one in (unit, province))


def _in_a_sentence(title: str) -> str:
    return title[:1].lower() + title[1:]
