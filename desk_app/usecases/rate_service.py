"""Ask how the service was, and take the answers (đánh giá mức độ hài lòng)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.domain.satisfaction import UNHAPPY_TO, Answer, check, counted
from desk_app.store import ballots

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.ballots import Question


def ask_satisfaction(desk: Desk) -> None:
    """Put the question on the second screen for a minute.

    Days that are over are counted into the journal first. Raises NotPermitted.
    """
    desk.require(Act.RETURN_RESULT)
    count_days(desk)
    ballots.ask(desk.store.database, day=desk.clock.today(), at=desk.clock.now())


def show_question(desk: Desk) -> Question | None:
    """What a screen asks now; from then on silence counts. Raises NotPermitted."""
    desk.require(Act.LOOK)
    database = desk.store.database
    question = ballots.open_question(database, now=desk.clock.now())
    if question is not None and not question.is_shown:
        ballots.show(database, question.id)
    return question


def answer_question(desk: Desk, id_: int, *, face: int, because: str = "") -> bool:
    """What the citizen touched; False where the question is no longer open. Raises NoSuchFace."""
    told = Answer(face=face, because=because)
    check(told)
    database, now = desk.store.database, desk.clock.now()
    is_taken = ballots.answer(database, id_, told, now=now)
    if is_taken and (because or face > UNHAPPY_TO):
        ballots.close(database, id_)
    return is_taken


def rate_service(desk: Desk, *, face: int, because: str = "", slips: int = 1) -> None:
    """Type answers from the slips in the box; face 0: given out and left blank.

    Raises NotPermitted, NoSuchFace.
    """
    desk.require(Act.RETURN_RESULT)
    told = Answer(face=face, because=because)
    check(told, slips=slips)
    count_days(desk)
    ballots.add(desk.store.database, told, day=desk.clock.today(), slips=slips)


def count_days(desk: Desk) -> int:
    """Days that are over go to the journal, each as one count; how many did."""
    database, done = desk.store.database, 0
    for day in ballots.days_before(database, desk.clock.today()):
        with desk.journal.writing() as tx:
            event = counted(day, ballots.answers_of(database, day))
            tx.append(event, entity=None, actor=desk.user.number, at=desk.clock.now())
            ballots.forget(database, day)
        done += 1
    return done
