"""A line cut after every byte of a request, and of its answer: exhaustive, over one exchange.

Whatever arrived, one more round ends as an uncut one would.
"""

import sqlite3

import pytest

from sync.client.exchange import exchange_once
from sync.errors import HubUnreachable, SyncError
from tests.sync import looks
from tests.sync.conftest import ORG
from tests.sync.rules import CREATED, PAID, POISON, STEPPED
from tests.sync.wires import DirectLink

GO_ON_EVERY = 8


class CutLink(DirectLink):
    """Cuts the first exchange after so many bytes, one way; the hub sees what arrived of it."""

    def __init__(self, hub, *, up=None, down=None):
        super().__init__(hub)
        self.up, self.down = up, down

    def deliver(self, body, at_hub):
        up, down = self.up, self.down
        self.up = self.down = None
        if up is not None:
            super().deliver(body[:up], at_hub)  # a proxy may hand on what it has
            raise HubUnreachable(reason="cut")
        answer = super().deliver(body, at_hub)
        return answer if down is None else answer[:down]


def work(desk, colleague, hub):
    ent = colleague.write(CREATED, (f"{ORG}-261123-0001",))
    colleague.write(PAID, (5,), ent=ent)
    exchange_once(colleague, DirectLink(hub))
    own = desk.write(CREATED, (f"{ORG}-261123-0002",))
    desk.write(STEPPED, (1,), ent=own)
    desk.write(POISON, (), ent=own)
    desk.write(PAID, (3,), ent=ent)


def cut_exchange(desk, link):
    """Whether the desk believed what came of the answer."""
    try:
        exchange_once(desk, link)
    except SyncError:
        return False
    return True


def ends(desk, hub):
    return (
        desk.acked(),
        desk.verdicts(),
        desk.feed(ORG),
        desk.cursors()[ORG][1:],
        looks.verdicts(hub),
    )


@pytest.mark.slow
@pytest.mark.parametrize("way", ["up", "down"])
def test_a_cut_at_any_byte_costs_one_round(hub, desk, colleague, way):
    work(desk, colleague, hub)
    start = hub_copy(hub), desk.db.serialize()
    link = DirectLink(hub)
    exchange_once(desk, link)
    expected = ends(desk, hub)
    size = len(link.requests[0]) if way == "up" else link.bytes_down

    put_hub_back(hub, start[0])
    desk.db.deserialize(start[1])

    for cut in range(size):
        was_heard = cut_exchange(desk, CutLink(hub, **{way: cut}))
        assert was_heard is (desk.acked() > 0)  # a whole receipt and no page yet is an answer
        if way == "down" or cut % GO_ON_EVERY == 0:  # a request cut short changes nothing
            exchange_once(desk, DirectLink(hub))
            assert ends(desk, hub) == expected, cut
            put_hub_back(hub, start[0])
            desk.db.deserialize(start[1])

    assert size > 300
    print(f"\n{size} cuts {way}")  # noqa: T201 - seen with -s


def hub_copy(hub):
    """The hub's database as it is, in memory."""
    copy = sqlite3.connect(":memory:")
    with hub.database.engine.connect() as connection:
        connection.connection.driver_connection.backup(copy)
    return copy


def put_hub_back(hub, copy):
    with hub.database.engine.connect() as connection:
        connection.rollback()
        copy.backup(connection.connection.driver_connection)
    with hub.states._lock:
        hub.states._known.clear()
