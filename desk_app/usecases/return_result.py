"""Hand the result to the citizen (trả kết quả): at the counter, by post or electronically."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.returning import decide_posting, decide_return
from desk_app.domain.rights import Act
from desk_app.domain.submission import ReturnMethod
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import ResultPosted, ResultReturned


def return_result(
    desk: Desk,
    entity: int,
    *,
    receiver: str = "",
    paper: str = "",
    method: ReturnMethod = ReturnMethod.COUNTER,
    relation: str = "",
    parcel: str = "",
    originals_back: bool = True,
) -> Dossier:
    """Record who took the result and how they were known.

    By post there are two steps: with a parcel and no receiver it is on its way, with the receiver
    it was delivered. Raises NotPermitted, ResultNotSigned, ReceiverMissing, ParcelMissing.
    """

    def decide(dossier: Dossier, now: datetime) -> ResultReturned | ResultPosted:
        if method is ReturnMethod.POST and not receiver:
            return decide_posting(
                dossier, parcel=clean(parcel, limit=NAME_LIMIT, field="parcel"), now=now
            )
        return decide_return(
            dossier,
            method=method,
            receiver=clean(receiver, limit=NAME_LIMIT, field="receiver"),
            paper=clean(paper, limit=LINE_LIMIT, field="paper"),
            relation=clean(relation, limit=NAME_LIMIT, field="relation"),
            parcel=clean(parcel, limit=NAME_LIMIT, field="parcel"),
            originals_back=originals_back,
            now=now,
        )

    return desk.act(Act.RETURN_RESULT, entity, decide)
