"""A dossier as the province counts it: under which mark it came, and how it stood from when on.

A mark holds all that the columns of a report and the measures of the index ask of a dossier, so
dossiers of one mark may be counted together. What holds of a period is what its marks add up to;
that it is the same as counting dossier by dossier, a property of the tests says.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from desk_app.domain.course import course_of
from desk_app.domain.dossier import Status
from desk_app.domain.index import Measure, Share, Side, side_of
from desk_app.domain.punctuality import ended_moment, last_moment
from desk_app.domain.standing import ONLINE, Figure, Life, Trait, standing, total
from desk_app.domain.submission import PaperState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.standing import Place

CARRIED = Figure.CARRIED.value  # the mark of all that was open when a period began
_FROM_STORES = frozenset({PaperState.FROM_DATABASE, PaperState.REUSED})


class Marks(NamedTuple):
    """A dossier's marks; moments in Unix seconds, a mark holds from the second after its moment."""

    received: int
    came: str
    began_as: str  # open, from its receipt on
    turns_at: int | None  # when an open one is late, though nothing is done to it
    turns_to: str
    ended: int | None
    ended_as: str


def life_of(dossier: Dossier) -> Life | None:
    """As a report counts it; None for one taken in by mistake, or never."""
    course = course_of(dossier)
    if not course.received or dossier.received_at is None:
        return None
    is_asked = course.is_waiting and dossier.supplement_requests == 1
    return Life(
        row=0,
        procedure=dossier.application.procedure,
        channel=dossier.application.channel,
        status=dossier.status.value,
        handler="",
        received=int(dossier.received_at.timestamp()),
        ended=_second(ended_moment(course)),
        last=_second(last_moment(course)),
        asked=_second(course.first_supplement_asked_at if is_asked else None),
        supplements=dossier.supplement_requests,
        trips=dossier.asked_back + 1,
        traits=traits_of(dossier),
        at_province=True,
    )


def traits_of(dossier: Dossier) -> int:
    """Of Trait."""
    traits = Trait(0)
    if dossier.done_at is not None or dossier.returned_at is not None:
        traits |= Trait.SOLVED
    if dossier.result is not None and dossier.result.signed_sha256:
        traits |= Trait.E_RESULT
    states = {paper.state for paper in dossier.application.papers}
    if dossier.scans or states & _FROM_STORES:
        traits |= Trait.DIGITISED
    if PaperState.REUSED in states or any(scan.reused_from for scan in dossier.scans):
        traits |= Trait.REUSED
    if dossier.paid_vnd > 0:
        traits |= Trait.PAID
    if dossier.cashless_vnd > 0:
        traits |= Trait.CASHLESS
    return int(traits)


def marks_of(life: Life) -> Marks:
    """The moments at which `standing` gives another answer, and the answers."""
    ended = None if life.ended is None else max(life.ended, life.received)
    began_as = standing(life._replace(ended=None), until=life.received + 1)
    turns_at = life.last + 1 if began_as is Figure.IN_TIME and life.last is not None else None
    if turns_at is not None and life.asked is not None and life.asked < turns_at:
        turns_at = None  # it waits for the citizen, who was asked in time
    came = Figure.BY_WIRE if life.channel == ONLINE else Figure.BY_HAND
    return Marks(
        received=life.received,
        came=_mark(came, life),
        began_as=began_as,
        turns_at=None
        if ended is not None and turns_at is not None and turns_at >= ended
        else turns_at,
        turns_to=Figure.OVERDUE,
        ended=ended,
        ended_as="" if ended is None else _mark(standing(life, until=ended + 1), life),
    )


def columns(came: Mapping[str, int], stands: Mapping[str, int]) -> dict[Figure, int]:
    """The columns of the report, its sums too, from how many dossiers have each mark."""
    found: Counter[Figure] = Counter()
    for mark, number in (*came.items(), *stands.items()):
        found[_figure(mark)] += number
    return {figure: total(found, figure) for figure in Figure}


def shares_of(came: Mapping[str, int], stands: Mapping[str, int]) -> dict[Measure, Share]:
    """The measures of the index from how many dossiers have each mark."""
    base: Counter[Measure] = Counter()
    hits: Counter[Measure] = Counter()
    for numbers, is_came in ((came, True), (stands, False)):
        for mark, number in numbers.items():
            for measure, side in _sides(mark, is_came=is_came):
                base[measure] += number
                if side is Side.HIT:
                    hits[measure] += number
    return {one: Share(measure=one, hits=hits[one], base=base[one]) for one in Measure}


def side_of_mark(measure: Measure, mark: str, *, is_came: bool) -> Side | None:
    """Where the dossiers of a mark stand in a measure; None where it does not ask for them."""
    return side_of(measure, *_life_and_place(mark, is_came=is_came))


def is_in_column(figure: Figure, mark: str) -> bool:
    """Whether a column counts the dossiers of a mark."""
    return _figure(mark) in figure.parts


@lru_cache(maxsize=4_096)  # a province has some dozens of marks, each in hundreds of communes
def _sides(mark: str, *, is_came: bool) -> tuple[tuple[Measure, Side], ...]:
    """Where the dossiers of a mark stand in each measure that asks for them."""
    placed = _life_and_place(mark, is_came=is_came)
    told = ((one, side_of(one, *placed)) for one in Measure)
    return tuple((one, side) for one, side in told if side is not None)


def _life_and_place(mark: str, *, is_came: bool) -> tuple[Life, Place]:
    """Any dossier of the mark; the half of its place that the mark does not tell counts nowhere."""
    figure, _, rest = mark.partition(" ")
    traits, _, channel = rest.partition(" ")
    life = _ANY._replace(traits=int(traits or 0), channel=channel)
    stands = Figure(figure)
    return life, (stands, Figure.OPEN_FREE) if is_came else (Figure.CARRIED, stands)


def _mark(figure: Figure, life: Life) -> str:
    return f"{figure} {life.traits} {life.channel}"


def _figure(mark: str) -> Figure:
    return Figure(mark.partition(" ")[0])


def _second(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


_ANY = Life(
    row=0,
    procedure="",
    channel="",
    status=Status.RECEIVED.value,
    handler="",
    received=0,
    ended=None,
    last=None,
    asked=None,
    supplements=0,
    trips=1,
    traits=0,
    at_province=True,
)
