"""Restored, copied and moved desks: nothing goes on before a new epoch, and nothing is lost."""

import pytest

from desk_app.queries import recovered as queries
from desk_app.store.errors import NeedsNewEpoch
from desk_app.store.witness import Doubt
from desk_app.usecases.review_recovered import accept_recovered, leave_out_recovered
from sync.errors import EpochNeeded, HistoryForked
from tests.sync.real_desks import RealHub, a_new_desk, codes_at, digests_at


@pytest.fixture
def hub(tmp_path):
    with RealHub(tmp_path / "hub").up() as served:
        yield served


@pytest.fixture
def desk(hub, tmp_path):
    made = a_new_desk(hub, tmp_path / "one")
    yield made
    made.close()


def accept_all(desk):
    return [accept_recovered(desk.desk, one.key) for one in queries.waiting(desk.desk)]


def test_a_desk_put_back_takes_a_new_epoch_and_lacks_nothing(hub, desk):
    first = desk.receive().code
    desk.sync()
    kept = desk.keep_copy("kept")
    second = desk.receive().code
    desk.sync()
    desk.put_back(kept)
    assert desk.desk.store.doubt is Doubt.RESTORED
    with pytest.raises(NeedsNewEpoch):
        desk.receive()

    desk.ask()

    assert desk.codes() == sorted([first, second]) == codes_at(hub)
    assert queries.state(desk.desk).is_whole
    assert queries.waiting(desk.desk) == []
    third = desk.receive()
    assert third.register_number == 3
    desk.sync()
    assert codes_at(hub) == sorted([first, second, third.code])
    assert desk.digests() == digests_at(hub)
    desk.desk.journal.verify_chain()
