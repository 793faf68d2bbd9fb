"""What every form drawn by a template is filled in with: the desk, and the dossier where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM, vietnam_day
from desk_app.domain import events
from desk_app.papers import head
from printing.filled import Filled, draw_filled
from printing.wording import count, day_in_words, moment_as_written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer
    from desk_app.store.entries import Entry
    from printing.filled import Rows
    from printing.page import Paper
    from printing.template import Template

_SHORT = "%H:%M %d/%m/%Y"


def draw_by_template(
    desk: Issuer,
    form: str,
    *,
    at: datetime,
    texts: Mapping[str, str],
    lists: Mapping[str, Rows] | None = None,
    number: str = "",
    dossier: Dossier | None = None,
    paper: Paper | None = None,
    is_sample: bool = False,
) -> bytes:
    """The form by the template in force at that moment; raises NoTemplate, GlyphMissing."""
    filled = Filled(
        letterhead=head.letterhead(desk, number=number, at=at),
        texts={**issuer_texts(desk, at), **texts},
        lists=lists or {},
        foot=head.paper_desk(desk).foot,
        is_sample=is_sample,
    )
    return draw_filled(template_for(desk, form, at=at, dossier=dossier), filled, paper=paper)


def template_for(
    desk: Issuer, form: str, *, at: datetime, dossier: Dossier | None = None
) -> Template:
    """The template in force that is most for this dossier; raises NoTemplate."""
    return template_on(desk, form, vietnam_day(at), dossier=dossier)


def template_on(desk: Issuer, form: str, day: date, *, dossier: Dossier | None = None) -> Template:
    """As `template_for`, of a day."""
    procedure = dossier.application.procedure if dossier else ""
    known = desk.catalogue.by_code.get(procedure)
    return desk.templates.find(
        form, on=day, procedure=procedure, field=known.field if known else ""
    )


def issuer_texts(desk: Issuer, at: datetime) -> dict[str, str]:
    """Who issues the form, and on what day."""
    place, paper_desk = desk.place, head.paper_desk(desk)
    return {
        "desk": paper_desk.full_name,
        "desk_kind": place.desk_kind,
        "desk_name": place.unit,
        "desk_phone": place.phone,
        "lookup": f"Tra cứu: {place.lookup}" if place.lookup else "",
        "office": place.office,
        "unit": place.unit,
        "locality": place.locality,
        "province": _province(desk),
        "printed_on": day_in_words(vietnam_day(at)),
    }


def dossier_texts(desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]) -> dict[str, str]:
    """What the dossier says of itself; the clerk is who received it."""
    application = dossier.application
    person = application.applicant
    procedure = desk.catalogue.by_code.get(application.procedure)
    received_at = dossier.received_at or dossier.registered_at
    reception = received_in(timeline)
    clerk = desk.writer_of(reception)
    return {
        "code": dossier.code,
        "qr": dossier.code,
        "applicant": person.name,
        "personal_id": person.personal_id,
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
        "request": head.request(desk, dossier),
        "procedure": application.procedure,
        "procedure_name": procedure.name if procedure else application.procedure,
        "field": procedure.field if procedure else "",
        "received_at": moment_as_written(head.iso(received_at)),
        "received_on": day_in_words(vietnam_day(received_at)),
        "due_at": moment_as_written(head.iso(dossier.due_at)),
        "register_number": str(dossier.register_number or ""),
        "register_year": str(dossier.register_year or ""),
        "sets": count(application.sets),
        "clerk": head.clerk_name(clerk),
        "clerk_note": head.clerk_note(clerk, reception.event),
    }


def received_in(timeline: Sequence[Entry]) -> Entry:
    """The act that took the dossier in, or wrote it down first."""
    taken = [one for one in timeline if isinstance(one.event, events.DossierReceived)]
    return (taken or list(timeline))[0]


def short_moment(moment: datetime | None) -> str:
    """“09:05 23/11/2026”; nothing for none."""
    return f"{moment.astimezone(VIETNAM):{_SHORT}}" if moment else ""


def _province(desk: Issuer) -> str:
    code = desk.place.province
    return desk.catalogue.units.unit(code).name if code else ""
