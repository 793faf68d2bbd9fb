"""The parts of interlinked procedures (thủ tục liên thông): `linked.json`, schema 1.

`{"schema": 1, "linked": [{"id", "procedure": code, "from": day|null, "until": day|null, "whole":
time limit, "parts": [{"id", "name", "procedure"?: code, "agency", "time_limit", "after"?: [part
id], "optional"?: true where the citizen may leave it out}], "article", "mark"}]}`. A part's time
runs from the end of those in `after`, which stand before it. `whole` is what the law gives for all
together. A law that changes is a new entry from its day on; the old one gets its last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desk_app.catalogue.errors import FaultKind
from desk_app.catalogue.limits import read_limit
from desk_app.domain.linked_plan import LinkedPart, LinkedRule
from desk_app.domain.procedure import Mark

if TYPE_CHECKING:
    from desk_app.catalogue.entry import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedLinked:
    rule: LinkedRule
    valid_from: date | None
    valid_until: date | None  # inclusive

    def holds(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)


def read_linked(entry: Entry) -> tuple[DatedLinked, ...]:
    rules = tuple(_dated(one) for one in entry.entries("linked", by="id"))
    entry.done()
    return rules


def _dated(entry: Entry) -> DatedLinked:
    entry.text("id")
    parts = tuple(_part(one) for one in entry.entries("parts", by="id"))
    if not parts:
        entry.fault("parts", FaultKind.EMPTY)
    known: set[str] = set()
    for part in parts:
        for one in set(part.after) - known:
            entry.fault("after", FaultKind.UNKNOWN_REFERENCE, f"{part.id}: {one!r}")
        known.add(part.id)
    dated = DatedLinked(
        rule=LinkedRule(
            procedure=entry.text("procedure"),
            parts=parts,
            whole=read_limit(entry.entry("whole")),
            article=entry.text("article"),
            mark=entry.choice("mark", Mark),
        ),
        valid_from=entry.optional_day("from"),
        valid_until=entry.optional_day("until"),
    )
    entry.done()
    return dated


def _part(entry: Entry) -> LinkedPart:
    part = LinkedPart(
        id=entry.text("id"),
        name=entry.text("name"),
        procedure=entry.text("procedure", default=""),
        agency=entry.text("agency"),
        limit=read_limit(entry.entry("time_limit")),
        after=entry.texts("after") if entry.has("after") else (),
        is_optional=entry.flag("optional") if entry.has("optional") else False,
    )
    entry.done()
    return part
