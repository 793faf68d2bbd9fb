"""Ask for one more page of a form (in lại): copy n, or the original anew where it was spoiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.forms import draw_form
from desk_app.store.prints import PrintKind

if TYPE_CHECKING:
    from desk_app.desk import Desk


def reprint_paper(desk: Desk, entity: int, form: str) -> int:
    """The number of the new row in the ledger; `print_paper` prints it.

    A form that this machine never printed was printed by another one of the commune, so it comes
    out as a copy. Raises NotPermitted, UnknownDossier, UnknownForm, NoPaperYet.
    """
    desk.require(Act.PRINT)
    pages = [one for one in desk.prints.of(entity) if one.form == form]
    elsewhere = all(one.kind is PrintKind.COPY for one in pages)
    if elsewhere:  # a row that can never be drawn would wait in the ledger for ever
        draw_form(desk, form, desk.journal.dossier(entity), desk.journal.timeline(entity))
    with desk.journal.writing() as tx:
        return desk.queue_print(tx, entity, form, at=desk.clock.now(), elsewhere=elsewhere)
