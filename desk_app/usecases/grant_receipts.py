"""Write down a range of receipts this machine may use, or end one (nhận biên lai, trả biên lai).

A range is written down by hand only where the province grants none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.receipts import decide_closing_range, decide_range
from desk_app.domain.rights import Act
from desk_app.store.receipt_ranges import ranges_known
from desk_app.store.receipts import ranges_of

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.events import ReceiptsClosed, ReceiptsGranted


def grant_receipts(
    desk: Desk,
    *,
    symbol: str,
    first: int,
    last: int,
    issuer: str,
    form: str = "",
    book: str = "",
    paper: str = "",
) -> ReceiptsGranted:
    """Raises NotPermitted, ReceiptsFromProvince, ReceiptRangeWrong, ReceiptsOverlap, TooLong."""
    desk.require(Act.ENTER_RECEIPTS)
    with desk.journal.writing() as tx:
        event = decide_range(
            ranges_known(desk.store.database),
            form=form,
            symbol=symbol,
            book=book,
            first=first,
            last=last,
            issuer=issuer,
            paper=paper,
        )
        tx.append(event, entity=None, actor=desk.user.number, at=desk.clock.now())
    return event


def close_receipts(desk: Desk, *, symbol: str, first: int, reason: str) -> ReceiptsClosed:
    """What is left of the range is not used here.

    Raises NotPermitted, UnknownReceipts, ReasonMissing.
    """
    desk.require(Act.KEEP_RECEIPTS)
    with desk.journal.writing() as tx:
        ranges = ranges_of(desk.store.database, desk.machine or 0)
        event = decide_closing_range(ranges, symbol=symbol, first=first, reason=reason)
        tx.append(event, entity=None, actor=desk.user.number, at=desk.clock.now())
    return event
