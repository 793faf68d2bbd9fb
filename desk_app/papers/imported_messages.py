"""Texts of messages to citizens (Zalo, SMS) as a table: one text of one state for a time a line.

A text names nobody: it may hold the dossier's code, the promise, the place, the page for looking
up, and nothing else of a dossier.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from desk_app.domain.text import fold
from desk_app.papers.imported_rates import Told, day_in, said_day, twice
from sync.hub.message_words import MOST_LETTERS, PLACES, STATES
from sync.hub.shelf_rules import Flaw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.papers.imported_rows import Row

COLUMNS = ("state", "words", "from", "until", "source")

_NAMES = {
    "received": "đã tiếp nhận",
    "supplement_requested": "yêu cầu bổ sung",
    "payment_requested": "nghĩa vụ tài chính",
    "done": "có kết quả",
    "stopped": "dừng giải quyết",
}
_STATES = {fold(words): state for state, words in _NAMES.items()} | {one: one for one in STATES}
_PLACE = re.compile(r"\{([^{}]*)\}")


def judged(rows: Sequence[Row]) -> tuple[list[dict[str, Any]], list[Flaw]]:
    """The entries of the file, and all that is wrong with the lines."""
    flaws: list[Flaw] = []
    placed: list[tuple[int, dict[str, Any]]] = []
    for line, cells in rows:
        found = _line_flaws(line, cells)
        flaws += found
        if not found:
            placed.append((line, _entry(cells)))
    at_once = twice(placed, of=lambda entry: (entry["state"],))
    return [entry for _, entry in placed], [*flaws, *at_once]


def told(entry: Mapping[str, Any]) -> Told:
    """By state and first day."""
    until = f" – {said_day(entry['until'])}" if entry["until"] else ""
    return Told(
        key=(entry["state"], entry["from"]),
        name=_NAMES.get(entry["state"], str(entry["state"])),
        value=f"“{entry['words']}”, {said_day(entry['from'])}{until}, {entry['source']}",
        begins=entry["from"],
    )


def _line_flaws(line: int, cells: Mapping[str, str]) -> list[Flaw]:
    first, last = day_in(cells["from"]), day_in(cells["until"])
    wrong = {
        "state": "" if fold(cells["state"]) in _STATES else "unknown_state",
        "words": _words_flaw(cells["words"]),
        "from": "" if first else "not_a_day",
        "until": "" if last or not cells["until"] else "not_a_day",
        "source": "" if cells["source"] else "missing",
    }
    if first and last and last < first:
        wrong["until"] = "ends_before"
    return [Flaw(line, name, why, cells[name]) for name, why in wrong.items() if why]


def _words_flaw(words: str) -> str:
    if not words:
        return "missing"
    if len(words) > MOST_LETTERS:
        return "too_long"
    places = _PLACE.findall(words)
    rest = _PLACE.sub("", words)
    if any(one not in PLACES for one in places) or "{" in rest or "}" in rest:
        return "unknown_place"
    return "" if "code" in places else "code_lacking"


def _entry(cells: Mapping[str, str]) -> dict[str, Any]:
    first, last = day_in(cells["from"]), day_in(cells["until"])
    return {
        "state": _STATES[fold(cells["state"])],
        "words": cells["words"],
        "from": "" if first is None else first.isoformat(),
        "until": None if last is None else last.isoformat(),
        "source": cells["source"],
    }
