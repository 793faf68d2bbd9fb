"""What citizens say of the desks: a rating by the slip's code, once; feedback with its number.

Whoever has the number reads the answer; the hub knows no name and no phone. The law names no time
for an answer, so the hub promises `ANSWER_DAYS` and counts what is late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from hashlib import sha256
from secrets import choice
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.errors import UnknownOrg
from sync.hub.errors import FeedbackAnswered, NoSuchFeedback
from sync.hub.hub import Hub
from sync.hub.look_up import owner_of
from sync.hub.voice_tables import feedback, rating_codes, ratings
from sync.proof.citizen_code import Purpose, read_code

ANSWER_DAYS = 15  # calendar days
FACES = range(1, 6)
UNHAPPY = 2  # and below
MOST_WORDS = 2_000
MOST_PLACE = 120

_VIETNAM = timezone(timedelta(hours=7))
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_NUMBER_LETTERS = 12  # 58 bits: a number cannot be guessed
_GROUP = 4


class Reason(StrEnum):
    """Why somebody is unhappy."""

    WAIT = "wait"
    ATTITUDE = "attitude"
    GUIDANCE = "guidance"
    PAPERS = "papers"  # more was asked for than the law names
    LATE = "late"
    MONEY = "money"  # more was taken than the receipt says


class Kind(StrEnum):
    COMPLAINT = "complaint"  # phản ánh
    PROPOSAL = "proposal"  # kiến nghị


class Rated(StrEnum):
    """What came of a rating."""

    TAKEN = "taken"
    ALREADY = "already"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback:
    """One feedback as it stands."""

    number: str
    kind: Kind
    place: str
    words: str
    org: str  # empty: the province
    written_at: int
    due_on: date
    routed_at: int | None
    answer: str
    answered_at: int | None
    is_at_desk: bool = False  # a desk took it, and answers; the province may

    def is_late(self, today: date) -> bool:
        """Whether the answer is or was late."""
        end = today if self.answered_at is None else day_of(self.answered_at)
        return end > self.due_on


def standing(hub: Hub, code: str) -> Rated:
    """Whether a rating may be given by this code: TAKEN says it may."""
    with hub.database.reading() as connection:
        if owner_of(connection, code, Purpose.RATE) is None:
            return Rated.UNKNOWN
        return Rated.ALREADY if _is_used(connection, code) else Rated.TAKEN


def rate(hub: Hub, code: str, *, face: int, reasons: Sequence[Reason], words: str) -> Rated:
    """Take a rating; the same code is taken once, whoever asks at the same time."""
    with hub.database.writing() as connection:
        owner = owner_of(connection, code, Purpose.RATE)
        if owner is None:
            return Rated.UNKNOWN
        if not _use(connection, code):
            return Rated.ALREADY
        told = {
            "org": owner[0],
            "rated_on": day_of(hub.now()).isoformat(),
            "face": face,
            "reasons": " ".join(reasons) if face <= UNHAPPY else "",
            "words": words[:MOST_WORDS],
        }
        connection.execute(insert(ratings), told)
    return Rated.TAKEN


def write_feedback(hub: Hub, *, kind: Kind, place: str, words: str, org: str = "") -> Feedback:
    """Keep a feedback; `org`: the unit it is about, where that is known."""
    known = org if org and hub.province.names_of(org) else ""
    now = hub.now()
    said = {
        "number": "".join(choice(_LETTERS) for _ in range(_NUMBER_LETTERS)),
        "kind": kind.value,
        "place": place[:MOST_PLACE],
        "words": words[:MOST_WORDS],
        "org": known,
        "written_at": now,
        "due_on": (day_of(now) + timedelta(days=ANSWER_DAYS)).isoformat(),
        "routed_at": now if known else None,
        "answer": "",
        "answered_at": None,
    }
    with hub.database.writing() as connection:
        connection.execute(insert(feedback), said)
    return feedback_of(hub, str(said["number"]))


def feedback_of(hub: Hub, number: str) -> Feedback:
    """The feedback of a number, typed with or without hyphens; raises NoSuchFeedback."""
    wanted = "".join(sign for sign in number.upper() if sign.isalnum())
    with hub.database.reading() as connection:
        row = connection.execute(select(feedback).where(feedback.c.number == wanted)).one_or_none()
    if row is None:
        raise NoSuchFeedback(number=number[:40])
    return _told(row)


def waiting_feedback(hub: Hub, *, answered: bool = False) -> list[Feedback]:
    """What waits for an answer, the first due first; with `answered` all there is."""
    query = select(feedback).order_by(feedback.c.due_on, feedback.c.written_at, feedback.c.number)
    if not answered:
        query = query.where(feedback.c.answered_at.is_(None))
    with hub.database.reading() as connection:
        return [_told(row) for row in connection.execute(query)]


def route_feedback(hub: Hub, number: str, org: str) -> Feedback:
    """Hand a feedback to a unit; raises NoSuchFeedback, FeedbackAnswered, UnknownOrg."""
    if not hub.province.names_of(org):
        raise UnknownOrg(org=org)
    return _change(hub, number, org=org, routed_at=hub.now())


def answer_feedback(hub: Hub, number: str, words: str) -> Feedback:
    """Answer; an answer is never taken back. Raises NoSuchFeedback, FeedbackAnswered."""
    return _change(hub, number, answer=words[: 2 * MOST_WORDS], answered_at=hub.now())


def spelled(number: str) -> str:
    """A number as people read it."""
    return "-".join(number[at : at + _GROUP] for at in range(0, len(number), _GROUP))


def _change(hub: Hub, number: str, **values: object) -> Feedback:
    known = feedback_of(hub, number)
    with hub.database.writing() as connection:
        changed = connection.execute(
            update(feedback)
            .where(feedback.c.number == known.number, feedback.c.answered_at.is_(None))
            .values(**values)
        )
        if not changed.rowcount:
            raise FeedbackAnswered(number=spelled(known.number))
    return feedback_of(hub, known.number)


def _use(connection: Connection, code: str) -> bool:
    """Mark a code as used; whether it was not before."""
    row = {"mark": _mark(code)}
    fresh = (
        postgresql.insert(rating_codes)
        if connection.dialect.name == "postgresql"
        else sqlite.insert(rating_codes)
    )
    taken = fresh.values(row).on_conflict_do_nothing().returning(rating_codes.c.mark)
    return connection.execute(taken).first() is not None


def _is_used(connection: Connection, code: str) -> bool:
    query = select(rating_codes.c.mark).where(rating_codes.c.mark == _mark(code))
    return connection.execute(query).first() is not None


def _mark(code: str) -> bytes:
    asked = read_code(code)
    return sha256(repr(asked).encode()).digest()


def _told(row: Row[Any]) -> Feedback:
    told = row._asdict()
    return Feedback(
        **{**told, "kind": Kind(told["kind"]), "due_on": date.fromisoformat(told["due_on"])}
    )


def day_of(at: int) -> date:
    """The day of Viet Nam in which a moment of Unix seconds lies."""
    return datetime.fromtimestamp(at, _VIETNAM).date()
