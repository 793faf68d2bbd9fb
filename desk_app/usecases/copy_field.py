"""Copy one field of a dossier, to be typed into another system (chép để nhập lại)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.rights import Act
from desk_app.papers.retyping import retyped_fields
from desk_app.store.copies import note_copy

if TYPE_CHECKING:
    from desk_app.desk import Desk


class NoSuchField(RuleBroken):
    """The dossier has no such field any more; look at it anew."""

    code = "no_such_field"


def copy_field(desk: Desk, entity: int, label: str) -> str:
    """The value; nobody gets it without a line in the log, which keeps no values.

    Raises NotPermitted, UnknownDossier, NoSuchField, NoTemplate.
    """
    desk.require(Act.WRITE_CODE)
    dossier, timeline = desk.journal.dossier(entity), desk.journal.timeline(entity)
    fields = retyped_fields(desk, dossier, timeline)
    value = next((one.value for one in fields if one.label == label), None)
    if value is None:
        raise NoSuchField
    note_copy(desk.store.database, entity, label, actor=desk.user.number, at=desk.clock.now())
    return value
