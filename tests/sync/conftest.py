"""A hub in this process and desks enrolled at it."""

from datetime import UTC, datetime

import pytest

from sync.client.enrol import enrol
from sync.hub.access import invite_desk
from sync.hub.hub import make_hub
from sync.hub.rules import Province
from tests.sync.rules import SmallRules
from tests.sync.small_replica import SmallReplica
from tests.sync.wires import DirectLink

ORG = "H48.20443"
OTHER_ORG = "H48.20446"
NAMES = {ORG: ("Xã Hùng Sơn", "Đà Nẵng"), OTHER_ORG: ("Xã Khác", "Đà Nẵng")}


class HubClock:
    """A clock that tests set."""

    def __init__(self):
        self.at = datetime(2026, 11, 23, 2, tzinfo=UTC)

    def __call__(self):
        return self.at


def small_province(clock=None, rules=None):
    return Province(
        rules=rules or SmallRules(),
        say=lambda code, details, language: f"{language}: {code} {sorted(details.items())}",
        names_of=NAMES.get,
        clock=clock or HubClock(),
    )


def enrolled_desk(hub, org=ORG, *, link=None):
    """A new machine, invited and enrolled."""
    desk = SmallReplica()
    code = invite_desk(hub, org).code
    desk.granted = enrol(
        link or DirectLink(hub),
        code,
        device_key=desk.public,
        sign=desk.key.sign,
        name="Máy 1",
        app="test",
    )
    return desk


@pytest.fixture
def clock():
    return HubClock()


@pytest.fixture
def hub(tmp_path, clock):
    opened = make_hub(tmp_path / "hub", small_province(clock))
    yield opened
    opened.database.close()


@pytest.fixture
def desk(hub):
    return enrolled_desk(hub)


@pytest.fixture
def colleague(hub):
    return enrolled_desk(hub)


@pytest.fixture
def link(hub):
    return DirectLink(hub)
