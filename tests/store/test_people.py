"""Who applied before is found again, as last written."""

from datetime import date, timedelta

import pytest

from desk_app.store.people import find_people
from tests.store.making import AT, new_store, receive


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    store = new_store(tmp_path_factory.mktemp("desk"))
    receive(
        store,
        "Nguyễn Văn Đạt",
        phone="0905 111 222",
        personal_id="048090001234",
        address="Thôn 1",
        birth_on=date(1990, 2, 3),
        sex="male",
        email="dat@example.vn",
    )
    receive(
        store,
        "Nguyễn Văn Đạt",
        phone="0905 999 888",
        personal_id="048090001234",
        address="Thôn 2",
        at=AT + timedelta(days=9),
    )
    receive(store, "Nguyễn Văn Đát", phone="0905111222")
    receive(store, "Lê Ý")
    yield store
    store.close()


@pytest.mark.parametrize("typed", ["048090001234", "04809", "0905999888", "đạt", "van dat ng"])
def test_a_person_is_found_as_last_written(desk, typed):
    known = find_people(desk.database, typed)[0]

    assert known.person.address == "Thôn 2"
    assert known.person.phone == "0905 999 888"
    assert known.dossiers == 2
    assert known.seen_at == AT + timedelta(days=9)


def test_every_field_of_a_person_comes_back(tmp_path):
    store = new_store(tmp_path)
    written = {
        "phone": "0905 111 222",
        "personal_id": "048090001234",
        "address": "Thôn 1",
        "birth_on": date(1990, 2, 3),
        "sex": "male",
        "email": "dat@example.vn",
    }
    receive(store, "Nguyễn Văn Đạt", **written)

    [known] = find_people(store.database, "đạt")

    assert {name: getattr(known.person, name) for name in written} == written
    store.close()


def test_the_accents_typed_choose_between_two(desk):
    assert find_people(desk.database, "đát")[0].person.name == "Nguyễn Văn Đát"


def test_one_who_gave_no_number_is_another_person(desk):
    assert len(find_people(desk.database, "nguyen")) == 2


@pytest.mark.parametrize("typed", ["", "   ", "khong co", "0999999999"])
def test_nobody_is_found_where_there_is_nobody(desk, typed):
    assert find_people(desk.database, typed) == []
