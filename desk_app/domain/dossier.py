"""A dossier (hồ sơ) as it stands and the states it can be in; how it gets there: `folding`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.tenure import NOBODYS, Tenure

if TYPE_CHECKING:
    from datetime import date, datetime

    from desk_app.domain import events
    from desk_app.domain.correction import Beside
    from desk_app.domain.linked_parts import Part
    from desk_app.domain.submission import Application


class Status(StrEnum):
    """The ten national states, in their order (the exchange vocabulary)."""

    REGISTERED = "registered"  # 1 mới đăng ký
    RECEIVED = "received"  # 2 được tiếp nhận
    NOT_RECEIVED = "not_received"  # 3 không được tiếp nhận
    IN_PROGRESS = "in_progress"  # 4 đang xử lý
    SUPPLEMENT_REQUESTED = "supplement_requested"  # 5 yêu cầu bổ sung giấy tờ
    PAYMENT_REQUESTED = "payment_requested"  # 6 yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWAL_REQUESTED = "withdrawal_requested"  # 7 công dân yêu cầu rút hồ sơ
    STOPPED = "stopped"  # 8 dừng xử lý
    DONE = "done"  # 9 đã xử lý xong
    RETURNED = "returned"  # 10 đã trả kết quả


class WrongStatus(RuleBroken):
    """The act does not follow the state the dossier is in; look at what is open now."""

    code = "wrong_status"


class ChangedMeanwhile(RuleBroken):
    """Somebody changed the dossier since this person looked at it; look again, then decide."""

    code = "changed_meanwhile"


class AlreadyReceived(WrongStatus):
    """The dossier exists already."""

    code = "already_received"


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """The paper the citizen came for (kết quả giải quyết)."""

    sha256: str
    name: str
    size_bytes: int
    number: str
    issuer: str  # another body's name; empty when decided at this commune
    signed_sha256: str = ""
    signer: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OutsideCode:
    """The code of the dossier in another system."""

    system: str
    code: str
    is_entered: bool  # all of it was typed into that system


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """A file of one of the dossier's papers (bản số hóa)."""

    sha256: str
    name: str
    size_bytes: int
    pages: int
    paper: str  # what the paper is called
    paper_id: str
    valid_until: date | None  # of the paper
    reused_from: str  # code of the dossier it was scanned for first; empty: for this one
    scanned_at: datetime


@dataclass(frozen=True, kw_only=True)  # no slots: the fold copies all fields at once, as a dict
class Dossier:
    """One dossier as it stands: business, money and delivery apart; sync is the store's."""

    entity: int
    status: Status
    application: Application
    organisation: str
    competent: str = ""
    code: str = ""
    is_temporary: bool = False
    registered_at: datetime
    received_at: datetime | None = None
    competent_received_at: datetime | None = None
    due_at: datetime | None = None
    first_due_at: datetime | None = None  # what the receipt promised; never forgotten
    due_less_waiting_at: datetime | None = None
    limit: str = ""
    calendar: str = ""
    fee_vnd: int | None = None
    fee_lines: tuple[events.FeeTakenLine, ...] = ()
    paid_vnd: int = 0
    cashless_vnd: int = 0  # of it, what was not cash
    required_vnd: int = 0  # an outside money duty
    awaited_vnd: int = 0  # of a transfer that the bank has not confirmed
    awaited_proof: str = ""  # what is known of it, by `TransferProof`
    register_year: int = 0
    register_number: int = 0
    asked_back: int = 0  # how often the citizen came before for nothing
    supplement_requests: int = 0
    supplement_asked_at: datetime | None = None  # open request
    respond_by: date | None = None  # of the open request
    first_supplement_asked_at: datetime | None = None
    waiting_seconds: int = 0  # for supplements and money duties, closed periods
    payment_asked_at: datetime | None = None
    extensions: int = 0
    is_apology_signed: bool = True  # no apology waits for the head of the office
    handed_to: str = ""
    handed_at: datetime | None = None
    handed_from: str = ""  # who had it before it was handed on last; empty: the desk
    is_taken: bool = True  # whom it was handed to has signed for it, or works on it
    given_back_reason: str = ""  # why it was not taken; empty once it is handed on again
    is_appraised: bool = False
    is_approved: bool = False
    result: Result | None = None
    sent_back_reason: str = ""  # why the leader did not sign; empty once a new result is there
    parcel: str = ""
    refused_at: datetime | None = None
    stopped_at: datetime | None = None
    withdrawn_at: datetime | None = None
    done_at: datetime | None = None
    returned_at: datetime | None = None
    cancelled_at: datetime | None = None
    outside: tuple[OutsideCode, ...] = ()
    corrections: int = 0
    corrected_by: int = 0  # the machine of the last correction
    corrected_ver: int = field(default=0, compare=False)  # the version it made, as far as known
    beside: tuple[Beside, ...] = ()  # values that lost to the one in their field, unsettled
    scans: tuple[Scan, ...] = ()  # in the order they came
    parts: tuple[Part, ...] = ()  # of an interlinked procedure, each with its agency
    is_apart: bool = False  # their results are handed over one by one
    tenure: Tenure = NOBODYS  # who takes the next step
    version: int = 1  # how many events stand behind this state

    @property
    def awaits_taking(self) -> bool:
        """Handed on, and whom it was handed to has neither signed for it nor worked on it."""
        return self.status is Status.IN_PROGRESS and not self.is_taken

    @property
    def is_linked(self) -> bool:
        """Settled by several agencies, so that no one result ends it."""
        return bool(self.parts)

    @property
    def awaits_entry(self) -> bool:
        """Taken in, not ended without a result, and not typed into another system."""
        if self.received_at is None or self.status in {Status.NOT_RECEIVED, Status.STOPPED}:
            return False
        return not any(one.is_entered for one in self.outside)

    @property
    def awaits_signature(self) -> bool:
        """A result file is there and may be signed: approved here, or decided by another body."""
        result = self.result
        if self.status is not Status.IN_PROGRESS or result is None or result.signed_sha256:
            return False
        return self.is_approved or bool(result.issuer)


def require_seen(dossier: Dossier, seen: tuple[int, int] | None) -> None:
    """`seen`: entity and version a person looked at; raises ChangedMeanwhile for a newer one."""
    if seen is not None and seen != (dossier.entity, dossier.version):
        raise ChangedMeanwhile
