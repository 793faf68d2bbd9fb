"""Schemas: run once, refused when newer, and every released one opens for ever."""

import json
import shutil
from pathlib import Path

import pytest

from desk_app.store.database import create_database, open_database
from desk_app.store.errors import SchemaTooNew
from desk_app.store.lists import ListFilter
from desk_app.store.migrations import migrate, migrations
from desk_app.store.opening import open_store
from desk_app.store.rebuild import rebuild
from desk_app.store.search import search
from desk_app.store.sqlcipher import Tables
from tests.store import released
from tests.store.making import AT, PASSWORD, places_in

GOLDEN = Path(__file__).parents[1] / "golden" / "store"

CHANGED_SINCE = {
    "journal_is_never_shortened",  # m002: lets out what is kept whole beside it
    "prints",  # m005: two columns more
    "print_steps",  # m005: one column more
    "wanted",  # m011: scans are fetched too
}


def test_a_second_run_finds_nothing_to_do(tmp_path):
    database = create_database(tmp_path / "a.db", bytes(48))
    migrate(database)
    before = database.rows("SELECT name, sql FROM sqlite_schema ORDER BY name")

    migrate(database)

    assert database.rows("SELECT name, sql FROM sqlite_schema ORDER BY name") == before
    assert migrations.pending(Tables(database.connection)) == []
    database.close()


def test_a_file_of_a_newer_version_is_refused_untouched(tmp_path):
    database = create_database(tmp_path / "a.db", bytes(48))
    migrate(database)
    with database.writing():
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('desk', 'm999_later', '')"
        )

    with pytest.raises(SchemaTooNew) as too_new:
        migrate(database)

    assert too_new.value.details == {"found": "m999_later"}
    database.close()


def test_every_table_of_ours_is_strict(tmp_path):
    database = create_database(tmp_path / "a.db", bytes(48))
    migrate(database)
    rebuild(database)

    loose = database.rows(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0"
        " AND type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE '\\_sqlite%' ESCAPE '\\' AND name NOT LIKE '%\\_search%' ESCAPE '\\'"
    )

    assert loose == []
    database.close()


@pytest.mark.parametrize("release", ["001"])
def test_a_released_database_opens_and_replays_to_the_same_dossiers(tmp_path, release, request):
    folder = GOLDEN / release
    if request.config.getoption("--update-golden") and not folder.exists():
        released.write(folder)  # a released one is never made again
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)

    with released.on_its_own_machine():
        store = open_store(places_in(tmp_path), "Hoa", PASSWORD, now=AT)
    told = released.dossiers_of(store)
    store.journal.rebuild()

    assert store.doubt is None
    assert told == json.loads((folder / "dossiers.json").read_text(encoding="utf-8"))
    assert store.journal.verify_chain() > 0
    assert [row.code for row in search(store.database, "dat")] == ["H17.20443-261123-0001"]
    assert len(store.lists.page(ListFilter()).dossiers) == len(told)
    store.close()


def test_a_released_schema_never_changes():
    """The first release, as its golden file was made; a later one stands beside it."""
    golden = open_database(GOLDEN / "001" / "desk" / "desk.db", released.key_of(GOLDEN / "001"))
    fresh = released.schema_of_a_new_database()
    kept = released.schema(golden)
    golden.close()

    same = kept.keys() - CHANGED_SINCE
    assert {name: fresh.get(name) for name in same} == {name: kept[name] for name in same}
