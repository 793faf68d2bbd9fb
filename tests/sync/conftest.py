"""A hub in this process and desks enrolled at it; each test has its own copy of a prepared one."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk_app.judging import code_rows
from locales.catalogue import load
from sync.client.enrol import enrol
from sync.hub.access import invite_desk
from sync.hub.database import open_database
from sync.hub.hub import make_hub, open_hub
from sync.hub.rules import Province
from sync.hub.tables import metadata
from tests.sync.postgres import Cluster, find_programs
from tests.sync.rules import SmallRules
from tests.sync.small_replica import SmallReplica
from tests.sync.wires import DirectLink

ORG = "H48.20443"
OTHER_ORG = "H48.20446"
NAMES = {ORG: ("Xã Hùng Sơn", "Đà Nẵng"), OTHER_ORG: ("Xã Khác", "Đà Nẵng")}
BOTH = pytest.mark.parametrize("prepared", ["sqlite", "postgresql"], indirect=True)


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
        texts=load,
        code_rows=code_rows,
    )


def enrolled_desk(hub, org=ORG):
    """A new machine, invited and enrolled."""
    desk = SmallReplica()
    code = invite_desk(hub, org).code
    desk.granted = enrol(
        DirectLink(hub),
        code,
        device_key=desk.public,
        sign=desk.key.sign,
        name="Máy 1",
        app="test",
    )
    return desk


@dataclass(frozen=True)
class Prepared:
    """A hub in a folder, with the machines enrolled at it: two of one unit, one of another."""

    folder: Path
    machines: tuple  # (granted, key)
    rows: dict  # of each table, to put a shared database back
    database_url: str | None = None


def prepare(folder, database_url=None):
    hub = make_hub(folder, small_province(), database_url=database_url)
    desks = [enrolled_desk(hub, org) for org in (ORG, ORG, OTHER_ORG)]
    machines = tuple((desk.granted, desk.key) for desk in desks)
    with hub.database.reading() as connection:
        rows = {
            table: [row._asdict() for row in connection.execute(table.select())]
            for table in metadata.sorted_tables
        }
    hub.database.close()
    return Prepared(folder, machines, rows, database_url)


def put_back(prepared):
    """Make a database what it was when the hub was prepared."""
    database = open_database(prepared.database_url)
    with database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        for table, rows in prepared.rows.items():
            if rows:
                connection.execute(table.insert(), rows)
    database.close()


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory):
    return prepare(tmp_path_factory.mktemp("prepared") / "hub")


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL of our own, from the machine's own programs."""
    if find_programs() is None:
        pytest.skip("no PostgreSQL programs on this machine")
    with Cluster() as running:
        yield running


@pytest.fixture(scope="session")
def on_postgresql(cluster, tmp_path_factory):
    return prepare(tmp_path_factory.mktemp("prepared") / "hub", cluster.create("prepared"))


@pytest.fixture
def prepared(request, tmp_path):
    """A copy of the prepared hub, on the database that the test asks for."""
    kind = getattr(request, "param", "sqlite")
    origin = request.getfixturevalue(f"on_{kind}")
    shutil.copytree(origin.folder, tmp_path / "hub")
    if origin.database_url is not None:
        put_back(origin)
    return replace(origin, folder=tmp_path / "hub")


@pytest.fixture
def clock():
    return HubClock()


@pytest.fixture
def hub(prepared, clock):
    opened = open_hub(prepared.folder, small_province(clock), database_url=prepared.database_url)
    yield opened
    opened.database.close()


@pytest.fixture
def desk(prepared):
    return a_desk(prepared, 0)


@pytest.fixture
def colleague(prepared):
    return a_desk(prepared, 1)


@pytest.fixture
def stranger(prepared):
    """A machine of another unit."""
    return a_desk(prepared, 2)


@pytest.fixture
def link(hub):
    return DirectLink(hub)


def a_desk(prepared, number):
    granted, key = prepared.machines[number]
    return SmallReplica(granted, key=key)
