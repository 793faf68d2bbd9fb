"""What becomes of the sample dossiers: each takes its own course through the desk's acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.demo.people import LEADER_NAME, invented_person
from desk_app.demo.result import result_page
from desk_app.domain.events import StopGround
from desk_app.domain.procedure import Channel, LimitUnit
from desk_app.domain.submission import Application, PaperTaken, ReturnMethod
from desk_app.usecases.add_supplement import add_supplement
from desk_app.usecases.appraise_dossier import appraise_dossier
from desk_app.usecases.approve_dossier import approve_dossier
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.extend_dossier import extend_dossier
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.require_payment import require_payment
from desk_app.usecases.return_result import return_result
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.stop_dossier import stop_dossier
from desk_app.usecases.withdraw_dossier import withdraw_dossier

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.procedure import TimeLimit
    from desk_app.signing.signer import Signer

    Later = Callable[[float, Callable[[], None]], None]

_PROCEDURES = {  # code: share of the visitors; a good half is settled the same day
    "2.000815": 20,
    "2.000884": 6,
    "2.000635": 8,
    "1.001193": 9,
    "1.000894": 3,
    "1.000656": 4,
    "1.004873": 16,
    "1.004194": 12,
    "1.004222": 12,
    "1.013225": 4,
    "1.001776": 6,
}
_TURNS = {  # what else happens, before a result: shares of the dossiers
    "go_on": 80,
    "supplement": 6,
    "payment": 4,
    "extend": 3,
    "stop": 2,
    "withdraw": 2,
    "refuse": 2,
    "cancel": 1,
}
_HOURS_A_DAY = 24 * 7 / 5  # of the clock, for a working day


@dataclass(frozen=True, kw_only=True, slots=True)
class Hands:
    """The same desk in different hands."""

    clerk: Desk
    handler: Desk
    leader: Desk


class Courses:
    """Everything that happens to a dossier; chance decides, `later` plans what comes after."""

    def __init__(self, hands: Hands, signer: Signer, *, chance: Random, later: Later) -> None:
        self._hands = hands
        self._signer = signer
        self._chance = chance
        self._later = later

    def arrive(self) -> None:
        """Somebody comes, or sends an application."""
        application, limit = self._application()
        if application.channel == Channel.ONLINE and self._chance.random() < 0.25:  # noqa: PLR2004
            register_dossier(self._hands.clerk, application)  # nobody has looked at it yet
            return
        done = receive_dossier(self._hands.clerk, application, has_receipt=False)
        entity = done.dossier.entity
        turn = self._drawn(_TURNS)
        self._later(0.2, lambda: self._take(turn, entity, limit))

    def _take(self, turn: str, entity: int, limit: TimeLimit) -> None:
        clerk, handler = self._hands.clerk, self._hands.handler
        if turn == "cancel":
            cancel_dossier(clerk, entity, reason="Tiếp nhận nhầm người")
            return
        if turn == "refuse":
            refuse_dossier(clerk, entity, reason="Không thuộc thẩm quyền của Ủy ban nhân dân xã")
            self._print_waiting(entity)
            return
        hand_on(clerk, entity, to="Văn phòng HĐND và UBND")
        match turn:
            case "supplement":
                self._ask_for_more(entity, limit)
            case "payment":
                self._ask_for_money(entity, limit)
            case "extend" if limit.unit is LimitUnit.WORKING_DAY and limit.amount > 1:
                self._extend(entity)
            case "stop":
                stop_dossier(
                    handler, entity, ground=StopGround.OFFICE, reason="Chờ xác minh nơi khác"
                )
            case "withdraw":
                withdraw_dossier(clerk, entity, reason="Công dân chưa cần nữa")
            case _:
                self._work_on(entity, limit)
        self._print_waiting(entity)

    def _ask_for_more(self, entity: int, limit: TimeLimit) -> None:
        items = ("Giấy tờ tùy thân còn thời hạn",)
        request_supplement(
            self._hands.clerk, entity, items=items, reason="Giấy tờ đã nộp hết thời hạn"
        )
        if self._chance.random() < 0.5:  # noqa: PLR2004 - the others have not come back yet
            self._later(self._chance.uniform(20, 60), lambda: self._bring(items[0], entity, limit))

    def _bring(self, name: str, entity: int, limit: TimeLimit) -> None:
        add_supplement(self._hands.clerk, entity, papers=(PaperTaken(name=name, originals=1),))
        self._print_waiting(entity)
        self._work_on(entity, limit)

    def _ask_for_money(self, entity: int, limit: TimeLimit) -> None:
        require_payment(self._hands.handler, entity, amount_vnd=300_000, what="Lệ phí trước bạ")
        if self._chance.random() < 0.5:  # noqa: PLR2004
            self._later(self._chance.uniform(4, 40), lambda: self._pay(entity, limit))

    def _pay(self, entity: int, limit: TimeLimit) -> None:
        record_payment(self._hands.clerk, entity, amount_vnd=300_000, what="Lệ phí trước bạ")
        self._work_on(entity, limit)

    def _extend(self, entity: int) -> None:
        dossier = self._dossier(entity)
        if dossier.due_at is not None:
            extend_dossier(
                self._hands.handler,
                entity,
                due_at=dossier.due_at + timedelta(days=7),
                reason="Cần xác minh thêm ở nơi cư trú trước đây",
                signer=LEADER_NAME,
            )

    def _work_on(self, entity: int, limit: TimeLimit) -> None:
        """The result comes after a share of the time there is, now and then too late."""
        days = float(limit.amount) if limit.unit is LimitUnit.WORKING_DAY else 0.0
        hours = self._chance.uniform(0.6, 1.05) * days * _HOURS_A_DAY
        self._later(max(hours, self._chance.uniform(0.5, 3.0)), lambda: self._solve(entity))

    def _solve(self, entity: int) -> None:
        handler, leader = self._hands.handler, self._hands.leader
        appraise_dossier(handler, entity, is_sufficient=True)
        approve_dossier(leader, entity)
        dossier = self._dossier(entity)
        page = result_page(handler, dossier)
        attach_result(handler, entity, pdf=page, name=f"{dossier.code}.pdf")
        if self._chance.random() < 0.94:  # noqa: PLR2004 - the rest waits in the leader's pile
            sign_result(leader, entity, signer=self._signer)
            self._later(self._chance.uniform(0.5, 20), lambda: self._give_back(entity))

    def _give_back(self, entity: int) -> None:
        if self._chance.random() < 0.1:  # noqa: PLR2004 - not fetched yet
            return
        application = self._dossier(entity).application
        return_result(
            self._hands.clerk,
            entity,
            receiver=application.applicant.name,
            paper="Căn cước",
            method=ReturnMethod.COUNTER,
        )

    def _print_waiting(self, entity: int) -> None:
        """What an act has just queued; a commune prints at once."""
        for job in self._hands.clerk.prints.open():
            if job.entity == entity:
                print_paper(self._hands.clerk, job.id)

    def _application(self) -> tuple[Application, TimeLimit]:
        desk = self._hands.clerk
        code = self._drawn(_PROCEDURES)
        version = desk.catalogue.procedure(code).version_on(desk.clock.today())
        is_sent = Channel.ONLINE in version.channels and self._chance.random() < 0.2  # noqa: PLR2004
        channel = Channel.ONLINE if is_sent else Channel.COUNTER
        papers = tuple(
            PaperTaken(
                name=paper.name,
                originals=paper.originals,
                copies=paper.copies,
                paper_id=paper.id,
            )
            for paper in version.papers_for(channel=channel)
            if paper.is_always_required
        )
        application = Application(
            procedure=code,
            version=version.id,
            applicant=invented_person(self._chance, unit=desk.place.unit),
            channel=channel,
            papers=papers,
            pages=self._chance.randint(1, 6),
            copies=self._chance.randint(1, 3),
        )
        return application, version.time_limit_for(None)

    def _dossier(self, entity: int) -> Dossier:
        return self._hands.clerk.journal.dossier(entity)

    def _drawn(self, shares: dict[str, int]) -> str:
        return self._chance.choices(list(shares), list(shares.values()))[0]
