"""Accounts: added, disabled, told apart; every one an entry of the journal."""

import pytest

from desk_app.domain import events
from desk_app.domain.rights import Role
from desk_app.store import keys
from desk_app.store.errors import (
    LastAdmin,
    UnknownUser,
    UserDisabled,
    UserExists,
    WeakPassword,
    WrongPassword,
)
from desk_app.store.lockout import Moment
from desk_app.store.opening import open_store
from tests.store.making import AT, PASSWORD, QUICK, again

NEW = "mật khẩu của Bình"


def add(store, name="Bình", roles=(Role.CLERK,), password=NEW):
    return store.users.add(name, password, roles=roles, by=1, at=AT)


def opened_by(store, name, password):
    store.close()
    return open_store(store.places, name, password, now=AT, effort=QUICK)


def test_the_first_user_opened_the_desk_and_stands_in_the_journal(store):
    first = store.users.signed_in()

    assert (first.number, first.name, first.is_active) == (1, "Hoa", True)
    assert first.roles == (Role.ADMIN, Role.CLERK)
    assert first.since == AT
    [entry] = store.journal.timeline(store.users.entity_of(1))
    assert entry.event == events.UserAdded(number=1, name="Hoa", roles=("admin", "clerk"))


def test_a_new_user_may_sign_in_and_has_a_number_of_their_own(store):
    added = add(store)

    reopened = opened_by(store, "binh", NEW)

    assert reopened.users.signed_in() == added
    assert added.number == 2
    assert [user.name for user in reopened.users.all()] == ["Hoa", "Bình"]
    assert reopened.users.find("BÌNH") == added
    assert reopened.users.find("ai") is None
    reopened.close()


def test_a_name_is_cleaned_before_it_is_kept(store):
    assert add(store, "  Bi\u0300nh   Minh ").name == "Bình Minh"


@pytest.mark.parametrize("name", ["HOA", "Hoà", "hóa"])
def test_a_name_is_taken_whatever_its_accents(store, name):
    with pytest.raises(UserExists):
        add(store, name)


def test_a_short_password_adds_nobody(store):
    with pytest.raises(WeakPassword):
        add(store, password="12345")

    assert len(store.users.all()) == 1


def test_a_disabled_user_opens_nothing_any_more(store):
    added = add(store)

    disabled = store.users.disable(added.number, by=1, at=AT)

    assert disabled.is_active is False
    events_of = [entry.event for entry in store.journal.timeline(store.users.entity_of(2))]
    assert events_of[1] == events.UserDisabled(number=2)
    with pytest.raises(UserDisabled):
        opened_by(store, "Bình", NEW)


def test_one_disabled_in_the_database_alone_is_refused_too(store):
    """A cut between the database and the key file."""
    add(store)
    with store.database.writing():
        store.database.execute("UPDATE users SET is_active = 0 WHERE number = 2")

    with pytest.raises(UserDisabled):
        opened_by(store, "Bình", NEW)


def test_disabling_again_completes_what_was_cut(store):
    add(store)
    with store.database.writing():
        store.database.execute("UPDATE users SET is_active = 0 WHERE number = 2")

    store.users.disable(2, by=1, at=AT)

    with pytest.raises(UserDisabled):
        keys.unlock(store.places, "Bình", NEW, now=_moment())


def test_adding_again_completes_an_account_without_a_key(store, monkeypatch):
    def cut(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(keys, "add_key", cut)
        with pytest.raises(KeyboardInterrupt):
            add(store)

    added = add(store)

    assert added.number == 2
    reopened = opened_by(store, "Bình", NEW)
    assert reopened.users.signed_in().number == 2
    reopened.close()


def test_the_last_admin_stays(store):
    add(store)

    with pytest.raises(LastAdmin):
        store.users.disable(1, by=1, at=AT)

    add(store, "Chi", roles=(Role.ADMIN,))
    store.users.disable(1, by=3, at=AT)
    assert [user.is_active for user in store.users.all()] == [False, True, True]


def test_a_new_password_takes_the_place_of_the_old(store):
    store.users.set_password(1, NEW)

    with pytest.raises(WrongPassword):
        again(store)


def test_a_disabled_user_gets_no_new_password(store):
    add(store)
    store.users.disable(2, by=1, at=AT)

    with pytest.raises(UserDisabled):
        store.users.set_password(2, PASSWORD)
    with pytest.raises(UnknownUser):
        store.users.set_password(9, PASSWORD)


def _moment():
    return Moment(at=AT, boot="b", monotonic=0.0)
