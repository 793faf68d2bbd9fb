"""Council fees (mức thu của HĐND) as a table: one amount of one province for a time a line."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from desk_app.domain.procedure import Channel
from desk_app.domain.text import fold
from sync.hub.shelf_rules import Flaw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from desk_app.papers.imported_rows import Row

COLUMNS = ("rate", "province", "channel", "vnd", "from", "until", "source")
FILE = "rates.json"

_MOST_VND = 1_000_000_000
_CHANNELS = {
    "": None,
    "tat ca": None,
    "truc tiep": Channel.COUNTER,
    "buu chinh": Channel.POST,
    "truc tuyen": Channel.ONLINE,
    **{one.value: one for one in Channel},
}


class Told(NamedTuple):
    """An entry as two files are compared by it."""

    key: tuple[str, ...]
    name: str
    value: str
    begins: str


def judged(
    rows: Sequence[Row], *, names: AbstractSet[str], provinces: AbstractSet[str]
) -> tuple[list[dict[str, Any]], list[Flaw]]:
    """The entries of the file, and all that is wrong with the lines."""
    entries: list[dict[str, Any]] = []
    flaws: list[Flaw] = []
    placed: list[tuple[int, dict[str, Any]]] = []
    for line, cells in rows:
        found = _line_flaws(line, cells, names=names, provinces=provinces)
        flaws += found
        if not found:
            entry = _entry(cells)
            entries.append(entry)
            placed.append((line, entry))
    one_rate = twice(placed, of=lambda entry: (entry["rate"], entry["province"], entry["channel"]))
    return entries, [*flaws, *one_rate]


def told(entry: Mapping[str, Any], names: Mapping[str, str]) -> Told:
    """By fee, province, way and first day."""
    channel = entry["channel"] or ""
    until = f" – {said_day(entry['until'])}" if entry["until"] else ""
    words = f"{entry['vnd']:,}".replace(",", ".")
    return Told(
        key=(entry["rate"], entry["province"], channel, entry["from"]),
        name=" · ".join(
            part for part in (_named(entry, names), entry["province"], channel) if part
        ),
        value=f"{words} đ, {said_day(entry['from'])}{until}, {entry['source']}",
        begins=entry["from"],
    )


def day_in(text: str) -> date | None:
    """A day as 2027-01-01 or 01/01/2027; None for what is none."""
    parts = text.split("/")
    try:
        if len(parts) == len(("day", "month", "year")):
            day, month, year = (int(part) for part in parts)
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None


def _line_flaws(
    line: int, cells: Mapping[str, str], *, names: AbstractSet[str], provinces: AbstractSet[str]
) -> list[Flaw]:
    first, last = day_in(cells["from"]), day_in(cells["until"])
    wrong = {
        "rate": "" if cells["rate"] in names else "unknown_rate",
        "province": "" if cells["province"].zfill(2) in provinces else "unknown_province",
        "channel": "" if fold(cells["channel"]) in _CHANNELS else "unknown_channel",
        "vnd": "" if amount_in(cells["vnd"]) is not None else "not_an_amount",
        "from": "" if first else "not_a_day",
        "until": "" if last or not cells["until"] else "not_a_day",
        "source": "" if cells["source"] else "missing",
    }
    if first and last and last < first:
        wrong["until"] = "ends_before"
    return [Flaw(line, name, why, cells[name]) for name, why in wrong.items() if why]


def amount_in(text: str) -> int | None:
    """Whole đồng, thousands parted by points or not; None for what is no amount."""
    parts = text.split(".")
    if len(parts) > 1 and any(len(part) != len("000") for part in parts[1:]):
        return None
    digits = "".join(parts)
    if not (digits.isascii() and digits.isdigit()) or int(digits[:12]) > _MOST_VND:
        return None
    return int(digits)


def _entry(cells: Mapping[str, str]) -> dict[str, Any]:
    first, last = day_in(cells["from"]), day_in(cells["until"])
    channel = _CHANNELS[fold(cells["channel"])]
    return {
        "rate": cells["rate"],
        "province": cells["province"].zfill(2),
        "channel": None if channel is None else channel.value,
        "vnd": amount_in(cells["vnd"]),
        "from": "" if first is None else first.isoformat(),
        "until": None if last is None else last.isoformat(),
        "source": cells["source"],
        "mark": "C",
    }


def twice(
    placed: Sequence[tuple[int, dict[str, Any]]], *, of: Callable[[dict[str, Any]], tuple[Any, ...]]
) -> list[Flaw]:
    """Entries `of` the same that hold on the same day; the later line is at fault."""
    groups: dict[tuple[Any, ...], list[tuple[str, str, int]]] = defaultdict(list)
    for line, entry in placed:
        groups[of(entry)].append((entry["from"], entry["until"] or "9999-12-31", line))
    flaws = []
    for spans in groups.values():
        spans.sort()
        reach, reach_line = "", 0
        for first, last, line in spans:
            if reach and first <= reach:
                later, earlier = max(line, reach_line), min(line, reach_line)
                flaws.append(Flaw(later, "from", "twice", str(earlier)))
            if last > reach:
                reach, reach_line = last, line
    return sorted(flaws)


def _named(entry: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What the fee pays for; its code where the catalogue has it no more."""
    return names.get(entry["rate"], str(entry["rate"]))


def said_day(day: str) -> str:
    """dd/mm/yyyy of a day as a file writes it."""
    year, month, number = day.split("-")
    return f"{number}/{month}/{year}"
