"""Print the list of every original and copy (in sổ in), or hand out its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.print_list import draw_list
from printing.imposing import laid_out

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.papers.print_report import Wanted
    from printing.printers.port import Sent

_FORM = "print-ledger"


def print_list(desk: Desk, wanted: Wanted) -> Sent:
    """On the printer of its own or the default one; it decides nothing, so no ledger has it.

    Raises NotPermitted, GlyphMissing, PrintError.
    """
    desk.require(Act.LOOK)
    route = desk.route(_FORM)
    now = desk.clock.now()
    page = laid_out(draw_list(desk, wanted), route.layout)
    return route.printer.send(page, name=f"so-in-{now:%y%m%d-%H%M%S}")


def list_page(desk: Desk, wanted: Wanted) -> bytes:
    """The PDF itself. Raises NotPermitted, GlyphMissing."""
    desk.require(Act.LOOK)
    return draw_list(desk, wanted)
