"""How people found the service (mức độ hài lòng): five faces, a reason where unhappy, no names.

Answers of a day are counted together: what goes to the journal says how many, never who or when.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain import events
from desk_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

FACES = 5  # 1: very unhappy … 5: very happy
NO_ANSWER = 0
HAPPY_FROM = 4
UNHAPPY_TO = 2
MOST_SLIPS = 500  # typed at once


class UnhappyBecause(StrEnum):
    SLOW = "slow"  # chờ lâu
    ATTITUDE = "attitude"  # thái độ phục vụ
    UNCLEAR = "unclear"  # hướng dẫn chưa rõ
    TRIPS = "trips"  # đi lại nhiều lần
    PAPERS = "papers"  # bị đòi thêm giấy tờ, khoản tiền
    OTHER = "other"


class NoSuchFace(RuleBroken):
    """An answer is one of five faces, or none; slips are counted from 1 to 500."""

    code = "no_such_face"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """`face` 1 to 5; 0: was asked and did not answer."""

    face: int
    because: str = ""  # UnhappyBecause; empty: not said


@dataclass(frozen=True, kw_only=True, slots=True)
class Satisfaction:
    """Answers added up; `faces` counts each of the five, the unhappiest first."""

    faces: tuple[int, ...] = (0,) * FACES
    unanswered: int = 0
    reasons: tuple[tuple[str, int], ...] = ()  # the most said first

    @property
    def answered(self) -> int:
        return sum(self.faces)

    @property
    def happy(self) -> int:
        return sum(self.faces[HAPPY_FROM - 1 :])

    @property
    def percent(self) -> int | None:
        """Of those who answered; None where nobody did."""
        return round(100 * self.happy / self.answered) if self.answered else None


def check(answer: Answer, *, slips: int = 1) -> None:
    """Raises NoSuchFace."""
    is_face = NO_ANSWER <= answer.face <= FACES
    is_reason = not answer.because or answer.because in set(UnhappyBecause)
    if not is_face or not is_reason or not 1 <= slips <= MOST_SLIPS:
        raise NoSuchFace
    if answer.because and not 1 <= answer.face <= UNHAPPY_TO:
        raise NoSuchFace


def counted(day: date, answers: Iterable[Answer]) -> events.SatisfactionCounted:
    """A day's answers as one event."""
    told = list(answers)
    faces = Counter(one.face for one in told)
    reasons = Counter(one.because for one in told if one.because)
    names = sorted(reasons)
    return events.SatisfactionCounted(
        day=day,
        faces=tuple(faces[number] for number in range(1, FACES + 1)),
        unanswered=faces[NO_ANSWER],
        reasons=tuple(names),
        said=tuple(reasons[name] for name in names),
    )


def added(counts: Iterable[events.SatisfactionCounted]) -> Satisfaction:
    """The sum of several days."""
    faces, unanswered, reasons = [0] * FACES, 0, Counter[str]()
    for one in counts:
        faces = [so_far + more for so_far, more in zip(faces, one.faces, strict=False)]
        unanswered += one.unanswered
        reasons.update(dict(zip(one.reasons, one.said, strict=False)))
    return Satisfaction(
        faces=tuple(faces), unanswered=unanswered, reasons=tuple(reasons.most_common())
    )
