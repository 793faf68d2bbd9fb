"""Every form of a dossier that the desk can print, by the name of the command line and the ledger.

A name may say which one of several it is (`names`): the bare name is the newest.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from desk_app.desk import RECEIPT
from desk_app.domain import events
from desk_app.domain.errors import RuleBroken
from desk_app.domain.paper_names import OFFICE_FORMS, STROKE, form_of, part_of
from desk_app.papers import dossier_slips, notices
from desk_app.papers.control_sheet import control_sheet, handovers
from desk_app.papers.filling import draw_by_template, template_for, template_on
from desk_app.papers.money import collection_slip
from desk_app.papers.notices import NoPaperYet
from desk_app.papers.receipt import receipt_form
from desk_app.store.entries import in_force
from printing import extension_apology, receipt, refusal, stop_notice, supplement_request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.papers.dossier_slips import Filling
    from desk_app.papers.head import Issuer
    from desk_app.store.books import Payment
    from desk_app.store.entries import Entry
    from printing.page import Paper
    from printing.template import Template

SUPPLEMENT_REQUEST = "supplement-request"
REFUSAL = "refusal"
EXTENSION_APOLOGY = "extension-apology"
STOP_NOTICE = "stop-notice"
CONTROL_SHEET = "control-sheet"
COLLECTION_SLIP = "collection-slip"
POST_SLIP = "post-slip"
RESULT_COVER = "result-cover"
CERTIFIED_COPY = "certified-copy"
DATA_SHEET = "data-sheet"
SATISFACTION = "satisfaction-slip"
RECEIPT_SLIP = "receipt-slip"

_FILLINGS: dict[str, Callable[[Issuer, Dossier, Sequence[Entry]], Filling]] = {
    POST_SLIP: dossier_slips.post_slip,
    RESULT_COVER: dossier_slips.result_cover,
    CERTIFIED_COPY: dossier_slips.certified_copy,
    DATA_SHEET: dossier_slips.data_sheet,
    SATISFACTION: dossier_slips.satisfaction_slip,
    RECEIPT_SLIP: dossier_slips.receipt_slip,
}
FORMS = (
    *(RECEIPT, SUPPLEMENT_REQUEST, REFUSAL, EXTENSION_APOLOGY, STOP_NOTICE, CONTROL_SHEET),
    *(COLLECTION_SLIP, POST_SLIP, RESULT_COVER, CERTIFIED_COPY, DATA_SHEET, SATISFACTION),
    RECEIPT_SLIP,
)
EVERY_FORM = (*FORMS, *OFFICE_FORMS)

_ACTS = {
    RECEIPT: events.DossierReceived,
    SUPPLEMENT_REQUEST: events.SupplementRequested,
    REFUSAL: events.Refused,
    EXTENSION_APOLOGY: events.Extended,
    STOP_NOTICE: events.Stopped,
    COLLECTION_SLIP: events.PaymentRecorded,
}


class UnknownForm(RuleBroken):
    """There is no form of that name."""

    code = "no_such_form"


def act_behind(form: str, timeline: Sequence[Entry]) -> Entry | None:
    """The last entry of the act that the form goes with; None where it was not done."""
    act = _ACTS.get(form_of(form), events.DossierReceived)
    return next((one for one in reversed(timeline) if type(one.event) is act), None)


def named_fully(desk: Issuer, form: str, dossier: Dossier, timeline: Sequence[Entry]) -> str:
    """The name in the ledger of the newest paper of a form: with its part, where it has parts.

    Raises NoPaperYet.
    """
    if form == CONTROL_SHEET:
        return f"{form}{STROKE}{len(handovers(in_force(timeline) or timeline))}"
    if form == COLLECTION_SLIP:
        return f"{form}{STROKE}{_payment_key(_payment(desk, dossier, ''))}"
    return form


def draw_form(
    desk: Issuer,
    form: str,
    dossier: Dossier,
    timeline: Sequence[Entry],
    *,
    paper: Paper | None = None,
    is_sample: bool = False,
) -> bytes:
    """The form of a dossier as PDF; the same dossier gives the same bytes.

    What the province set aside is not told of, unless it set aside the whole dossier. `is_sample`
    marks the form across the page.

    Raises UnknownForm, NoPaperYet, GlyphMissing, NoTemplate.
    """
    timeline = in_force(timeline) or timeline
    name = form_of(form)
    if name in _NOTICES:
        return _NOTICES[name](_Drawing(desk, name, dossier, timeline, paper, is_sample))
    filling = _filled(desk, form, dossier, timeline)
    return draw_by_template(
        desk,
        name,
        at=_dated(form, dossier, timeline),
        texts=filling[0],
        lists=filling[1],
        dossier=dossier,
        paper=paper,
        is_sample=is_sample,
    )


class _Drawing(NamedTuple):
    """One notice about to be drawn."""

    desk: Issuer
    name: str
    dossier: Dossier
    timeline: Sequence[Entry]
    paper: Paper | None
    is_sample: bool

    @property
    def about(self) -> tuple[Issuer, Dossier, Sequence[Entry]]:
        return self.desk, self.dossier, self.timeline

    def template(self) -> Template:
        """The one in force on the day of the act."""
        act = act_behind(self.name, self.timeline)
        at = act.at if act else self.timeline[-1].at
        return template_for(self.desk, self.name, at=at, dossier=self.dossier)


def _receipt(asked: _Drawing) -> bytes:
    """By the template in force on the day that the receipt bears."""
    form = replace(receipt_form(*asked.about), is_sample=asked.is_sample)
    on = date.fromisoformat(form.letterhead.dated_on)
    template = template_on(asked.desk, RECEIPT, on, dossier=asked.dossier)
    return receipt.draw(form, asked.paper, template=template)


def _supplement_request(asked: _Drawing) -> bytes:
    form = notices.supplement_request_form(*asked.about)
    form = replace(form, is_sample=asked.is_sample)
    return supplement_request.draw(form, asked.paper, template=asked.template())


def _refusal(asked: _Drawing) -> bytes:
    form = replace(notices.refusal_form(*asked.about), is_sample=asked.is_sample)
    return refusal.draw(form, asked.paper, template=asked.template())


def _extension_apology(asked: _Drawing) -> bytes:
    form = notices.extension_apology_form(*asked.about)
    form = replace(form, is_sample=asked.is_sample)
    return extension_apology.draw(form, asked.paper, template=asked.template())


def _stop_notice(asked: _Drawing) -> bytes:
    form = replace(notices.stop_notice_form(*asked.about), is_sample=asked.is_sample)
    return stop_notice.draw(form, asked.paper, template=asked.template())


_NOTICES: dict[str, Callable[[_Drawing], bytes]] = {
    RECEIPT: _receipt,
    SUPPLEMENT_REQUEST: _supplement_request,
    REFUSAL: _refusal,
    EXTENSION_APOLOGY: _extension_apology,
    STOP_NOTICE: _stop_notice,
}


def _filled(desk: Issuer, form: str, dossier: Dossier, timeline: Sequence[Entry]) -> Filling:
    if form_of(form) == COLLECTION_SLIP:
        payment = _payment(desk, dossier, part_of(form))
        return collection_slip(desk, dossier, timeline, payment)
    if form_of(form) == CONTROL_SHEET:
        most = int(part_of(form) or len(timeline))
        return control_sheet(desk, dossier, timeline, most=most)
    fill = _FILLINGS.get(form_of(form))
    if fill is None:
        raise UnknownForm(form=form[:40])
    return fill(desk, dossier, timeline)


def _dated(form: str, dossier: Dossier, timeline: Sequence[Entry]) -> datetime:
    """The day a form bears: of its act, else of the last thing written about the dossier."""
    if form_of(form) == COLLECTION_SLIP:
        paid = [one for one in timeline if isinstance(one.event, events.PaymentRecorded)]
        key = part_of(form)
        chosen = [one for one in paid if not key or _entry_key(one) == key]
        return (chosen or list(timeline))[-1].at
    if form_of(form) == CERTIFIED_COPY:
        return dossier.done_at or timeline[-1].at
    return timeline[-1].at


def _payment(desk: Issuer, dossier: Dossier, key: str) -> Payment:
    """The payment of a key, or the last; raises NoPaperYet."""
    payments = desk.payments(dossier.entity)
    chosen = [one for one in payments if not key or _payment_key(one) == key]
    if not chosen:
        raise NoPaperYet(code=dossier.code)
    return chosen[-1]


def _payment_key(payment: Payment) -> str:
    return _entry_key(payment.entry)


def _entry_key(entry: Entry) -> str:
    return f"{entry.author}-{entry.epoch}-{entry.number}"
