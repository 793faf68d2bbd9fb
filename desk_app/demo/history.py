"""Two hundred invented dossiers of the last weeks, in every state, told in their order of time."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.demo.people import invented_person
from desk_app.demo.result import result_page
from desk_app.domain.events import StopGround
from desk_app.domain.procedure import LimitUnit
from desk_app.domain.submission import Application, PaperTaken, ReturnMethod
from desk_app.usecases.appraise_dossier import appraise_dossier
from desk_app.usecases.approve_dossier import approve_dossier
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.require_payment import require_payment
from desk_app.usecases.return_result import return_result
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.stop_dossier import stop_dossier
from desk_app.usecases.withdraw_dossier import withdraw_dossier

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from desk_app.demo.clock import StoryClock
    from desk_app.desk import Desk
    from desk_app.signing.signer import Signer

DOSSIERS = 200
_WORKING_DAYS = 15
_PROCEDURES = (  # a commune's own mix: most of it is certified the same day
    ("2.000815", 40),
    ("2.000884", 12),
    ("1.001193", 12),
    ("2.000635", 10),
    ("1.004873", 10),
    ("1.000894", 4),
    ("1.000656", 3),
    ("1.004222", 3),
    ("1.001776", 3),
    ("1.013225", 3),
)


@dataclass(order=True)
class _Planned:
    at: datetime
    order: int
    do: Callable[[], None] = field(compare=False)


class History:
    """What happened before today; acts are done at their moments, the earliest first."""

    def __init__(self, desk: Desk, clock: StoryClock, signer: Signer, *, seed: int = 20443) -> None:
        self._desk = desk
        self._clock = clock
        self._signer = signer
        self._chance = Random(seed)
        self._orders = count()
        self._planned: list[_Planned] = []

    def live(self, until: datetime, progress: Callable[[int], None]) -> int:
        """Do everything up to the moment; returns how many dossiers there are."""
        for at in self._arrivals(until):
            self._plan(at, self._arrive)
        received = 0
        while self._planned and self._planned[0].at < until:
            planned = heapq.heappop(self._planned)
            self._clock.tell(planned.at)
            planned.do()
            received += planned.do == self._arrive
            progress(received)
        return received

    def _arrivals(self, until: datetime) -> list[datetime]:
        """Moments of reception on the last working days, within the desk's hours."""
        hours = self._desk.rules.hours
        day = until.astimezone(VIETNAM).date()
        days: list[date] = []
        while len(days) < _WORKING_DAYS:
            if self._desk.rules.calendar.is_working(day):
                days.append(day)
            day -= timedelta(days=1)
        first = datetime.combine(days[0], hours.morning_start, VIETNAM)
        if until < first + timedelta(hours=2):
            days = days[1:]  # too early for today to have had visitors
        moments = []
        for _ in range(DOSSIERS):
            start = self._chance.choice((hours.morning_start, hours.afternoon_start))
            at = datetime.combine(self._chance.choice(days), start, VIETNAM)
            moments.append(at + timedelta(minutes=self._chance.randint(2, 230)))
        return [min(at, until - timedelta(minutes=1)) for at in moments]

    def _plan(self, at: datetime, do: Callable[[], None]) -> None:
        heapq.heappush(self._planned, _Planned(at, next(self._orders), do))

    def _later(self, hours: float, do: Callable[[], None]) -> None:
        """After so many hours, moved into the desk's day."""
        at = (self._clock.now() + timedelta(hours=hours)).astimezone(VIETNAM)
        if at.time() > time(17, 0) or not self._desk.rules.calendar.is_working(at.date()):
            day = self._desk.rules.calendar.next_working_day(at.date())
            at = datetime.combine(day, time(8, self._chance.randint(0, 59)), VIETNAM)
        self._plan(at, do)

    def _arrive(self) -> None:
        code = self._chance.choices(*zip(*_PROCEDURES, strict=True))[0]
        version = self._desk.catalogue.procedure(code).version_on(self._clock.today())
        is_same_day = version.time_limit.unit is LimitUnit.SAME_DAY
        application = Application(
            procedure=code,
            version=version.id,
            applicant=invented_person(self._chance, unit=self._desk.place.unit),
            papers=tuple(
                PaperTaken(
                    name=paper.name,
                    originals=paper.originals,
                    copies=paper.copies,
                    paper_id=paper.id,
                )
                for paper in version.papers
                if paper.is_always_required
            ),
            pages=self._chance.randint(1, 6),
            copies=self._chance.randint(1, 3),
        )
        received = receive_dossier(self._desk, application, has_receipt=False)
        entity = received.dossier.entity
        self._later(0.2, lambda: self._go_on(entity, is_same_day=is_same_day))

    def _go_on(self, entity: int, *, is_same_day: bool) -> None:
        fate = self._chance.random()
        if fate < 0.02:  # noqa: PLR2004 - shares of fates
            cancel_dossier(self._desk, entity, reason="Tiếp nhận nhầm người")
            return
        hand_on(self._desk, entity, to="Văn phòng HĐND và UBND")
        if fate < 0.08:  # noqa: PLR2004
            self._pause(entity)
        elif fate < 0.93 or is_same_day:  # noqa: PLR2004
            slowness = 1.0 if is_same_day else self._chance.uniform(4, 60)
            self._later(slowness, lambda: self._solve(entity))

    def _pause(self, entity: int) -> None:
        """A supplement, a money duty, a stop or a withdrawal."""
        match self._chance.randrange(4):
            case 0:
                items = ("Giấy tờ tùy thân còn thời hạn",)
                request_supplement(
                    self._desk, entity, items=items, reason="Giấy tờ đã nộp hết thời hạn"
                )
            case 1:
                require_payment(self._desk, entity, amount_vnd=300_000, what="Lệ phí trước bạ")
            case 2:
                ground = StopGround.OFFICE
                stop_dossier(self._desk, entity, ground=ground, reason="Chờ xác minh nơi khác")
            case _:
                withdraw_dossier(self._desk, entity, reason="Công dân chưa cần nữa")

    def _solve(self, entity: int) -> None:
        appraise_dossier(self._desk, entity, is_sufficient=True)
        approve_dossier(self._desk, entity)
        dossier = self._desk.journal.dossier(entity)
        page = result_page(self._desk, dossier)
        attach_result(self._desk, entity, pdf=page, name=f"{dossier.code}.pdf")
        if self._chance.random() < 0.95:  # noqa: PLR2004 - the rest waits in the leader's pile
            sign_result(self._desk, entity, signer=self._signer)
            self._later(self._chance.uniform(0.5, 20), lambda: self._give_back(entity))

    def _give_back(self, entity: int) -> None:
        if self._chance.random() < 0.1:  # noqa: PLR2004 - not fetched yet
            return
        applicant = self._desk.journal.dossier(entity).application.applicant
        return_result(
            self._desk,
            entity,
            receiver=applicant.name,
            paper="Căn cước",
            method=ReturnMethod.COUNTER,
        )
