"""Print the report of a period (in báo cáo)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.period_page import draw_report
from desk_app.papers.period_report import report_of
from printing.imposing import laid_out

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.report_period import Period
    from printing.printers.port import Sent

_FORM = "period-report"


def print_period_report(desk: Desk, period: Period) -> Sent:
    """On the printer of its own or the default one; it decides nothing, so no ledger has it.

    Raises NotPermitted, GlyphMissing, PrintError.
    """
    desk.require(Act.PRINT)
    route = desk.route(_FORM)
    page = laid_out(draw_report(desk, report_of(desk, period)), route.layout)
    return route.printer.send(page, name=f"bao-cao-{desk.clock.now():%y%m%d-%H%M%S}")
