"""What the hub is handed by main.py: the rules of the desks, the texts, the units and the clock.

The hub orders and keeps changes; whether one is in force, only the rules know. They are pure: the
same changes in the same order give the same verdicts, so a state may be folded again at any time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from sync.hub.booklet import Booklet, Published, no_booklet
from sync.hub.figure_rules import NOTHING_COUNTED, NOTHING_WRITTEN, Course, Formulas, Office
from sync.hub.outside import Inside, Paper, Seen, Step, Told, looks_at_nothing
from sync.hub.shelf_rules import EMPTY_SHELF, Shelf
from sync.protocol.page import Verdict
from sync.record import Change


class DossierSummary(NamedTuple):
    """What the province must know of a dossier to find and show it; made for every change."""

    code: str  # unique within the organisation's feed
    org: str
    status: str
    procedure: str
    applicant_folded: str  # as search folds it
    due_at: datetime | None  # aware


class Account(NamedTuple):
    """Who stands behind an actor number of a machine."""

    number: int
    name_folded: str  # as `Rules.folded` folds it


class Place(NamedTuple):
    """Where a change stands in its author's log."""

    dev: int
    ep: int
    seq: int


class Judged(NamedTuple):
    """The rules' word on one change; a tuple, since there is one for every change."""

    verdict: Verdict  # OPAQUE for a kind they do not know
    reason: str = ""  # a code, for HELD, REFUSED and FLAGGED
    state: object | None = None  # after the change; the state before it when it is not in force
    summary: DossierSummary | None = None  # None for what is no dossier
    is_fact: bool = False  # rests on no step before it: money taken, a correction of a field
    account: Account | None = None  # that the change makes


class CitizenView(NamedTuple):
    """What whoever holds the receipt may be told of a dossier: nothing in it names a person."""

    code: str
    org: str
    state: str  # one of the ten national states, as the rules write them
    procedure: str
    procedure_name: str  # empty for one nobody knows
    received_at: datetime | None
    due_at: datetime | None  # as promised last
    first_due_at: datetime | None  # as the receipt promised
    done_at: datetime | None
    missing: tuple[str, ...]  # papers by the catalogue's names
    missing_others: int  # things asked for beside, which only the slip tells
    respond_by: date | None  # of an open request
    return_by: str  # counter, post, online
    place: str  # where to collect
    phone_end: str  # the last four digits, to be compared and never shown; empty: no phone
    parts: tuple[tuple[str, str, str], ...] = ()  # interlinked: name, agency, how it stands


class DeskFeedback(NamedTuple):
    """A complaint or a proposal that a desk took, as it stands."""

    number: str
    kind: str  # as `voice.Kind`
    words: str
    due_on: date
    taken_at: datetime
    is_for_province: bool
    answer: str
    answered_at: datetime | None


class Rules(Protocol):
    """The rules of the desks, as the hub asks them."""

    def judge(
        self, state: object | None, change: Change, *, author: tuple[int, int], ver: int
    ) -> Judged:
        """Judge a change on the state its entity has; None before the change that creates it.

        `ver`: the version of the entity that the change makes, as later ones name it by `base`;
        0 for one that has left the feed, when its entity is folded again.
        States are never changed in place. An exception holds this change and no other.
        """
        ...

    def reviewed(self, change: Change) -> Place | None:
        """The change a person has dealt with, as this one notes it; None for any other change.

        The note counts whatever the verdict on it.
        """
        ...

    def side_by_side(
        self, state: object | None, change: Change
    ) -> tuple[str, Sequence[tuple[str, str, str]]]:
        """What kind of change it is, and field by field what it says and what stands; for a person.

        Names of kinds and fields are ours, values are as written. Nothing for what cannot be read.
        """
        ...

    def release(self, reason: str) -> tuple[int, Sequence[Any]]:
        """The kind and body by which the province puts a dossier into common hands."""
        ...

    def folded(self, name: str) -> str:
        """A person's name as two spellings of it are one."""
        ...

    def result(
        self, state: object, *, sha256: str, name: str, size: int
    ) -> tuple[int, Sequence[Any]]:
        """The kind and body by which a result file reaches a dossier from the province."""
        ...

    def course(self, state: object) -> Course | None:
        """A dossier as figures see it; None for what no figure counts."""
        ...

    def told(self, state: object) -> Told | None:
        """What other systems are told of a dossier; None for what is none."""
        ...

    def inside(self, state: object) -> Inside:
        """What a dossier says of a person."""
        ...

    def outside_result(self, state: object, paper: Paper) -> tuple[int, Sequence[Any]]:
        """The kind and body by which another body's result reaches a dossier; raises StateRefused.

        A signed one ends the work.
        """
        ...

    def outside_step(
        self, state: object, step: Step, *, now: datetime
    ) -> tuple[int, Sequence[Any]] | None:
        """The kind and body by which a body's word stands; None where it changes nothing.

        Raises StateRefused.
        """
        ...

    def feedback(self, changes: Sequence[Change]) -> DeskFeedback | None:
        """What the changes in force of one entity tell; None for what is no feedback."""
        ...

    def feedback_answer(self, words: str) -> tuple[int, Sequence[Any]]:
        """The kind and body by which the province answers what a desk took."""
        ...

    def phone(self, state: object) -> str:
        """Where the applicant of a dossier is told of it; empty: nowhere."""
        ...

    def citizen_view(self, state: object, changes: Sequence[Change]) -> CitizenView:
        """What is told of a dossier to whoever holds its receipt.

        `changes`: those about it that are in force, in their order.
        """
        ...


class Texts(Protocol):
    """The texts of one language, as the catalogue of the whole program gives them."""

    def __getitem__(self, key: str) -> str: ...

    def __contains__(self, key: str) -> bool: ...

    def say(self, key: str, /, **values: object) -> str: ...


def reads_nothing(_content: bytes) -> Sequence[str] | None:
    """In place of `Province.codes_in` where no pictures are read."""
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Province:
    """All that the hub is handed."""

    rules: Rules
    say: Callable[[str, Mapping[str, str], str], str]  # code, details, language → sentence
    names_of: Callable[[str], tuple[str, ...] | None]  # an organisation's names; None: no such one
    clock: Callable[[], datetime]  # aware
    texts: Callable[[str], Texts]  # of a language, for the web pages
    code_rows: Callable[[str], Sequence[bytes]]  # a QR code's rows, a byte a square, dark is 1
    over: frozenset[str] = frozenset()  # statuses of dossiers in which nothing follows any more
    codes_in: Callable[[bytes], Sequence[str] | None] = reads_nothing  # QR texts; None: no picture
    pdf_seen: Callable[[bytes], Seen] = looks_at_nothing  # what a result's signatures are worth
    formulas: Formulas = NOTHING_COUNTED
    office: Office = NOTHING_WRITTEN
    shelf: Shelf = EMPTY_SHELF
    booklet: Callable[[date, Published], Booklet] = no_booklet  # the procedures of a day
