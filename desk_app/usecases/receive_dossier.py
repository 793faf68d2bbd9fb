"""Take a dossier in (tiếp nhận): one transaction for record, numbers and print job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.catalogue.planning import planned
from desk_app.clock import vietnam_day
from desk_app.desk import RECEIPT
from desk_app.domain.linked_plan import LinkedChoice
from desk_app.domain.procedure import Channel, Mark
from desk_app.domain.receiving import check_receivable, decide_receipt
from desk_app.domain.rights import Act
from desk_app.domain.scans import decide_reuse, own_scan
from desk_app.domain.text import NAME_LIMIT, clean
from desk_app.store.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.procedure import ProcedureVersion
    from desk_app.domain.submission import Application
    from desk_app.store.writing import Writing


_ALL_TOGETHER = LinkedChoice()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reused:
    """A paper that serves again: scanned for an earlier dossier of the same person."""

    source: int  # that dossier
    sha256: str
    paper: str
    paper_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    dossier: Dossier
    print_id: int | None  # the receipt that waits; None when it was there before or not wanted
    warnings: tuple[str, ...]  # keys of words: warning.<key>


def receive_dossier(
    desk: Desk,
    application: Application,
    *,
    received_at: datetime | None = None,
    competent: str = "",
    ref: str = "",
    registered: int | None = None,
    has_receipt: bool = True,
    counter: str = "",
    reused: Sequence[Reused] = (),
    linked: LinkedChoice = _ALL_TOGETHER,
) -> Received:
    """Record, number and promise; the receipt is queued and printed by `print_paper`.

    `received_at`: only for what was written by hand during an outage. `ref`: the caller's own key;
    the same again gives the first answer. `registered`: the dossier written down before reception.
    `counter`: whose queue number the dossier came of, where one stands there.
    `has_receipt`: what is answered on the spot needs none unless it is asked for (NĐ 61/2018).
    `linked`: of an interlinked procedure, the parts left out and how results are handed over.
    `reused`: papers that nobody is asked for; one that cannot serve stops the reception.
    Raises as `Desk.require`, UnknownProcedure, NoSuchScan, ScanExpired and as
    `receiving.decide_receipt`.
    """
    mandate = desk.require(Act.RECEIVE, procedure=application.procedure)
    ref = clean(ref, limit=NAME_LIMIT, field="ref")
    now = desk.clock.now()
    at = received_at or now
    with desk.journal.writing() as tx:
        known = tx.find_ref(ref) if ref else None
        if known is not None:
            return Received(dossier=tx.dossier(known), print_id=None, warnings=())
        version = desk.catalogue.procedure(application.procedure).version_on(vietnam_day(at))
        tidy = check_receivable(application, version=version, received_at=at, now=now)
        parts = planned(desk.catalogue, desk.rules, application.procedure, linked, at=at)
        grant = tx.next_code(desk.rules.organisation, vietnam_day(now))
        event = decide_receipt(
            tidy,
            version=version,
            rules=desk.rules,
            fee=desk.fee(tidy, version, on=vietnam_day(at)),
            code=grant.code,
            is_temporary=grant.temporary,
            register_number=tx.next_register_number(vietnam_day(now).year),
            received_at=at,
            now=now,
            competent=clean(competent, limit=NAME_LIMIT, field="competent"),
            registered=tx.dossier(registered) if registered is not None else None,
            linked=parts,
        )
        entry = desk.append(tx, event, entity=registered, at=now, mandate=mandate)
        if parts is not None:
            opened = parts.opened(is_apart=linked.is_apart)
            desk.append(tx, opened, entity=entry.entity, at=now)
        if ref:
            tx.remember_ref(ref, entry.entity)
        for one in reused:
            _reuse(desk, tx, entry.entity, one, number=tidy.applicant.personal_id, now=now)
        dossier = tx.dossier(entry.entity)
        print_id = desk.queue_print(tx, entry.entity, RECEIPT, at=now) if has_receipt else None
    if counter:
        Queue(desk.store.database, vietnam_day(now)).join(counter, dossier.entity)
    why = (grant.why.value,) if grant.why else ()
    return Received(
        dossier=dossier,
        print_id=print_id,
        warnings=(*_warnings(dossier, version, is_backdated=at < now), *why),
    )


def _reuse(
    desk: Desk, tx: Writing, entity: int, one: Reused, *, number: str, now: datetime
) -> None:
    earlier = desk.journal.dossier(one.source)
    scan = own_scan(earlier, sha256=one.sha256, number=number)
    dossier = tx.dossier(entity)
    mandate = desk.require(Act.SCAN, procedure=dossier.application.procedure)
    event = decide_reuse(
        dossier,
        scan,
        of=earlier,
        paper=one.paper,
        paper_id=one.paper_id,
        now=now,
        on=vietnam_day(now),
    )
    desk.append(tx, event, entity=entity, at=now, mandate=mandate)


def _warnings(
    dossier: Dossier, version: ProcedureVersion, *, is_backdated: bool
) -> tuple[str, ...]:
    application = dossier.application
    limit = version.time_limit_for(application.case or None)
    papers = version.papers_for(application.case or None, channel=Channel(application.channel))
    found = {
        "temporary_number": dossier.is_temporary,
        "backdated": is_backdated,
        "no_promise": dossier.due_at is None,
        "limit_unconfirmed": limit.mark is not Mark.CONFIRMED,
        "papers_unconfirmed": any(paper.mark is not Mark.CONFIRMED for paper in papers),
        "fee_not_known": dossier.fee_vnd is None,
    }
    return tuple(key for key, holds in found.items() if holds)
