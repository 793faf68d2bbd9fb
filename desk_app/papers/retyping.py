"""A dossier's fields in the order in which another system asks for them: the data sheet's order.

Each ministry's system has a template of the data sheet; what the sheet prints is what is copied,
only times and money as they are typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.papers.dossier_slips import data_sheet
from desk_app.papers.filling import short_moment, template_for
from desk_app.papers.forms import DATA_SHEET
from printing.template import FieldLine, Pair, Plain, Table, Together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer
    from desk_app.store.entries import Entry
    from printing.filled import Rows
    from printing.template import Block


@dataclass(frozen=True, kw_only=True, slots=True)
class RetypedField:
    step: str  # the part of the other system's form it belongs to
    label: str  # once in a dossier
    value: str


def retyped_fields(
    desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]
) -> tuple[RetypedField, ...]:
    """What is not empty, in order; raises NoTemplate."""
    template = template_for(desk, DATA_SHEET, at=timeline[-1].at, dossier=dossier)
    texts, lists = data_sheet(desk, dossier, timeline)
    values = texts | {
        "received_at": short_moment(dossier.received_at),
        "due_at": short_moment(dossier.due_at),
        "fee": "" if dossier.fee_vnd is None else str(dossier.fee_vnd),
    }
    step = ""
    found: dict[str, RetypedField] = {}
    for label, value in _lines(template.blocks, values, lists):
        if not value:
            step = label
            continue
        name = label if label not in found else f"{label} ({step})"
        found[name] = RetypedField(step=step, label=name, value=value)
    return tuple(found.values())


def _lines(
    blocks: Iterable[Block], values: Mapping[str, str], lists: Mapping[str, Rows]
) -> Iterator[tuple[str, str]]:
    """Label and value; a heading has no value."""
    for block in blocks:
        content = block.content
        match content:
            case Together():
                yield from _lines(content.blocks, values, lists)
            case Plain() if not content.text.names and not content.text.literals.endswith("."):
                yield content.text.literals, ""
            case FieldLine():
                yield from _field(content, values)
            case Pair():
                yield from _field(content.left, values)
                yield from _field(content.right, values)
            case Table():
                yield from _papers(lists.get(content.of, ()))
            case _:
                pass


def _field(line: FieldLine, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    value = line.value.text(values).strip() if line.value.names <= values.keys() else ""
    if value:
        yield line.label.text(values), value


def _papers(rows: Rows) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield f"Giấy tờ {row['number']}", row["name"]
