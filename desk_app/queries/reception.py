"""What the reception form shows while it is filled in: procedures, people, papers, fee, promise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk_app.catalogue.planning import planned
from desk_app.clock import vietnam_day
from desk_app.domain.errors import RuleBroken
from desk_app.domain.fee import exemptions
from desk_app.domain.id_card import parse_id_card_qr
from desk_app.domain.linked_plan import LinkedChoice
from desk_app.domain.procedure import Channel
from desk_app.domain.receiving import papers_lacking, promise
from desk_app.domain.rights import Act
from desk_app.queries.dossiers import ListFilter, page
from desk_app.store.people import find_people as people_like
from desk_app.store.villages import open_here

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.deadline import Promise
    from desk_app.domain.fee import Fee
    from desk_app.domain.id_card import IdCard
    from desk_app.domain.linked_parts import PartAsked
    from desk_app.domain.procedure import (
        Procedure,
        ProcedureVersion,
        RequiredPaper,
        TimeLimit,
    )
    from desk_app.domain.submission import Application
    from desk_app.store.people import KnownPerson

_SHOWN = 12
_ALL_TOGETHER = LinkedChoice()
_LOOKED_BACK = 100  # dossiers


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What receiving the application now would come to."""

    procedure: Procedure
    version: ProcedureVersion
    papers: tuple[RequiredPaper, ...]
    lacking: tuple[RequiredPaper, ...]
    limit: TimeLimit
    promise: Promise | None
    fee: Fee | None  # None while a number that the fee is counted by is missing
    exemptions: tuple[str, ...]
    parts: tuple[PartAsked, ...] = ()  # of an interlinked procedure


def find_procedures(desk: Desk, text: str) -> list[Procedure]:
    """By code, initials or words; without a text, those this desk received last.

    Before these come the ones announced for the village that the machine is in.
    """
    if text.strip():
        return desk.catalogue.search(text, limit=_SHOWN)
    by_code = desk.catalogue.by_code
    out = open_here(desk.store.database)
    announced = out.planned.procedures if out else ()
    last = page(desk, ListFilter(), size=_LOOKED_BACK).rows
    used = [row.procedure for row in last if row.procedure in by_code] or [*by_code]
    codes = dict.fromkeys((*(code for code in announced if code in by_code), *used))
    return [by_code[code] for code in codes][:_SHOWN]


def find_people(desk: Desk, text: str) -> list[KnownPerson]:
    """People who applied here before, by number, phone or name."""
    desk.require(Act.LOOK)
    return people_like(desk.store.database, text)


def read_id_card(desk: Desk, text: str) -> IdCard:
    """What an ID card's QR says; raises IdCardQrUnreadable and those of a number or day."""
    return parse_id_card_qr(text, today=desk.clock.today())


def preview(
    desk: Desk,
    application: Application,
    *,
    competent: str = "",
    linked: LinkedChoice = _ALL_TOGETHER,
) -> Preview:
    """Raises UnknownProcedure, ExpiredVersion, UnknownCase, PartNotOptional."""
    now = desk.clock.now()
    day = vietnam_day(now)
    procedure = desk.catalogue.procedure(application.procedure)
    version = procedure.version_on(day)
    parts = planned(desk.catalogue, desk.rules, application.procedure, linked, at=now)
    case, channel = application.case or None, Channel(application.channel)
    return Preview(
        procedure=procedure,
        version=version,
        papers=version.papers_for(case, channel=channel),
        lacking=papers_lacking(replace(application, version=version.id), version),
        limit=version.time_limit_for(case),
        promise=promise(
            application,
            version=version,
            competent=competent,
            received_at=now,
            rules=desk.rules,
            linked=parts,
        ),
        fee=_fee(desk, application, version),
        exemptions=exemptions(version.fees_for(case, channel=channel)),
        parts=parts.parts if parts else (),
    )


def _fee(desk: Desk, application: Application, version: ProcedureVersion) -> Fee | None:
    try:
        return desk.fee(application, version, on=vietnam_day(desk.clock.now()))
    except RuleBroken:
        return None
