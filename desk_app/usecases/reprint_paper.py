"""Ask for one more page of a form (in lại): copy n, or the original anew where it was spoiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.print_reasons import in_ledger
from desk_app.domain.rights import Act
from desk_app.papers.forms import act_behind, draw_form, named_fully
from desk_app.store.prints import PrintKind
from printing.fonts import printable

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.print_reasons import AskedBecause
    from desk_app.store.prints import Print


def reprint_paper(
    desk: Desk, entity: int, form: str, *, why: AskedBecause | None = None, words: str = ""
) -> int:
    """The number of the new row in the ledger; `print_paper` prints it.

    The first page here of what was done at another machine of the commune is a copy: that machine
    printed the original. A form that has several papers of one dossier gives the newest. `why`:
    the reason the person gave, for the ledger, with their `words`. Raises NotPermitted,
    UnknownDossier, UnknownForm, NoPaperYet, GlyphMissing and as `in_ledger`.
    """
    desk.require(Act.PRINT)
    # The ledger is printed too: what cannot be printed would stop the whole list.
    kept = printable(in_ledger(why, words)) if why else ""
    timeline = desk.journal.timeline(entity)
    dossier = desk.journal.dossier(entity)
    form = named_fully(desk, form, dossier, timeline)
    elsewhere = False
    if not any(one.form == form for one in _originals(desk, entity)):
        # What can never be drawn would wait in the ledger for ever.
        draw_form(desk, form, dossier, timeline)
        act = act_behind(form, timeline)
        elsewhere = act is not None and desk.writer_of(act) is None
    with desk.journal.writing() as tx:
        return desk.queue_print(
            tx, entity, form, at=desk.clock.now(), elsewhere=elsewhere, why=kept
        )


def _originals(desk: Desk, entity: int) -> list[Print]:
    return [one for one in desk.prints.of(entity) if one.kind is not PrintKind.COPY]
