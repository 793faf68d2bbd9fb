"""What goes first, what is set aside, what a person chose; and damage that stops nothing."""

from datetime import timedelta

import pytest

from desk_app.store.entries import Standing
from sync.client.replica import Modes
from sync.protocol.page import Verdict
from tests.store.making import AT, Hub, do, handed_on, receive
from tests.support.clock import SetClock


@pytest.fixture
def hub():
    return Hub()


def keep(store, name, *, purpose="paper", ago=timedelta(0), named=True):
    """A file the hub lacks; its SHA-256."""
    entry = receive(store)
    kept = store.files.keep(name, purpose=purpose, entity=entry.entity, at=AT - ago)
    if named:
        with store.database.writing():
            store.database.execute(
                "UPDATE files SET named_epoch = 1, named_number = 0 WHERE sha256 = ?", (kept,)
            )
    return kept


def order(store, at=AT):
    return [file.sha256 for file in store.replica(SetClock(at)).files_to_send()]


def test_results_go_before_scans_and_the_newest_day_before_the_older(store):
    old = keep(store, b"s" * 10, ago=timedelta(days=3))
    new_long = keep(store, b"n" * 30, ago=timedelta(minutes=1))
    new_short = keep(store, b"n" * 20)
    result_long = keep(store, b"r" * 900, purpose="result", ago=timedelta(days=2))
    result = keep(store, b"r" * 500, purpose="result")

    assert order(store) == [result, result_long, new_short, new_long, old]


def test_what_has_waited_a_week_goes_before_everything(store):
    result = keep(store, b"r", purpose="result")
    aged = keep(store, b"s" * 9_000, ago=timedelta(days=9))

    assert order(store) == [aged, result]


def test_a_file_damaged_twice_is_set_aside_told_and_tried_again_the_next_day(store):
    kept = keep(store, b"scan")
    replica = store.replica(SetClock(AT))

    replica.file_failed(kept, "file_damaged")
    after_one = order(store)
    replica.file_failed(kept, "file_damaged")

    assert after_one == [kept]
    assert order(store) == []
    assert [(aside.sha256, aside.code) for aside in replica.files_aside()] == [
        (kept, "file_damaged")
    ]
    assert order(store, AT + timedelta(days=2)) == [kept]


def test_a_person_may_have_it_tried_again_at_once(store):
    kept = keep(store, b"scan")
    replica = store.replica(SetClock(AT))
    for _ in range(2):
        replica.file_failed(kept, "file_damaged")

    replica.try_files_again()

    assert order(store) == [kept]
    assert replica.files_aside() == []


def test_what_the_line_did_sets_nothing_aside(store):
    kept = keep(store, b"scan")
    replica = store.replica(SetClock(AT))

    for _ in range(9):
        replica.file_failed(kept, "offset_conflict")

    assert order(store) == [kept]


def test_what_arrived_in_the_end_is_no_longer_told(store):
    kept = keep(store, b"scan")
    replica = store.replica(SetClock(AT))
    for _ in range(2):
        replica.file_failed(kept, "file_damaged")

    replica.file_held_by_hub(kept)

    assert replica.files_aside() == []


def test_a_file_stays_on_this_disk_before_and_after_the_hub_has_it(store):
    kept = keep(store, b"scan")

    store.replica(SetClock(AT)).file_held_by_hub(kept)
    store.files.tidy(now=AT + timedelta(days=400))

    assert store.files.read(kept) == b"scan"


def test_what_a_person_chose_holds_until_chosen_otherwise(store):
    replica = store.replica(SetClock(AT))
    assert replica.modes() == Modes()

    replica.choose(Modes(is_paused=True, records_only=True))

    assert store.replica(SetClock(AT)).modes() == Modes(is_paused=True, records_only=True)


# Damage


def damage(store, number):
    with store.database.writing():
        store.database.execute("DROP TRIGGER IF EXISTS journal_is_never_changed")
        store.database.execute("UPDATE journal SET record = x'ff' WHERE number = ?", (number,))


def test_an_answer_is_taken_though_a_change_of_the_same_dossier_is_damaged(store, hub):
    entry = receive(store)
    following = do(store, handed_on(), entry.entity)
    hub.judge(entry)
    hub.judge(following)
    damage(store, following.number)

    hub.settle(store)

    assert store.journal.dossier(entry.entity).code


def test_a_damaged_change_waits_and_is_told_like_any_other(store, hub):
    entry = receive(store)
    following = do(store, handed_on(), entry.entity)
    damage(store, following.number)
    waiting = store.journal.waiting()
    hub.judge(entry)
    hub.judge(following, Verdict.HELD, "unreadable")

    hub.settle(store)

    (aside,) = store.journal.set_aside()
    assert waiting.changes >= 2
    assert (aside.entity, aside.standing, aside.reason, aside.event) == (
        entry.entity,
        Standing.HELD,
        "unreadable",
        None,
    )


def test_a_log_whose_oldest_waiting_change_is_damaged_still_says_since_when(store):
    receive(store)
    damage(store, 1)

    assert store.journal.waiting().since is not None
