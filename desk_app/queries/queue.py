"""The queue of the day: who waits, who stands where, how long people wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.queueing import TicketState, waited_minutes
from desk_app.domain.rights import Act
from desk_app.store.lists import ListFilter
from desk_app.store.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.queueing import Ticket

_LOOKED_BACK = 200  # dossiers
_MOST_VISITED = (  # of a commune, before its own dossiers tell
    "Chứng thực",
    "Hộ tịch",
    "Đăng ký, quản lý cư trú",
    "Đất đai",
    "Bảo trợ xã hội",
    "Người có công",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueNow:
    tickets: Sequence[Ticket]  # of the day, by number
    minutes: int | None  # waited on the average; None before anybody was called

    @property
    def waiting(self) -> list[Ticket]:
        return self.in_state(TicketState.WAITING)

    def at(self, counter: str) -> Ticket | None:
        """Who stands at the counter."""
        called = self.in_state(TicketState.CALLED)
        return next((one for one in called if one.counter == counter), None)

    def in_state(self, state: TicketState) -> list[Ticket]:
        return [one for one in self.tickets if one.state is state]


def queue_now(desk: Desk) -> QueueNow:
    """Raises NotPermitted."""
    desk.require(Act.LOOK)
    tickets = Queue(desk.store.database, desk.clock.today()).tickets()
    return QueueNow(tickets=tickets, minutes=waited_minutes(tickets))


def usual_fields(desk: Desk, *, limit: int) -> list[str]:
    """The fields this desk took dossiers of last, then the most visited, then the others."""
    last = desk.store.lists.page(ListFilter(), after=None, size=_LOOKED_BACK).dossiers
    by_code = desk.catalogue.by_code
    used = [by_code[one.procedure].field for one in last if one.procedure in by_code]
    known = [one.field for one in desk.catalogue.procedures]
    usual = [field for field in _MOST_VISITED if field in known]
    return list(dict.fromkeys([*used, *usual, *known]))[:limit]
