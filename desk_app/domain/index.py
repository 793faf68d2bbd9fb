"""The six groups of the service index (QĐ 766/QĐ-TTg), as far as a desk's own data tells them.

What the index measures elsewhere has no figure here: the screen says so instead of guessing.
Points are an estimate by the formulas in use in 2026: the share itself, or full from 80 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from desk_app.domain.standing import ONLINE, RECEIVED, Figure, Trait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from desk_app.domain.satisfaction import Satisfaction
    from desk_app.domain.standing import Life, Place

_FULL_FROM = Fraction(4, 5)


class Group(StrEnum):
    """The key of its words is `index.group.<value>`."""

    OPENNESS = "openness"  # công khai, minh bạch
    PROGRESS = "progress"  # tiến độ giải quyết
    ONLINE = "online"  # dịch vụ công trực tuyến
    DIGITAL = "digital"  # số hóa hồ sơ
    CONTENT = "content"  # mức độ hài lòng
    PAYMENT = "payment"  # thanh toán trực tuyến


MOST_POINTS = {
    Group.OPENNESS: 18,
    Group.PROGRESS: 20,
    Group.ONLINE: 12,
    Group.DIGITAL: 22,
    Group.CONTENT: 18,
    Group.PAYMENT: 10,
}


class Measure(StrEnum):
    """A share of the dossiers; the key of its words is `index.measure.<value>`."""

    AT_PROVINCE = "at_province"  # received, and the province has accepted all of it
    PROMISE_KEPT = "promise_kept"  # not late, of all that a promise was made for
    ONLINE = "online"  # solved, received online and answered by a file
    E_RESULT = "e_result"  # solved by a signed file
    DIGITISED = "digitised"  # received, with papers as files or from a database
    REUSED = "reused"  # received, with a paper digitised before
    CASHLESS = "cashless"  # received and paid for, without cash


class Heard(StrEnum):
    """A share of what people said; the key of its words is `index.measure.<value>`."""

    ANSWERED = "answered"  # complaints and proposals, by the day they were promised
    HAPPY = "happy"  # slips with a happy face, of all with a face


class Side(StrEnum):
    """Which of a measure's dossiers are looked at."""

    HIT = "hit"
    MISS = "miss"


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """How many of how many, and what they earn."""

    measure: Measure | Heard
    hits: int
    base: int

    @property
    def percent(self) -> Fraction | None:
        """From 0 to 100; None of nothing."""
        return Fraction(100 * self.hits, self.base) if self.base else None

    @property
    def points(self) -> Fraction | None:
        """None where the formula needs more than the desk knows."""
        worth = _worth(self.measure)
        if not worth.points or not self.base:
            return None
        return worth.points * min(Fraction(1), Fraction(self.hits, self.base) / worth.full_from)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trips:
    """How often citizens came for the dossiers received in a period."""

    dossiers: int
    trips: int
    again: int  # dossiers they came for more than once

    @property
    def mean(self) -> Fraction | None:
        return Fraction(self.trips, self.dossiers) if self.dossiers else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Worth:
    points: int = 0  # 0: the desk cannot tell
    full_from: Fraction = Fraction(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rule(_Worth):
    group: Group
    base: Callable[[Life, Place], bool]
    hit: Callable[[Life, Place], bool]


def side_of(measure: Measure, life: Life, place: Place) -> Side | None:
    """None where the dossier is none of the measure's."""
    rule = _RULES[measure]
    if not rule.base(life, place):
        return None
    return Side.HIT if rule.hit(life, place) else Side.MISS


def measures_of(group: Group) -> tuple[Measure | Heard, ...]:
    """What people said is told in one group alone."""
    if group is Group.CONTENT:
        return tuple(Heard)
    return tuple(one for one in Measure if _RULES[one].group is group)


def group_of(measure: Measure) -> Group:
    return _RULES[measure].group


def most_points(measure: Measure | Heard) -> int:
    """0 where the desk cannot tell them."""
    return _worth(measure).points


def shares(placed: Sequence[tuple[Life, Place]]) -> dict[Measure, Share]:
    return weighed_shares([(life, place, 1) for life, place in placed])


def weighed_shares(placed: Sequence[tuple[Life, Place, int]]) -> dict[Measure, Share]:
    """As `shares`, where so many dossiers are alike."""
    return {one: _share(one, placed) for one in Measure}


def heard(answers: Satisfaction, *, kept: int, promised: int) -> dict[Heard, Share]:
    """Of the slips of a period, and of the answers that were promised in it."""
    return {
        Heard.ANSWERED: Share(measure=Heard.ANSWERED, hits=kept, base=promised),
        Heard.HAPPY: Share(measure=Heard.HAPPY, hits=answers.happy, base=answers.answered),
    }


def trips(placed: Iterable[tuple[Life, Place]]) -> Trips:
    came = [life.trips for life, (how, _) in placed if how in RECEIVED]
    return Trips(dossiers=len(came), trips=sum(came), again=sum(one > 1 for one in came))


def _share(measure: Measure, placed: Sequence[tuple[Life, Place, int]]) -> Share:
    rule = _RULES[measure]
    of_it = [one for one in placed if rule.base(one[0], one[1])]
    hits = sum(number for life, place, number in of_it if rule.hit(life, place))
    return Share(measure=measure, hits=hits, base=sum(number for _, _, number in of_it))


def _received(_: Life, place: Place) -> bool:
    return place[0] in RECEIVED


def _promised(_: Life, place: Place) -> bool:
    return place[1] not in {Figure.DONE_FREE, Figure.OPEN_FREE}


def _kept(_: Life, place: Place) -> bool:
    return place[1] in {Figure.EARLY, Figure.ON_TIME, Figure.IN_TIME}


def _solved(life: Life, place: Place) -> bool:
    return bool(life.traits & Trait.SOLVED) and place[1] in Figure.DONE.parts


def _paid_for(life: Life, place: Place) -> bool:
    return place[0] in RECEIVED and bool(life.traits & Trait.PAID)


def _has(trait: Trait) -> Callable[[Life, Place], bool]:
    return lambda life, _: bool(life.traits & trait)


_RULES = {
    Measure.AT_PROVINCE: _Rule(
        group=Group.OPENNESS, base=_received, hit=lambda life, _: life.at_province
    ),
    Measure.PROMISE_KEPT: _Rule(group=Group.PROGRESS, base=_promised, hit=_kept, points=20),
    Measure.ONLINE: _Rule(
        group=Group.ONLINE,
        base=_solved,
        hit=lambda life, _: life.channel == ONLINE and bool(life.traits & Trait.E_RESULT),
    ),
    Measure.E_RESULT: _Rule(
        group=Group.DIGITAL,
        base=_solved,
        hit=_has(Trait.E_RESULT),
        points=6,
        full_from=_FULL_FROM,
    ),
    Measure.DIGITISED: _Rule(
        group=Group.DIGITAL,
        base=_received,
        hit=_has(Trait.DIGITISED),
        points=4,
        full_from=_FULL_FROM,
    ),
    Measure.REUSED: _Rule(
        group=Group.DIGITAL,
        base=_received,
        hit=_has(Trait.REUSED),
        points=2,
        full_from=_FULL_FROM,
    ),
    Measure.CASHLESS: _Rule(group=Group.PAYMENT, base=_paid_for, hit=_has(Trait.CASHLESS)),
}

_HEARD = {
    Heard.ANSWERED: _Worth(points=6),
    Heard.HAPPY: _Worth(points=6, full_from=Fraction(9, 10)),
}


def _worth(measure: Measure | Heard) -> _Worth:
    return _HEARD[measure] if isinstance(measure, Heard) else _RULES[measure]
