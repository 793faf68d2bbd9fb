"""A restored, copied or moved database reads and writes nothing before it has a new epoch."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.events import ClockMarked
from desk_app.store import machine
from desk_app.store.errors import NeedsNewEpoch
from desk_app.store.opening import enrol, open_store
from desk_app.store.places import Places
from desk_app.store.witness import Doubt, Seen, Witness
from sync import record
from tests.store.making import (
    AT,
    PASSWORD,
    QUICK,
    Hub,
    again,
    do,
    enrolment,
    handed_on,
    lanes,
    receive,
)


def put_back(store):
    """The data folder as it is now, to be put back later."""
    kept = store.places.data.with_name("kept")
    store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(store.places.data, kept)
    return kept


def restored(store, kept):
    store.close()
    shutil.rmtree(store.places.data)
    shutil.copytree(kept, store.places.data)
    return open_store(store.places, "Hoa", PASSWORD, now=AT, effort=QUICK)


def test_an_older_copy_put_back_reads_and_writes_nothing(store):
    entry = receive(store)
    kept = put_back(store)
    receive(store)

    older = restored(store, kept)

    assert older.doubt is Doubt.RESTORED
    assert older.journal.dossier(entry.entity).code
    before = _bytes(older)
    for write in (
        lambda: receive(older),
        lambda: older.settings.put("a", 1),
        lambda: older.replica(_Clock()).next_counter(),
        lambda: older.files.keep(b"x", purpose="paper", entity=None, at=AT),
        lambda: older.users.add("Bình", PASSWORD, roles=(), by=1, at=AT),
    ):
        with pytest.raises(NeedsNewEpoch) as frozen:
            write()
        assert frozen.value.details == {"doubt": "restored"}
    older.drafts.keep(1, "receive", {}, at=AT)
    older.drafts.drop(1, "receive")
    older.sessions.note(1, "signed_in", at=AT)
    assert _bytes(older) == before
    older.close()


def test_a_copy_put_back_that_is_not_older_goes_on(store):
    receive(store)
    kept = put_back(store)

    same = restored(store, kept)

    assert same.doubt is None
    receive(same)
    same.close()


def test_of_two_copies_on_one_machine_only_the_first_to_write_goes_on(store):
    receive(store)
    kept = put_back(store)
    places = Places(data=kept, state=store.places.state)
    copy = open_store(places, "Hoa", PASSWORD, now=AT, effort=QUICK)

    receive(copy)

    with pytest.raises(NeedsNewEpoch):
        receive(store)
    receive(copy)
    copy.close()


def test_a_database_set_up_on_another_machine_is_moved(store, monkeypatch):
    receive(store)
    monkeypatch.setattr(machine, "fingerprint", lambda _: "another machine")

    moved = again(store)

    assert moved.doubt is Doubt.MOVED
    moved.close()


def test_a_machine_that_tells_no_number_is_not_doubted(store, monkeypatch):
    monkeypatch.setattr(machine, "fingerprint", lambda _: "")

    reopened = again(store)

    assert reopened.doubt is None
    reopened.close()


def test_a_machine_that_remembers_nothing_of_the_database_doubts_it(store):
    store.places.witness(store.unlocked.desk).unlink()

    reopened = again(store)

    assert reopened.doubt is Doubt.UNWITNESSED
    reopened.close()


def test_a_witness_lost_at_work_keeps_what_was_written_and_stops_the_next(store):
    with store.journal.writing() as tx:
        entry = tx.append(clock_marked(), entity=None, actor=1, at=AT)
        store.places.witness(store.unlocked.desk).unlink()

    assert store.journal.timeline(entry.entity)
    with pytest.raises(NeedsNewEpoch) as frozen:
        receive(store)
    assert frozen.value.details == {"doubt": "unwitnessed"}


def test_a_bit_flipped_in_the_log_of_the_last_writes_is_noticed(store):
    """SQLite takes such a log as ending before the damage: what was acknowledged is gone."""
    for _ in range(5):
        receive(store)
    data, log = store.places.database, store.places.database.with_name("desk.db-wal")
    images = data.read_bytes(), bytearray(log.read_bytes())
    store.close()
    images[1][len(images[1]) // 2] ^= 1
    data.write_bytes(images[0])
    log.write_bytes(images[1])

    reopened = open_store(store.places, "Hoa", PASSWORD, now=AT, effort=QUICK)

    assert reopened.doubt is Doubt.RESTORED
    reopened.close()


def test_a_new_epoch_lets_it_write_again_with_other_numbers(store):
    receive(store)
    kept = put_back(store)
    lost = receive(store)
    older = restored(store, kept)
    head = older.database.value("SELECT head FROM journal ORDER BY number DESC LIMIT 1")

    living = enrol(older, enrolment(epoch=2, previous_head=head), lanes((2000, 2999)), at=AT)
    entry = receive(living)

    assert living.doubt is None
    assert (entry.epoch, entry.number) == (2, 1)
    assert entry.entity != lost.entity
    assert living.journal.dossier(entry.entity).code.endswith("-2000")
    assert living.journal.identity.first_head == record.first_head(5, 2, head)
    assert living.journal.verify_chain() == 3
    reopened = again(living)
    assert reopened.doubt is None
    reopened.close()


def test_own_changes_of_an_earlier_epoch_still_count_when_the_hub_settles_them(store):
    entry = receive(store)
    kept = put_back(store)
    receive(store)
    hub = Hub()
    living = enrol(restored(store, kept), enrolment(epoch=2), lanes((2000, 2999)), at=AT)
    hub.judge(entry)

    hub.settle(living)
    do(living, handed_on(), entry.entity)

    assert living.journal.dossier(entry.entity).handed_to == "Văn phòng"
    assert living.journal.verify_chain() == 3
    living.close()


@given(
    written=st.lists(
        st.builds(
            Seen,
            epoch=st.integers(0, 255),
            number=st.integers(0, 2**32 - 1),
            code_day=st.sampled_from(["", "2026-11-23"]),
        ),
        min_size=1,
        max_size=6,
    ),
    torn=st.integers(0, 255),
)
def test_a_torn_write_leaves_the_one_before(tmp_path_factory, written, torn):
    path = tmp_path_factory.mktemp("w") / "desk.witness"
    witness = Witness(path)
    witness.begin(Seen())
    for seen in written:
        witness.remember(seen, after=witness.seen())
    last, content = witness.seen(), bytearray(path.read_bytes())

    content[torn] ^= 0x55
    path.write_bytes(content)

    left = witness.seen()
    assert last.number == written[-1].number
    assert left == last or left.turn == last.turn - 1


def test_a_witness_that_cannot_be_read_has_seen_nothing(tmp_path):
    witness = Witness(tmp_path / "none")
    assert witness.seen() is None

    (tmp_path / "none").write_bytes(b"rubbish")
    assert witness.seen() is None


def test_this_machine_has_a_fingerprint_of_its_own_for_each_desk():
    assert machine.fingerprint("a") == machine.fingerprint("a")
    if machine.fingerprint("a"):
        assert machine.fingerprint("a") != machine.fingerprint("b")


def clock_marked():
    return ClockMarked(monotonic_ms=1, boot="b", trusted_at=None, trusted_age_seconds=0)


class _Clock:
    def now(self):
        return AT

    def monotonic_ms(self):
        return 0


def _bytes(store):
    return store.places.database.read_bytes(), sorted(
        path.name for path in store.places.data.rglob("*")
    )
