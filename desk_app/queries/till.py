"""What lies in the till, and its closings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.money import named, total
from desk_app.store.books import Payment
from desk_app.store.till import Closing, closings, open_till

if TYPE_CHECKING:
    from desk_app.desk import Desk

__all__ = ["Closing", "Payment"]  # what is shown, for the screens
_SHOWN = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class TillNow:
    """Since the last closing; amounts in đồng."""

    last: Closing | None
    latest: tuple[Payment, ...]  # the newest first, so many as are shown
    payments: int
    float_vnd: int
    cash_vnd: int
    transfer_vnd: int
    outside_vnd: int
    expected_vnd: int


def till_now(desk: Desk) -> TillNow:
    """Raises NotPermitted."""
    desk.require(Act.LOOK)
    till = open_till(desk.store.database, desk.machine or 0)
    newest = till.payments[::-1][:_SHOWN]
    return TillNow(
        last=till.last,
        latest=tuple(named(desk, one) for one in newest),
        payments=len(till.payments),
        float_vnd=till.float_vnd,
        cash_vnd=till.cash_vnd,
        transfer_vnd=total(till.payments, method="transfer"),
        outside_vnd=total(till.payments, method="outside"),
        expected_vnd=till.expected_vnd,
    )


def last_closings(desk: Desk, *, most: int = 20) -> list[Closing]:
    """The newest first; raises NotPermitted."""
    desk.require(Act.LOOK)
    return closings(desk.store.database, desk.machine or 0, most=most)


def witnesses(desk: Desk) -> list[str]:
    """Who may count along: people with an account here, but the one signed in."""
    return [one.name for one in desk.users.all() if one.is_active and one != desk.user]
