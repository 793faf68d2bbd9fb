"""Corrections of two machines meet: field by field, and no value is lost.

A correction says what stood in the field (`was`) and what should (`now`). Where the field still
says `was`, or says `now` already, all is well. Where it says a third thing, somebody corrected it
meanwhile: what the hub had stays, the other value stands beside it, and a person decides. What was
read from an ID card outranks what was typed. Corrections of different fields never meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from desk_app.domain.correction import (
    CORRECTABLE,
    Beside,
    NotCorrectable,
    corrected_application,
    field_text,
    is_from_card,
)
from desk_app.domain.events import Corrected, Source, ValueSettled

if TYPE_CHECKING:
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import DossierReceived
    from desk_app.domain.submission import Application
    from desk_app.domain.tenure import Written


VALUES_DIFFER: Final = "values_differ"  # why such a correction is flagged


class Merged(NamedTuple):
    application: Application
    beside: tuple[Beside, ...]


def merged(
    application: Application, beside: tuple[Beside, ...], event: Corrected | ValueSettled
) -> Merged:
    """The application with the event, and what stands beside it.

    Raises NotCorrectable, BirthDateImpossible for what no field can say.
    """
    said = field_text(application, event.field)
    correction = event if isinstance(event, Corrected) else _as_correction(event)
    mended = corrected_application(application, correction)
    if said in {event.was, event.now}:
        weighed = {event.now, *(event.over if isinstance(event, ValueSettled) else ())}
        return Merged(mended, _without(beside, event.field, weighed))
    if correction.source is Source.CARD and not is_from_card(application, event.field):
        return Merged(mended, _with(_without(beside, event.field, {event.now}), event.field, said))
    others = beside
    if isinstance(event, Corrected):  # its author went on from a value that stands beside already
        others = _without(beside, event.field, {event.was})
    return Merged(application, _with(others, event.field, event.now))


def replaced(
    application: Application, beside: tuple[Beside, ...], new: Application
) -> tuple[Beside, ...]:
    """What stands beside a new application whose author had not seen the old one's corrections."""
    for field in CORRECTABLE:
        was = _text(application, field)
        if was != _text(new, field):
            beside = _with(beside, field, was)
    return beside


def is_clash(before: Dossier | None, after: Dossier) -> bool:
    """Whether a value has come to stand beside another: a person must look."""
    known = before.beside if before is not None else ()
    return after.beside is not known and not set(after.beside) <= set(known)


def disputed(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """The fields with more than one value: what stands beside the value in force."""
    found: dict[str, tuple[str, ...]] = {}
    for field, value in dossier.beside:
        found[field] = (*found.get(field, ()), value)
    return found


def beside_reception(
    dossier: Dossier, event: DossierReceived, written: Written
) -> tuple[Beside, ...]:
    """A correction the receiving machine had not seen is not lost under its own form."""
    if written.by == dossier.corrected_by or written.base >= dossier.corrected_ver:
        return dossier.beside
    return replaced(dossier.application, dossier.beside, event.application)


def _as_correction(event: ValueSettled) -> Corrected:
    return Corrected(field=event.field, was=event.was, now=event.now, reason=event.reason)


def _text(application: Application, field: str) -> str:
    try:
        return field_text(application, field)
    except NotCorrectable:
        return ""


def _with(beside: tuple[Beside, ...], field: str, value: str) -> tuple[Beside, ...]:
    one = Beside(field, value)
    return beside if one in beside else (*beside, one)


def _without(beside: tuple[Beside, ...], field: str, values: set[str]) -> tuple[Beside, ...]:
    if not beside:
        return beside
    return tuple(one for one in beside if one.field != field or one.value not in values)
