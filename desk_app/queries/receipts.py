"""The receipts of this machine: ranges, payments that wait for one, the list of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.rights import Act, may
from desk_app.papers.money import named
from desk_app.papers.receipt_list import ReceiptBook, month_book, note, receipt_workbook
from desk_app.store.books import Payment
from desk_app.store.receipt_ranges import ranges_known
from desk_app.store.receipts import Receipt, granted_at, ranges_of, without_receipt

if TYPE_CHECKING:
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.receipts import Range
    from locales.catalogue import Texts

__all__ = ["Payment", "Receipt", "ReceiptBook", "note"]  # what is shown, for the screens


class NotAMonth(RuleBroken):
    """A month is typed as 11/2026."""

    code = "not_a_month"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptsNow:
    ranges: tuple[Range, ...]  # with numbers left, the one in use first
    waiting: tuple[Payment, ...]  # the oldest first
    is_from_province: bool  # who grants the ranges; nobody writes one down here then


def receipts_now(desk: Desk) -> ReceiptsNow:
    """Raises NotPermitted."""
    desk.require(Act.LOOK)
    database, machine = desk.store.database, desk.machine or 0
    waiting = _waiting(desk)
    return ReceiptsNow(
        ranges=tuple(one for one in ranges_of(database, machine) if one.left),
        waiting=tuple(named(desk, one) for one in reversed(waiting)),
        is_from_province=any(
            one.is_province and not one.is_closed for one in ranges_known(database)
        ),
    )


def receipts_owed(desk: Desk) -> tuple[Payment, ...]:
    """Payments without a receipt, the oldest first; for those who may write one."""
    if not may(desk.user.roles, Act.RECORD_PAYMENT):
        return ()
    return tuple(reversed(_waiting(desk)))


def _waiting(desk: Desk) -> list[Payment]:
    database, machine = desk.store.database, desk.machine or 0
    since = granted_at(database, machine)
    return without_receipt(database, machine, since=since) if since else []


def month_list(desk: Desk, month: date) -> ReceiptBook:
    """The receipts of the month that the day is in; raises NotPermitted."""
    desk.require(Act.LOOK)
    return month_book(desk, month)


def month_workbook(desk: Desk, month: date, texts: Texts) -> bytes:
    """For Excel; raises NotPermitted."""
    return receipt_workbook(desk, month_list(desk, month), texts)


def typed_month(typed: str) -> date:
    """The first day of “11/2026”; raises NotAMonth."""
    try:
        found = datetime.strptime(typed.strip(), "%m/%Y")  # noqa: DTZ007 - a month alone
    except ValueError as error:
        raise NotAMonth(typed=typed[:20]) from error
    return found.date()
