"""Lists a page at a time: every filter gives what a plain look at all dossiers would give."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import events
from desk_app.domain.dossier import Status
from desk_app.store.listed import Tick
from desk_app.store.lists import ListFilter, Order, Sync
from sync.protocol.page import Verdict
from tests.store.making import AT, Hub, do, handed_on, new_store, receive

PROCEDURES = ("1.001", "1.002", "2.003")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Sixty dossiers in every state that a commune sees."""
    store = new_store(tmp_path_factory.mktemp("desk"))
    hub = Hub()
    for n in range(60):
        entry = receive(
            store,
            f"Người {n}",
            procedure=PROCEDURES[n % 3],
            due_at=None if n % 7 == 0 else AT + timedelta(hours=(n * 37) % 90 - 40),
        )
        if n % 2:
            do(store, handed_on(f"Tổ {n % 4}"), entry.entity)
        if n % 5 == 1:
            do(store, events.Cancelled(reason="nhầm"), entry.entity)
        if n % 6 == 2 and n % 5 != 1:
            do(store, events.SupplementRequested(items=("a",), reason="b"), entry.entity)
        if n % 10 == 3 and n % 6 != 2:
            do(
                store,
                events.ResultAttached(
                    sha256="ab" * 32, name="kq", size_bytes=1, issuer="Sở", is_signed=True
                ),
                entry.entity,
            )
        if n % 4 == 0:
            hub.judge(entry, Verdict.HELD if n % 8 == 0 else Verdict.OK)
    hub.settle(store, acked=40)
    yield store
    store.close()


def everything(store):
    return store.lists.page(ListFilter(), size=1000).dossiers


def walk(store, asked, size):
    shown, after = [], None
    for _ in range(200):
        page = store.lists.page(asked, after=after, size=size)
        shown += page.dossiers
        after = page.after
        if after is None:
            return shown
    raise AssertionError


LIVE = {
    Status.REGISTERED,
    Status.RECEIVED,
    Status.IN_PROGRESS,
    Status.SUPPLEMENT_REQUESTED,
    Status.PAYMENT_REQUESTED,
    Status.WITHDRAWAL_REQUESTED,
    Status.DONE,
}


def plainly(store, asked):
    """What the filter means, without any index."""
    found = [
        row
        for row in everything(store)
        if (not asked.statuses or row.status in asked.statuses)
        and (not asked.procedures or row.procedure in asked.procedures)
        and (not asked.handler or row.handler == asked.handler)
        and (asked.sync is not Sync.WAITING or row.waiting)
        and (asked.sync is not Sync.ASIDE or row.aside)
    ]
    if asked.sync is None:
        if asked.order is Order.DUE or asked.handler or asked.due_from or asked.due_before:
            found = [row for row in found if row.status in LIVE]
        if asked.due_from or asked.due_before:
            found = [
                row
                for row in found
                if row.is_running
                and row.due_at is not None
                and (not asked.due_from or row.due_at >= asked.due_from)
                and (not asked.due_before or row.due_at < asked.due_before)
            ]
        if asked.order is Order.DUE:
            found.sort(key=lambda row: (row.due_at is None, row.due_at or AT, row.id))
    return found


MOMENTS = st.none() | st.integers(-50, 60).map(lambda hours: AT + timedelta(hours=hours))
FILTERS = st.builds(
    ListFilter,
    statuses=st.lists(st.sampled_from(Status), unique=True, max_size=3).map(tuple),
    procedures=st.lists(st.sampled_from([*PROCEDURES, "9.999"]), unique=True, max_size=3).map(
        tuple
    ),
    handler=st.sampled_from(["", "", "Tổ 1", "Tổ 3"]),
    due_before=MOMENTS,
    due_from=st.none() | st.just(AT - timedelta(hours=10)),
    sync=st.sampled_from([None, None, None, Sync.WAITING, Sync.ASIDE]),
    order=st.sampled_from(Order),
)


@given(asked=FILTERS, size=st.sampled_from([1, 3, 7, 50]))
def test_every_filter_gives_what_a_plain_look_gives_page_by_page(desk, asked, size):
    if asked.sync is not None and (asked.due_before or asked.due_from or asked.order is Order.DUE):
        asked = ListFilter(
            statuses=asked.statuses,
            procedures=asked.procedures,
            handler=asked.handler,
            sync=asked.sync,
        )

    shown = [row.id for row in walk(desk, asked, size)]

    assert shown == [row.id for row in plainly(desk, asked)]


def test_the_newest_stand_first(desk):
    ids = [row.id for row in everything(desk)]

    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 60


def test_the_tally_counts_what_the_lists_show(desk):
    tally = desk.lists.tally(now=AT, soon=AT + timedelta(hours=24))
    rows = everything(desk)

    assert tally.by_status == {
        status: count for status in Status if (count := sum(row.status is status for row in rows))
    }
    assert tally.overdue == sum(row.is_overdue(AT) for row in rows)
    assert tally.due_soon == sum(
        row.is_running and row.due_at is not None and 0 <= (row.due_at - AT).total_seconds() < 86400
        for row in rows
    )


def test_every_tick_is_a_stored_proof(desk):
    ticks = {row.tick for row in everything(desk)}

    assert {Tick.SAVED, Tick.HELD, Tick.JUDGED, Tick.ASIDE} <= ticks
    for row in everything(desk):
        assert (row.tick is Tick.ASIDE) == (row.aside > 0 and not row.waiting)
        assert (row.tick is Tick.JUDGED) == (not row.aside and not row.waiting)


@pytest.mark.parametrize(
    "asked",
    [
        ListFilter(),
        ListFilter(statuses=(Status.RETURNED,)),
        ListFilter(procedures=PROCEDURES),
        ListFilter(order=Order.DUE),
        ListFilter(due_before=AT, order=Order.DUE),
        ListFilter(sync=Sync.WAITING),
        ListFilter(handler="Tổ 1"),
    ],
    ids=["all", "state", "field", "due", "overdue", "waiting", "handler"],
)
def test_no_list_reads_the_whole_table(desk, asked):
    asked_for = []
    rows = desk.database.rows

    def noted(sql, values=()):
        asked_for.append((sql, values))
        return rows(sql, values)

    desk.lists._database = _Noting(desk.database, noted)
    try:
        desk.lists.page(asked)
    finally:
        desk.lists._database = desk.database

    for sql, values in asked_for:
        plan = [line[3] for line in desk.database.rows(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not [step for step in plan if step.startswith("SCAN d") and "USING" not in step]


class _Noting:
    def __init__(self, database, rows):
        self._database = database
        self.rows = rows

    def __getattr__(self, name):
        return getattr(self._database, name)
