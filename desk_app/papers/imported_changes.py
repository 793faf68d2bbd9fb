"""Changes of procedures as a table: one thing of one procedure for a time a line."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from desk_app.catalogue.changes import What
from desk_app.catalogue.limits import limit_said
from desk_app.domain.text import fold
from desk_app.papers.imported_rates import Told, amount_in, day_in
from sync.hub.shelf_rules import Flaw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.domain.procedure import Procedure
    from desk_app.papers.imported_rows import Row

COLUMNS = (
    "procedure",
    "case",
    "what",
    "key",
    "value",
    "originals",
    "copies",
    "vnd",
    "from",
    "until",
    "source",
)
FILE = "procedures.json"

_MOST_DIGITS = 2  # of a number of copies
_CODE = re.compile(r"[1-9]\.\d{6}")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORDS = {
    What.NEW: "thủ tục mới",
    What.ENDED: "bãi bỏ",
    What.LIMIT: "thời hạn",
    What.RESULT: "kết quả",
    What.PAPER: "giấy tờ",
    What.NO_PAPER: "bỏ giấy tờ",
    What.FEE: "lệ phí",
}
_WHAT = {**{fold(word): one for one, word in _WORDS.items()}, **{one.value: one for one in What}}
_NEEDED = {
    What.NEW: ("key", "value"),
    What.ENDED: (),
    What.LIMIT: ("value",),
    What.RESULT: ("value",),
    What.PAPER: ("key", "value"),
    What.NO_PAPER: ("key",),
    What.FEE: ("key", "value", "vnd"),
}
_ALLOWED = {
    What.LIMIT: ("case",),
    What.PAPER: ("case", "originals", "copies"),
    What.NO_PAPER: ("case",),
    What.FEE: ("case",),
}
_OF_SOME = ("case", "key", "value", "originals", "copies", "vnd")


def judged(rows: Sequence[Row], *, catalogue: Catalogue) -> tuple[list[dict[str, Any]], list[Flaw]]:
    """The entries of the file, and all that is wrong with the lines."""
    new = {cells["procedure"] for _, cells in rows if _WHAT.get(fold(cells["what"])) is What.NEW}
    entries: list[dict[str, Any]] = []
    flaws: list[Flaw] = []
    placed: list[tuple[int, dict[str, Any]]] = []
    for line, cells in rows:
        found = _line_flaws(line, cells, catalogue, new)
        flaws += found
        if not found:
            entries.append(_entry(cells))
            placed.append((line, entries[-1]))
    return entries, [*flaws, *_twice(placed), *_without_limit(placed)]


def told(entry: Mapping[str, Any], names: Mapping[str, str]) -> Told:
    """By procedure, case, what it is about and first day; `names` are the procedures'."""
    code, what = entry["procedure"], _WORDS[What(entry["what"])]
    counts = [f"{entry[name]} {word}" for name, word in _COUNTS if entry[name] is not None]
    until = f" – {_said(entry['until'])}" if entry["until"] else ""
    fee = [] if entry["vnd"] is None else [f"{entry['vnd']:,} đ".replace(",", ".")]
    days = f"{_said(entry['from'])}{until}"
    key = (code, entry["case"], entry["what"], entry["key"], entry["from"])
    names_of = [code, names.get(code, ""), entry["case"], what, entry["key"]]
    return Told(
        key=key,
        name=" · ".join(filter(None, names_of)),
        value=", ".join(filter(None, [entry["value"], *counts, *fee, days, entry["source"]])),
        begins=entry["from"],
    )


_COUNTS = (("originals", "bản chính"), ("copies", "bản sao"))


def _line_flaws(
    line: int, cells: Mapping[str, str], catalogue: Catalogue, new: set[str]
) -> list[Flaw]:
    what = _WHAT.get(fold(cells["what"]))
    first, last = day_in(cells["from"]), day_in(cells["until"])
    wrong = {
        "what": "" if what else "unknown_what",
        "from": "" if first else "not_a_day",
        "until": "" if last or not cells["until"] else "not_a_day",
        "source": "" if cells["source"] else "missing",
        "procedure": _code_flaw(cells["procedure"], what, catalogue, new),
    }
    if first and last and last < first:
        wrong["until"] = "ends_before"
    if what is not None:
        wrong |= _cells_flaws(cells, what, catalogue)
    return [Flaw(line, name, why, cells[name]) for name, why in wrong.items() if why]


def _code_flaw(code: str, what: What | None, catalogue: Catalogue, new: set[str]) -> str:
    if not _CODE.fullmatch(code):
        return "not_a_code"
    if what is What.NEW:
        return "code_taken" if code in catalogue.by_code else ""
    return "" if code in catalogue.by_code or code in new else "unknown_procedure"


def _cells_flaws(cells: Mapping[str, str], what: What, catalogue: Catalogue) -> dict[str, str]:
    """What stands where it should not, or does not where it should, or cannot be read."""
    needed = _NEEDED[what]
    used = {*needed, *_ALLOWED.get(what, ())}
    wrong = {name: "not_here" for name in _OF_SOME if cells[name] and name not in used}
    wrong |= {name: "missing" for name in needed if not cells[name]}
    procedure = catalogue.by_code.get(cells["procedure"])
    cases = {one.id for version in _versions(procedure) for one in version.cases}
    if "case" in used and cells["case"] and cells["case"] not in cases:
        wrong["case"] = "unknown_case"
    counts = ("originals", "copies")
    wrong |= {name: "not_a_count" for name in counts if name in used and not _is_count(cells[name])}
    if cells["vnd"] and "vnd" in used and amount_in(cells["vnd"]) is None:
        wrong["vnd"] = "not_an_amount"
    if cells["value"] and what is What.LIMIT and limit_said(cells["value"]) is None:
        wrong["value"] = "not_a_limit"
    return wrong | (_key_flaw(cells["key"], what, procedure, catalogue) if cells["key"] else {})


def _key_flaw(
    key: str, what: What, procedure: Procedure | None, catalogue: Catalogue
) -> dict[str, str]:
    if what is What.NEW:
        return {} if key in catalogue.fields else {"key": "unknown_field"}
    if what not in {What.PAPER, What.NO_PAPER, What.FEE}:
        return {}
    if what is What.NO_PAPER and procedure and key not in _papers(procedure):
        return {"key": "unknown_paper"}
    return {} if _KEY.fullmatch(key) else {"key": "not_a_key"}


def _papers(procedure: Procedure) -> set[str]:
    return {
        paper.id
        for version in procedure.versions
        for papers in (version.papers, *(case.papers or () for case in version.cases))
        for paper in papers
    }


def _versions(procedure: Procedure | None) -> Sequence[Any]:
    return procedure.versions if procedure else ()


def _is_count(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS)


def _entry(cells: Mapping[str, str]) -> dict[str, Any]:
    first, last = day_in(cells["from"]), day_in(cells["until"])
    return {
        "procedure": cells["procedure"],
        "case": cells["case"],
        "what": _WHAT[fold(cells["what"])].value,
        "key": cells["key"],
        "value": cells["value"],
        "originals": int(cells["originals"]) if cells["originals"] else None,
        "copies": int(cells["copies"]) if cells["copies"] else None,
        "vnd": amount_in(cells["vnd"]) if cells["vnd"] else None,
        "from": "" if first is None else first.isoformat(),
        "until": None if last is None else last.isoformat(),
        "source": cells["source"],
    }


def _twice(placed: Sequence[tuple[int, dict[str, Any]]]) -> list[Flaw]:
    """On one day one thing of a procedure has one value; the later line is at fault."""
    groups: dict[tuple[str, ...], list[tuple[str, str, int]]] = defaultdict(list)
    for line, one in placed:
        what = "paper" if one["what"] == What.NO_PAPER else one["what"]
        key = "" if what == What.NEW else one["key"]
        last = one["until"] or "9999-12-31"
        groups[one["procedure"], one["case"], what, key].append((one["from"], last, line))
    flaws = []
    for spans in groups.values():
        spans.sort()
        reach, reach_line = "", 0
        for first, last, line in spans:
            if reach and first <= reach:
                flaws.append(
                    Flaw(max(line, reach_line), "from", "twice", str(min(line, reach_line)))
                )
            if last > reach:
                reach, reach_line = last, line
    return sorted(flaws)


def _without_limit(placed: Sequence[tuple[int, dict[str, Any]]]) -> list[Flaw]:
    """Nobody may be promised a time that no line tells."""
    timed = {
        (one["procedure"], one["from"])
        for _, one in placed
        if one["what"] == What.LIMIT and not one["case"]
    }
    return [
        Flaw(line, "what", "limit_missing", one["procedure"])
        for line, one in placed
        if one["what"] == What.NEW and (one["procedure"], one["from"]) not in timed
    ]


def _said(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number}/{month}/{year}"
