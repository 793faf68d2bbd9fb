"""A batch settled at once gives what it gives change by change, however it is cut."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sync import record
from sync.hub import tables
from sync.hub.docket import Arrived, Author
from sync.hub.settling import settle
from sync.hub.states import States
from tests.sync.conftest import ORG
from tests.sync.rules import CREATED, PAID, POISON, REVIEWED, STEPPED, SmallRules
from tests.sync.small_replica import SmallReplica

LOOKED_AT = (
    tables.changes,
    tables.feed,
    tables.feeds,
    tables.entities,
    tables.dossiers,
    tables.reviews,
)
acts = st.lists(
    st.tuples(
        st.sampled_from([CREATED, STEPPED, STEPPED, STEPPED, PAID, POISON, REVIEWED, 7_777]),
        st.integers(0, 3),  # which dossier
        st.integers(1, 3),  # which code or step
        st.sampled_from([0, 0, 1, 9]),  # the version its author had seen
    ),
    min_size=1,
    max_size=14,
)


def arrivals_of(granted, written):
    """Changes of one machine with whatever mistakes the acts have in them."""
    desk = SmallReplica(granted)
    ents = []
    for kind, which, number, base in written:
        if kind == CREATED or not ents:
            ents.append(desk.write(kind, (f"{ORG}-261123-000{number}",)))
        elif kind == REVIEWED:
            desk.write(kind, (granted.dev, granted.ep, number), ent=ents[which % len(ents)])
        else:
            desk.write(kind, (number,), ent=ents[which % len(ents)], base=base)
    return [
        Arrived(raw, record.decode(raw), desk.head(seq))
        for seq, raw in enumerate(desk.outbox(0, 10**9), 1)
    ]


def settled(connection, author, portions):
    """What the tables hold after the portions, all of it undone again."""
    savepoint = connection.begin_nested()
    states = States()
    for portion in portions:
        settle(connection, author, portion, rules=SmallRules(), states=states, now=1)
    rows = [sorted(tuple(row) for row in connection.execute(select(table))) for table in LOOKED_AT]
    savepoint.rollback()
    return [[tuple(x for x in row if not is_fault(x)) for row in table] for table in rows]


def is_fault(value):
    """The hash of a stack, which tells by which way the change came to grief."""
    return isinstance(value, str) and len(value) == 16 and "-" not in value


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(written=acts, size=st.integers(1, 5))
def test_a_batch_gives_what_its_changes_give_one_by_one(hub, prepared, written, size):
    granted, _ = prepared.machines[0]
    arrivals = arrivals_of(granted, written)
    author = Author(scope=ORG, dev=granted.dev, ep=granted.ep)

    with hub.database.writing() as connection:
        at_once = settled(connection, author, [arrivals])
        one_by_one = settled(connection, author, [[arrived] for arrived in arrivals])
        cut = settled(
            connection, author, [arrivals[i : i + size] for i in range(0, len(arrivals), size)]
        )

    assert at_once == one_by_one == cut
