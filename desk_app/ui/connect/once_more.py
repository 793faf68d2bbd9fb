"""Which row of the print ledger a print button means: what waits, a first page, or one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paper_names import form_of
from desk_app.domain.print_reasons import AskedBecause
from desk_app.queries import dossiers as queries
from desk_app.queries.reprints import is_again
from desk_app.usecases.reprint_paper import reprint_paper

if TYPE_CHECKING:
    from desk_app.desk import Desk


def row_to_print(desk: Desk, entity: int, form: str, why: str, words: str) -> int | None:
    """What still waits goes first; None where a page may be out already and nobody said `why`.

    Raises as `reprint_paper`.
    """
    for one in queries.prints(desk, entity):
        if form_of(one.form) == form and one.state == "queued":
            return one.id
    if why:
        return reprint_paper(desk, entity, form, why=AskedBecause(why), words=words)
    return None if is_again(desk, entity, form) else reprint_paper(desk, entity, form)
