"""What reception shows and asks for: rows made from the catalogue, and the calls behind buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.receive.draft import Draft, PersonTyped
    from desk_app.ui.strip import Message
    from desk_app.ui.widgets.pick import Choice


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperShown:
    """One required paper as the checklist names it."""

    id: str
    name: str
    originals: int
    copies: int
    state: str  # the usual PaperState of such a paper
    is_shown_only: bool  # looked at and given back
    condition: str = ""  # asked for only then
    alternatives: str = ""  # what may stand in, in words
    is_confirmed: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedShown:
    """A part of an interlinked procedure, to be asked for or left out."""

    id: str
    words: str  # its name, its agency and its time
    is_optional: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcedureShown:
    """A chosen procedure in the version of today."""

    code: str
    name: str
    field: str
    version: str  # "từ 1/7/2025", its dates in words
    is_confirmed: bool
    cases: Sequence[Choice]
    channels: Sequence[str]
    asks_pages: bool  # the fee goes by page
    asks_copies: bool
    asks_persons: bool
    asks_cases: bool
    exemptions: Sequence[str]
    is_same_day: bool
    master: str = ""  # the ministry's system that is master, if one is
    parts: Sequence[LinkedShown] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DayShown:
    day: str
    is_counted: bool
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What receiving this now would promise and cost."""

    papers: Sequence[PaperShown]
    fee: str  # "8.000 đ", or what is not known, in words
    fee_why: Sequence[str]
    is_fee_confirmed: bool
    due: str  # "16:30 27/11/2026", or why there is no promise
    limit: str
    is_limit_confirmed: bool
    days: Sequence[DayShown]
    warnings: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenShown:
    """A dossier of the same person and procedure that is not ended."""

    entity: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InStore:
    """A paper of the person that was scanned before and may serve again."""

    paper: PaperShown
    file: str  # dossier and file
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PeopleNotes:
    """What is known of who stands here, beside the typed fields."""

    number: str = ""  # what the personal number says, or why it cannot be
    is_number_wrong: bool = False
    open: Sequence[OpenShown] = ()
    begun: str = ""  # the dossier written down before, to go on with
    trip: str = ""  # which visit this is, in words
    in_store: Sequence[InStore] = ()
    warnings: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """After a dossier was taken, registered or refused."""

    message: Message
    entity: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiveCalls:
    """Each is one use case or one look-up; those marked slow are run off the window's loop."""

    find_people: Callable[[str], Sequence[Choice]]
    person: Callable[[str], PersonTyped]
    read_card: Callable[[str], PersonTyped]  # raises what the QR has wrong
    find_procedures: Callable[[str], Sequence[Choice]]
    procedure: Callable[[str], ProcedureShown]
    preview: Callable[[Draft], Preview]
    people_notes: Callable[[Draft], PeopleNotes]
    receive: Callable[[Draft], Done]  # slow
    ask_supplement: Callable[[Draft, Sequence[str], str], Done]  # slow
    refuse: Callable[[Draft, str, str], Done]  # slow; ground and reason
    ask_back: Callable[[Draft, str], Done]  # slow; the reason
    print_checklist: Callable[[Draft], Done]  # slow
    keep_draft: Callable[[Draft], Any]  # slow
    # slow; of whom, reason, words beside it; None: a receipt is out already, so ask why
    reprint: Callable[[str, str, str], Done | None]
    open_dossier: Callable[[str], Any]
