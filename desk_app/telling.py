"""What the province's public pages may tell: a dossier without its person, and the procedures.

Nothing here names anybody. A request's items are a clerk's own words, so only those that are papers
of the catalogue are told; the others are counted, and the slip has them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desk_app.catalogue.organisations import commune_of
from desk_app.domain import codec
from desk_app.domain.dossier import Status
from desk_app.domain.events import FeedbackAnswered, SupplementRequested
from desk_app.domain.feedback import Feedback, FeedbackUnfit, after
from desk_app.domain.submission import PaperState
from desk_app.domain.text import clean_lines, fold
from desk_app.opening import the_catalogue
from sync.hub.rules import CitizenView, DeskFeedback

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.procedure import ProcedureVersion, RequiredPaper
    from sync.record import Change

_DESK = "Trung tâm Phục vụ hành chính công"
_DIGITS = 4


def citizen_view(dossier: Dossier, changes: Sequence[Change]) -> CitizenView:
    """What whoever holds the receipt is told; `changes`: those in force, in their order."""
    application = dossier.application
    procedure = the_catalogue().by_code.get(application.procedure)
    missing, others = _missing(dossier, changes)
    return CitizenView(
        code=dossier.code,
        org=dossier.organisation,
        state=dossier.status,
        procedure=application.procedure,
        procedure_name=procedure.name if procedure else "",
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        first_due_at=dossier.first_due_at,
        done_at=dossier.done_at,
        missing=missing,
        missing_others=others,
        respond_by=dossier.respond_by if _waits(dossier) else None,
        return_by=application.result_by,
        place=desk_name(dossier.organisation),
        phone_end="".join(filter(str.isdigit, application.applicant.phone))[-_DIGITS:],
        parts=tuple((part.name, part.agency, part.state) for part in dossier.parts),
    )


def desk_name(organisation: str) -> str:
    """The desk of an organisation, as people call it; empty for a code nobody has."""
    commune = commune_of(the_catalogue().units, organisation, known={})
    return f"{_DESK} {commune.kind.lower()} {commune.name}" if commune else ""


def _waits(dossier: Dossier) -> bool:
    return dossier.status is Status.SUPPLEMENT_REQUESTED


def _missing(dossier: Dossier, changes: Sequence[Change]) -> tuple[tuple[str, ...], int]:
    """Names of papers that are asked for, as the catalogue has them, and how many things more."""
    if not _waits(dossier):
        lacking = [
            paper.name
            for paper in dossier.application.papers
            if paper.state is PaperState.MISSING and paper.paper_id
        ]
        known = _paper_names(dossier.application.procedure)
        return tuple(known[name] for one in lacking if (name := fold(one)) in known), 0
    asked = _asked(changes)
    known = _paper_names(dossier.application.procedure)
    told = tuple(known[name] for one in asked if (name := fold(one)) in known)
    return told, len(asked) - len(told)


def _asked(changes: Sequence[Change]) -> tuple[str, ...]:
    """The items of the last request."""
    for change in reversed(changes):
        try:
            event = codec.decode(change.kind, change.body)
        except codec.MalformedEvent:
            continue
        if isinstance(event, SupplementRequested):
            return event.items
    return ()


def _paper_names(code: str) -> dict[str, str]:
    """The papers of a procedure by their folded names."""
    procedure = the_catalogue().by_code.get(code)
    versions = procedure.versions if procedure else ()
    groups = [papers for one in versions for papers in (one.papers, *_of_cases(one))]
    return {fold(name): name for papers in groups for paper in papers for name in paper.names}


def _of_cases(version: ProcedureVersion) -> Iterator[tuple[RequiredPaper, ...]]:
    return (case.papers for case in version.cases if case.papers is not None)


class FeedbackTold:
    """What people said at a desk, for the province; one half of its rules."""

    def feedback(self, changes: Sequence[Change]) -> DeskFeedback | None:
        """None for what is no feedback, or cannot be read."""
        one: Feedback | None = None
        for change in changes:
            try:
                event = codec.decode(change.kind, change.body)
            except codec.MalformedEvent:
                continue
            at = datetime.fromtimestamp(change.at, UTC)
            one = after(one, event, entity=change.ent, at=at)
        if one is None:
            return None
        return DeskFeedback(
            number=one.taken.number,
            kind=one.taken.kind,
            words=one.taken.words,
            due_on=one.taken.due_on,
            taken_at=one.taken_at,
            is_for_province=one.is_for_province,
            answer=one.answered.words if one.answered else "",
            answered_at=one.answered_at,
        )

    def feedback_answer(self, words: str) -> tuple[int, Sequence[Any]]:
        """Raises FeedbackUnfit, TooLong."""
        tidy = clean_lines(words, field="words")
        if not tidy:
            raise FeedbackUnfit(field="answer")
        return codec.encode(FeedbackAnswered(words=tidy, signer="Trung tâm tỉnh"))
