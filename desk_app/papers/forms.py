"""Every form the desk can print, by the name of the command line and the print ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.desk import RECEIPT
from desk_app.domain import events
from desk_app.domain.errors import RuleBroken
from desk_app.papers import notices
from desk_app.papers.receipt import receipt_form
from desk_app.store.entries import in_force
from printing import extension_apology, receipt, refusal, stop_notice, supplement_request
from printing.page import Paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer
    from desk_app.store.entries import Entry

SUPPLEMENT_REQUEST = "supplement-request"
REFUSAL = "refusal"
EXTENSION_APOLOGY = "extension-apology"
STOP_NOTICE = "stop-notice"
FORMS = (RECEIPT, SUPPLEMENT_REQUEST, REFUSAL, EXTENSION_APOLOGY, STOP_NOTICE)


_ACTS = {
    RECEIPT: events.DossierReceived,
    SUPPLEMENT_REQUEST: events.SupplementRequested,
    REFUSAL: events.Refused,
    EXTENSION_APOLOGY: events.Extended,
    STOP_NOTICE: events.Stopped,
}


class UnknownForm(RuleBroken):
    """There is no form of that name."""

    code = "no_such_form"


def act_behind(form: str, timeline: Sequence[Entry]) -> Entry | None:
    """The last entry of the act that the form goes with; None where it was not done."""
    return next((one for one in reversed(timeline) if type(one.event) is _ACTS.get(form)), None)


def draw_form(
    desk: Issuer,
    form: str,
    dossier: Dossier,
    timeline: Sequence[Entry],
    *,
    paper: Paper = Paper.A5,
    is_sample: bool = False,
) -> bytes:
    """The form of a dossier as PDF; the same dossier gives the same bytes.

    What the province set aside is not told of, unless it set aside the whole dossier. `is_sample`
    marks the form across the page.

    Raises UnknownForm, NoPaperYet, GlyphMissing.
    """
    timeline = in_force(timeline) or timeline
    match form:
        case "receipt":
            filled = receipt_form(desk, dossier, timeline)
            return receipt.draw(replace(filled, is_sample=is_sample), paper)
        case "supplement-request":
            request = notices.supplement_request_form(desk, dossier, timeline)
            return supplement_request.draw(replace(request, is_sample=is_sample), paper)
        case "refusal":
            refused = notices.refusal_form(desk, dossier, timeline)
            return refusal.draw(replace(refused, is_sample=is_sample), paper)
        case "extension-apology":
            apology = notices.extension_apology_form(desk, dossier, timeline)
            return extension_apology.draw(replace(apology, is_sample=is_sample), paper)
        case "stop-notice":
            notice = notices.stop_notice_form(desk, dossier, timeline)
            return stop_notice.draw(replace(notice, is_sample=is_sample), paper)
        case _:
            raise UnknownForm(form=form[:40])
