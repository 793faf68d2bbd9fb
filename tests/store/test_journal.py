"""The journal: appended, chained, verified, and safe beside other processes and sudden ends."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.domain import events, submission
from desk_app.domain.dossier import Status, WrongStatus
from desk_app.store.entries import Standing
from desk_app.store.errors import (
    DiskFull,
    EntryUnreadable,
    HistoryAltered,
    NotEnrolled,
    RecordRefused,
    StoreError,
    UnknownDossier,
)
from desk_app.store.opening import FirstAdmin, create_store, open_store
from sync import record
from tests.store.making import (
    AT,
    ORGANISATION,
    PASSWORD,
    QUICK,
    Hub,
    again,
    do,
    handed_on,
    places_in,
    receive,
)


def test_receiving_is_there_whole_after_opening_again(store):
    entry = receive(store, "Lê Thị Ý", phone="0905 111 222")

    reopened = again(store)

    dossier = reopened.journal.dossier(entry.entity)
    assert dossier.application.applicant.name == "Lê Thị Ý"
    assert dossier.code == f"{ORGANISATION}-261123-0001"
    assert dossier.register_number == 1
    assert [print_.form for print_ in reopened.prints.of(entry.entity)] == ["receipt"]
    assert reopened.database.value("SELECT applicant FROM dossiers") == "Lê Thị Ý"
    reopened.close()


def test_a_dossier_is_found_by_its_code_however_it_is_typed(store):
    entry = receive(store)

    assert store.journal.find(f" {ORGANISATION.lower()}-261123-0001 ") == entry.entity
    assert store.journal.dossier(f"{ORGANISATION}-261123-0001").entity == entry.entity
    assert store.journal.find("H17.1-000000-0000") is None
    with pytest.raises(UnknownDossier):
        store.journal.dossier("H17.1-000000-0000")
    with pytest.raises(UnknownDossier):
        store.journal.dossier(1)


def test_an_entry_tells_who_what_where_and_when(store):
    entry = receive(store)

    [line] = store.journal.timeline(entry.entity)

    assert line == entry
    assert (line.author, line.epoch, line.number) == (5, 1, 2)  # 1: the first admin
    assert (line.actor, line.at, line.standing) == (1, AT, Standing.WAITING)
    assert isinstance(line.event, events.DossierReceived)


def test_the_entity_is_the_change_that_created_it(store):
    entry = receive(store)

    assert record.creator(entry.entity) == (5, 1, 2)


def test_an_act_that_does_not_follow_is_refused_and_nothing_is_kept(store):
    entry = receive(store)
    before = store.journal.waiting().changes

    with pytest.raises(WrongStatus):
        do(
            store,
            events.ResultReturned(method=submission.ReturnMethod.COUNTER, receiver="ai"),
            entry.entity,
        )

    assert store.journal.waiting().changes == before


def test_a_transaction_sees_what_it_has_written(store):
    entry = receive(store)

    with store.journal.writing() as tx:
        tx.append(handed_on(), entity=entry.entity, actor=1, at=AT)
        assert tx.dossier(entry.entity).status is Status.IN_PROGRESS
        with pytest.raises(UnknownDossier):
            tx.dossier(1)


def test_the_salt_stands_in_the_first_change_about_an_entity_and_nowhere_else(store):
    entry = receive(store)
    do(store, handed_on(), entry.entity)
    do(store, handed_on("Bà Bình"), entry.entity)

    raws = [raw for (raw,) in store.database.rows("SELECT record FROM journal WHERE number > 1")]

    salts = [record.decode(raw).salt for raw in raws]
    assert len(salts[0]) == 16
    assert salts[1:] == [None, None]


def test_the_chain_is_the_one_both_ends_compute(store):
    entry = receive(store)
    do(store, handed_on(), entry.entity)

    rows = store.database.rows("SELECT number, record, head FROM journal ORDER BY number")

    head, salts = record.first_head(5, 1), {}
    for number, raw, kept in rows:
        change = record.decode(raw)
        salts.setdefault(change.ent, change.salt)
        head = record.link(head, 5, 1, raw, salts[change.ent], number)
        assert kept == head


def test_times_of_the_lamport_counter_rise(store):
    for _ in range(3):
        receive(store)

    lams = [
        record.decode(raw).lam
        for (raw,) in store.database.rows("SELECT record FROM journal ORDER BY number")
    ]

    assert lams == [1, 2, 3, 4]


def test_the_catalogue_an_act_was_judged_by_stands_in_its_entry(store):
    entry = receive(store)
    with store.journal.writing() as tx:
        tx.append(handed_on(), entity=entry.entity, actor=1, at=AT, catalogue=42)

    assert [line.catalogue for line in store.journal.timeline(entry.entity)] == [0, 42]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal SET record = x'00'",
        "DELETE FROM journal",
        "UPDATE print_steps SET state = 'printed'",
        "DELETE FROM print_steps",
    ],
)
def test_what_was_written_is_never_changed(store, sql):
    receive(store)

    with pytest.raises(RecordRefused), store.database.writing():
        store.database.execute(sql)


def test_an_untouched_journal_verifies(store):
    entry = receive(store)
    do(store, handed_on(), entry.entity)

    assert store.journal.verify_chain() == 3


def forge(store, sql, *values):
    """Change the journal behind its own back."""
    with store.database.writing():
        store.database.execute("DROP TRIGGER IF EXISTS journal_is_never_changed")
        store.database.execute("DROP TRIGGER IF EXISTS journal_is_never_shortened")
        store.database.execute(sql, values)


def test_an_edit_of_history_is_named(store):
    for _ in range(3):
        receive(store)
    raw = store.database.value("SELECT record FROM journal WHERE number = 3")
    forged = raw.replace("Đạt".encode(), "Đức".encode())
    assert forged != raw

    forge(store, "UPDATE journal SET record = ? WHERE number = 3", forged)

    with pytest.raises(HistoryAltered) as altered:
        store.journal.verify_chain()
    assert altered.value.details == {"author": "5", "epoch": "1", "number": "3"}


def test_an_entry_cut_out_of_the_middle_is_named(store):
    for _ in range(3):
        receive(store)

    forge(store, "DELETE FROM journal WHERE number = 2")

    with pytest.raises(HistoryAltered) as altered:
        store.journal.verify_chain()
    assert altered.value.details["number"] == "2"


def test_a_column_that_differs_from_its_record_is_named(store):
    receive(store)

    forge(store, "UPDATE journal SET entity = 77 WHERE number = 2")

    with pytest.raises(HistoryAltered) as altered:
        store.journal.verify_chain()
    assert altered.value.details["number"] == "2"


def test_bytes_that_are_no_record_are_named(store):
    entry = receive(store)

    forge(store, "UPDATE journal SET record = x'ff' WHERE number = 2")

    with pytest.raises(EntryUnreadable) as unreadable:
        store.journal.verify_chain()
    assert unreadable.value.details["number"] == "2"
    with pytest.raises(EntryUnreadable):
        store.journal.timeline(entry.entity)


def test_entries_cut_off_the_end_show_by_what_the_hub_acknowledged(store):
    for _ in range(3):
        receive(store)
    Hub().settle(store)

    forge(store, "DELETE FROM journal WHERE number = 4")

    with pytest.raises(HistoryAltered) as altered:
        store.journal.verify_chain()
    assert altered.value.details["number"] == "4"


def test_an_epoch_that_was_never_granted_is_named(store):
    receive(store)

    forge(store, "UPDATE journal SET epoch = 9 WHERE number = 1")

    with pytest.raises(HistoryAltered):
        store.journal.verify_chain()


def test_a_change_cut_out_with_its_salt_is_named(store):
    entry = receive(store)
    do(store, handed_on(), entry.entity)

    forge(store, "UPDATE journal SET number = number + 10 WHERE number > 1")

    with pytest.raises(HistoryAltered):
        store.journal.verify_chain()


def test_a_desk_that_wrote_nothing_yet_verifies(tmp_path):
    store = create_store(
        places_in(tmp_path), FirstAdmin(name="Hoa", password=PASSWORD), at=AT, effort=QUICK
    )

    assert store.journal.verify_chain() == 0
    store.close()


def test_before_enrolment_nothing_can_be_written(tmp_path):
    store = create_store(
        places_in(tmp_path), FirstAdmin(name="Hoa", password=PASSWORD), at=AT, effort=QUICK
    )

    with pytest.raises(NotEnrolled):
        receive(store)
    with pytest.raises(NotEnrolled):
        store.journal.waiting()

    assert store.users.signed_in().name == "Hoa"
    store.close()


def test_an_outside_key_stands_for_one_dossier(store):
    with store.journal.writing() as tx:
        assert tx.find_ref("dòng-1") is None
        tx.remember_ref("dòng-1", 99)
        assert tx.find_ref("dòng-1") == 99

    with pytest.raises(RecordRefused), store.journal.writing() as tx:
        tx.remember_ref("dòng-1", 100)


def test_what_waits_is_counted_with_its_age(store):
    receive(store, at=AT - timedelta(days=3))
    receive(store)

    waiting = store.journal.waiting()

    assert waiting.changes == 3
    assert waiting.since == AT  # the first admin was recorded first
    assert waiting.held == 0


def test_events_of_the_desk_itself_are_no_dossiers(store):
    mark = events.ClockMarked(monotonic_ms=1, boot="b", trusted_at=None, trusted_age_seconds=0)
    with store.journal.writing() as tx:
        entry = tx.append(mark, entity=None, actor=1, at=AT)

    assert store.journal.timeline(entry.entity)[0].event == mark
    with pytest.raises(UnknownDossier):
        store.journal.dossier(entry.entity)
    assert store.journal.rebuild() == 2
    assert store.database.value("SELECT count(*) FROM dossiers") == 0


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.store.making import *
store = open_store(places_in(Path(sys.argv[1])), "Hoa", PASSWORD, now=AT, effort=QUICK)
for _ in range(int(sys.argv[3])):
    entry = receive(store)
    print(entry.number, store.journal.dossier(entry.entity).code, flush=True)
"""
ROOT = os.fspath(Path(__file__).parents[2])


def writer(folder, count):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, os.fspath(folder), ROOT, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_two_processes_write_at_once_and_every_number_is_given_once(store, tmp_path):
    processes = [writer(tmp_path, 15) for _ in range(2)]
    codes = [store.journal.dossier(receive(store).entity).code for _ in range(15)]
    for process in processes:
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        codes += [line.split()[1] for line in out.splitlines()]

    assert sorted(codes) == [f"{ORGANISATION}-261123-{n:04d}" for n in range(1, 46)]
    assert store.journal.verify_chain() == 46


def receive_many(store, count, **more):
    for n in range(count):
        receive(store, f"Nguyễn Văn {n}", **more)


def test_a_disk_that_fills_up_while_a_dossier_is_received_keeps_nothing_of_it(store):
    first = receive(store)
    pages = store.database.value("PRAGMA page_count")
    before = {
        table: store.database.value(f"SELECT count(*) FROM {table}")  # noqa: S608 - constants
        for table in ("journal", "numbers", "registers", "prints", "dossiers", "names")
    }
    store.database.value(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DiskFull):
        receive_many(store, 200, address="a" * 900)

    kept = store.database.value("SELECT count(*) FROM dossiers")
    after = {
        table: store.database.value(f"SELECT count(*) FROM {table}")  # noqa: S608 - constants
        for table in before
    }
    assert {table: count - before[table] for table, count in after.items()} == dict.fromkeys(
        before, kept - 1
    )
    store.database.value(f"PRAGMA max_page_count = {pages + 1000}")
    following = receive(store)
    assert following.number == first.number + kept
    assert store.journal.verify_chain() == kept + 2


@pytest.mark.slow
def test_a_process_killed_at_any_moment_loses_nothing_it_acknowledged(store, tmp_path):
    chance = random.Random(3)  # noqa: S311 - moments to kill at
    store.close()
    acknowledged = []

    for _ in range(6):
        process = writer(tmp_path, 10_000)
        acknowledged.append(process.stdout.readline())  # it is at work
        time.sleep(chance.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().splitlines()
        process.wait()
        process.stdout.close()

    reopened = open_store(places_in(tmp_path), "Hoa", PASSWORD, now=AT, effort=QUICK)
    found = dict(
        reopened.database.rows(
            "SELECT j.number, d.code FROM journal AS j JOIN dossiers AS d ON d.entity = j.entity"
        )
    )
    told = dict(line.split() for line in acknowledged if len(line.split()) == 2)
    assert {found[int(number)] for number in told} == set(told.values())
    assert len(set(found.values())) == len(found)
    assert reopened.doubt is None
    assert reopened.journal.verify_chain() == len(found) + 1
    assert reopened.database.value("SELECT count(*) FROM prints") == len(found)
    reopened.close()


def test_every_error_of_the_store_has_a_code_of_its_own():
    def leaves(root):
        for leaf in root.__subclasses__():
            yield leaf
            yield from leaves(leaf)

    codes = [leaf.code for leaf in leaves(StoreError)]

    assert len(set(codes)) == len(codes)
    assert StoreError.code not in codes
