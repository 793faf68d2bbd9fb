"""The rules the hub judges by: the very functions the desks fold their journals with."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from desk_app import figures
from desk_app.catalogue.organisations import commune_of, names_of
from desk_app.domain import codec, events
from desk_app.domain.dossier import Dossier, Status
from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply
from desk_app.domain.merging import VALUES_DIFFER, is_clash
from desk_app.domain.outside_steps import OutsideWord, decide_outside
from desk_app.domain.outward import outward
from desk_app.domain.side_by_side import side_by_side
from desk_app.domain.tenure import Written, is_fact, stands_alone
from desk_app.domain.text import NAME_LIMIT, clean, clean_lines, fold
from desk_app.opening import the_catalogue
from desk_app.signing.errors import SigningError
from desk_app.signing.verdict import State, require_sound
from desk_app.signing.verify import verify_pdf
from desk_app.telling import FeedbackTold, citizen_view
from desk_app.telling_procedures import booklet
from locales.catalogue import load
from printing.errors import PictureUnreadable
from sync.hub.errors import StateRefused
from sync.hub.figure_rules import NOTHING_WRITTEN
from sync.hub.outside import Filed, Inside, Paper, Seen, Step, Told
from sync.hub.rules import Account, CitizenView, DossierSummary, Judged, Place, Province
from sync.hub.shelf_rules import EMPTY_SHELF
from sync.protocol.page import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.clock import Clock
    from sync.hub.figure_rules import Course, Office
    from sync.hub.shelf_rules import Shelf
    from sync.record import Change

_NOTES = {kind for kind, event in codec.KINDS.items() if event is events.Reviewed}
_new = tuple.__new__  # makes a NamedTuple in half the time of its own constructor
_folded = lru_cache(maxsize=4_096)(fold)  # the same name comes with every act on its dossier


class DossierRules(FeedbackTold):
    """Judges changes about dossiers; a state is the `Dossier` they fold to."""

    def judge(self, state: Any, change: Change, *, author: tuple[int, int], ver: int) -> Judged:
        """One change on the state before it; a fact that does not follow is kept and flagged."""
        before: Dossier | None = state
        try:
            event: Any = codec.decode(change.kind, change.body)
        except codec.MalformedEvent as error:
            return _judged(Verdict.HELD, before, reason=error.code)
        if event is None:
            return _judged(Verdict.OPAQUE, before)
        if type(event) is events.UserAdded:
            account = Account(number=event.number, name_folded=fold(event.name))
            return _judged(Verdict.OK, before)._replace(account=account)
        if type(event) in events.DESK_EVENTS:
            return _judged(Verdict.OK, before)
        written = _new(Written, (author[0], ver, change.base, False, (author[1], change.seq)))
        return _on_dossier(before, event, change, written)

    def reviewed(self, change: Change) -> Place | None:
        """The change that a person at a desk has dealt with; also where the note was recovered."""
        if change.kind not in _NOTES and change.kind != codec.RECOVERED:
            return None
        try:
            event = codec.decode(change.kind, change.body)
        except codec.MalformedEvent:
            return None
        if not isinstance(event, events.Reviewed):
            return None
        return Place(event.machine, event.epoch, event.number)

    def side_by_side(
        self, state: object | None, change: Change
    ) -> tuple[str, Sequence[tuple[str, str, str]]]:
        """What a change says beside what stands."""
        try:
            event = codec.decode(change.kind, change.body)
        except codec.MalformedEvent:
            return "", []
        if event is None:
            return "", []
        return type(event).__name__, side_by_side(cast("Dossier | None", state), event)

    def release(self, reason: str) -> tuple[int, Sequence[Any]]:
        """The province lets any machine of the commune go on with a dossier."""
        return codec.encode(events.TakenOver(reason=clean_lines(reason, field="reason")))

    def folded(self, name: str) -> str:
        """As a desk finds its accounts: accents and case do not count."""
        return fold(name)

    def result(
        self, state: object, *, sha256: str, name: str, size: int
    ) -> tuple[int, Sequence[Any]]:
        """The province's result file for a dossier, not signed by the issuer."""
        del state
        event = events.ResultAttached(
            sha256=sha256, name=name, size_bytes=size, issuer="Trung tâm tỉnh"
        )
        return codec.encode(event)

    def phone(self, state: object) -> str:
        """The applicant's."""
        return cast("Dossier", state).application.applicant.phone

    def citizen_view(self, state: object, changes: Sequence[Change]) -> CitizenView:
        """As `telling.citizen_view`."""
        return citizen_view(cast("Dossier", state), changes)

    def course(self, state: object) -> Course | None:
        """The dossier as the figures of the province see it."""
        return figures.course(state) if isinstance(state, Dossier) else None

    def told(self, state: object) -> Told | None:
        """The dossier as it goes out."""
        return Told(*outward(state)) if isinstance(state, Dossier) else None

    def inside(self, state: object) -> Inside:
        """For whoever works on it: the person, the papers, the files."""
        dossier = cast("Dossier", state)
        application, result = dossier.application, dossier.result
        person, submitter = application.applicant, application.submitter
        files = [Filed(scan.sha256, scan.paper, scan.size_bytes) for scan in dossier.scans]
        if result is not None:
            size = result.size_bytes
            files.append(Filed(result.signed_sha256 or result.sha256, result.name, size))
        return Inside(
            applicant=person.name,
            personal_id=person.personal_id,
            phone=person.phone,
            address=person.address,
            submitter=submitter.person.name if submitter else "",
            papers=tuple(paper.name for paper in application.papers),
            files=tuple(files),
        )

    def outside_result(self, state: object, paper: Paper) -> tuple[int, Sequence[Any]]:
        """A department's result; a signed one ends the work."""
        event = events.ResultAttached(
            sha256=paper.sha256,
            name=_clean(paper.name, "name"),
            size_bytes=paper.size,
            number=_clean(paper.number, "number"),
            issuer=_clean(paper.body, "body"),
            is_signed=paper.is_signed,
        )
        _applied(cast("Dossier", state), event)
        return codec.encode(event)

    def outside_step(
        self, state: object, step: Step, *, now: datetime
    ) -> tuple[int, Sequence[Any]] | None:
        """A body's word, decided by the rules of the counter."""
        dossier = cast("Dossier", state)
        try:
            event = decide_outside(dossier, _word(step), now=now)
        except RuleBroken as error:
            raise StateRefused(code=dossier.code, reason=error.code) from error
        return None if event is None else codec.encode(event)


def _word(step: Step) -> OutsideWord:
    """The word with its texts as they may be kept; raises ControlCharacters, TooLong."""
    return OutsideWord(
        state=step.state,
        body=clean(step.body, limit=NAME_LIMIT, field="body"),
        reason=clean_lines(step.reason, field="reason"),
        items=tuple(clean(item, field="items") for item in step.items),
        amount_vnd=step.amount_vnd,
        reference=clean(step.reference, limit=NAME_LIMIT, field="reference"),
        override=clean_lines(step.override, field="override"),
    )


def _clean(text: str, field: str) -> str:
    try:
        return clean(text, limit=NAME_LIMIT, field=field)
    except RuleBroken as error:
        raise StateRefused(code="", reason=error.code) from error


def _applied(dossier: Dossier, event: events.DossierEvent) -> None:
    try:
        apply(dossier, event, at=dossier.registered_at)
    except RuleBroken as error:
        raise StateRefused(code=dossier.code, reason=error.code) from error


def province(clock: Clock, office: Office | None = None, shelf: Shelf | None = None) -> Province:
    """All that a hub is handed: rules, words, the names of organisations, the time.

    The catalogue is read at the first question about an organisation, not before.
    """
    return Province(
        rules=DossierRules(),
        say=say,
        names_of=names,
        clock=clock.now,
        over=frozenset({Status.NOT_RECEIVED, Status.STOPPED, Status.RETURNED}),
        codes_in=codes_read,
        pdf_seen=lambda content: seen(content, at=clock.now()),
        texts=load,
        code_rows=code_rows,
        booklet=booklet,
        formulas=figures.IndexFormulas(),
        office=office or NOTHING_WRITTEN,
        shelf=shelf or EMPTY_SHELF,
    )


def codes_read(content: bytes) -> list[str] | None:
    """The texts of the QR codes in a picture or PDF; None for what is neither."""
    from printing.qr_reading import codes_in  # noqa: PLC0415 - a hub seldom reads pictures

    try:
        return codes_in(content)
    except PictureUnreadable:
        return None


def code_rows(text: str) -> Sequence[bytes]:
    """The rows of a QR code of the text, a byte a square, 1 is dark."""
    from printing.qr import qr_code  # noqa: PLC0415 - only pages draw codes

    runs = qr_code(text).squares.rows
    rows = [bytearray(len(runs)) for _ in runs]
    for row, dark in zip(rows, runs, strict=True):
        for start, length in dark:
            row[start : start + length] = b"\1" * length
    return [bytes(row) for row in rows]


def seen(content: bytes, *, at: datetime) -> Seen:
    """What a PDF's signatures are worth; an issuer nobody was told of here is let pass."""
    try:
        verification = verify_pdf(content, at=at, roots=())
        if verification.state is State.UNSIGNED:
            return Seen()
        require_sound(verification)
    except SigningError as error:
        return Seen(fault=error.code)
    return Seen(is_signed=True)


def names(organisation: str) -> tuple[str, ...] | None:
    """The committee of an organisation, then its province's; None for a code nobody has."""
    units = the_catalogue().units
    commune = commune_of(units, organisation, known={})
    return names_of(units, commune) if commune else None


def say(code: str, details: Mapping[str, str], language: str) -> str:
    """An error's words."""
    return load(language).error(code, details)


def _on_dossier(
    before: Dossier | None, event: events.DossierEvent, change: Change, written: Written
) -> Judged:
    try:
        at = datetime.fromtimestamp(change.at, UTC)
        after = apply(before, event, at=at, entity=change.ent, written=written)
    except (OverflowError, ValueError, OSError):
        return _judged(Verdict.HELD, before, reason=codec.MalformedEvent.code)  # no such moment
    except RuleBroken as error:
        verdict = Verdict.FLAGGED if is_fact(event) and before is not None else Verdict.HELD
        return _judged(verdict, before, reason=error.code, fact=is_fact(event))
    if is_clash(before, after):
        return _judged(Verdict.FLAGGED, after, reason=VALUES_DIFFER, fact=True)
    return _new(Judged, (Verdict.OK, "", after, summary(after), stands_alone(event), None))


def _judged(
    verdict: Verdict, dossier: Dossier | None, *, reason: str = "", fact: bool = False
) -> Judged:
    told = None if dossier is None else summary(dossier)
    return Judged(verdict, reason, dossier, told, fact)


def summary(dossier: Dossier) -> DossierSummary:
    """What the province must know to find and show a dossier."""
    application = dossier.application
    told = (
        dossier.code or f"({dossier.entity})",  # before reception it has none
        dossier.organisation,
        dossier.status,
        application.procedure,
        _folded(application.applicant.name),
        dossier.due_at,
    )
    return _new(DossierSummary, told)
