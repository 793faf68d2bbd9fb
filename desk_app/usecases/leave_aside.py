"""Note that a person saw what the province had set aside, and that nothing is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.events import Outcome
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.reviewing import NothingSetAside
from desk_app.domain.rights import Act
from desk_app.domain.text import clean_lines

if TYPE_CHECKING:
    from desk_app.desk import Desk


def leave_aside(desk: Desk, change: tuple[int, int, int], *, reason: str) -> None:
    """The change stays without effect in the history; `change`: machine, epoch, number.

    Raises NothingSetAside, NotPermitted, ReasonMissing.
    """
    desk.require(Act.SETTLE)
    words = clean_lines(reason, field="reason")
    if not words:
        raise ReasonMissing(field="reason")
    entry = desk.journal.aside(change)
    if entry is None:
        raise NothingSetAside
    with desk.journal.writing() as tx:
        note = entry.reviewed(Outcome.LEFT, words)
        desk.append(tx, note, entity=entry.entity, at=desk.clock.now())
