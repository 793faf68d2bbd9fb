import pytest

from desk_app.domain.rights import NotPermitted
from desk_app.queries.health import Level, examine
from tests.store.making import AT, Hub
from tests.support.counter import all_that_is_kept, printed
from tests.support.desks import a_desk, as_role


def test_a_sound_desk_says_so_and_is_left_as_it_was(desk):
    printed(desk)
    before = all_that_is_kept(desk)

    found = _found(desk)

    assert found["database"] == (Level.WELL, "")
    assert found["chain"] == (Level.WELL, "2")
    assert found["lanes"] == (Level.WELL, "0001-1999")
    assert found["clock"] == (Level.WELL, "")
    assert found["tray"] == (Level.WELL, "1")
    assert found["secret"] == (Level.WARNING, "file"), "no secret store in tests"
    assert all_that_is_kept(desk) == before


def test_an_altered_entry_is_found_and_named(desk):
    printed(desk)
    database = desk.store.database
    with database.writing():
        for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE journal SET record = zeroblob(40) WHERE number = 2")

    level, detail = _found(desk)["chain"]

    assert level is Level.TROUBLE
    assert detail.split() == ["entry_unreadable", "17", "0", "2"]


def test_a_desk_without_a_lane_is_warned(tmp_path):
    with a_desk(tmp_path, lane=None) as desk:
        assert _found(desk)["lanes"] == (Level.WARNING, "")


def test_a_clock_behind_the_province_s_day_is_trouble(desk):
    Hub().settle(desk.store, hub_time=int(AT.timestamp()))
    desk.clock.at = AT.replace(year=2025)

    assert _found(desk)["clock"][0] is Level.TROUBLE


def test_who_holds_no_role_is_told_nothing(desk):
    with pytest.raises(NotPermitted):
        examine(as_role(desk))


def _found(desk):
    return {one.name: (one.level, one.detail) for one in examine(desk)}
