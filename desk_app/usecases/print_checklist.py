"""Print what to bring for a procedure (in danh mục giấy tờ cần mang)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.errors import RuleBroken
from desk_app.domain.rights import Act
from desk_app.papers.checklist import draw_checklist
from printing.imposing import laid_out

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.fee import Fee
    from desk_app.domain.procedure import ProcedureVersion
    from desk_app.domain.submission import Application
    from printing.printers.port import Sent

_FORM = "checklist"


def print_checklist(desk: Desk, application: Application) -> Sent:
    """On its own printer or the default one; it decides nothing, so no ledger has it.

    What the application says was brought is ticked. Raises NotPermitted, UnknownProcedure,
    ExpiredVersion, GlyphMissing, PrintError.
    """
    desk.require(Act.LOOK)
    now = desk.clock.now()
    version = desk.catalogue.procedure(application.procedure).version_on(vietnam_day(now))
    pdf = draw_checklist(
        desk,
        application,
        version,
        fee=_fee(desk, application, version),
        brought={paper.paper_id for paper in application.papers},
    )
    route = desk.route(_FORM)
    name = f"giay-to-can-mang-{application.procedure}-{now:%y%m%d-%H%M%S}"
    return route.printer.send(laid_out(pdf, route.layout), name=name)


def _fee(desk: Desk, application: Application, version: ProcedureVersion) -> Fee | None:
    """None while a number that the fee is counted by is missing."""
    try:
        return desk.fee(application, version, on=vietnam_day(desk.clock.now()))
    except RuleBroken:
        return None
