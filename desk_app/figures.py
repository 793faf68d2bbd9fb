"""The formulas of report and index, as the province's figures ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.index import MOST_POINTS, Group, Heard, Measure, Side, group_of, most_points
from desk_app.domain.index import Share as IndexShare
from desk_app.domain.marks import (
    CARRIED,
    columns,
    is_in_column,
    life_of,
    marks_of,
    shares_of,
    side_of_mark,
)
from desk_app.domain.standing import Figure
from sync.hub.figure_rules import Course, Share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.domain.dossier import Dossier
    from sync.hub.figure_rules import Numbers, Pick

_RATED = "rated"  # by code alone: slips that a desk counted are not among them
_SEEN_BY_NOBODY = Measure.AT_PROVINCE  # what has not come, the province cannot count


class IndexFormulas:
    """Those of the desks, over marks."""

    carried = CARRIED
    groups: Sequence[tuple[str, int]] = tuple((one.value, MOST_POINTS[one]) for one in Group)

    def columns(self, came: Numbers, stands: Numbers) -> Mapping[str, int]:
        """The columns of the monthly report."""
        return {one.value: number for one, number in columns(came, stands).items()}

    def shares(self, came: Numbers, stands: Numbers) -> Sequence[Share]:
        """The measures of the index, but for the one that no hub can see."""
        return tuple(
            Share(
                group=group_of(one).value,
                measure=one.value,
                hits=share.hits,
                base=share.base,
                points=share.points,
                most=most_points(one),
            )
            for one, share in shares_of(came, stands).items()
            if one is not _SEEN_BY_NOBODY
        )

    def rated(self, *, happy: int, ratings: int) -> Sequence[Share]:
        """One, as a desk weighs its own slips."""
        share = IndexShare(measure=Heard.HAPPY, hits=happy, base=ratings)
        return (
            Share(
                group=Group.CONTENT.value,
                measure=_RATED,
                hits=happy,
                base=ratings,
                points=share.points,
                most=most_points(Heard.HAPPY),
            ),
        )

    def is_behind(self, pick: Pick, mark: str, *, is_came: bool) -> bool:
        """False for a figure that nobody knows."""
        if pick.measure in set(Measure):
            side = side_of_mark(Measure(pick.measure), mark, is_came=is_came)
            return side is (Side.HIT if pick.is_hit else Side.MISS)
        return pick.column in set(Figure) and is_in_column(Figure(pick.column), mark)


def course(dossier: Dossier) -> Course | None:
    """None for one taken in by mistake, or never."""
    life = life_of(dossier)
    if life is None:
        return None
    marks = marks_of(life)
    return Course(
        org=dossier.organisation,
        procedure=life.procedure,
        received=marks.received,
        came=marks.came,
        began_as=marks.began_as,
        turns_at=marks.turns_at,
        turns_to=marks.turns_to,
        ended=marks.ended,
        ended_as=marks.ended_as,
        trips=life.trips,
    )
