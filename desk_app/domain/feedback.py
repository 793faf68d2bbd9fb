"""What people complain of and propose (phản ánh, kiến nghị): taken, routed, due, answered.

The desk takes what is told to it or hands it on, and tells the person what came of it (NĐ 118/2025
as amended by NĐ 309/2026: 9.2đ). Days and who must give a name are dated data of the catalogue. A
complaint under the law on complaints, and a denunciation, go their own way and are none of this.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain import events
from desk_app.domain.errors import RuleBroken
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean, clean_lines
from desk_app.domain.work_calendar import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime


class FeedbackKind(StrEnum):
    COMPLAINT = "complaint"  # phản ánh
    PROPOSAL = "proposal"  # kiến nghị


class FeedbackAbout(StrEnum):
    SLOW = "slow"
    ATTITUDE = "attitude"
    PAPERS = "papers"  # asked for beyond the law
    MONEY = "money"
    PROCEDURE = "procedure"  # the rule itself
    OTHER = "other"


class RoutedTo(StrEnum):
    PERSON = "person"  # of the commune
    PROVINCE = "province"


class FeedbackUnfit(RuleBroken):
    """It needs words, and one of the kinds (details: `field`)."""

    code = "feedback_unfit"


class NameNeeded(RuleBroken):
    """The law asks for name and address with this kind."""

    code = "feedback_name_needed"


class NoSuchFeedback(RuleBroken):
    """No feedback of this number is known here."""

    code = "feedback_unknown"


class FeedbackClosed(RuleBroken):
    """It was answered; an answer is not taken back."""

    code = "feedback_closed"


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackRule:
    """What holds for a kind on a day."""

    kind: FeedbackKind
    days: int  # calendar days to the answer
    is_anonymous_taken: bool
    article: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackTyped:
    """As it was told; name, phone, address empty: not told."""

    kind: str
    about: str
    words: str
    name: str = ""
    phone: str = ""
    address: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback:
    """One as it stands."""

    entity: int
    taken: events.FeedbackTaken
    taken_at: datetime
    routed: events.FeedbackRouted | None = None  # as routed last
    answered: events.FeedbackAnswered | None = None
    answered_at: datetime | None = None

    @property
    def is_for_province(self) -> bool:
        return self.routed is not None and self.routed.to == RoutedTo.PROVINCE

    def is_late(self, day: date) -> bool:
        """`day`: of the answer, or today where there is none."""
        return day > self.taken.due_on


def promises(told: Iterable[Feedback], *, first: date, last: date, today: date) -> tuple[int, int]:
    """How many were answered by their day, of all that were settled in these days.

    Each is settled once: by the answer, or by its day going by without one.
    """
    kept = settled = 0
    for one in told:
        answered_on = one.answered_at.astimezone(VIETNAM).date() if one.answered_at else None
        is_kept = answered_on is not None and not one.is_late(answered_on)
        if answered_on is None and not one.is_late(today):
            continue
        settled_on = answered_on if answered_on and is_kept else one.taken.due_on
        if first <= settled_on <= last:
            settled += 1
            kept += is_kept
    return kept, settled


def decide_taking(
    typed: FeedbackTyped, rule: FeedbackRule, *, number: str, due_on: date
) -> events.FeedbackTaken:
    """Raises FeedbackUnfit, NameNeeded, TooLong."""
    if typed.about not in set(FeedbackAbout):
        raise FeedbackUnfit(field="about")
    words = clean_lines(typed.words, field="words")
    if not words:
        raise FeedbackUnfit(field="words")
    name = clean(typed.name, limit=NAME_LIMIT, field="name")
    address = clean(typed.address, limit=LINE_LIMIT, field="address")
    if not rule.is_anonymous_taken and not (name and address):
        raise NameNeeded
    return events.FeedbackTaken(
        number=number,
        kind=rule.kind,
        about=typed.about,
        words=words,
        due_on=due_on,
        name=name,
        phone=clean(typed.phone, limit=NAME_LIMIT, field="phone"),
        address=address,
        code=clean(typed.code, limit=NAME_LIMIT, field="code"),
    )


def decide_routing(
    one: Feedback, *, to: RoutedTo, person: str = "", note: str = ""
) -> events.FeedbackRouted:
    """Raises FeedbackClosed, FeedbackUnfit, TooLong."""
    if one.answered is not None:
        raise FeedbackClosed
    name = clean(person, limit=NAME_LIMIT, field="person")
    if to is RoutedTo.PERSON and not name:
        raise FeedbackUnfit(field="person")
    whom = name if to is RoutedTo.PERSON else ""
    return events.FeedbackRouted(to=to, person=whom, note=clean_lines(note, field="note"))


def decide_answer(one: Feedback, *, words: str, signer: str) -> events.FeedbackAnswered:
    """Raises FeedbackClosed, FeedbackUnfit, TooLong."""
    if one.answered is not None:
        raise FeedbackClosed
    tidy = clean_lines(words, field="words")
    if not tidy:
        raise FeedbackUnfit(field="answer")
    return events.FeedbackAnswered(
        words=tidy, signer=clean(signer, limit=NAME_LIMIT, field="signer")
    )


def after(one: Feedback | None, event: object, *, entity: int, at: datetime) -> Feedback | None:
    """The feedback behind one more event; of two answers the first counts."""
    if isinstance(event, events.FeedbackTaken):
        return one or Feedback(entity=entity, taken=event, taken_at=at)
    if one is None:
        return None
    if isinstance(event, events.FeedbackRouted) and one.answered is None:
        return replace(one, routed=event)
    if isinstance(event, events.FeedbackAnswered) and one.answered is None:
        return replace(one, answered=event, answered_at=at)
    return one
