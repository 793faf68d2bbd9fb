"""What one dossier's screen shows, and the calls behind its buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desk_app.domain.rights import Act
    from desk_app.ui.screens.dossier.make_data import MakeCalls
    from desk_app.ui.theme import Tone
    from desk_app.ui.widgets.file_choice import ChosenFile
    from desk_app.ui.widgets.status import Due


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of the history."""

    what: str
    who: str
    when: str
    detail: str = ""
    tick: str = ""  # yes: judged, held: set aside, no: waits for the province


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperLine:
    name: str
    count: str  # "1 chính, 1 sao"
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PartShown:
    """A part of an interlinked dossier, a row of the screen."""

    name: str
    agency: str  # with its code there
    state: str  # in words
    tone: Tone
    due: str
    told: str  # number of its result, or why not


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintLine:
    id: int
    form: str  # in words
    state: str  # in words
    when: str
    is_open: bool  # not known whether it came out: the person says


@dataclass(frozen=True, kw_only=True, slots=True)
class FileLine:
    sha256: str
    name: str
    detail: str  # size, number, whose
    pages: int  # 0 where it is not here or cannot be shown
    tick: str = ""  # saved, copied, held, judged: how far it has come
    may_withdraw: bool = False  # a scan that this person may take away again


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What an act's fields offer or begin with on this dossier."""

    options: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    initial: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """What a field that is put right may say, where that is one of a few."""
    hidden: frozenset[str] = frozenset()
    warnings: Sequence[str] = ()  # what to know before, in words
    bar: str = ""  # why the act cannot be done now, in words


@dataclass(frozen=True, kw_only=True, slots=True)
class TransferShown:
    """The VietQR of an amount, or why there is none."""

    words: str
    picture: bytes = b""  # PNG; empty where there is none
    lines: Sequence[tuple[str, str]] = ()  # label, value


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierShown:
    id: str
    code: str
    is_temporary: bool
    name: str
    procedure: str
    status: str
    tone: Tone
    due: Due | None
    first_due: str  # what the receipt promised, where that has moved
    facts: Sequence[tuple[str, str]]  # label, value
    acts: Sequence[Act]  # open now and allowed, the main one first
    steps: Sequence[Step]  # newest last
    papers: Sequence[PaperLine]
    prints: Sequence[PrintLine]
    files: Sequence[FileLine]
    forms: Sequence[tuple[str, str]]  # what can be printed: form, words
    tick: str  # saved, copied, held, judged, aside: how far its last change has come
    village: str = ""  # the session in a village it was received in
    held: str  # who takes the next step, in words; empty where this machine may
    may_scan: bool  # papers may be scanned for it by this person
    disputes: Sequence[tuple[str, str]]  # fields with two values: id, words
    version: int  # how many changes stand behind it
    parts: Sequence[PartShown] = ()  # of an interlinked procedure
    parts_title: str = ""  # how many of them are over, and how results go out


@dataclass(frozen=True, kw_only=True, slots=True)
class ActDone:
    """After an act: words for the strip."""

    words: str
    again: str = ""  # nothing was done: this form is on paper already, and nobody said why again


@dataclass(frozen=True, kw_only=True, slots=True)
class PageAsked:
    """A form to print; of one that is on paper already also why, and words beside that."""

    form: str
    why: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileCalls:
    """Of a file by its digest; all of them slow."""

    picture: Callable[[str, int], bytes]  # a page as PNG, counted from 0
    content: Callable[[str], bytes]  # the file itself, to be saved elsewhere
    verify: Callable[[str], ActDone]  # what its signatures are worth
    withdraw: Callable[[str, str], ActDone]  # with the reason; a scan that belongs elsewhere


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierCalls:
    """Slow ones run off the window's loop."""

    load: Callable[[], DossierShown]
    version: Callable[[], int]  # how many changes stand behind the dossier now
    choices: Callable[[Act], Choices]
    transfer: Callable[[str], TransferShown]  # of the amount as it is typed
    act: Callable[[Act, Mapping[str, str], ChosenFile | None], ActDone]  # slow
    print_form: Callable[[PageAsked], ActDone]  # slow
    close_print: Callable[[int, bool], ActDone]  # slow; did it come out?
    files: FileCalls
    settle: Callable[[str], Any]  # leads to the two values of a field
    make: MakeCalls  # a result at this desk
    go: Callable[[Act], Any]  # acts that have a screen of their own
