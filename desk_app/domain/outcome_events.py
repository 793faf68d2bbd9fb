"""What happens to a dossier's money and to its result; `events` says how all events are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - codec reads the annotations at run time

from desk_app.domain.choices import TransferProof  # noqa: TC001 - as above
from desk_app.domain.submission import ReturnMethod  # noqa: TC001 - as above

CASH = "cash"  # the method of money that lies in the till


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentRequired:
    """A money duty toward tax, land or another body; the clock stops."""

    amount_vnd: int
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentRecorded:
    """Money taken or proved paid: a fact, always kept."""

    amount_vnd: int
    method: str  # cash, transfer, outside
    what: str
    reference: str = ""
    due_at: datetime | None = None  # the promise after a money duty was met
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TransferWitnessed:
    """A transfer that no bank has confirmed: a fact, and no money yet.

    What the bank confirms is a `PaymentRecorded` by transfer.
    """

    amount_vnd: int
    proof: TransferProof
    what: str = ""
    reference: str = ""
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultAttached:
    """A result file has come: from the agency by the hub, or drafted at the commune."""

    sha256: str
    name: str
    size_bytes: int
    number: str = ""  # the document's own number
    issuer: str = ""
    is_signed: bool = False  # carries the issuer's valid signature already


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultSigned:
    source_sha256: str
    sha256: str
    size_bytes: int
    signer: str
    certificate_serial: str
    signed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultSentBack:
    """The leader read the result and did not sign it; it goes back to its handler."""

    sha256: str  # of the file that was read
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultPosted:
    """The result is with the post and not yet with the citizen."""

    parcel: str
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelCameBack:
    """The post could not deliver: the result lies at the desk again."""

    parcel: str
    reason: str
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginalsKept:
    """Not every original went back with the result; these lie at the desk, and why."""

    papers: tuple[str, ...]
    reason: str
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultReturned:
    """The citizen has the result (trả kết quả)."""

    method: ReturnMethod
    receiver: str
    paper: str = ""  # what proved who the receiver is
    relation: str = ""  # a proxy's relation and authorisation
    parcel: str = ""
    originals_back: bool = True
    mandate: str = ""
