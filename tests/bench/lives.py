"""Ten years of an invented desk: what happened to every dossier, in the order it happened.

The mix is a commune's own, people come back, and a life is what the desk itself writes down: four
acts where another body decides, seven where the commune does.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desk_app.demo.people import invented_person
from desk_app.domain import events, submission
from desk_app.domain.procedure import Channel, LimitUnit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from desk_app.desk import Desk
    from desk_app.domain.events import DossierEvent

FIRST_ON = date(2016, 8, 1)
LAST_ON = date(2026, 7, 31)
HANDLERS = (
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Công chức tư pháp - hộ tịch",
    "Công an xã",
    "Sở Nông nghiệp và Môi trường",
)
_MIX = (  # procedure, share, days it takes, a receipt is asked for
    ("2.000815", 40, 0, 0.05),
    ("2.000884", 12, 0, 0.05),
    ("1.001193", 12, 1, 1),
    ("2.000635", 10, 1, 1),
    ("1.004873", 10, 3, 1),
    ("1.000894", 4, 5, 1),
    ("1.000656", 3, 1, 1),
    ("1.004222", 3, 7, 1),
    ("1.001776", 3, 22, 1),
    ("1.013225", 3, 20, 1),
)
_PEOPLE = 120_000
_OPENS = time(0, 30)  # UTC: 7:30 in Viet Nam
_MINUTES = 510


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """What all dossiers of one procedure share."""

    procedure: str
    version: str
    papers: tuple[submission.PaperTaken, ...]
    days: int
    limit: str
    fee_vnd: int | None
    wants_receipt: float
    share: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One act on one dossier."""

    at: datetime
    dossier: int  # counted from 0 in the order of reception
    event: DossierEvent
    has_receipt: bool = False  # of a reception


def kinds(desk: Desk) -> tuple[Kind, ...]:
    return tuple(
        _kind(desk, code, share=share, days=days, wants_receipt=wants)
        for code, share, days, wants in _MIX
    )


def lives(desk: Desk, dossiers: int, chance: Random) -> Iterator[Moment]:
    """Everything that happened from FIRST_ON to LAST_ON, the earliest first."""
    known = kinds(desk)
    people: list[submission.Person] = []
    to_come: list[tuple[datetime, int, DossierEvent]] = []
    ends = datetime.combine(LAST_ON, time(12), UTC)
    for n, at, running in _arrivals(dossiers):
        while to_come and to_come[0][0] <= at:
            due, dossier, event = heapq.heappop(to_come)
            yield Moment(at=due, dossier=dossier, event=event)
        kind = chance.choices(known, [one.share for one in known])[0]
        received = _received(desk, kind, chance, people, at=at, running=running, number=n + 1)
        yield Moment(
            at=at, dossier=n, event=received, has_receipt=chance.random() < kind.wants_receipt
        )
        for later, event in _followed(received, kind, chance, at=at):
            if later <= ends:
                heapq.heappush(to_come, (later, n, event))
    while to_come:
        due, dossier, event = heapq.heappop(to_come)
        yield Moment(at=due, dossier=dossier, event=event)


def _kind(desk: Desk, code: str, *, share: int, days: int, wants_receipt: float) -> Kind:
    version = desk.catalogue.procedure(code).version_on(LAST_ON)
    limit = version.time_limit_for(None)
    papers = tuple(
        submission.PaperTaken(name=paper.name, originals=paper.originals, paper_id=paper.id)
        for paper in version.papers_for(None, channel=Channel.COUNTER)
        if paper.is_always_required
    )
    return Kind(
        procedure=code,
        version=version.id,
        papers=papers,
        days=days,
        limit=f"{limit.unit}:{limit.amount}",
        fee_vnd=2_000 if limit.unit is LimitUnit.SAME_DAY else 15_000,
        wants_receipt=wants_receipt,
        share=share,
    )


def _arrivals(dossiers: int) -> Iterator[tuple[int, datetime, int]]:
    """Each dossier, its moment, and its number that day; spread evenly over the working days."""
    span = (LAST_ON - FIRST_ON).days + 1
    days = [day for day in (FIRST_ON + timedelta(n) for n in range(span)) if day.weekday() < 5]
    for place, day in enumerate(days):
        first, after = place * dossiers // len(days), (place + 1) * dossiers // len(days)
        opens = datetime.combine(day, _OPENS, UTC)
        for n in range(first, after):
            seconds = (n - first) * _MINUTES * 60 // (after - first)
            yield n, opens + timedelta(seconds=seconds), n - first + 1


def _received(
    desk: Desk,
    kind: Kind,
    chance: Random,
    people: list[submission.Person],
    *,
    at: datetime,
    running: int,
    number: int,
) -> events.DossierReceived:
    organisation = desk.rules.organisation
    return events.DossierReceived(
        application=submission.Application(
            procedure=kind.procedure,
            version=kind.version,
            applicant=_somebody(desk, chance, people),
            papers=kind.papers,
            pages=chance.randint(1, 6),
            copies=chance.randint(1, 3),
        ),
        code=f"{organisation}-{at:%y%m%d}-{running:04d}",
        temporary=False,
        organisation=organisation,
        competent="",
        received_at=at,
        due_at=_due_at(kind, at),
        limit=kind.limit,
        calendar=desk.rules.calendar.version,
        fee_vnd=kind.fee_vnd,
        fee_lines=(
            events.FeeTakenLine(
                label="Lệ phí", quantity=1, unit_vnd=kind.fee_vnd or 0, amount_vnd=kind.fee_vnd or 0
            ),
        ),
        register_year=at.year,
        register_number=number,
    )


def _somebody(desk: Desk, chance: Random, people: list[submission.Person]) -> submission.Person:
    if people and (len(people) >= _PEOPLE or chance.random() > 0.3):
        return chance.choice(people)
    people.append(invented_person(chance, unit=desk.place.unit))
    return people[-1]


def _due_at(kind: Kind, at: datetime) -> datetime:
    """Near enough to the rules for lists, which only sort by it."""
    return at + timedelta(days=kind.days * 7 / 5, hours=8)


def _followed(
    received: events.DossierReceived, kind: Kind, chance: Random, *, at: datetime
) -> Iterator[tuple[datetime, DossierEvent]]:
    """What follows a reception; a few dossiers stop, wait or are forgotten."""
    fate = chance.random()
    handed_at = at + timedelta(minutes=chance.randint(2, 60))
    if fate < 0.004:
        yield handed_at, events.Cancelled(reason="Tiếp nhận nhầm người")
        return
    yield handed_at, events.HandedOn(to=chance.choice(HANDLERS), hand_over_by=at)
    if fate < 0.005:
        return  # forgotten: overdue for ever
    if fate < 0.01:
        stopped = events.Stopped(ground=events.StopGround.OFFICE, reason="Chờ xác minh nơi khác")
        yield handed_at + timedelta(hours=3), stopped
        return
    solved_at = handed_at + timedelta(hours=1, days=kind.days * chance.uniform(0.3, 1.3))
    yield from _solved(received, chance, at=solved_at, is_elsewhere=fate > 0.3)


def _solved(
    received: events.DossierReceived, chance: Random, *, at: datetime, is_elsewhere: bool
) -> Iterator[tuple[datetime, DossierEvent]]:
    digest, name = chance.randbytes(32).hex(), f"{received.code}.pdf"
    if is_elsewhere:
        yield (
            at,
            events.ResultAttached(
                sha256=digest,
                name=name,
                size_bytes=90_000,
                number="12/KQ",
                issuer="Sở Nông nghiệp và Môi trường",
                is_signed=True,
            ),
        )
    else:
        yield at, events.Appraised(is_sufficient=True)
        yield at + timedelta(minutes=9), events.Approved()
        drafted = events.ResultAttached(sha256=digest, name=name, size_bytes=60_000)
        yield at + timedelta(minutes=15), drafted
        if chance.random() < 0.002:
            return  # left in the pile of what is to be signed
        yield (
            at + timedelta(minutes=40),
            events.ResultSigned(
                source_sha256=digest,
                sha256=chance.randbytes(32).hex(),
                size_bytes=90_000,
                signer="Bríu Văn Núi",
                certificate_serial="54010101",
                signed_at=at + timedelta(minutes=40),
            ),
        )
    if chance.random() > 0.003:  # the rest was never fetched
        returned = events.ResultReturned(
            method=submission.ReturnMethod.COUNTER,
            receiver=received.application.applicant.name,
            paper="Căn cước",
        )
        yield at + timedelta(hours=chance.uniform(1, 40)), returned
