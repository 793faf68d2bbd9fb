"""Accounts that take fees (tài khoản thu phí) as a table: a unit's account for a time a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.domain.vietqr import BankAccountRefused, vietqr
from desk_app.papers.imported_rates import Told, day_in, said_day, twice
from sync.hub.shelf_rules import Flaw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from desk_app.papers.imported_rows import Row

COLUMNS = ("unit", "bank", "bank_name", "account", "holder", "from", "until", "source")
FILE = "accounts.json"

_REFUSED = {"bank": "not_a_bank", "account": "not_an_account"}
_PROVINCE_DIGITS, _COMMUNE_DIGITS = 2, 5


def judged(
    rows: Sequence[Row], *, units: AbstractSet[str]
) -> tuple[list[dict[str, Any]], list[Flaw]]:
    """The entries of the file, and all that is wrong with the lines."""
    flaws: list[Flaw] = []
    placed: list[tuple[int, dict[str, Any]]] = []
    for line, cells in rows:
        found = _line_flaws(line, cells, units=units)
        flaws += found
        if not found:
            placed.append((line, _entry(cells)))
    at_once = twice(placed, of=lambda entry: (entry["unit"],))
    return [entry for _, entry in placed], [*flaws, *at_once]


def told(entry: Mapping[str, Any], names: Mapping[str, str]) -> Told:
    """By unit and first day; `names`: of the units."""
    until = f" – {said_day(entry['until'])}" if entry["until"] else ""
    bank = f"{entry['bank_name']} ({entry['bank']})"
    return Told(
        key=(entry["unit"], entry["from"]),
        name=f"{names.get(entry['unit'], '')} {entry['unit']}".strip(),
        value=f"{entry['account']}, {entry['holder']}, {bank}, {said_day(entry['from'])}{until}, "
        f"{entry['source']}",
        begins=entry["from"],
    )


def _line_flaws(line: int, cells: Mapping[str, str], *, units: AbstractSet[str]) -> list[Flaw]:
    first, last = day_in(cells["from"]), day_in(cells["until"])
    wrong = {
        "unit": "" if _unit(cells["unit"]) in units else "unknown_unit",
        "from": "" if first else "not_a_day",
        "until": "" if last or not cells["until"] else "not_a_day",
        **{name: "missing" for name in ("bank_name", "holder", "source") if not cells[name]},
        **_account_flaw(cells),
    }
    if first and last and last < first:
        wrong["until"] = "ends_before"
    found = ((name, wrong.get(name, "")) for name in COLUMNS)
    return [Flaw(line, name, why, cells[name]) for name, why in found if why]


def _account_flaw(cells: Mapping[str, str]) -> dict[str, str]:
    try:
        vietqr(cells["bank"], cells["account"])
    except BankAccountRefused as error:
        field = str(error.details["field"])
        return {field: _REFUSED[field]}
    return {}


def _unit(code: str) -> str:
    """With the noughts that a workbook takes from a number."""
    digits = _PROVINCE_DIGITS if len(code) <= _PROVINCE_DIGITS else _COMMUNE_DIGITS
    return code.zfill(digits) if code else ""


def _entry(cells: Mapping[str, str]) -> dict[str, Any]:
    first, last = day_in(cells["from"]), day_in(cells["until"])
    as_written = ("bank", "bank_name", "account", "holder", "source")
    return {
        "unit": _unit(cells["unit"]),
        **{name: cells[name] for name in as_written},
        "from": "" if first is None else first.isoformat(),
        "until": None if last is None else last.isoformat(),
    }
