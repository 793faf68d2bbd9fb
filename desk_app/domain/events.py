"""What can happen to a dossier and at a desk: facts in the past tense, one class each.

An event says what was done; who did it, where and when stands in the journal entry that carries it.
What postal staff do names the decision that lets them do it: `mandate`, empty for an official.
Fields are append-only: `codec` writes them by position, so a new field goes last and has a default.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime  # noqa: TC003 - codec reads the annotations at run time

from desk_app.domain.choices import Outcome, Source, StopGround
from desk_app.domain.desk_events import (
    DESK_EVENTS,
    ClockMarked,
    DeskEvent,
    FeedbackAnswered,
    FeedbackRouted,
    FeedbackTaken,
    MandateEnded,
    MandateGiven,
    ReceiptsClosed,
    ReceiptsGranted,
    SatisfactionCounted,
    TillClosed,
    UserAdded,
    UserDisabled,
    VillageClosed,
    VillageOpened,
    VillagePlanned,
)
from desk_app.domain.handling_events import (
    ApologySigned,
    Appraised,
    Approved,
    Extended,
    HandedOn,
    HandOverAnswered,
    OutsideCoded,
    Refused,
    Stopped,
    Withdrawn,
)
from desk_app.domain.linked_parts import PartMoved, PartsOpened
from desk_app.domain.outcome_events import (
    OriginalsKept,
    ParcelCameBack,
    PaymentRecorded,
    PaymentRequired,
    ResultAttached,
    ResultPosted,
    ResultReturned,
    ResultSentBack,
    ResultSigned,
    TransferWitnessed,
)
from desk_app.domain.paper_events import PaperScanned, ScanWithdrawn
from desk_app.domain.receipt_events import ReceiptVoided, ReceiptWritten
from desk_app.domain.standing_events import Reviewed, StepSeen, TakenOver, ValueSettled
from desk_app.domain.submission import (  # noqa: TC001 - as above
    Application,
    PaperTaken,
)
from desk_app.domain.visit_events import AskedBack

__all__ = [
    "DESK_EVENTS",
    "ApologySigned",
    "Appraised",
    "Approved",
    "AskedBack",
    "ClockMarked",
    "Extended",
    "FeedbackAnswered",
    "FeedbackRouted",
    "FeedbackTaken",
    "HandOverAnswered",
    "HandedOn",
    "MandateEnded",
    "MandateGiven",
    "OriginalsKept",
    "Outcome",
    "OutsideCoded",
    "PaperScanned",
    "ParcelCameBack",
    "PartMoved",
    "PartsOpened",
    "PaymentRecorded",
    "PaymentRequired",
    "ReceiptVoided",
    "ReceiptWritten",
    "ReceiptsClosed",
    "ReceiptsGranted",
    "Refused",
    "ResultAttached",
    "ResultPosted",
    "ResultReturned",
    "ResultSentBack",
    "ResultSigned",
    "Reviewed",
    "SatisfactionCounted",
    "ScanWithdrawn",
    "Source",
    "StepSeen",
    "StopGround",
    "Stopped",
    "TakenOver",
    "TillClosed",
    "TransferWitnessed",
    "UserAdded",
    "UserDisabled",
    "ValueSettled",
    "VillageClosed",
    "VillageOpened",
    "VillagePlanned",
    "Withdrawn",
]
# Asked for here like the events below.


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeTakenLine:
    label: str
    quantity: int
    unit_vnd: int
    amount_vnd: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierRegistered:
    """Written down before reception (mới đăng ký): lacking papers, or to be refused."""

    application: Application
    organisation: str
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierReceived:
    """Taken in, numbered and promised (tiếp nhận); a receipt goes with it."""

    application: Application
    code: str
    temporary: bool
    organisation: str  # the receiving desk's
    competent: str  # the body that must solve it; differs for reception regardless of boundary
    received_at: datetime
    due_at: datetime | None  # None while the competent body has not got it, or no limit is stated
    limit: str  # "working_day:3", as the version said on the day of receipt
    calendar: str  # version of the working-day calendar the promise was counted with
    fee_vnd: int | None  # None: the province has not set the rate
    fee_lines: tuple[FeeTakenLine, ...]
    register_year: int
    register_number: int
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CompetentReceived:
    """The competent body has the dossier; its time runs from here (NĐ 309/2026, 17.3)."""

    received_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplementRequested:
    """Papers or corrections asked for, once and in full (Mẫu 02)."""

    items: tuple[str, ...]
    reason: str
    respond_by: date | None = None
    override_reason: str = ""  # why a second request was made although the index counts it late


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplementReceived:
    papers: tuple[PaperTaken, ...]
    received_at: datetime
    due_at: datetime | None  # the promise now: the limit counted anew
    due_less_waiting_at: (
        datetime | None
    )  # the old promise moved by the waiting time, as the index counts
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    """A slip of the pen put right, with its reason; the receipt is printed anew and says so."""

    field: str  # applicant.name, applicant.phone, …: CORRECTABLE
    was: str
    now: str
    reason: str
    source: Source = Source.TYPED


@dataclass(frozen=True, kw_only=True, slots=True)
class Cancelled:
    """A reception by mistake; its number stays accounted for."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeAssigned:
    """An official code in place of a temporary number."""

    code: str
    was: str


DossierEvent = (
    DossierRegistered
    | DossierReceived
    | CompetentReceived
    | SupplementRequested
    | SupplementReceived
    | Refused
    | HandedOn
    | Appraised
    | PaymentRequired
    | PaymentRecorded
    | Extended
    | Stopped
    | Withdrawn
    | Approved
    | ResultAttached
    | ResultSigned
    | ResultSentBack
    | ResultPosted
    | ResultReturned
    | Corrected
    | Cancelled
    | CodeAssigned
    | TakenOver
    | ValueSettled
    | Reviewed
    | StepSeen
    | TransferWitnessed
    | AskedBack
    | PaperScanned
    | ScanWithdrawn
    | HandOverAnswered
    | OutsideCoded
    | ApologySigned
    | ReceiptWritten
    | ReceiptVoided
    | ParcelCameBack
    | OriginalsKept
    | PartsOpened
    | PartMoved
)
Event = DossierEvent | DeskEvent

UnderMandate = (
    DossierRegistered
    | AskedBack
    | DossierReceived
    | SupplementReceived
    | HandedOn
    | OutsideCoded
    | PaymentRecorded
    | ReceiptWritten
    | Withdrawn
    | ResultPosted
    | ParcelCameBack
    | OriginalsKept
    | ResultReturned
    | PaperScanned
    | ScanWithdrawn
    | PartMoved
)


def under(event: DossierEvent, mandate: str) -> DossierEvent:
    """The event with the mandate it was done under; as it is where there is none."""
    if not mandate or not isinstance(event, UnderMandate):
        return event
    return replace(event, mandate=mandate)
