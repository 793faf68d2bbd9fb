"""Hôm nay: what waits for this person, in the order of harm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Status
from desk_app.domain.procedure import Route
from desk_app.domain.rights import Act, Role, may
from desk_app.queries.dossiers import (
    DossierRow,
    ListFilter,
    Order,
    Sync,
    Wait,
    WaitFilter,
    bounds,
    page,
    waiting,
)
from desk_app.store.handlers import handler_names

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk

_SHOWN = 20
_RUNNING = (Status.RECEIVED, Status.IN_PROGRESS)
_WORKING = (Act.HAND_ON, Act.APPRAISE, Act.APPROVE)  # who moves a running dossier on
LONG = timedelta(days=3)  # a result that lies there so long is looked after


@dataclass(frozen=True, kw_only=True, slots=True)
class Today:
    """Each list holds the first twenty, and only what this person may do something about."""

    overdue: tuple[DossierRow, ...] = ()
    due_today: tuple[DossierRow, ...] = ()
    due_soon: tuple[DossierRow, ...] = ()
    apologies: tuple[DossierRow, ...] = ()  # wait for the head's signature
    waiting_supplement: tuple[DossierRow, ...] = ()  # the soonest to end first
    to_take: tuple[DossierRow, ...] = ()  # handed to this person
    not_taken: tuple[DossierRow, ...] = ()  # handed on before today, and nobody signed
    lying: tuple[DossierRow, ...] = ()  # results that nobody fetched for some days
    to_sign: tuple[DossierRow, ...] = ()
    to_return: tuple[DossierRow, ...] = ()
    to_hand_on: tuple[DossierRow, ...] = ()
    to_enter: tuple[DossierRow, ...] = ()  # into a ministry's system
    set_aside: tuple[DossierRow, ...] = ()


def today(desk: Desk) -> Today:
    """Every list is read from an index of its own or from what is in hand."""
    roles = desk.user.roles
    limits, others = bounds(desk), others_than(desk)
    works = any(may(roles, act) for act in _WORKING)
    running = ListFilter(statuses=_RUNNING, not_handlers=others, order=Order.DUE)

    def due(since: datetime | None, until: datetime) -> tuple[DossierRow, ...]:
        if not works:
            return ()
        return _first(desk, _between(running, since, until))

    lists: dict[str, tuple[DossierRow, ...]] = {
        "overdue": due(None, limits.now),
        "due_today": due(limits.now, limits.today_ends),
        "due_soon": due(limits.today_ends, limits.soon_ends),
        "to_sign": to_sign(desk) if may(roles, Act.SIGN_RESULT) else (),
        "set_aside": _first(desk, ListFilter(sync=Sync.ASIDE)),
    }
    return Today(**lists, **_of_waits(desk, others), **_of_counter(desk))


def others_than(desk: Desk) -> tuple[str, ...]:
    """The handlers whose dossiers are not this person's; a head looks after everybody's."""
    if Role.LEADER in desk.user.roles:
        return ()
    return tuple(name for name in handler_names(desk.store.database) if name != desk.user.name)


def to_take(desk: Desk, *, size: int = _SHOWN) -> tuple[DossierRow, ...]:
    """What was handed to this person, or to nobody who signs in here; the longest ago first."""
    if not may(desk.user.roles, Act.TAKE_HANDED):
        return ()
    names = handler_names(desk.store.database)
    others = tuple(name for name in names if name != desk.user.name)
    asked = WaitFilter(wait=Wait.TAKING, not_handlers=others)
    return waiting(desk, asked, size=size)


def to_enter(desk: Desk, *, size: int = _SHOWN) -> tuple[DossierRow, ...]:
    """What is to be typed into a ministry's system, the first received first."""
    if not may(desk.user.roles, Act.WRITE_CODE):
        return ()
    codes = tuple(one.code for one in desk.catalogue.procedures if one.route is Route.MINISTRY)
    return waiting(desk, WaitFilter(wait=Wait.ENTRY, procedures=codes), size=size)


def to_sign(desk: Desk) -> tuple[DossierRow, ...]:
    """Dossiers whose result may be signed now, the earliest promise first."""
    return _first(desk, ListFilter(is_to_sign=True, order=Order.DUE))


def _of_waits(desk: Desk, others: tuple[str, ...]) -> dict[str, tuple[DossierRow, ...]]:
    roles = desk.user.roles
    begun = bounds(desk).today_ends - timedelta(days=1)
    supplement = WaitFilter(wait=Wait.SUPPLEMENT, not_handlers=others)
    apology, handed = WaitFilter(wait=Wait.APOLOGY), WaitFilter(wait=Wait.TAKING, before=begun)
    taken = to_take(desk)
    mine = {row.entity for row in taken}
    not_taken = _waiting(desk, handed) if may(roles, Act.HAND_ON) else ()
    return {
        "waiting_supplement": _waiting(desk, supplement) if may(roles, Act.ADD_SUPPLEMENT) else (),
        "apologies": _waiting(desk, apology) if may(roles, Act.SIGN_APOLOGY) else (),
        "to_take": taken,
        "not_taken": tuple(row for row in not_taken if row.entity not in mine),
    }


def _of_counter(desk: Desk) -> dict[str, tuple[DossierRow, ...]]:
    roles = desk.user.roles
    lying: tuple[DossierRow, ...] = ()
    to_return: tuple[DossierRow, ...] = ()
    if may(roles, Act.RETURN_RESULT):
        long_ago = desk.clock.now() - LONG
        lying = _waiting(desk, WaitFilter(wait=Wait.RESULT, before=long_ago))
        to_return = _first(desk, ListFilter(statuses=(Status.DONE,)))
    at_desk = ListFilter(statuses=(Status.RECEIVED,), order=Order.DUE)
    return {
        "lying": lying,
        "to_return": to_return,
        "to_hand_on": _first(desk, at_desk) if may(roles, Act.HAND_ON) else (),
        "to_enter": to_enter(desk),
    }


def _between(asked: ListFilter, since: datetime | None, until: datetime) -> ListFilter:
    return replace(asked, due_from=since, due_before=until)


def _waiting(desk: Desk, asked: WaitFilter) -> tuple[DossierRow, ...]:
    return waiting(desk, asked, size=_SHOWN)


def _first(desk: Desk, asked: ListFilter) -> tuple[DossierRow, ...]:
    return page(desk, asked, size=_SHOWN).rows
