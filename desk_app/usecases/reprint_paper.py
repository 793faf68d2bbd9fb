"""Ask for one more page of a form (in lại): copy n, or the original anew where it was spoiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from desk_app.desk import Desk


def reprint_paper(desk: Desk, entity: int, form: str) -> int:
    """The number of the new row in the ledger; `print_paper` prints it. Raises NotPermitted."""
    desk.require(Act.PRINT)
    with desk.journal.writing() as tx:
        return desk.queue_print(tx, entity, form, at=desk.clock.now())
