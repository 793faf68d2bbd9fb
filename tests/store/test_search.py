"""Found as one types: any words in any order, accents or not, numbers by their own index."""

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest

from desk_app.domain import events
from desk_app.domain.submission import Person, Submitter
from desk_app.store.search import match_expression, search
from tests.store.making import AT, do, new_store, receive, received

PEOPLE = (
    ("Nguyễn Văn Đạt", "0905 111 222", "048090001234"),
    ("Nguyễn Thị Hoà", "0905111333", "048190005678"),
    ("Lê Ý", "0914222333", "048095000001"),
    ("Đỗ An", "", ""),
    ("Bhling Đoàn", "", ""),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    store = new_store(tmp_path_factory.mktemp("desk"))
    for n, (name, phone, number) in enumerate(PEOPLE):
        receive(store, name, phone=phone, personal_id=number, at=AT + timedelta(days=n))
    yield store
    store.close()


def names(store, text, **options):
    return [found.applicant for found in search(store.database, text, **options)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dat", "Nguyễn Văn Đạt"),
        ("ĐẠT", "Nguyễn Văn Đạt"),
        ("Ðạt", "Nguyễn Văn Đạt"),  # the look-alike Eth of old keyboards
        ("ðat", "Nguyễn Văn Đạt"),
        ("dat van", "Nguyễn Văn Đạt"),
        ("ng  v  d", "Nguyễn Văn Đạt"),
        (unicodedata.normalize("NFD", "nguyễn văn đạt"), "Nguyễn Văn Đạt"),
        ("hòa", "Nguyễn Thị Hoà"),
        ("hoà", "Nguyễn Thị Hoà"),
        ("ý", "Lê Ý"),
        ("le y", "Lê Ý"),
        ("an", "Đỗ An"),
        ("do", "Đỗ An"),
        ("bhling", "Bhling Đoàn"),
        ("đoàn bh", "Bhling Đoàn"),
    ],
)
def test_a_name_is_found_however_it_is_typed(desk, typed, name):
    assert names(desk, typed)[0] == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("0905111222", "Nguyễn Văn Đạt"),
        ("0905 111 2", "Nguyễn Văn Đạt"),
        ("+84 905 111 333", "Nguyễn Thị Hoà"),
        ("048090001234", "Nguyễn Văn Đạt"),
        ("04819", "Nguyễn Thị Hoà"),
        ("H17.20443-261125-0001", "Lê Ý"),
        ("h17.20443-261125", "Lê Ý"),
        ("261125-0001", "Lê Ý"),
        ("261125", "Lê Ý"),
    ],
)
def test_a_number_is_found_by_its_beginning(desk, typed, name):
    assert names(desk, typed) == [name]


def test_the_running_number_alone_finds_the_newest_first(desk):
    assert names(desk, "0001")[:2] == ["Bhling Đoàn", "Đỗ An"]


@pytest.mark.parametrize("typed", ["", "   ", "—", "\"'*", "không có ai", "0900000000", "H99-1-1"])
def test_what_nobody_has_finds_nothing(desk, typed):
    assert names(desk, typed) == []


@pytest.mark.parametrize(
    "typed", ['dat" OR "hoa', "NEAR(dat hoa)", "dat AND", "-dat", "d*t", "a:b"]
)
def test_signs_of_the_index_are_only_letters_here(desk, typed):
    names(desk, typed)


def test_the_accents_typed_come_first_and_then_the_newest(tmp_path):
    store = new_store(tmp_path)
    for name in ("Trần Hóa", "Trần Hòa", "Trần Hoa", "Trần Hỏa"):
        receive(store, name)

    assert names(store, "hòa")[0] == "Trần Hòa"
    assert names(store, "hoa") == ["Trần Hoa", "Trần Hỏa", "Trần Hòa", "Trần Hóa"]
    store.close()


def test_the_accents_typed_come_before_a_whole_word(tmp_path):
    store = new_store(tmp_path)
    for name in ("Trần Hoàng", "Trần Hóa"):
        receive(store, name)

    assert names(store, "hoà") == ["Trần Hoàng", "Trần Hóa"]
    store.close()


def test_a_whole_word_comes_before_a_longer_one(tmp_path):
    store = new_store(tmp_path)
    for name in ("Lê An", "Lê Anh"):
        receive(store, name)

    assert names(store, "an") == ["Lê An", "Lê Anh"]
    store.close()


def test_the_limit_holds_and_the_newest_stay(tmp_path):
    store = new_store(tmp_path)
    for n in range(30):
        receive(store, f"Nguyễn Văn {n:02d}")

    assert names(store, "nguyen", limit=3) == [f"Nguyễn Văn {n}" for n in (29, 28, 27)]
    store.close()


def test_a_corrected_name_is_found_and_the_wrong_one_is_not(tmp_path):
    store = new_store(tmp_path)
    entry = receive(store, "Trần Đức")
    renamed = events.Corrected(
        field="applicant.name", was="Trần Đức", now="Trần Đắc", reason="đọc nhầm"
    )

    do(store, renamed, entry.entity)

    assert (names(store, "dac"), names(store, "duc")) == (["Trần Đắc"], [])
    store.close()


def test_who_stands_in_for_the_applicant_is_found_too(tmp_path):
    store = new_store(tmp_path)
    event = received("Trần Đức", code="H17.20443-261123-0001")
    standing_in = Submitter(person=Person(name="Alăng Zơrâm"), relation="con")
    event = replace(event, application=replace(event.application, submitter=standing_in))
    with store.journal.writing() as tx:
        tx.append(event, entity=None, actor=1, at=AT)

    assert names(store, "zoram") == ["Trần Đức"]
    store.close()


def test_names_are_never_ordered_by_rank(desk):
    plan = desk.database.rows(
        "EXPLAIN QUERY PLAN SELECT rowid FROM names_search WHERE names_search MATCH ?"
        " ORDER BY rowid DESC LIMIT 200",
        (match_expression(["nguyen", "v"]),),
    )

    assert not [line for line in plan if "TEMP B-TREE" in line[3]]
