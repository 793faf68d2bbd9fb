"""What receiving now would come to, in words: papers, fee with reason, promise with its days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.charge import PageTiers
from desk_app.domain.errors import RuleBroken
from desk_app.domain.fee import FeeReason
from desk_app.domain.procedure import FeeUnit, Mark, PaperGroup
from desk_app.queries import reception as queries
from desk_app.ui import formats, words
from desk_app.ui.connect.reception import application_of, linked_of
from desk_app.ui.screens.receive.data import (
    DayShown,
    LinkedShown,
    PaperShown,
    Preview,
    ProcedureShown,
)
from desk_app.ui.widgets.pick import Choice

if TYPE_CHECKING:
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.fee import Fee, FeeLine
    from desk_app.domain.procedure import RequiredPaper
    from desk_app.queries.reception import Preview as Found
    from desk_app.ui.screens.receive.draft import Draft
    from locales.catalogue import Texts


def procedure_shown(desk: Desk, code: str, texts: Texts) -> ProcedureShown:
    """The procedure in the version of today; raises UnknownProcedure, ExpiredVersion."""
    procedure = desk.catalogue.procedure(code)
    version = procedure.version_on(desk.clock.today())
    rules = [*version.fees, *(rule for case in version.cases for rule in case.fees or ())]
    units = {rule.per for rule in rules}
    asks_pages = any(isinstance(rule.charge, PageTiers) for rule in rules) or FeeUnit.PAGE in units
    return ProcedureShown(
        code=code,
        name=procedure.name,
        field=procedure.field,
        version=version_words(version.valid_from, version.valid_until, texts),
        is_confirmed=procedure.name_mark is Mark.CONFIRMED,
        cases=[Choice(id=case.id, title=case.name) for case in version.cases],
        channels=list(version.channels) or ["counter", "post", "online"],
        asks_pages=asks_pages,
        asks_copies=asks_pages or FeeUnit.COPY in units,
        asks_persons=FeeUnit.PERSON in units,
        asks_cases=bool(units & {FeeUnit.CASE, FeeUnit.TRANSACTION}),
        exemptions=sorted({ground for rule in rules for ground in rule.exempt}),
        is_same_day=version.time_limit.unit == "same_day",
        master=procedure.ministry_system,
        parts=_linked(desk, code),
    )


def _linked(desk: Desk, code: str) -> list[LinkedShown]:
    """The parts of an interlinked procedure as of today."""
    rule = desk.catalogue.linked_rule(code, desk.clock.today())
    return [
        LinkedShown(
            id=part.id,
            words=f"{part.name} · {part.agency} · {part.limit.text}",
            is_optional=part.is_optional,
        )
        for part in (rule.parts if rule else ())
    ]


def _limit(found: Found, texts: Texts) -> str:
    """The limit of the law; of an interlinked procedure, that its parts make the time."""
    if not found.parts:
        return found.limit.text
    return texts.say("ui.parts.limit", count=len(found.parts))


def version_words(start: date | None, end: date | None, texts: Texts) -> str:
    """The dates of a version: open where no source gives one."""
    said = []
    if start is not None:
        said.append(texts.say("ui.version.from", start=formats.day(start)))
    if end is not None:
        said.append(texts.say("ui.version.until", end=formats.day(end)))
    return " ".join(said) or texts["ui.version.open"]


def preview(desk: Desk, draft: Draft, texts: Texts) -> Preview:
    """Papers, fee, promise and warnings; what is wrong with the typed person is told at the end."""
    application = application_of(draft.without_people())
    try:
        found = queries.preview(
            desk,
            application,
            competent=draft.competent.strip().upper(),
            linked=linked_of(draft),
        )
    except RuleBroken as error:
        return _impossible(texts.error(error.code, error.details), texts)
    return Preview(
        papers=[paper_shown(paper, texts) for paper in found.papers],
        fee=_fee_total(found.fee, texts),
        fee_why=_fee_why(found.fee, texts),
        is_fee_confirmed=found.fee is not None and found.fee.mark is Mark.CONFIRMED,
        due=_due(found, texts),
        limit=_limit(found, texts),
        is_limit_confirmed=found.limit.mark is Mark.CONFIRMED,
        days=_days(found, texts),
        warnings=_warnings(found, texts),
    )


def paper_shown(paper: RequiredPaper, texts: Texts) -> PaperShown:
    is_shown_only = paper.group is PaperGroup.SHOW
    state = "shown" if is_shown_only else "original" if paper.originals else "compared_copy"
    condition = paper.condition
    if paper.waived_when:
        condition = texts.say("ui.paper.waived", when=paper.waived_when)
    return PaperShown(
        id=paper.id,
        name=paper.name,
        originals=paper.originals,
        copies=paper.copies,
        state=state,
        is_shown_only=is_shown_only,
        condition=condition,
        alternatives="; ".join(other.name for other in paper.alternatives),
        is_confirmed=paper.mark is Mark.CONFIRMED,
    )


def fee_line(line: FeeLine, texts: Texts) -> str:
    """Label, how it is counted, and why."""
    parts = [line.label]
    if line.amount_vnd is not None and line.unit_vnd and line.quantity > 1:
        parts.append(f"{line.quantity} × {formats.money(line.unit_vnd)}")
    if line.why is not FeeReason.AMOUNT:
        parts.append(texts[f"fee.{line.why}"])
    if line.note:
        parts.append(line.note)
    return " · ".join(parts)


def _impossible(trouble: str, texts: Texts) -> Preview:
    return Preview(
        papers=(),
        fee=texts["ui.fee.unknown"],
        fee_why=(),
        is_fee_confirmed=True,
        due=texts["ui.due.none"],
        limit="",
        is_limit_confirmed=True,
        days=(),
        warnings=(trouble,),
    )


def _fee_total(fee: Fee | None, texts: Texts) -> str:
    return words.money_or(fee.total_vnd if fee else None, texts=texts)


def _fee_why(fee: Fee | None, texts: Texts) -> list[str]:
    if fee is None:
        return [texts["ui.fee.count_missing"]]
    return [fee_line(line, texts) for line in fee.lines] or [texts[f"fee.{fee.explained}"]]


def _due(found: Found, texts: Texts) -> str:
    if found.promise is None:
        return texts["ui.due.none"]
    return formats.moment(found.promise.due_at)


def _days(found: Found, texts: Texts) -> list[DayShown]:
    if found.promise is None:
        return []
    return [
        DayShown(
            day=words.weekday(day.date, texts),
            is_counted=day.counted,
            why=day.note or texts[f"day.{day.why}"],
        )
        for day in found.promise.days
    ]


def _warnings(found: Found, texts: Texts) -> list[str]:
    told = []
    if found.lacking:
        names = "; ".join(paper.name for paper in found.lacking)
        told.append(texts.say("ui.receive.lacking", count=len(found.lacking), papers=names))
    if found.promise is not None and not found.promise.is_calendar_known:
        told.append(texts["ui.receive.calendar_unknown"])
    if found.fee is not None and found.fee.total_vnd is None:
        told.append(texts["warning.fee_not_known"])
    if found.promise is None:
        told.append(texts["warning.no_promise"])
    return told
