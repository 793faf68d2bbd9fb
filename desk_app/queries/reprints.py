"""Whether one more page of a form is one too many unless somebody says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.print_reasons import SpoiltBy
from desk_app.domain.rights import Act
from desk_app.papers.forms import act_behind, named_fully
from desk_app.store.prints import PrintState

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.prints import Print

_ON_PAPER_ONCE = frozenset(SpoiltBy)


def is_again(desk: Desk, entity: int, form: str) -> bool:
    """Whether a page of it may be on paper already: here, or at the machine that did the act.

    A page that never came out is none; what a person held and destroyed is one. Raises
    NotPermitted, UnknownDossier, NoPaperYet.
    """
    desk.require(Act.LOOK)
    timeline = desk.journal.timeline(entity)
    full = named_fully(desk, form, desk.journal.dossier(entity), timeline)
    pages = [one for one in desk.prints.of(entity) if one.form == full]
    if any(_was_out(one) for one in pages):
        return True
    act = act_behind(form, timeline)
    return act is not None and desk.writer_of(act) is None


def _was_out(page: Print) -> bool:
    if page.state is PrintState.SPOILED:
        return page.reason in _ON_PAPER_ONCE
    return page.state is not PrintState.QUEUED
