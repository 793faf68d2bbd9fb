"""Reception (tiếp nhận): what must be in hand, what it costs, when it is promised.

The trap: the rules are those of the day of receipt, in the version kept with the dossier, and the
promise is counted with the calendar known that day; neither is looked up again later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.domain import events, submission
from desk_app.domain.application import cleaned
from desk_app.domain.deadline import Promise, due_at
from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply
from desk_app.domain.procedure import (
    Channel,
    ExpiredVersion,
    Mark,
    PaperGroup,
    VersionNotYetInForce,
)
from desk_app.domain.proxy import require_paper
from desk_app.domain.text import LINE_LIMIT, clean, fold
from desk_app.domain.work_calendar import VIETNAM, DeskHours, WorkCalendar

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.choices import BackReason
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.fee import Fee
    from desk_app.domain.linked_plan import LinkedPlan
    from desk_app.domain.procedure import ProcedureVersion, RequiredPaper

_SHORTEST_PART = 6  # letters of a paper's name that are enough to know it by
_CLOCK_SLACK = timedelta(minutes=5)  # a form filled in while the minute turned
_OLDEST_YEARS = 10  # as far back as a desk keeps its history


class MissingDocuments(RuleBroken):
    """Papers that are always required were not handed in; ask for them or register first."""

    code = "missing_documents"


class ReceiptInFuture(RuleBroken):
    """A dossier cannot have been received later than now; look at the clock."""

    code = "receipt_in_future"


class ReceiptTooLongAgo(RuleBroken):
    """A reception that long ago is a slip of the pen; details: `years`."""

    code = "receipt_too_long_ago"


class ChannelNotOffered(RuleBroken):
    """The procedure is not taken by this channel."""

    code = "channel_not_offered"


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskRules:
    """What the place and the day bring to a decision."""

    organisation: str
    calendar: WorkCalendar
    hours: DeskHours


def papers_lacking(
    application: submission.Application, version: ProcedureVersion
) -> tuple[RequiredPaper, ...]:
    """The papers to submit that are surely always required and that nothing handed in answers.

    What no source confirms is warned about, never a reason to send a citizen home.
    """
    channel = Channel(application.channel)
    papers = version.papers_for(application.case or None, channel=channel)
    return tuple(
        paper
        for paper in papers
        if paper.group is PaperGroup.SUBMIT
        and paper.is_always_required
        and paper.mark is not Mark.UNCONFIRMED
        and not any(_answers(taken, paper) for taken in application.papers)
    )


def check_receivable(
    application: submission.Application,
    *,
    version: ProcedureVersion,
    received_at: datetime,
    now: datetime,
) -> submission.Application:
    """The cleaned application, if it may be received at that moment.

    Raises ReceiptInFuture, ReceiptTooLongAgo, ExpiredVersion, ChannelNotOffered, UnknownCase,
    MissingDocuments, ProxyPaperMissing and what `application.cleaned` raises.
    """
    _require_possible(received_at, now=now)
    day = received_at.astimezone(VIETNAM).date()
    tidy = cleaned(application, today=now.astimezone(VIETNAM).date())
    if version.valid_from is not None and day < version.valid_from:
        raise VersionNotYetInForce(
            procedure=application.procedure, day=day, starts=version.valid_from
        )
    if not version.holds_on(day):
        raise ExpiredVersion(procedure=application.procedure, day=day, ended=version.valid_until)
    if version.channels and Channel(tidy.channel) not in version.channels:
        raise ChannelNotOffered(procedure=tidy.procedure, channel=tidy.channel)
    require_paper(tidy.submitter)
    lacking = papers_lacking(tidy, version)
    if lacking:
        raise MissingDocuments(papers="; ".join(paper.name for paper in lacking))
    return replace(tidy, version=version.id)


def promise(
    application: submission.Application,
    *,
    version: ProcedureVersion,
    competent: str,
    received_at: datetime,
    rules: DeskRules,
    linked: LinkedPlan | None = None,
) -> Promise | None:
    """What may be promised; None without a stated limit or before the competent body has it.

    For reception regardless of boundary the time runs from the competent body's receipt
    (NĐ 309/2026, 17.3).
    """
    if competent and competent != rules.organisation:
        return None
    if linked is not None:
        return linked.promise
    limit = version.time_limit_for(application.case or None)
    return due_at(received_at, limit, rules.calendar, hours=rules.hours)


def decide_receipt(
    application: submission.Application,
    *,
    version: ProcedureVersion,
    rules: DeskRules,
    fee: Fee,
    code: str,
    is_temporary: bool,
    register_number: int,
    received_at: datetime,
    now: datetime,
    competent: str = "",
    registered: Dossier | None = None,
    linked: LinkedPlan | None = None,
) -> events.DossierReceived:
    """Take the dossier in: checked, promised, numbered.

    Raises as `check_receivable`, and WrongStatus for a registered dossier that is not open.
    """
    tidy = check_receivable(application, version=version, received_at=received_at, now=now)
    promised = promise(
        tidy,
        version=version,
        competent=competent,
        received_at=received_at,
        rules=rules,
        linked=linked,
    )
    limit = version.time_limit_for(tidy.case or None)
    event = events.DossierReceived(
        application=tidy,
        code=code,
        temporary=is_temporary,
        organisation=rules.organisation,
        competent="" if competent == rules.organisation else competent,
        received_at=received_at.replace(microsecond=0),
        due_at=promised.due_at if promised else None,
        limit=f"{limit.unit}:{limit.amount}",
        calendar=rules.calendar.version,
        fee_vnd=fee.total_vnd,
        fee_lines=_fee_lines(fee),
        register_year=now.astimezone(VIETNAM).year,
        register_number=register_number,
    )
    apply(registered, event, at=now)
    return event


def decide_registration(
    application: submission.Application, *, organisation: str, now: datetime
) -> events.DossierRegistered:
    """Write the visit down before reception, whatever is lacking."""
    tidy = cleaned(application, today=now.astimezone(VIETNAM).date())
    return events.DossierRegistered(application=tidy, organisation=organisation)


def decide_asking_back(
    dossier: Dossier, *, reason: BackReason, note: str, now: datetime
) -> events.AskedBack:
    """One more trip for nothing; raises WrongStatus once the dossier is received or ended."""
    event = events.AskedBack(reason=reason, note=clean(note, limit=LINE_LIMIT, field="note"))
    apply(dossier, event, at=now)
    return event


def decide_competent_receipt(
    dossier: Dossier,
    *,
    version: ProcedureVersion,
    received_at: datetime,
    rules: DeskRules,
    now: datetime,
    linked: LinkedPlan | None = None,
) -> events.CompetentReceived:
    """The competent body has it: its time runs from here."""
    _require_possible(received_at, now=now)
    limit = version.time_limit_for(dossier.application.case or None)
    promised = due_at(received_at, limit, rules.calendar, hours=rules.hours)
    if linked is not None:
        promised = linked.promise
    event = events.CompetentReceived(
        received_at=received_at, due_at=promised.due_at if promised else None
    )
    apply(dossier, event, at=now)
    return event


def _require_possible(received_at: datetime, *, now: datetime) -> None:
    if received_at > now + _CLOCK_SLACK:
        raise ReceiptInFuture
    if now.year - received_at.year > _OLDEST_YEARS:
        raise ReceiptTooLongAgo(years=_OLDEST_YEARS)


def _answers(taken: submission.PaperTaken, paper: RequiredPaper) -> bool:
    """Whether what was handed in is the paper, by its id or by enough of its name."""
    if taken.state is submission.PaperState.MISSING:
        return False
    ids = {paper.id, *(other.id for other in paper.alternatives)}
    if taken.paper_id:
        return taken.paper_id in ids
    given = fold(clean(taken.name))
    return any(_same_name(given, fold(name)) for name in paper.names)


def _same_name(given: str, wanted: str) -> bool:
    if given == wanted:
        return True
    shorter, longer = sorted((given, wanted), key=len)
    return len(shorter) >= _SHORTEST_PART and shorter in longer


def _fee_lines(fee: Fee) -> tuple[events.FeeTakenLine, ...]:
    return tuple(
        events.FeeTakenLine(
            label=line.label,
            quantity=line.quantity,
            unit_vnd=line.unit_vnd,
            amount_vnd=line.amount_vnd,
        )
        for line in fee.lines
        if line.amount_vnd is not None and line.unit_vnd is not None
    )
