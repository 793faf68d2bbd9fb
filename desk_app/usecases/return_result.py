"""Hand the result to the citizen (trả kết quả): at the counter, by post or electronically."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.domain.dossier import require_seen
from desk_app.domain.events import OriginalsKept
from desk_app.domain.handing_out import kept_back
from desk_app.domain.returning import decide_coming_back, decide_posting, decide_return
from desk_app.domain.rights import Act
from desk_app.domain.submission import PaperState, ReturnMethod
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def return_result(
    desk: Desk,
    entity: int,
    *,
    receiver: str = "",
    paper: str = "",
    method: ReturnMethod = ReturnMethod.COUNTER,
    relation: str = "",
    authorisation: str = "",
    parcel: str = "",
    originals: Sequence[str] | None = None,
    why_kept: str = "",
    originals_back: bool = True,
) -> Dossier:
    """Record who took the result and how they were known.

    By post there are two steps: with a parcel and no receiver it is on its way, with the receiver
    it was delivered. `originals`: names of the originals given back, all of them if None; what
    stays is written down with `why_kept`. Raises NotPermitted, ResultNotSigned, ReceiverMissing,
    ParcelMissing, OriginalsUnsaid, and as `handing_out.relation_of`.
    """
    if method is ReturnMethod.POST and not receiver:
        return desk.act(
            Act.RETURN_RESULT,
            entity,
            lambda dossier, now: decide_posting(
                dossier, parcel=clean(parcel, limit=NAME_LIMIT, field="parcel"), now=now
            ),
        )
    desk.require(Act.RETURN_RESULT)
    now = desk.clock.now()
    with desk.journal.writing() as tx:
        before = tx.dossier(entity)
        require_seen(before, desk.seen)
        mandate = desk.require(Act.RETURN_RESULT, procedure=before.application.procedure)
        event = decide_return(
            before,
            method=method,
            receiver=clean(receiver, limit=NAME_LIMIT, field="receiver"),
            paper=clean(paper, limit=LINE_LIMIT, field="paper"),
            relation=clean(relation, limit=NAME_LIMIT, field="relation"),
            authorisation=clean(authorisation, limit=LINE_LIMIT, field="authorisation"),
            parcel=clean(parcel, limit=NAME_LIMIT, field="parcel"),
            originals_back=originals_back,
            now=now,
        )
        if originals is not None:
            why = clean(why_kept, limit=LINE_LIMIT, field="why_kept")
            kept = kept_back(originals_of(before), originals, why=why)
            event = replace(event, originals_back=not kept)
            if kept:
                note = OriginalsKept(papers=kept, reason=why)
                desk.append(tx, note, entity=entity, at=now, mandate=mandate)
        desk.append(tx, event, entity=entity, at=now, mandate=mandate)
        return tx.dossier(entity)


def take_back_parcel(desk: Desk, entity: int, *, reason: str) -> Dossier:
    """The post could not deliver it. Raises NotPermitted, ReasonMissing, WrongStatus."""
    return desk.act(
        Act.RETURN_RESULT,
        entity,
        lambda dossier, now: decide_coming_back(
            dossier, reason=clean(reason, limit=LINE_LIMIT, field="reason"), now=now
        ),
    )


def originals_of(dossier: Dossier) -> list[str]:
    """Names of the papers that were handed in as originals."""
    return [
        paper.name
        for paper in dossier.application.papers
        if paper.originals and paper.state is PaperState.ORIGINAL
    ]
