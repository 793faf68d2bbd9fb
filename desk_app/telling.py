"""What the province's public pages may tell: a dossier without its person, and the procedures.

Nothing here names anybody. A request's items are a clerk's own words, so only those that are papers
of the catalogue are told; the others are counted, and the slip has them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, assert_never

from desk_app.catalogue.organisations import commune_of
from desk_app.domain import codec
from desk_app.domain.charge import (
    ActualCost,
    CouncilRate,
    FeeNotStated,
    FixedAmount,
    FreeOfCharge,
    PageTiers,
)
from desk_app.domain.dossier import Status
from desk_app.domain.events import FeedbackAnswered, SupplementRequested
from desk_app.domain.feedback import Feedback, FeedbackUnfit, after
from desk_app.domain.procedure import (
    Channel,
    ExpiredVersion,
    FeeUnit,
    LimitUnit,
    PaperGroup,
    VersionNotYetInForce,
)
from desk_app.domain.submission import PaperState
from desk_app.domain.text import clean_lines, field_key, fold
from desk_app.opening import the_catalogue
from sync.hub.booklet import Booklet, CaseTold, FeeTold, PaperTold, ProcedureTold
from sync.hub.rules import CitizenView, DeskFeedback

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from desk_app.domain.charge import Charge
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.procedure import (
        Case,
        FeeRule,
        Procedure,
        ProcedureVersion,
        RequiredPaper,
        TimeLimit,
    )
    from sync.record import Change

_DESK = "Trung tâm Phục vụ hành chính công"
_DIGITS = 4
_CHANNELS = {
    Channel.COUNTER: "trực tiếp tại quầy",
    Channel.POST: "qua bưu chính công ích",
    Channel.ONLINE: "trực tuyến trên Cổng Dịch vụ công quốc gia",
}
_PER = {
    FeeUnit.DOSSIER: "hồ sơ",
    FeeUnit.COPY: "bản",
    FeeUnit.PAGE: "trang",
    FeeUnit.CASE: "trường hợp",
    FeeUnit.TRANSACTION: "giao dịch",
    FeeUnit.PERSON: "người",
}


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


def booklet(day: date) -> Booklet:
    """Every procedure in force on that day, by field, the largest field first."""
    catalogue = the_catalogue()
    told = [one for found in catalogue.procedures for one in _told(found, day)]
    counts = {field: sum(one.field == field for one in told) for field in catalogue.fields}
    told.sort(key=lambda one: (-counts[one.field], one.field))  # stable: the file's order within
    return Booklet(version=catalogue.version, as_of=catalogue.as_of, procedures=tuple(told))


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


def _told(procedure: Procedure, day: date) -> Iterator[ProcedureTold]:
    try:
        version = procedure.version_on(day)
    except (ExpiredVersion, VersionNotYetInForce):
        return
    yield ProcedureTold(
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        field_key=field_key(procedure.field),
        decided_by=procedure.decided_by,
        result=version.result,
        channels=tuple(_CHANNELS[one] for one in version.channels),
        cases=tuple(_cases(version)),
        valid_until=version.valid_until,
    )


def _cases(version: ProcedureVersion) -> Iterator[CaseTold]:
    yield _case(version, None, version.ordinary_case)
    for case in version.cases:
        yield _case(version, case, case.name)


def _case(version: ProcedureVersion, case: Case | None, name: str) -> CaseTold:
    which = case.id if case else None
    return CaseTold(
        name=name,
        limit=_limit(version.time_limit_for(which)),
        papers=tuple(_paper(one) for one in version.papers_for(which)),
        fees=tuple(_fee(one) for one in version.fees_for(which)),
    )


def _limit(limit: TimeLimit) -> str:
    return "" if limit.unit is LimitUnit.NOT_STATED else limit.text


def _paper(paper: RequiredPaper) -> PaperTold:
    return PaperTold(
        name=paper.name,
        originals=paper.originals,
        copies=paper.copies,
        is_shown=paper.group is PaperGroup.SHOW,
        condition=paper.condition,
        waived_when=paper.waived_when,
        others=tuple(one.name for one in paper.alternatives),
    )


def _fee(fee: FeeRule) -> FeeTold:
    return FeeTold(
        name=fee.name,
        amount=_amount(fee.charge, _PER[fee.per]),
        channels=tuple(_CHANNELS[one] for one in fee.channels),
        is_on_request=fee.is_on_request,
        exempt=fee.exempt,
    )


def _amount(charge: Charge, per: str) -> str:
    match charge:
        case FixedAmount(vnd=vnd):
            return f"{_vnd(vnd)}/{per}"
        case PageTiers():
            return (
                f"{_vnd(charge.first_page_vnd)}/trang cho {charge.first_pages} trang đầu, "
                f"{_vnd(charge.further_page_vnd)}/trang tiếp theo, "
                f"tối đa {_vnd(charge.most_vnd)}/bản"
            )
        case CouncilRate():
            return "theo nghị quyết của Hội đồng nhân dân tỉnh; hỏi tại quầy"
        case FreeOfCharge():
            return "không thu"
        case ActualCost():
            return "theo chi phí thực tế, thỏa thuận tại quầy"
        case FeeNotStated():
            return "chưa có mức thu được công bố; hỏi tại quầy"
        case _:
            assert_never(charge)


def _vnd(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đồng"


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
