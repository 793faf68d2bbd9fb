"""Courses of dossiers at the counter, with the marks of the desks' rules."""

from sync.hub.figure_rules import Course


def course_of(org, *, received, due, ended=None, trips=1):
    """A course that is late after its due second."""
    is_late = ended is not None and ended > due
    return Course(
        org=org,
        procedure="2.000815",
        received=received,
        came="by_hand 2 counter",
        began_as="in_time",
        turns_at=due + 1 if ended is None or due + 1 < ended else None,
        turns_to="overdue",
        ended=ended,
        ended_as="" if ended is None else f"{'late' if is_late else 'early'} 3 counter",
        trips=trips,
    )
