"""A result made at this desk: by a template its procedure offers, filled from the dossier.

What the dossier does not say is asked of the handler by the template's own fields. A copy of a scan
takes the scanned pages too. The page is made fit to be kept (PDF/A-1b) before anybody signs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM, vietnam_day
from desk_app.domain.errors import RuleBroken
from desk_app.domain.rights import Role
from desk_app.papers.answers import answered
from desk_app.papers.dossier_slips import SEXES, paper_rows
from desk_app.papers.filling import dossier_texts, issuer_texts
from desk_app.store.entries import in_force
from printing.blocks import Letterhead
from printing.filled import Filled, draw_copy, draw_filled
from printing.pdfa import kept_for_years
from printing.scanning import KINDS, scanned_pages
from printing.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer
    from desk_app.store.entries import Entry
    from printing.asked import Asked
    from printing.template import Offer, Template


SCAN_KINDS = KINDS  # endings of files that a copy can be made of


class ScanMissing(RuleBroken):
    """A copy is made of a scan; choose the scanned paper."""

    code = "scan_missing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """A result that can be made, and what its fields begin with."""

    variant: str
    name: str
    asks: tuple[Asked, ...]
    begun: Mapping[str, str]  # by the names of the fields
    is_of_scan: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeResult:
    """A page about to become the dossier's result."""

    pdf: bytes
    name: str  # of the file
    number: str


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What a result is made about."""

    dossier: Dossier
    timeline: Sequence[Entry]
    leader: str  # whose name the page bears where nobody else is named; may be empty
    at: datetime


def about(desk: Desk, entity: int) -> About:
    """The dossier as it stands now; raises UnknownDossier."""
    dossier = desk.journal.dossier(entity)
    timeline = desk.journal.timeline(entity)
    leaders = [one.name for one in desk.users.all() if one.is_active and Role.LEADER in one.roles]
    return About(
        dossier=dossier,
        timeline=in_force(timeline) or timeline,
        leader=leaders[0] if len(leaders) == 1 else "",
        at=desk.clock.now(),
    )


def offered(desk: Issuer, told: About) -> list[Offered]:
    """The most particular first: for the procedure, for its field, for any."""
    texts = _texts(desk, told)
    shelved = desk.templates.offers(on=vietnam_day(told.at), **_whose(desk, told.dossier))
    return [
        Offered(
            variant=offer.variant,
            name=offer.name,
            asks=offer.asks,
            begun={one.name: _begun(one, texts) for one in offer.asks},
            is_of_scan=bool(offer.scan_words),
        )
        for one in shelved
        if (offer := one.template.offer) is not None
    ]


def make(
    desk: Issuer,
    told: About,
    variant: str,
    values: Mapping[str, str],
    *,
    scan: bytes | None = None,
) -> MadeResult:
    """The page; the same values on the same day give the same bytes.

    A field left out of `values` keeps what it begins with. Raises NoTemplate, ScanMissing,
    GlyphMissing, as `answered`, and as `scanned_pages`.
    """
    template = desk.templates.offered(
        variant, on=vietnam_day(told.at), **_whose(desk, told.dossier)
    ).template
    return made_by(desk, told, template, values, scan=scan)


def made_by(
    desk: Issuer,
    told: About,
    template: Template,
    values: Mapping[str, str],
    *,
    scan: bytes | None = None,
    is_sample: bool = False,
) -> MadeResult:
    """As `make`, by a template that has an offer."""
    offer = _offer(template)
    texts = _texts(desk, told)
    begun = {one.name: _begun(one, texts) for one in offer.asks}
    said, lists = answered(offer.asks, {**begun, **values})
    texts |= said | {"file_title": f"{offer.name} {told.dossier.code}"}
    number = offer.number.text(texts)
    filled = Filled(
        letterhead=_letterhead(desk, number=number, at=told.at),
        texts=texts,
        lists={"papers": paper_rows(told.dossier), **lists},
        is_sample=is_sample,
    )
    if not offer.scan_words:
        pdf = draw_filled(template, filled)
    elif scan is None:
        raise ScanMissing(name=offer.name)
    else:
        pdf = draw_copy(template, filled, scanned_pages(scan))
    pdf = kept_for_years(pdf, dated_on=vietnam_day(told.at))
    return MadeResult(pdf=pdf, name=f"{offer.name}.pdf", number=number)


def _offer(template: Template) -> Offer:
    if template.offer is None:
        raise TypeError(template.form)
    return template.offer


def _whose(desk: Issuer, dossier: Dossier) -> dict[str, str]:
    procedure = dossier.application.procedure
    known = desk.catalogue.by_code.get(procedure)
    return {"procedure": procedure, "field": known.field if known else ""}


def _begun(one: Asked, texts: Mapping[str, str]) -> str:
    """What the dossier says; of a choice its first."""
    return one.begins.text(texts) or (one.options[0] if one.options else "")


def _texts(desk: Issuer, told: About) -> dict[str, str]:
    application = told.dossier.application
    person, submitter = application.applicant, application.submitter
    return {
        **issuer_texts(desk, told.at),
        **dossier_texts(desk, told.dossier, told.timeline),
        "birth_on": f"{person.birth_on:%d/%m/%Y}" if person.birth_on else "",
        "sex": SEXES.get(person.sex, person.sex),
        "submitter": submitter.person.name if submitter else "",
        "relation": submitter.relation if submitter else "",
        "copies": count(application.copies),
        "pages": count(application.pages),
        "province_upper": _province(desk).upper(),
        "office_upper": desk.place.office.upper(),
        "leader": told.leader,
        "result_name": _result_name(desk, told.dossier),
        "file_title": "",
    }


def _result_name(desk: Issuer, dossier: Dossier) -> str:
    if dossier.application.procedure not in desk.catalogue.by_code:
        return ""
    return desk.version_of(dossier).result


def _province(desk: Issuer) -> str:
    """“Thành phố Đà Nẵng”; nothing where the desk is of none."""
    code = desk.place.province
    return desk.catalogue.units.unit(code).title if code else ""


def _letterhead(desk: Issuer, *, number: str, at: datetime) -> Letterhead:
    """A result is the committee's, not the desk's."""
    return Letterhead(
        above=_province(desk).upper(),
        organisation=desk.place.office.upper(),
        number=number,
        place=desk.place.locality,
        dated_on=at.astimezone(VIETNAM).date().isoformat(),
    )
