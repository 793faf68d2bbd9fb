"""Drafts, sessions, rounds and settings: small things that come back as they were put."""

from datetime import timedelta

import pytest

from desk_app.store.sessions import SessionAct
from desk_app.store.settings import counter, next_of_counter, raise_counter, set_counter
from tests.store.making import AT, again

FORM = {"applicant": {"name": "Lê Ý"}, "papers": [1, 2], "note": None}


def test_a_draft_comes_back_after_a_restart_as_last_typed(store):
    store.drafts.keep(1, "receive", {"old": True}, at=AT)
    store.drafts.keep(1, "receive", FORM, at=AT + timedelta(seconds=2))

    reopened = again(store)

    assert reopened.drafts.get(1, "receive") == (FORM, AT + timedelta(seconds=2))
    assert reopened.drafts.get(2, "receive") is None
    assert reopened.drafts.get(1, "correct") is None
    reopened.close()


def test_a_sent_draft_is_gone(store):
    store.drafts.keep(1, "receive", FORM, at=AT)

    store.drafts.drop(1, "receive")
    store.drafts.drop(1, "receive")

    assert store.drafts.get(1, "receive") is None


def test_sessions_tell_who_sat_at_the_desk(store):
    for n, act in enumerate(SessionAct):
        store.sessions.note(1, act, at=AT + timedelta(minutes=n))

    marks = store.sessions.last(2)

    assert [(mark.user, mark.act) for mark in marks] == [
        (1, SessionAct.SIGNED_OUT),
        (1, SessionAct.UNLOCKED),
    ]
    assert marks[0].at == AT + timedelta(minutes=3)


def test_the_last_rounds_are_kept_and_older_ones_are_not(store):
    store.rounds.note("ok", {"sent": 1}, at=AT)
    for n in range(205):
        store.rounds.note("hub_unreachable", {}, at=AT + timedelta(minutes=n))

    assert store.database.value("SELECT count(*) FROM rounds") == 200
    assert store.rounds.last(1)[0].outcome == "hub_unreachable"
    assert store.rounds.last_good() is None


def test_the_last_good_round_is_known(store):
    assert store.rounds.last_good() is None
    store.rounds.note("ok", {"sent": 3, "received": 1}, at=AT)
    store.rounds.note("hub_unreachable", {}, at=AT + timedelta(minutes=1))

    assert store.rounds.last_good() == AT
    assert store.rounds.last()[1].counts == {"sent": 3, "received": 1}


@pytest.mark.parametrize("value", [None, True, 7, "đ", [1, "a"], {"a": {"b": []}}])
def test_a_setting_comes_back_as_it_was_put(store, value):
    store.settings.put("x", "before")
    store.settings.put("x", value)

    assert store.settings.get("x") == value
    assert store.settings.get("never put") is None


def test_counters_only_grow_unless_they_are_set(store):
    database = store.database
    with database.writing():
        raise_counter(database, "a", 5)
        raise_counter(database, "a", 3)
        after_raising = counter(database, "a")
        set_counter(database, "a", 2)

        assert (after_raising, counter(database, "a")) == (5, 2)
        assert [next_of_counter(database, "a"), next_of_counter(database, "b")] == [3, 1]
    assert counter(database, "never") == 0
