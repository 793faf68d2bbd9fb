"""Lists and search say what the journal says, kept up act by act or made anew."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain import codec, events
from desk_app.domain.errors import RuleBroken
from desk_app.store import projection_tables as tables
from desk_app.store.projected_keys import code_row, phone_digits
from desk_app.store.rebuild import rebuild_if_older
from sync.protocol.page import Verdict
from tests.store.making import AT, Hub, again, do, handed_on, new_store, receive, received

TABLES = {
    "dossiers": "SELECT * FROM dossiers",
    "codes": "SELECT * FROM codes",
    "names": "SELECT * FROM names",
    "people": "SELECT key, phone, folded, person, dossiers, seen_at, seen_in FROM people",
    "tallies": "SELECT * FROM tallies WHERE dossiers > 0",
    "found names": "SELECT count(*) FROM names_search WHERE names_search MATCH 'nguyen*'",
    "found people": "SELECT count(*) FROM people_search WHERE people_search MATCH 'd*'",
}
NAMES = ("Nguyễn Văn An", "NGUYỄN VĂN AN", "Trần Thị Bé", "Đỗ Ý")


def dump(store):
    return {name: sorted(store.database.rows(sql)) for name, sql in TABLES.items()}


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["receive", "hand on", "rename", "cancel", "settle", "refuse", "foreign", "supplement"]
        ),
        st.integers(0, 5),
        st.sampled_from(NAMES),
        st.sampled_from(["", "0905111222", "0905 333 444"]),
        st.sampled_from(["", "048090001234"]),
    ),
    max_size=14,
)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(acts=ACTS)
def test_a_rebuild_gives_what_was_kept_up_act_by_act(tmp_path_factory, acts):
    store = new_store(tmp_path_factory.mktemp("desk"))
    hub, made = Hub(), []

    for n, (act, which, name, phone, number) in enumerate(acts):
        perform(store, hub, made, act, which % max(1, len(made)), n, name, phone, number)
    kept_up = dump(store)
    store.journal.rebuild()

    assert dump(store) == kept_up
    store.close()


def perform(store, hub, made, act, which, n, name, phone, number):
    if act == "receive" or not made:
        made.append(receive(store, name, phone=phone, personal_id=number))
        return
    entry = made[which]
    event = {
        "hand on": handed_on(name),
        "rename": events.Corrected(field="applicant.name", was="", now=name, reason="nhầm"),
        "cancel": events.Cancelled(reason="nhầm"),
        "supplement": events.SupplementRequested(items=("a",), reason="b"),
    }.get(act)
    if event is not None:
        try:
            made.append(do(store, event, entry.entity))
        except RuleBroken:
            return
    elif act == "foreign":
        code = f"H17.20443-261123-4{n:03d}"
        hub.write(received(name, code=code, phone=phone, personal_id=number), author=30 + n)
        hub.settle(store)
    else:
        hub.judge(entry, Verdict.OK if act == "settle" else Verdict.HELD)
        hub.settle(store)


def test_a_correction_moves_the_dossier_to_the_right_person(store):
    entry = receive(store, "Nguyễn Văn An", phone="0905111222")
    receive(store, "Nguyễn Văn An", phone="0905111222")

    do(
        store,
        events.Corrected(
            field="applicant.name", was="Nguyễn Văn An", now="Nguyễn Văn Ân", reason=""
        ),
        entry.entity,
    )
    do(
        store,
        events.Corrected(field="applicant.personal_id", was="", now="048090001234", reason=""),
        entry.entity,
    )

    people = store.database.rows("SELECT key, dossiers FROM people ORDER BY key")
    assert people == [("#048090001234", 1), ("nguyen van an|0905111222", 1)]


def test_tallies_follow_every_change(store):
    first = receive(store)
    receive(store)
    do(store, handed_on(), first.entity)

    tallies = dict(store.database.rows("SELECT status, dossiers FROM tallies"))

    assert tallies == {"received": 1, "in_progress": 1}


def test_a_change_of_state_leaves_the_person_alone(store):
    entry = receive(store)
    before = store.database.value("SELECT id FROM people")

    do(store, handed_on(), entry.entity)

    assert store.database.value("SELECT id FROM people") == before


def test_an_older_version_of_the_projections_is_made_anew(store):
    receive(store)
    with store.database.writing():
        store.database.execute("UPDATE settings SET value = '0' WHERE name = 'projections'")
        store.database.execute("DELETE FROM dossiers")

    reopened = again(store)

    assert reopened.database.value("SELECT count(*) FROM dossiers") == 1
    rebuild_if_older(reopened.database)
    assert reopened.settings.get(tables.VERSION_SETTING) == tables.VERSION
    reopened.close()


def test_changes_an_older_version_could_not_read_are_read_after_the_update(store, monkeypatch):
    entry = receive(store)
    with monkeypatch.context() as older:
        older.setattr(codec, "KINDS", {n: kind for n, kind in codec.KINDS.items() if n != 7})
        do(store, handed_on(), entry.entity)
        store.journal.rebuild()
    before = store.database.value("SELECT status FROM dossiers")

    reopened = again(store)

    assert (before, reopened.database.value("SELECT status FROM dossiers")) == (
        "received",
        "in_progress",
    )
    reopened.close()


def test_a_version_that_learnt_nothing_new_rebuilds_nothing(store, monkeypatch):
    receive(store)
    monkeypatch.setattr(codec, "KINDS", {**codec.KINDS, 999: events.HandedOn})
    with store.database.writing():
        store.database.execute("DELETE FROM dossiers")

    reopened = again(store)

    assert reopened.database.value("SELECT count(*) FROM dossiers") == 0
    assert 999 in reopened.settings.get(tables.KINDS_SETTING)
    reopened.close()


def test_a_rebuild_tells_how_far_it_is(store):
    receive(store)
    told = []

    folded = store.journal.rebuild(progress=told.append)

    assert folded == 2
    assert told == [2]


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0905 111 222", "0905111222"),
        ("+84 905 111 222", "0905111222"),
        ("84905111222", "0905111222"),
        ("(0235) 3.111.222", "02353111222"),
        ("", ""),
    ],
)
def test_phones_compare_by_their_digits(typed, digits):
    assert phone_digits(typed) == digits


@pytest.mark.parametrize(
    ("code", "tail", "running"),
    [
        ("H17.20443-261123-0012", "261123-0012", 12),
        ("000.00.00.H47-261123-0012", "261123-0012", 12),
        ("T-5.1-261123-0001", "261123-0001", 1),
        ("lạ", "-lạ", 0),
    ],
)
def test_a_code_is_found_by_its_tail_too(code, tail, running):
    assert code_row(code, 9) == (code, 9, tail, running)


def test_the_last_change_in_force_dates_the_row(store):
    entry = receive(store)
    do(store, handed_on(), entry.entity, at=AT + timedelta(hours=3))

    changed_at = store.database.value("SELECT changed_at FROM dossiers")

    assert changed_at == int((AT + timedelta(hours=3)).timestamp())
