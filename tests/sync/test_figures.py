"""Figures kept up to date behind the feeds are those counted afresh, and dossiers stand behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random
from threading import Event

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desk_app.domain.standing import Figure
from desk_app.figures import IndexFormulas
from sync.hub.copying import put_rows
from sync.hub.docket import Author
from sync.hub.figure_rules import Pick
from sync.hub.figure_tables import cells, courses
from sync.hub.figures import following
from sync.hub.figures.behind import AGAIN, how_many, those_behind
from sync.hub.figures.cells import add_course, new_sums, row_of, write_sums
from sync.hub.figures.following import behind, follow
from sync.hub.figures.reading import beside, open_at, period_at, progress, tallies, whole
from sync.hub.figures.recounting import count_afresh, recount
from sync.hub.figures.spans import Span
from sync.hub.settling import remember, settle
from tests.sync.conftest import BOTH, ORG
from tests.sync.rules import CREATED, PAID, STEPPED
from tests.sync.small_figures import course_of
from tests.sync.test_settling import acts, arrivals_of

FORMULAS = IndexFormulas()
NOW = int(datetime(2026, 11, 23, 2, tzinfo=UTC).timestamp())
PICKS = [
    *(
        Pick(column=name)
        for name in (Figure.ENTERED, Figure.CARRIED, Figure.LATE, Figure.OPEN, Figure.OVERDUE)
    ),
    *(
        Pick(measure=name, is_hit=side)
        for name in ("promise_kept", "digitised")
        for side in (True, False)
    ),
    AGAIN,
]


def taken(hub, granted, arrivals):
    """The hub has settled these changes of a machine."""
    author = Author(scope=ORG, dev=granted.dev, ep=granted.ep)
    with hub.database.writing() as connection:
        docket = settle(
            connection,
            author,
            arrivals,
            rules=hub.province.rules,
            states=hub.states,
            now=hub.now(),
        )
    remember(hub.states, [docket])


def kept(hub):
    """All that the tables of figures hold, without cells of nobody."""
    with hub.database.reading() as connection:
        counted = [tuple(row) for row in connection.execute(select(cells)) if any(row[-3:])]
        return sorted(counted), sorted(tuple(row) for row in connection.execute(select(courses)))


def undone(hub):
    """Leave the hub as it was before."""
    with hub.database.writing() as connection:
        for name in ("changes", "feed", "entities", "dossiers", "holds", "salts", "reviews"):
            connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608  names of ours
        connection.exec_driver_sql("UPDATE feeds SET pos = 0, digest = 0")
        for name in ("courses", "figure_cells", "figure_cursors"):
            connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608
    hub.states.__init__()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(written=acts, cuts=st.lists(st.integers(0, 14), max_size=3))
def test_figures_followed_are_figures_counted_afresh(hub, prepared, written, cuts):
    granted, _ = prepared.machines[0]
    arrivals = arrivals_of(granted, written)

    for first, last in zip([0, *sorted(cuts)], [*sorted(cuts), len(arrivals)], strict=True):
        if arrivals[first:last]:
            taken(hub, granted, arrivals[first:last])
        follow(hub)
    followed = kept(hub)
    recount(hub)
    recounted = kept(hub)
    count_afresh(hub)
    afresh = kept(hub)
    undone(hub)

    assert followed == recounted == afresh


@BOTH
def test_a_figure_says_how_many_dossiers_stand_behind_it(hub, prepared):
    some_dossiers(hub, prepared)

    with hub.database.reading() as connection:
        for span in (Span.WEEK, Span.YEAR):
            period = period_at(span, NOW, now=NOW)
            for one in (period, beside(period, steps=-1)):
                for pick in PICKS:
                    found = those_behind(connection, one, pick, FORMULAS, org=ORG)
                    assert len(found) == how_many(connection, one, pick, FORMULAS, ORG)
        month = period_at(Span.MONTH, NOW, now=NOW)
        row = whole(tallies(connection, month, FORMULAS)).columns(FORMULAS)

    told = {name: number for name, number in row.items() if number}
    assert told == {
        "entered": 4,
        "by_hand": 4,
        "done": 2,
        "early": 1,
        "late": 1,
        "open": 2,
        "overdue": 2,
    }


@BOTH
def test_the_overview_counts_as_overdue_what_the_figures_do(hub, prepared):
    some_dossiers(hub, prepared)

    with hub.database.reading() as connection:
        told = open_at(connection, NOW, FORMULAS)
        month = period_at(Span.MONTH, NOW, now=NOW)
        counted = tallies(connection, month, FORMULAS)

    overdue = {org: columns["overdue"] for org, columns in told.items()}
    assert sum(overdue.values()) == 2
    assert overdue == {org: counted[org].columns(FORMULAS)["overdue"] for org in overdue}


@BOTH
def test_counting_again_changes_nothing(hub, prepared):
    some_dossiers(hub, prepared)
    before = kept(hub)

    assert recount(hub) == len(before[1])

    assert kept(hub) == before


@BOTH
def test_the_database_counts_as_following_does_whatever_the_day(hub):
    chance = Random(6)  # noqa: S311  no secret
    moments = [0, 2**35, *(chance.randrange(2**32) for _ in range(150))]
    rows = [row_of(ORG, ent, any_course(chance, at)) for ent, at in enumerate(moments)]
    sums = new_sums()
    for row in rows:
        add_course(sums, row)
    with hub.database.writing() as connection:
        put_rows(connection, courses, rows)
        write_sums(connection, sums)
    followed = kept(hub)

    assert recount(hub) == len(rows)

    assert kept(hub) == followed


@BOTH
def test_progress_by_week_agrees_with_each_week_by_itself(hub, prepared):
    some_dossiers(hub, prepared)

    with hub.database.reading() as connection:
        last = period_at(Span.WEEK, NOW, now=NOW)
        weeks = progress(connection, last, FORMULAS, count=5)
        alone = [whole(tallies(connection, week, FORMULAS)) for week, _ in weeks]

    assert [tally for _, tally in weeks] == alone
    assert weeks[-1][0] == last


def test_following_goes_in_portions_and_says_what_is_left(hub, prepared):
    granted, _ = prepared.machines[0]
    taken(hub, granted, arrivals_of(granted, [(CREATED, 0, 1, 0), (STEPPED, 0, 1, 0)]))
    waiting = behind(hub)

    counted = follow(hub)

    assert (waiting, behind(hub), follow(hub)) == (counted, 0, 0)


def test_what_another_process_has_counted_is_not_counted_again(hub, prepared, monkeypatch):
    granted, _ = prepared.machines[0]
    taken(hub, granted, arrivals_of(granted, [(CREATED, 0, 1, 0)]))
    portion_of = following._portion

    def overtaken(hub, scope, seen):
        portion = portion_of(hub, scope, seen)
        monkeypatch.setattr(following, "_portion", portion_of)
        follow(hub)
        return portion

    monkeypatch.setattr(following, "_portion", overtaken)
    follow(hub)

    with hub.database.reading() as connection:
        month = period_at(Span.MONTH, NOW, now=NOW)
        assert whole(tallies(connection, month, FORMULAS)).came == {"by_hand 2 counter": 1}


@BOTH
def test_a_count_afresh_beside_who_follows_and_what_comes_leaves_the_same_figures(hub, prepared):
    granted, _ = prepared.machines[0]
    made = [(CREATED, number, number, 0) for number in range(1, 9)]
    steps = [(STEPPED, which, step, 0) for step in (1, 2, 3) for which in range(8)]
    arrivals = arrivals_of(granted, [*made, *steps])
    is_over = Event()

    def until_over(count):
        while not is_over.is_set():
            count(hub)

    with ThreadPoolExecutor() as pool:
        others = [pool.submit(until_over, count) for count in (follow, recount, follow)]
        try:
            for one in arrivals:
                taken(hub, granted, [one])
        finally:
            is_over.set()
        for other in others:
            other.result()
    follow(hub)
    beside_others = kept(hub)
    recount(hub)

    assert beside_others == kept(hub)
    assert len(beside_others[1]) == len(made)


def any_course(chance, received):
    """One that is open or done, on time or late, of one of two communes."""
    due = received + chance.randrange(40 * 86_400)
    ended = chance.choice((None, received + chance.randrange(60 * 86_400)))
    org, trips = chance.choice((ORG, "H48.00002")), chance.randrange(4)
    return course_of(org, received=received, due=due, ended=ended, trips=trips)


def some_dossiers(hub, prepared):
    """Four: one early, one late, two open and late."""
    granted, _ = prepared.machines[0]
    third = [(STEPPED, 0, step, 0) for step in (1, 2, 3)]
    fast = [(PAID, 1, 3, 0), *((STEPPED, 1, step, 0) for step in (1, 2, 3))]
    # Codes are those of `acts`: the number tells them apart.
    made = [(CREATED, 0, 1, 0), (CREATED, 1, 2, 0), (CREATED, 2, 3, 0), (CREATED, 3, 4, 0)]
    taken(hub, granted, arrivals_of(granted, [*made, *third, *fast]))
    follow(hub)
