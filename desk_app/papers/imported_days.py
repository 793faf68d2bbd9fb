"""Days off and days worked instead, as a table: one day of one unit a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.domain.text import fold
from desk_app.papers.imported_rates import Told, day_in
from sync.hub.shelf_rules import Flaw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from desk_app.papers.imported_rows import Row

COLUMNS = ("scope", "on", "works", "reason", "source")
_WORKS = {
    **dict.fromkeys(("true", "1", "co", "lam viec", "lam bu"), True),
    **dict.fromkeys(("false", "0", "khong", "nghi"), False),
}


def judged(
    rows: Sequence[Row], *, units: AbstractSet[str]
) -> tuple[str, list[dict[str, Any]], list[Flaw]]:
    """The one unit the file is for, its entries, and all that is wrong with the lines."""
    scope = rows[0].cells["scope"] if rows else ""
    entries: list[dict[str, Any]] = []
    flaws: list[Flaw] = []
    seen: dict[str, int] = {}
    for line, cells in rows:
        found = _line_flaws(line, cells, scope, units)
        day = day_in(cells["on"])
        if day is not None and seen.setdefault(day.isoformat(), line) != line:
            found.append(Flaw(line, "on", "twice", str(seen[day.isoformat()])))
        flaws += found
        if not found and day is not None:
            entries.append(_entry(cells, day.isoformat()))
    return scope, entries, flaws


def file_of(scope: str) -> str:
    """The name of a unit's file at the desks."""
    return f"calendar-{scope}.json"


def told(entry: Mapping[str, Any]) -> Told:
    """By the day."""
    year, month, number = entry["on"].split("-")
    words = "làm việc" if entry["works"] else "nghỉ"
    return Told(
        key=(entry["on"],),
        name=f"{number}/{month}/{year}",
        value=f"{words}: {entry['reason']}",
        begins=entry["on"],
    )


def _line_flaws(
    line: int, cells: Mapping[str, str], scope: str, units: AbstractSet[str]
) -> list[Flaw]:
    wrong = {
        "scope": "" if cells["scope"] in units else "unknown_unit",
        "on": "" if day_in(cells["on"]) else "not_a_day",
        "works": "" if fold(cells["works"]) in _WORKS else "not_yes_or_no",
        "reason": "" if cells["reason"] else "missing",
    }
    if cells["scope"] != scope:
        wrong["scope"] = "another_unit"
    return [Flaw(line, name, why, cells[name]) for name, why in wrong.items() if why]


def _entry(cells: Mapping[str, str], day: str) -> dict[str, Any]:
    return {
        "on": day,
        "works": _WORKS[fold(cells["works"])],
        "reason": cells["reason"],
        **({"source": cells["source"]} if cells["source"] else {}),
        "mark": "C",
    }
