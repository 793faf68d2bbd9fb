"""Mẫu 02 to 05 of a dossier: each tells of the last act of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from desk_app.domain import events
from desk_app.domain.errors import RuleBroken
from desk_app.papers import head
from printing.extension_apology import ExtensionApologyForm
from printing.refusal import RefusalForm
from printing.stop_notice import StopNoticeForm
from printing.supplement_request import SupplementRequestForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer
    from desk_app.store.entries import Entry

_Event = TypeVar("_Event")
_STOP_GROUNDS = {
    events.StopGround.REQUEST: "Theo đề nghị của người nộp hồ sơ",
    events.StopGround.NO_SUPPLEMENT: "Quá thời hạn bổ sung mà hồ sơ chưa được hoàn thiện",
    events.StopGround.OFFICE: "Theo quyết định của cơ quan giải quyết",
}


class NoPaperYet(RuleBroken):
    """The act that this form tells of was not done; do it first."""

    code = "no_paper_yet"


def supplement_request_form(
    desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]
) -> SupplementRequestForm:
    entry, event = _last(dossier, timeline, events.SupplementRequested)
    guide = desk.writer_of(entry)
    return SupplementRequestForm(
        letterhead=head.letterhead(desk, number="........./HDHS", at=entry.at),
        code=dossier.code,
        desk=head.paper_desk(desk),
        applicant=head.applicant(dossier),
        request=head.request(desk, dossier),
        asked=event.items,
        reason=event.reason,
        contact=head.clerk_name(guide),
        contact_phone=desk.place.phone,
        guide=head.clerk_name(guide),
        guide_note=head.clerk_note(guide, event),
        qr_text=dossier.code,
    )


def refusal_form(desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]) -> RefusalForm:
    entry, event = _last(dossier, timeline, events.Refused)
    clerk = desk.writer_of(entry)
    return RefusalForm(
        letterhead=head.letterhead(desk, number="", at=entry.at),
        code=dossier.code,
        desk=head.paper_desk(desk),
        applicant=head.applicant(dossier),
        request=head.request(desk, dossier),
        reasons=tuple(filter(None, [*event.reason.split("\n"), _ground(event.ground)])),
        contact=head.clerk_name(clerk),
        contact_phone=desk.place.phone,
        clerk=head.clerk_name(clerk),
        clerk_note=head.clerk_note(clerk, event),
        qr_text=dossier.code,
    )


def extension_apology_form(
    desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]
) -> ExtensionApologyForm:
    entry, event = _last(dossier, timeline, events.Extended)
    return ExtensionApologyForm(
        letterhead=head.letterhead(desk, number="........./PXL", at=entry.at),
        addressee=dossier.application.applicant.name,
        received_at=head.iso(dossier.received_at),
        office=desk.place.office,
        request=head.request(desk, dossier),
        code=dossier.code,
        due_at=head.iso(_promised_before(timeline, entry) or dossier.first_due_at),
        reason=event.reason,
        new_due_at=head.iso(event.due_at),
        copies_to=("Như trên", "Lưu: hồ sơ"),
        signer=head.leader(event.signer),
        qr_text=dossier.code,
    )


def stop_notice_form(desk: Issuer, dossier: Dossier, timeline: Sequence[Entry]) -> StopNoticeForm:
    entry, event = _last(dossier, timeline, events.Stopped)
    papers = dossier.application.papers if event.papers_back else ()
    return StopNoticeForm(
        letterhead=head.letterhead(desk, number="", at=entry.at),
        addressee=dossier.application.applicant.name,
        code=dossier.code,
        office=desk.place.office,
        request=head.request(desk, dossier),
        received_at=head.iso(dossier.received_at),
        grounds=(_STOP_GROUNDS[event.ground], event.reason),
        papers_returned=tuple(paper.name for paper in papers if paper.originals),
        fee_settlement=event.money,
        copies_to=("Như trên", "Lưu: hồ sơ"),
        signer=head.leader(""),
        qr_text=dossier.code,
    )


def _last(dossier: Dossier, timeline: Sequence[Entry], kind: type[_Event]) -> tuple[Entry, _Event]:
    """The last act of a kind, with its entry; raises NoPaperYet."""
    for entry in reversed(timeline):
        if isinstance(entry.event, kind):
            return entry, entry.event
    raise NoPaperYet(code=dossier.code)


def _promised_before(timeline: Sequence[Entry], extended: Entry) -> datetime | None:
    """The last promise made before the extension."""
    promise = None
    for entry in timeline:
        if entry is extended:
            break
        promise = getattr(entry.event, "due_at", None) or promise
    return promise


def _ground(ground: str) -> str:
    return f"Căn cứ: {ground}" if ground else ""
