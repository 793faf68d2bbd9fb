"""Which fields of a received dossier a person may put right, and how.

A correction mends a slip of the pen; another procedure or another applicant is a cancellation and a
new reception.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from desk_app.domain.errors import RuleBroken
from desk_app.domain.events import Source
from desk_app.domain.identity import parse_birth

if TYPE_CHECKING:
    from desk_app.domain.events import Corrected
    from desk_app.domain.submission import Application, Person

PERSON_FIELDS = ("name", "personal_id", "birth_on", "sex", "address", "phone", "email")
CORRECTABLE = (
    *(f"applicant.{field}" for field in PERSON_FIELDS),
    *(f"submitter.{field}" for field in PERSON_FIELDS),
    "submitter.relation",
    "note",
)


class Beside(NamedTuple):
    """A value somebody gave for a field that says another one."""

    field: str
    value: str


class NotCorrectable(RuleBroken):
    """No slip of the pen stands in this field; cancel the dossier and receive it anew."""

    code = "not_correctable"


def field_text(application: Application, field: str) -> str:
    """What the field says now, as text; raises NotCorrectable."""
    owner, _, name = field.rpartition(".")
    if field not in CORRECTABLE or (owner == "submitter" and application.submitter is None):
        raise NotCorrectable(field=field)
    value = getattr(_owner(application, owner, name), name)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def corrected_application(application: Application, event: Corrected) -> Application:
    """The application with the field as corrected; raises NotCorrectable, BirthDateImpossible."""
    field_text(application, event.field)
    owner, _, name = event.field.rpartition(".")
    submitter = application.submitter
    if owner == "applicant":
        return replace(application, applicant=_mended(application.applicant, name, event))
    if submitter is None or not owner:
        return replace(application, note=event.now)
    if name == "relation":
        return replace(application, submitter=replace(submitter, relation=event.now))
    person = _mended(submitter.person, name, event)
    return replace(application, submitter=replace(submitter, person=person))


def is_from_card(application: Application, field: str) -> bool:
    """Whether the field says what an ID card said."""
    owner, _, name = field.rpartition(".")
    return name in getattr(_owner(application, owner, name), "from_card", ())


def _owner(application: Application, owner: str, name: str) -> object:
    submitter = application.submitter
    if owner == "applicant":
        return application.applicant
    if owner == "submitter" and submitter is not None:
        return submitter if name == "relation" else submitter.person
    return application


def _mended(person: Person, name: str, event: Corrected) -> Person:
    text = event.now
    mended: dict[str, Any] = {name: text}
    if name == "birth_on":
        mended[name] = parse_birth(text) if text.strip() else None
    others = tuple(field for field in person.from_card if field != name)
    is_still = name in person.from_card and mended[name] == getattr(person, name)
    card = (*others, name) if is_still or event.source is Source.CARD else others
    return replace(person, **mended, from_card=card)
