"""What people said at the desks, beside what they wrote to the province themselves.

Nothing is kept for it: it is folded from the changes when it is asked for. The province answers by
a change of its own, which the desk has with its next round.
"""

from dataclasses import replace

from sqlalchemy import select

from sync import record
from sync.errors import MalformedChange
from sync.hub.errors import FeedbackAnswered, NoSuchFeedback
from sync.hub.hub import Hub
from sync.hub.own_log import say
from sync.hub.rules import DeskFeedback
from sync.hub.settling import remember
from sync.hub.tables import changes
from sync.hub.voice import Feedback, Kind, answer_feedback, feedback_of
from sync.protocol.page import IN_FORCE
from sync.record import Change

BEGINS = (104, 151)  # kinds of change that begin one, as in the index `changes_feedback`


def desk_feedback(hub: Hub, *, answered: bool = False) -> list[Feedback]:
    """What waits for an answer, the first due first; with `answered` all there is."""
    found = [one for one, _ in _all(hub) if answered or one.answered_at is None]
    return sorted(found, key=lambda one: (one.due_on, one.written_at, one.number))


def desk_feedback_of(hub: Hub, number: str) -> Feedback:
    """That of a number as it stands on the slip; raises NoSuchFeedback."""
    return _find(hub, number)[0]


def any_feedback_of(hub: Hub, number: str) -> Feedback:
    """That of a number, given by the province or by a desk; raises NoSuchFeedback."""
    try:
        return feedback_of(hub, number)
    except NoSuchFeedback:
        return desk_feedback_of(hub, number)


def answer_any(hub: Hub, number: str, words: str) -> Feedback:
    """Answer whoever gave the number.

    Raises NoSuchFeedback, FeedbackAnswered, and for a desk's what the rules say.
    """
    answer = _answer_at_desk if any_feedback_of(hub, number).is_at_desk else answer_feedback
    return answer(hub, number, words)


def _answer_at_desk(hub: Hub, number: str, words: str) -> Feedback:
    """Answer for the desk; raises NoSuchFeedback, FeedbackAnswered, and what the rules say."""
    one, (scope, ent) = _find(hub, number)
    if one.answered_at is not None:
        raise FeedbackAnswered(number=one.number)
    kind, body = hub.province.rules.feedback_answer(words)
    with hub.database.writing() as connection:
        said = say(hub, connection, scope, kind=kind, body=body, ent=ent)
    remember(hub.states, [said.docket])
    return _find(hub, number)[0]


def _find(hub: Hub, number: str) -> tuple[Feedback, tuple[str, int]]:
    wanted = number.strip().upper().replace("/", "-")
    for one, place in _all(hub):
        if one.number == wanted:
            return one, place
    raise NoSuchFeedback(number=number[:40])


def _all(hub: Hub) -> list[tuple[Feedback, tuple[str, int]]]:
    first, every = changes.alias("first"), changes.alias("every")
    query = (
        select(every.c.scope, every.c.ent, every.c.raw)
        .select_from(
            first.join(every, (every.c.scope == first.c.scope) & (every.c.ent == first.c.ent))
        )
        .where(
            first.c.kind.in_(BEGINS),
            every.c.verdict.in_(sorted(IN_FORCE)),
            every.c.raw.is_not(None),
        )
        .order_by(every.c.scope, every.c.ent, every.c.pos)
    )
    told: dict[tuple[str, int], list[Change]] = {}
    with hub.database.reading() as connection:
        for row in connection.execute(query):
            change = _read(row.raw)
            if change is not None:
                told.setdefault((row.scope, row.ent), []).append(change)
    folded = ((hub.province.rules.feedback(of), place) for place, of in told.items())
    return [(_shown(one, place[0]), place) for one, place in folded if one is not None]


def _read(raw: bytes) -> Change | None:
    try:
        return record.decode(bytes(raw))
    except MalformedChange:
        return None


def _shown(one: DeskFeedback, scope: str) -> Feedback:
    shown = Feedback(
        number=one.number.replace("/", "-"),
        kind=Kind(one.kind),
        place="",
        words=one.words,
        org=scope,
        written_at=int(one.taken_at.timestamp()),
        due_on=one.due_on,
        routed_at=None,
        answer=one.answer,
        answered_at=None if one.answered_at is None else int(one.answered_at.timestamp()),
        is_at_desk=True,
    )
    return replace(shown, org="") if one.is_for_province else shown
