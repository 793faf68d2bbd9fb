"""Hand-overs, from the queries to their screen, and its buttons to their use cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.domain.errors import RuleBroken
from desk_app.domain.rights import Act, may
from desk_app.queries import dossiers as queries
from desk_app.queries.handing_over import handed_to_me, to_give
from desk_app.ui import words
from desk_app.ui.connect.receiving import print_told
from desk_app.ui.screens.hand_over import HandOverCalls, HandOverLine, HandOverShown, Way
from desk_app.ui.strip import Kind, Message
from desk_app.usecases.give_back import give_back
from desk_app.usecases.hand_over_dossiers import hand_over_dossiers
from desk_app.usecases.take_handed import take_handed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.queries.dossiers import DossierRow
    from locales.catalogue import Texts

_NEEDS = {Way.GIVE: Act.HAND_ON, Way.TAKE: Act.TAKE_HANDED}


def ways(desk: Desk) -> list[Way]:
    """What this person may do here."""
    return [way for way in Way if may(desk.user.roles, _NEEDS[way])]


def hand_over_calls(
    desk: Desk, texts: Texts, *, open_dossier: Callable[[str], Any]
) -> HandOverCalls:
    return HandOverCalls(
        load=lambda way, field: _shown(desk, texts, way, field),
        give=lambda ids, to, sheets: _give(desk, texts, ids, to=to, with_sheets=sheets),
        take=lambda ids: _each(desk, texts, ids, Way.TAKE, lambda one: take_handed(desk, one)),
        give_back=lambda ids, reason: _each(
            desk, texts, ids, Way.GIVE, lambda one: give_back(desk, one, reason=reason)
        ),
        open=open_dossier,
    )


def _shown(desk: Desk, texts: Texts, way: Way, field: str) -> HandOverShown:
    if way is Way.TAKE:
        return HandOverShown(lines=_lines(desk, texts, way, handed_to_me(desk)))
    found = to_give(desk, field=field)
    return HandOverShown(
        lines=_lines(desk, texts, way, found.rows), fields=found.fields, handlers=found.handlers
    )


def _lines(desk: Desk, texts: Texts, way: Way, rows: Iterable[DossierRow]) -> list[HandOverLine]:
    now = desk.clock.now()
    return [
        HandOverLine(
            id=str(row.entity),
            code=row.code,
            name=row.applicant,
            procedure=row.procedure_name,
            due=words.due_shown(
                row.due_at, status=row.status, urgency=row.urgency, now=now, texts=texts
            ),
            where=_where(row, way, now=now, texts=texts),
        )
        for row in rows
    ]


def _where(row: DossierRow, way: Way, *, now: datetime, texts: Texts) -> str:
    since = row.waits_at if way is Way.TAKE and row.waits_at else row.received_at
    span = words.span(now - since, texts)
    if way is Way.TAKE:
        return texts.say("ui.hand_over.handed", to=row.handler, span=span)
    return texts.say("ui.today.since", span=span)


def _give(desk: Desk, texts: Texts, ids: Sequence[str], *, to: str, with_sheets: bool) -> Message:
    done = hand_over_dossiers(desk, [int(id_) for id_ in ids], to=to, with_sheets=with_sheets)
    if not done.handed and done.left:
        raise done.left[0][1]
    said = [texts.say("ui.hand_over.given", count=len(done.handed), to=to)]
    kind = Kind.DONE
    for number, row in enumerate(done.prints):
        came, told = print_told(desk, row, texts)
        if number == 0 or came is not Kind.DONE:
            said.append(told)
        kind = came if came is not Kind.DONE else kind
    if done.left:
        kind = Kind.WARNING
        said += _left(desk, texts, done.left)
    return Message(kind=kind, words=" ".join(said))


def _each(
    desk: Desk,
    texts: Texts,
    ids: Sequence[str],
    way: Way,
    answer: Callable[[int], object],
) -> Message:
    """One after the other; what is wrong with one holds up none of the others."""
    left: list[tuple[int, RuleBroken]] = []
    for id_ in ids:
        try:
            answer(int(id_))
        except RuleBroken as error:
            left.append((int(id_), error))
    if left and len(left) == len(ids):
        raise left[0][1]
    said = texts.say(
        "ui.hand_over.taken" if way is Way.TAKE else "ui.hand_over.gone_back",
        count=len(ids) - len(left),
    )
    kind = Kind.WARNING if left else Kind.DONE
    return Message(kind=kind, words=" ".join([said, *_left(desk, texts, left)]))


def _left(desk: Desk, texts: Texts, left: Sequence[tuple[int, RuleBroken]]) -> list[str]:
    """Which stayed behind, and why."""
    return [
        f"{queries.dossier(desk, str(entity)).code}: {texts.error(why.code, why.details)}"
        for entity, why in left
    ]
