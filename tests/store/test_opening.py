"""A desk's store set up, opened, enrolled; a set-up that was cut short may be begun again."""

import pytest

from desk_app.domain import events
from desk_app.store import opening
from desk_app.store.errors import (
    DatabaseClosed,
    DatabaseDamaged,
    DatabaseExists,
    DatabaseMissing,
    SchemaTooNew,
    WeakPassword,
    WrongPassword,
)
from desk_app.store.opening import FirstAdmin, create_store, enrol, open_store
from desk_app.store.places import usual_places
from tests.store.making import (
    AT,
    ORGANISATION,
    PASSWORD,
    QUICK,
    enrolment,
    lanes,
    places_in,
    receive,
)

HOA = FirstAdmin(name="Hoa", password=PASSWORD)


def create(folder):
    return create_store(places_in(folder), HOA, at=AT, effort=QUICK)


def test_a_new_desk_knows_its_key_and_no_number_yet(tmp_path):
    store = create(tmp_path)

    identity = store.journal.identity

    assert identity.author is None
    assert identity.desk == store.unlocked.desk
    assert len(identity.public_key) == 32
    assert store.doubt is None
    store.close()


def test_a_desk_may_be_closed_before_it_is_enrolled(tmp_path):
    create(tmp_path).close()

    store = open_store(places_in(tmp_path), "Hoa", PASSWORD, now=AT, effort=QUICK)
    store = enrol(store, enrolment(), lanes((1, 9)), at=AT)

    assert store.journal.identity.organisation == ORGANISATION
    assert receive(store).number == 2
    store.close()


def test_who_was_there_before_enrolment_stands_in_the_journal_after(tmp_path):
    store = enrol(create(tmp_path), enrolment(), at=AT)

    written = store.journal.timeline(store.users.entity_of(1))[0].event

    assert written == events.UserAdded(number=1, name="Hoa", roles=("admin",))
    store.close()


def test_enrolling_again_in_the_same_epoch_changes_nothing(tmp_path):
    store = enrol(create(tmp_path), enrolment(), lanes((1, 9)), at=AT)
    receive(store)

    store = enrol(store, enrolment(), lanes((1, 9)), at=AT)

    assert receive(store).number == 3
    assert store.journal.verify_chain() == 3
    store.close()


def test_a_desk_is_not_set_up_over_another(tmp_path):
    create(tmp_path).close()

    with pytest.raises(DatabaseExists):
        create(tmp_path)


def test_a_weak_password_sets_nothing_up(tmp_path):
    with pytest.raises(WeakPassword):
        create_store(places_in(tmp_path), FirstAdmin(name="Hoa", password="a"), at=AT)

    assert not places_in(tmp_path).data.exists()


def test_a_set_up_cut_short_may_be_begun_again(tmp_path, monkeypatch):
    def cut(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(opening, "insert_user", cut)
        with pytest.raises(KeyboardInterrupt):
            create(tmp_path)
    assert not places_in(tmp_path).database.exists()

    store = create(tmp_path)

    assert store.users.signed_in().name == "Hoa"
    assert sorted(path.name for path in places_in(tmp_path).data.glob("*.unfinished*")) == []
    store.close()


def test_keys_without_a_database_are_not_thrown_away(tmp_path):
    """The database may have been lost: its backup opens with these keys alone."""
    create(tmp_path).close()
    places_in(tmp_path).database.unlink()

    with pytest.raises(DatabaseExists):
        create(tmp_path)
    with pytest.raises(DatabaseMissing):
        open_store(places_in(tmp_path), "Hoa", PASSWORD, now=AT)


def test_a_wrong_password_opens_nothing(tmp_path):
    create(tmp_path).close()

    with pytest.raises(WrongPassword):
        open_store(places_in(tmp_path), "Hoa", "sai mật khẩu", now=AT)


def test_a_damaged_database_opens_nothing_and_nothing_is_lost(tmp_path):
    create(tmp_path).close()
    path = places_in(tmp_path).database
    content = bytearray(path.read_bytes())
    content[9000] ^= 1
    path.write_bytes(content)

    with pytest.raises(DatabaseDamaged):
        open_store(places_in(tmp_path), "Hoa", PASSWORD, now=AT)

    assert path.read_bytes() == content


def test_a_database_of_a_newer_version_opens_nothing(tmp_path):
    store = create(tmp_path)
    with store.database.writing():
        store.database.execute(
            "UPDATE _sqlite_migrations SET name = 'm999_later' WHERE name = 'm001_first'"
        )
    store.close()

    with pytest.raises(SchemaTooNew):
        open_store(places_in(tmp_path), "Hoa", PASSWORD, now=AT)


def test_a_closed_store_answers_nothing(store):
    entry = receive(store)

    store.close()

    with pytest.raises(DatabaseClosed):
        store.journal.dossier(entry.entity)
    with pytest.raises(DatabaseClosed):
        receive(store)


def test_the_machines_part_lies_outside_the_data_folder(tmp_path):
    places = usual_places(tmp_path / "desk")

    assert tmp_path not in places.state.parents
    assert places.witness("d").parent == places.secret("d").parent == places.state
