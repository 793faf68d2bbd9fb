"""Hôm nay: what waits for this person, in the order of harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Status
from desk_app.queries.dossiers import DossierRow, ListFilter, Order, Sync, bounds, page

if TYPE_CHECKING:
    from desk_app.desk import Desk

_SHOWN = 20
_RUNNING = (Status.RECEIVED, Status.IN_PROGRESS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Today:
    """Each list holds the first twenty."""

    overdue: tuple[DossierRow, ...]
    due_today: tuple[DossierRow, ...]
    waiting_supplement: tuple[DossierRow, ...]
    to_sign: tuple[DossierRow, ...]
    to_return: tuple[DossierRow, ...]
    to_hand_on: tuple[DossierRow, ...]
    set_aside: tuple[DossierRow, ...]


def today(desk: Desk) -> Today:
    limits = bounds(desk)
    overdue = ListFilter(statuses=_RUNNING, due_before=limits.now, order=Order.DUE)
    due_today = ListFilter(
        statuses=_RUNNING,
        due_from=limits.now,
        due_before=limits.today_ends,
        order=Order.DUE,
    )
    return Today(
        overdue=_first(desk, overdue),
        due_today=_first(desk, due_today),
        waiting_supplement=_first(desk, ListFilter(statuses=(Status.SUPPLEMENT_REQUESTED,))),
        to_sign=to_sign(desk),
        to_return=_first(desk, ListFilter(statuses=(Status.DONE,))),
        to_hand_on=_first(desk, ListFilter(statuses=(Status.RECEIVED,), order=Order.DUE)),
        set_aside=_first(desk, ListFilter(sync=Sync.ASIDE)),
    )


def to_sign(desk: Desk) -> tuple[DossierRow, ...]:
    """Dossiers whose result may be signed now, the earliest promise first."""
    return _first(desk, ListFilter(is_to_sign=True, order=Order.DUE))


def _first(desk: Desk, asked: ListFilter) -> tuple[DossierRow, ...]:
    return page(desk, asked, size=_SHOWN).rows
