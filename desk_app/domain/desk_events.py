"""What can happen at a desk beside its dossiers; `events` says how all of them are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - codec reads the annotations at run time


@dataclass(frozen=True, kw_only=True, slots=True)
class UserAdded:
    number: int
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class UserDisabled:
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockMarked:
    """What the clock was worth when work began, or when that changed."""

    monotonic_ms: int
    boot: str
    trusted_at: datetime | None  # the last hub time
    trusted_age_seconds: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateGiven:
    """The chairman lets postal staff stand in at this machine; fields as `mandate.Mandate`."""

    number: str
    issuer: str
    person: str
    since: date
    until: date
    procedures: tuple[str, ...]
    weekdays: tuple[int, ...]
    begins: int
    ends: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateEnded:
    """A mandate was withdrawn before its last day."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TillClosed:
    """The cash of this machine was counted by two (`till`); all that is in the journal before it.

    `values` and `counts`: so many notes of each denomination, in đồng.
    """

    cash_vnd: int  # taken since the closing before
    float_vnd: int  # left in the till by that
    payments: int  # of any way to pay, since then
    values: tuple[int, ...]
    counts: tuple[int, ...]
    left_vnd: int  # stays in the till; the rest was handed on
    reason: str
    witness: str

    @property
    def counted_vnd(self) -> int:
        return sum(value * count for value, count in zip(self.values, self.counts, strict=False))

    @property
    def difference_vnd(self) -> int:
        """More than should be: above 0."""
        return self.counted_vnd - self.cash_vnd - self.float_vnd


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptsGranted:
    """Numbers that this machine may use, from `first` to `last`."""

    form: str
    symbol: str
    book: str  # quyển số
    first: int
    last: int
    issuer: str  # who granted them or handed the book out
    paper: str = ""  # by which paper: decision, mandate, delivery note


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptsClosed:
    """The rest of a range is not used here any more: handed back, or written down wrongly."""

    form: str
    symbol: str
    first: int
    used_to: int  # the highest number used; 0: none was
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SatisfactionCounted:
    """How a day's people found the service (`satisfaction`); one count a machine and day."""

    day: date
    faces: tuple[int, ...]  # of five, the unhappiest first
    unanswered: int
    reasons: tuple[str, ...]  # UnhappyBecause
    said: tuple[int, ...]  # how often each


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackTaken:
    """Somebody told the desk what is wrong or could be better; creates an entity of its own."""

    number: str  # as on the acknowledgement: "PA17/26-0003"
    kind: str  # FeedbackKind
    about: str  # FeedbackAbout
    words: str
    due_on: date
    name: str  # empty: not told
    phone: str
    address: str
    code: str  # of the dossier it is about; empty: of none


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackRouted:
    """Who is to answer it now."""

    to: str  # RoutedTo
    person: str  # of the commune; empty for the province
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackAnswered:
    """What the person is told; the first answer is the one that counts."""

    words: str
    signer: str  # who answers for it


@dataclass(frozen=True, kw_only=True, slots=True)
class VillagePlanned:
    """The desk will come to a village (`village`); creates an entity of its own."""

    place: str
    day: date
    purpose: str
    people: tuple[str, ...]  # who goes, by name
    procedures: tuple[str, ...]  # codes, as announced


@dataclass(frozen=True, kw_only=True, slots=True)
class VillageOpened:
    """The session begins, at the machine that writes this."""

    battery: int  # of a hundred parts; 0: the machine does not tell


@dataclass(frozen=True, kw_only=True, slots=True)
class VillageClosed:
    """They are back, and what they bring; of a plan that was not opened: it is called off."""

    dossiers: int
    cash_vnd: int
    other_vnd: int  # by transfer, or paid elsewhere
    note: str


DeskEvent = (
    UserAdded
    | UserDisabled
    | ClockMarked
    | MandateGiven
    | MandateEnded
    | TillClosed
    | ReceiptsGranted
    | ReceiptsClosed
    | SatisfactionCounted
    | FeedbackTaken
    | FeedbackRouted
    | FeedbackAnswered
    | VillagePlanned
    | VillageOpened
    | VillageClosed
)
DESK_EVENTS = (
    ClockMarked,
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
