"""From the result to the citizen's hand: attach, sign, return; and the mending acts beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.domain import events, submission
from desk_app.domain.application import cleaned
from desk_app.domain.correction import corrected_application, field_text
from desk_app.domain.dossier import Dossier, WrongStatus
from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply
from desk_app.domain.handing_out import relation_of
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.id_card import is_id_card_qr, parse_id_card_qr, said_of
from desk_app.domain.linked_parts import ENDED
from desk_app.domain.work_calendar import VIETNAM

if TYPE_CHECKING:
    from datetime import datetime


class NotApproved(RuleBroken):
    """A result decided at this commune is signed after the leader approved the dossier."""

    code = "not_approved"


class NoResult(RuleBroken):
    """There is no result file to sign yet; attach it or wait for the agency's."""

    code = "no_result"


class ResultReplaced(RuleBroken):
    """The result is another file than the one that was read; read the new one first."""

    code = "result_replaced"


class ResultNotSigned(RuleBroken):
    """A result is handed over only when it is signed."""

    code = "result_not_signed"


class ReceiverMissing(RuleBroken):
    """Say who took the result and by which paper they were known."""

    code = "receiver_missing"


class ParcelMissing(RuleBroken):
    """A result sent by post has its parcel number."""

    code = "parcel_missing"


class NothingToCorrect(RuleBroken):
    """The field already says this."""

    code = "nothing_to_correct"


class NotTemporary(RuleBroken):
    """The dossier has its official code already."""

    code = "not_temporary"


def decide_result(
    dossier: Dossier,
    *,
    sha256: str,
    name: str,
    size_bytes: int,
    number: str,
    issuer: str,
    is_signed: bool,
    now: datetime,
) -> events.ResultAttached:
    """A result file for the dossier; a signed one ends the work (đã xử lý xong)."""
    event = events.ResultAttached(
        sha256=sha256,
        name=name,
        size_bytes=size_bytes,
        number=number,
        issuer=issuer,
        is_signed=is_signed,
    )
    if is_signed and not issuer:
        _approved(dossier)
    apply(dossier, event, at=now)
    return event


def check_signable(dossier: Dossier, *, now: datetime, read: str = "") -> str:
    """The digest of the file that may be signed now.

    `read`: the digest of the file that the signer has read, where pages are shown. Raises NoResult,
    NotApproved, WrongStatus, ResultReplaced.
    """
    if dossier.result is None:
        raise NoResult(code=dossier.code)
    if not dossier.result.issuer:
        _approved(dossier)
    trial = events.ResultSigned(
        source_sha256=dossier.result.sha256,
        sha256=dossier.result.sha256,
        size_bytes=0,
        signer="",
        certificate_serial="",
        signed_at=now,
    )
    apply(dossier, trial, at=now)
    if read and read != dossier.result.sha256:
        raise ResultReplaced(code=dossier.code)
    return dossier.result.sha256


def decide_signature(
    dossier: Dossier,
    *,
    sha256: str,
    size_bytes: int,
    signer: str,
    certificate_serial: str,
    now: datetime,
) -> events.ResultSigned:
    """The result is signed: the end for the index, whenever it is handed over."""
    event = events.ResultSigned(
        source_sha256=check_signable(dossier, now=now),
        sha256=sha256,
        size_bytes=size_bytes,
        signer=signer,
        certificate_serial=certificate_serial,
        signed_at=now,
    )
    apply(dossier, event, at=now)
    return event


def decide_sending_back(
    dossier: Dossier, *, sha256: str, reason: str, now: datetime
) -> events.ResultSentBack:
    """The leader read the file and does not sign it.

    Raises ReasonMissing, NoResult, WrongStatus.
    """
    if not reason:
        raise ReasonMissing(field="reason")
    if dossier.result is None:
        raise NoResult(code=dossier.code)
    event = events.ResultSentBack(sha256=sha256 or dossier.result.sha256, reason=reason)
    apply(dossier, event, at=now)
    return event


def decide_return(
    dossier: Dossier,
    *,
    method: submission.ReturnMethod,
    receiver: str,
    paper: str,
    relation: str,
    parcel: str,
    originals_back: bool,
    now: datetime,
    authorisation: str = "",
) -> events.ResultReturned:
    """Handed over, delivered by post, or sent electronically.

    Raises ResultNotSigned, ReceiverMissing (counter: name and paper; post: name), ParcelMissing,
    and at the counter as `handing_out.relation_of`.
    """
    _signed(dossier)
    if not receiver or (method is submission.ReturnMethod.COUNTER and not paper):
        raise ReceiverMissing
    if method is submission.ReturnMethod.COUNTER:
        relation = relation_of(
            dossier.application,
            receiver=receiver,
            paper=paper,
            relation=relation,
            authorisation=authorisation,
        )
    if method is submission.ReturnMethod.POST and not (parcel or dossier.parcel):
        raise ParcelMissing
    event = events.ResultReturned(
        method=method,
        receiver=receiver,
        paper=paper,
        relation=relation,
        parcel=parcel,
        originals_back=originals_back,
    )
    apply(dossier, event, at=now)
    return event


def decide_posting(dossier: Dossier, *, parcel: str, now: datetime) -> events.ResultPosted:
    """Given to the post; it is returned once the post says delivered."""
    _signed(dossier)
    if not parcel:
        raise ParcelMissing
    event = events.ResultPosted(parcel=parcel)
    apply(dossier, event, at=now)
    return event


def decide_coming_back(dossier: Dossier, *, reason: str, now: datetime) -> events.ParcelCameBack:
    """The post brought the parcel back; raises ReasonMissing, WrongStatus."""
    if not reason:
        raise ReasonMissing(field="reason")
    event = events.ParcelCameBack(parcel=dossier.parcel, reason=reason)
    apply(dossier, event, at=now)
    return event


def decide_correction(
    dossier: Dossier, *, field: str, text: str, reason: str, now: datetime
) -> events.Corrected:
    """A slip of the pen put right, judged as a first entry would be.

    `text`: what is typed, or the scanned text of an ID card, whose word outranks typed ones. Raises
    NotCorrectable, NothingToCorrect, ReasonMissing, IdCardQrUnreadable, NotOnCard and as
    `application.cleaned`.
    """
    if not reason:
        raise ReasonMissing(field="reason")
    was = field_text(dossier.application, field)
    today = now.astimezone(VIETNAM).date()
    source = events.Source.TYPED
    if is_id_card_qr(text):
        text, source = said_of(parse_id_card_qr(text, today=today), field), events.Source.CARD
    typed = events.Corrected(field=field, was=was, now=text, reason=reason, source=source)
    mended = cleaned(corrected_application(dossier.application, typed), today=today)
    event = replace(typed, now=field_text(mended, field))
    if event.now == was:
        raise NothingToCorrect(field=field)
    apply(dossier, event, at=now)
    return event


def decide_cancellation(dossier: Dossier, *, reason: str, now: datetime) -> events.Cancelled:
    """A reception by mistake; raises ReasonMissing, and WrongStatus once there is a result."""
    if not reason:
        raise ReasonMissing(field="reason")
    if dossier.result is not None or any(part.state in ENDED for part in dossier.parts):
        raise WrongStatus(status=dossier.status)
    event = events.Cancelled(reason=reason)
    apply(dossier, event, at=now)
    return event


def decide_code(dossier: Dossier, *, code: str, now: datetime) -> events.CodeAssigned:
    """An official code for a dossier that was numbered without a lane."""
    if not dossier.is_temporary:
        raise NotTemporary(code=dossier.code)
    event = events.CodeAssigned(code=code, was=dossier.code)
    apply(dossier, event, at=now)
    return event


def _approved(dossier: Dossier) -> None:
    if not dossier.is_approved:
        raise NotApproved(code=dossier.code)


def _signed(dossier: Dossier) -> None:
    result = dossier.result
    if dossier.is_linked:  # its agencies signed their own papers
        return
    if result is None or not result.signed_sha256:
        raise ResultNotSigned(code=dossier.code)
