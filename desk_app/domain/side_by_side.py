"""What a change says beside what its dossier says now, for a person who decides between the two."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from desk_app.domain.correction import NotCorrectable, field_text
from desk_app.domain.events import Corrected, DossierReceived, ValueSettled

if TYPE_CHECKING:
    from desk_app.domain.desk_events import DeskEvent
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import DossierEvent

Row = tuple[str, str, str]  # the field, as the change says, as it stands; empty: neither says

_VIETNAM = timezone(timedelta(hours=7))
_PERSON = ("name", "personal_id", "birth_on", "phone", "address", "email")


def side_by_side(dossier: Dossier | None, event: DossierEvent | DeskEvent) -> list[Row]:
    """The fields of the change that are short texts, numbers or days, the change's own first."""
    if isinstance(event, (Corrected, ValueSettled)):
        return [(event.field, event.now, _stands(dossier, event.field))]
    if isinstance(event, DossierReceived):
        said, stood = event.application, dossier.application if dossier else None
        now = stood.applicant if stood else None
        rows = [
            (f"applicant.{name}", _text(getattr(said.applicant, name)), _text_of(now, name))
            for name in _PERSON
        ]
        procedure = ("procedure", said.procedure, stood.procedure if stood else "")
        return [procedure, *[row for row in rows if row[1] or row[2]]]
    told = [(one.name, _text(getattr(event, one.name))) for one in fields(event)]
    return [(name, text, _text_of(dossier, name)) for name, text in told if text]


def _stands(dossier: Dossier | None, field: str) -> str:
    try:
        return field_text(dossier.application, field) if dossier else ""
    except NotCorrectable:
        return ""


def _text_of(owner: Any, name: str) -> str:
    return _text(getattr(owner, name, None))


def _text(value: Any) -> str:
    """A value a person can compare; nothing for one that is made of others."""
    if isinstance(value, datetime):
        return value.astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    is_plain = isinstance(value, (str, int)) and not isinstance(value, bool)
    return str(value) if is_plain else ""
