"""One dossier from the counter to the citizen, step by step, as `main.py demo` tells it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from desk_app.commands.documents import spoken
from desk_app.demo.people import LEADER_NAME
from desk_app.demo.result import result_page
from desk_app.domain.dossier import Dossier, Status
from desk_app.domain.procedure import PaperGroup
from desk_app.domain.submission import Application, PaperTaken, Person
from desk_app.queries.syncing import sync_status
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.return_result import return_result
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.sync_now import sync_now
from desk_app.usecases.verify_paper import verify_paper
from sync.hub.results import send_result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desk_app.desk import Desk
    from desk_app.signing.signer import Signer
    from sync.hub.hub import Hub

PROCEDURE = "1.004873"  # giấy xác nhận tình trạng hôn nhân
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    name: str  # its words are walk.<name>
    ms: int
    facts: dict[str, Any]  # fill the words' placeholders


@dataclass(kw_only=True, slots=True)
class Walk:
    """The walk so far; `tell` hears each step when it is done."""

    tell: Callable[[Step], None]
    steps: list[Step] = field(default_factory=list)

    def step(self, name: str, do: Callable[[], _T], **facts: Callable[[_T], Any]) -> _T:
        """Do one step, time it, tell it."""
        started = time.perf_counter()
        outcome = do()
        ms = round((time.perf_counter() - started) * 1000)
        told = Step(name=name, ms=ms, facts={key: fact(outcome) for key, fact in facts.items()})
        self.steps.append(told)
        self.tell(told)
        return outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Cast:
    """Who takes part: the same desk in different hands."""

    clerk: Desk
    handler: Desk
    leader: Desk
    signer: Signer
    hub: Hub
    folder: Path  # where the papers of the walk are left


def walk_one_dossier(walk: Walk, cast: Cast) -> tuple[Dossier, dict[str, str]]:
    """From reception to return; the dossier as it ends and where its papers lie."""
    desk = cast.clerk
    received = walk.step(
        "receive",
        lambda: receive_dossier(desk, _application(desk)),
        code=lambda done: done.dossier.code,
        due=lambda done: spoken(done.dossier.due_at) if done.dossier.due_at else "-",
    )
    entity, code = received.dossier.entity, received.dossier.code
    receipt = walk.step(
        "print", lambda: _printed(cast, received.print_id or 0), file=lambda path: path
    )
    walk.step(
        "hand_on",
        lambda: hand_on(desk, entity, to="Công chức Tư pháp - Hộ tịch"),
        to=lambda done: done.handed_to,
    )
    walk.step("queue", lambda: sync_status(desk), waiting=lambda status: status.waiting)
    walk.step("sync", lambda: sync_now(desk), sent=lambda done: done.sent)
    result = walk.step("decide", lambda: _decided(cast, code, entity), file=lambda path: path)
    walk.step(
        "fetch",
        lambda: sync_now(desk),
        received=lambda done: done.received,
        files=lambda done: done.files_down,
    )
    signed = walk.step(
        "sign", lambda: _signed(cast, entity), file=lambda path: path, signer=lambda _: LEADER_NAME
    )
    walk.step(
        "return",
        lambda: return_result(
            desk, entity, receiver=received.dossier.application.applicant.name, paper="Căn cước"
        ),
        status=lambda done: done.status,
    )
    walk.step("settle", lambda: sync_now(desk), settled=lambda done: done.settled)
    papers = {"receipt": str(receipt), "result": str(result), "signed_result": str(signed)}
    return desk.journal.dossier(entity), papers


def _application(desk: Desk) -> Application:
    version = desk.catalogue.procedure(PROCEDURE).version_on(desk.clock.today())
    return Application(
        procedure=PROCEDURE,
        version=version.id,
        applicant=Person(
            name="Zơrâm Thị Sen",
            personal_id="048190000017",
            sex="female",
            address=f"Thôn Arớh, {desk.place.unit}",
            phone="0900 000 017",
        ),
        papers=tuple(
            PaperTaken(
                name=paper.name, originals=paper.originals, copies=paper.copies, paper_id=paper.id
            )
            for paper in version.papers
            if paper.is_always_required or paper.group is PaperGroup.SHOW
        ),
    )


def _printed(cast: Cast, print_id: int) -> Path:
    """The receipt, printed into the tray and left among the papers of the walk."""
    job = print_paper(cast.clerk, print_id)
    return _left(cast, f"{job.job.removesuffix('.pdf')}.pdf", cast.clerk.files.read(job.sha256))


def _decided(cast: Cast, code: str, entity: int) -> Path:
    """The agency's result, made and sent down at the province."""
    page = result_page(cast.handler, cast.handler.journal.dossier(entity))
    path = _left(cast, f"{code}-result.pdf", page)
    send_result(cast.hub, code, path)
    return path


def _signed(cast: Cast, entity: int) -> Path:
    done = sign_result(cast.leader, entity, signer=cast.signer)
    if done.status is not Status.DONE or done.result is None:
        raise RuntimeError(done.status)
    pdf = cast.leader.files.read(done.result.signed_sha256)
    if not verify_paper(cast.leader, pdf).is_good:
        raise RuntimeError("the signature does not hold")
    return _left(cast, f"{done.code}-result-signed.pdf", pdf)


def _left(cast: Cast, name: str, pdf: bytes) -> Path:
    cast.folder.mkdir(parents=True, exist_ok=True)
    path = cast.folder / name
    path.write_bytes(pdf)
    return path
