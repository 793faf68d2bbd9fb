"""Take a complaint or a proposal, pass it on, answer it (phản ánh, kiến nghị)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.domain.feedback import (
    FeedbackTyped,
    NoSuchFeedback,
    RoutedTo,
    decide_answer,
    decide_routing,
    decide_taking,
)
from desk_app.domain.paper_names import NO_DOSSIER
from desk_app.domain.rights import Act
from desk_app.papers.feedback_slip import feedback_slip
from desk_app.store.feedback import feedback_of, next_number

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.feedback import Feedback


def take_feedback(desk: Desk, typed: FeedbackTyped) -> Feedback:
    """Numbered and due by the days of its kind; raises NotPermitted and as `decide_taking`."""
    desk.require(Act.TAKE_FEEDBACK)
    today = desk.clock.today()
    with desk.journal.writing() as tx:
        rule = desk.catalogue.feedback_rule(typed.kind, today)
        database, writer = desk.store.database, desk.journal.identity.writer
        event = decide_taking(
            typed,
            rule,
            number=next_number(database, writer, today.year),
            due_on=today + timedelta(days=rule.days),
        )
        entry = tx.append(event, entity=None, actor=desk.user.number, at=desk.clock.now())
        return _known(desk, entry.entity)


def route_feedback(
    desk: Desk, entity: int, *, to: RoutedTo, person: str = "", note: str = ""
) -> Feedback:
    """Raises NotPermitted, NoSuchFeedback and as `decide_routing`."""
    desk.require(Act.ANSWER_FEEDBACK)
    with desk.journal.writing() as tx:
        event = decide_routing(_known(desk, entity), to=to, person=person, note=note)
        tx.append(event, entity=entity, actor=desk.user.number, at=desk.clock.now())
        return _known(desk, entity)


def answer_feedback(desk: Desk, entity: int, *, words: str) -> Feedback:
    """Raises NotPermitted, NoSuchFeedback and as `decide_answer`."""
    desk.require(Act.ANSWER_FEEDBACK)
    with desk.journal.writing() as tx:
        event = decide_answer(_known(desk, entity), words=words, signer=desk.user.name)
        tx.append(event, entity=entity, actor=desk.user.number, at=desk.clock.now())
        return _known(desk, entity)


def draw_feedback_slip(desk: Desk, entity: int) -> int:
    """The acknowledgement, with the answer once there is one; its row in the print ledger.

    Raises NotPermitted, NoSuchFeedback, NoTemplate, GlyphMissing.
    """
    desk.require(Act.TAKE_FEEDBACK)
    now = desk.clock.now()
    paper = feedback_slip(desk, _known(desk, entity))
    sha256 = desk.files.keep(paper.pdf, purpose="print", entity=NO_DOSSIER, at=now)
    with desk.journal.writing() as tx:
        return desk.queue_print(tx, NO_DOSSIER, paper.form, at=now, sha256=sha256)


def _known(desk: Desk, entity: int) -> Feedback:
    one = feedback_of(desk.store.database, entity)
    if one is None:
        raise NoSuchFeedback
    return one
