"""One province and two machines of one commune for all journeys: enrolling takes its time."""

import pytest

from tests.journey.machines import Province, enrolled, staffed


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    made = Province(folder=tmp_path_factory.mktemp("province"))
    assert made.shell.json("hub", "init").exit_code == 0
    made.start()
    yield made
    if made.is_running:
        made.stop()


@pytest.fixture(scope="module")
def counters(province, tmp_path_factory):
    """The two machines of the commune, each with numbers of its own, in a clerk's hands."""
    lanes = ("0001-0099", "0100-0199")
    return [
        staffed(enrolled(province, tmp_path_factory.mktemp("machine"), lane=lane)) for lane in lanes
    ]


@pytest.fixture
def desk(counters):
    return counters[0]


@pytest.fixture
def online(province):
    """The hub listens, whatever an earlier journey did."""
    if not province.is_running:
        province.start()
    return province


@pytest.fixture
def offline(province):
    """The hub is down; the journey may start it."""
    if province.is_running:
        province.stop()
    return province
