"""What reports count: a dossier's course as a few numbers, kept beside what lists read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.course import course_of
from desk_app.domain.dossier import Status
from desk_app.domain.marks import traits_of
from desk_app.domain.punctuality import ended_moment, last_moment
from desk_app.domain.standing import Life
from desk_app.store.projection_tables import NO_DUE

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.store.database import Database, Row

COURSE_COLUMNS = (
    "is_counted",
    "ended_key",
    "last_key",
    "asked_key",
    "supplements",
    "asked_back",
    "traits",
)
_LIFE = """
    SELECT id, procedure, channel, status, handler, received_at, ended_key, last_key, asked_key,
           supplements, asked_back, traits, waiting + near + aside
    FROM dossiers
"""


def course_values(dossier: Dossier) -> tuple[int, ...]:
    """Its values of COURSE_COLUMNS; one taken in by mistake, or never, counts nowhere."""
    course = course_of(dossier)
    is_asked = course.is_waiting and dossier.supplement_requests == 1
    return (
        int(course.received),
        _key(ended_moment(course)),
        _key(last_moment(course)),
        _key(course.first_supplement_asked_at if is_asked else None),
        dossier.supplement_requests,
        dossier.asked_back,
        traits_of(dossier),
    )


def lives_between(database: Database, *, since: int, until: int) -> list[Life]:
    """The dossiers of a period, in Unix seconds: received in it, or before it and not ended."""
    received = database.rows(
        f"{_LIFE} INDEXED BY dossiers_received"
        " WHERE received_at >= ? AND received_at < ? AND is_counted = 1",
        (since, until),
    )
    carried = database.rows(
        f"{_LIFE} INDEXED BY dossiers_ended"
        " WHERE ended_key >= ? AND received_at < ? AND is_counted = 1",
        (since, since),
    )
    return [_life(row) for row in (*carried, *received)]


def left_out_between(database: Database, *, since: int, until: int) -> tuple[int, int]:
    """How many were not received or withdrawn as a mistake: (not received, mistakes)."""
    turned, mistaken = database.rows(
        "SELECT coalesce(sum(status = ? AND is_cancelled = 0), 0), coalesce(sum(is_cancelled), 0)"
        " FROM dossiers INDEXED BY dossiers_received"
        " WHERE received_at >= ? AND received_at < ? AND is_counted = 0",
        (Status.NOT_RECEIVED, since, until),
    )[0]
    return int(turned), int(mistaken)


def _life(row: Row) -> Life:
    life = Life(*row)
    return life._replace(
        ended=_moment(life.ended),
        last=_moment(life.last),
        asked=_moment(life.asked),
        trips=life.trips + 1,
        at_province=not life.at_province,
    )


def _key(moment: datetime | None) -> int:
    return NO_DUE if moment is None else int(moment.timestamp())


def _moment(key: int | None) -> int | None:
    return None if key == NO_DUE else key
