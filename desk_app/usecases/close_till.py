"""Close the till: two people count, the record is kept and printed for both (khóa sổ quỹ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paper_names import NO_DOSSIER
from desk_app.domain.rights import Act
from desk_app.domain.till import decide_closing
from desk_app.papers.till import till_record
from desk_app.store.receipts import receipts_since
from desk_app.store.till import Closing, open_till

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.desk import Desk


def close_till(
    desk: Desk, *, counts: Mapping[int, int], left_vnd: int = 0, reason: str = "", witness: str
) -> int:
    """The row of its paper in the print ledger; `counts`: notes of each denomination, in đồng.

    It covers every payment that stands before it, whoever took it. Raises NotPermitted and as
    `till.decide_closing`.
    """
    desk.require(Act.CLOSE_TILL)
    now = desk.clock.now()
    with desk.journal.writing() as tx:
        till = open_till(desk.store.database, desk.machine or 0)
        event = decide_closing(
            cash_vnd=till.cash_vnd,
            float_vnd=till.float_vnd,
            payments=len(till.payments),
            counts=counts,
            left_vnd=left_vnd,
            reason=reason,
            person=desk.user.name,
            witness=witness,
        )
        entry = tx.append(event, entity=None, actor=desk.user.number, at=now)
    receipts = receipts_since(desk.store.database, desk.machine or 0, till.place)
    paper = till_record(desk, Closing(entry=entry, event=event), till.payments, receipts)
    sha256 = desk.files.keep(paper.pdf, purpose="print", entity=NO_DOSSIER, at=now)
    with desk.journal.writing() as tx:
        return desk.queue_print(tx, NO_DOSSIER, paper.form, at=now, sha256=sha256)
