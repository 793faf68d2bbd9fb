"""Give a slip to the slip printer (in phiếu nhiệt)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.routing import NoSlipPrinter

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from printing.printers.port import Sent


def send_slip(desk: Desk, data: bytes, *, name: str = "slip") -> Sent:
    """The bytes are in the printer's own language, as wide as `desk.choice.slip` says.

    A slip decides nothing and stands in no ledger. Unknown is an answer like any other: a cheap
    slip printer never says more. Raises NotPermitted, NoSlipPrinter, PrintError.
    """
    desk.require(Act.PRINT)
    if desk.choice.slip is None:
        raise NoSlipPrinter
    return desk.choice.slip.port.send_raw(data, name=name)
