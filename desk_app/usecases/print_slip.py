"""Print the slip that goes with a parcel (phiếu bàn giao bưu phẩm dữ liệu)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.parcel_slip import draw_slip

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.parcels import ParcelNote
    from printing.printers.port import Sent


def print_slip(desk: Desk, note: ParcelNote) -> Sent:
    """Hand the slip to the printer; it may be printed again at any time, for it decides nothing.

    Raises NotPermitted, GlyphMissing, PrintError.
    """
    desk.require(Act.LOOK)
    name = note.parts[0][0].partition(".")[0]
    return desk.printer.send(draw_slip(desk, note), name=f"phieu-ban-giao-{name}")
