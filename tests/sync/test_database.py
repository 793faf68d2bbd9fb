"""The hub's database: what migrations make, and how it is opened."""

import logging
import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select

from sync.errors import DatabaseUnusable, HubFailed
from sync.hub import tables
from sync.hub.database import open_database, sqlite_url
from tests.sync.conftest import BOTH


@BOTH
def test_the_migrations_make_the_tables_the_code_knows(hub):
    with hub.database.reading() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), tables.metadata)

    assert difference == []


def test_a_commit_is_on_disk_before_it_is_told(hub):
    with hub.database.reading() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()

    assert (mode, synchronous) == ("wal", 2)


def test_opening_again_changes_nothing(tmp_path):
    url = sqlite_url(tmp_path / "hub.db")
    open_database(url).close()

    again = open_database(url)

    with again.reading() as connection:
        assert connection.execute(select(tables.hub)).all() == []
    again.close()


def test_opening_leaves_the_logging_of_the_program_alone(tmp_path):
    before = logging.getLogger().handlers[:]

    open_database(sqlite_url(tmp_path / "hub.db")).close()

    assert logging.getLogger().handlers == before


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="nothing"),
        pytest.param("mysql://127.0.0.1/x", id="another kind"),
        pytest.param("sqlite:////nowhere/at/all/hub.db", id="a folder that is not there"),
        pytest.param("postgresql://127.0.0.1:1/x", id="nobody listens"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told(url):
    with pytest.raises(DatabaseUnusable):
        open_database(url)


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "hub.db").write_bytes(b"no database at all" * 100)

    with pytest.raises(DatabaseUnusable):
        open_database(sqlite_url(tmp_path / "hub.db"))


@BOTH
def test_a_failed_statement_undoes_its_transaction_and_is_told(hub):
    row = {"scope": "x", "pos": 0, "digest": 0, "lam": 0}

    def add_twice():
        with hub.database.writing() as connection:
            for _ in range(2):
                connection.execute(insert(tables.feeds), row)

    with pytest.raises(HubFailed):
        add_twice()

    with hub.database.reading() as connection:
        found = connection.execute(select(tables.feeds).where(tables.feeds.c.scope == "x")).all()
    assert found == []


def test_a_command_beside_the_running_hub_waits_its_turn(tmp_path):
    url = sqlite_url(tmp_path / "hub.db")
    served, command = open_database(url), open_database(url)
    row = {"scope": "s", "pos": 0, "digest": 0, "lam": 0}
    with served.writing() as connection:
        connection.execute(insert(tables.feeds), row)

    def count_up(database):
        for _ in range(15):
            with database.writing() as connection:
                pos = connection.execute(select(tables.feeds.c.pos)).scalar()
                connection.execute(tables.feeds.update().values(pos=pos + 1))

    threads = [threading.Thread(target=count_up, args=(each,)) for each in (served, command)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    with served.reading() as connection:
        assert connection.execute(select(tables.feeds.c.pos)).scalar() == 30
    served.close()
    command.close()


@BOTH
def test_many_writers_wait_for_each_other(hub):
    def add(name):
        with hub.database.writing() as connection:
            connection.execute(
                insert(tables.feeds), {"scope": name, "pos": 0, "digest": 0, "lam": 0}
            )

    threads = [threading.Thread(target=add, args=(f"s{number}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    with hub.database.reading() as connection:
        query = select(tables.feeds.c.scope).where(tables.feeds.c.scope.like("s%"))
        assert len(connection.execute(query).all()) == 12
