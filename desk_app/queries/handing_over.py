"""Bàn giao: what lies at the desk to be handed on, and what was handed to this person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Status
from desk_app.domain.rights import Act
from desk_app.queries.dossiers import DossierRow, ListFilter, Order, page
from desk_app.queries.today import to_take
from desk_app.store.handlers import handler_names
from desk_app.store.waiting_lists import procedures_received

if TYPE_CHECKING:
    from desk_app.desk import Desk

_SHOWN = 200
OTHERS = "-"  # procedures that the catalogue at hand does not know


@dataclass(frozen=True, kw_only=True, slots=True)
class ToGive:
    """What was received and not handed on; `fields` counts all of it, `rows` is of one field."""

    fields: tuple[tuple[str, int], ...]  # lĩnh vực, how many; the most first
    rows: tuple[DossierRow, ...]  # the first two hundred, the earliest promise first
    handlers: tuple[str, ...]


def to_give(desk: Desk, *, field: str = "") -> ToGive:
    """Of one field; empty: of all."""
    desk.require(Act.LOOK)
    counted: Counter[str] = Counter()
    codes: list[str] = []
    for code, count in procedures_received(desk.store.database).items():
        known = desk.catalogue.by_code.get(code)
        name = known.field if known else OTHERS
        counted[name] += count
        if field in {"", name}:
            codes.append(code)
    asked = ListFilter(statuses=(Status.RECEIVED,), procedures=tuple(codes), order=Order.DUE)
    return ToGive(
        fields=tuple(counted.most_common()),
        rows=page(desk, asked, size=_SHOWN).rows if codes else (),
        handlers=handler_names(desk.store.database),
    )


def handed_to_me(desk: Desk) -> tuple[DossierRow, ...]:
    """What waits for this person's word that it is here, the longest ago first."""
    desk.require(Act.LOOK)
    return to_take(desk, size=_SHOWN)
