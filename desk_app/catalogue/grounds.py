"""What a refusal may rest on (căn cứ từ chối): `refusal_grounds.json`, schema 1.

`{"schema": 1, "grounds": [{"id", "text", "article", "fields": [lĩnh vực] or [] for all,
"from": day, "until": day|null, "mark"}]}`. A law that changes is a new line from its day on; the
old one gets its last day. The province lays a file of the same shape beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.procedure import Mark

if TYPE_CHECKING:
    from datetime import date

    from desk_app.catalogue.entry import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """One provision, in the words that stand on the refusal (Mẫu 03)."""

    id: str
    text: str
    article: str
    fields: tuple[str, ...]  # only of these; empty: of all
    valid_from: date
    valid_until: date | None  # inclusive
    mark: Mark

    def holds(self, day: date, *, field: str) -> bool:
        return (
            (not self.fields or field in self.fields)
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )


def read_grounds(entry: Entry) -> tuple[Ground, ...]:
    """The grounds of one file, in their order."""
    grounds = tuple(_ground(one) for one in entry.entries("grounds", by="id"))
    entry.done()
    return grounds


def _ground(entry: Entry) -> Ground:
    ground = Ground(
        id=entry.text("id"),
        text=entry.text("text"),
        article=entry.text("article"),
        fields=entry.texts("fields"),
        valid_from=entry.day("from"),
        valid_until=entry.optional_day("until"),
        mark=entry.choice("mark", Mark),
    )
    entry.done()
    return ground
