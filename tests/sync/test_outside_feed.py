"""What other systems are told: every step once, whoever stops, restores or crashes meanwhile."""

import csv
import io
import json
import threading
from dataclasses import replace as with_changes

import pytest
from sqlalchemy import select

from sync.client.exchange import exchange_once
from sync.hub import tables
from sync.hub.api.changes import View, cursor_at, read_page
from sync.hub.api.errors import CursorUnknown, FolderUnusable
from sync.hub.api.filing import CURSOR_FILE, guarded, write_feed
from sync.hub.api.following import follow
from sync.hub.api.told import change_of
from sync.hub.snapshots import compact_all
from sync.protocol.page import Verdict
from tests.sync.conftest import BOTH, ORG, OTHER_ORG
from tests.sync.rules import CREATED, DEPARTMENT, PAID, STEPPED
from tests.sync.wires import DirectLink

DAY_S = 86_400


def code_of(number, org=ORG):
    return f"{org}-261123-{number:04d}"


def send(hub, desk, *numbers, org=ORG, steps=1):
    """Dossiers of a desk, each received and taken so many steps."""
    ents = []
    for number in numbers:
        ent = desk.write(CREATED, (code_of(number, org),))
        for step in range(1, steps + 1):
            desk.write(STEPPED, (step,), ent=ent)
        ents.append(ent)
    exchange_once(desk, DirectLink(hub))
    return ents


def told(hub, cursor="", *, view=None, most=1_000):
    page = read_page(hub, cursor, view=view or View(), most=most)
    return [(row.number, change_of(row)) for row in page.rows], page


def states(changes):
    return [(one.MaHoSo, one.TrangThai) for _, one in changes]


@BOTH
def test_every_step_is_told_once_in_one_order_without_gaps(hub, desk, stranger):
    send(hub, desk, 1, 2)
    send(hub, stranger, 1, org=OTHER_ORG)

    first = follow(hub)
    again = follow(hub)

    changes, page = told(hub)
    assert (first, again) == (6, 0)
    assert [number for number, _ in changes] == [1, 2, 3, 4, 5, 6]
    assert sorted(states(changes)) == sorted(
        (code, state)
        for code in (code_of(1), code_of(2), code_of(1, OTHER_ORG))
        for state in (2, 4)
    )
    assert (page.cursor, page.has_more) == (cursor_at(hub, 6), False)


@BOTH
def test_a_reader_who_stops_for_a_week_reads_on_as_if_nothing_had_been(hub, desk, clock):
    send(hub, desk, 1)
    follow(hub)
    before, page = told(hub)

    for day in range(1, 8):
        clock.at = clock.at.replace(day=23 + day)
        send(hub, desk, 10 + day)
        follow(hub)
    compact_all(hub, before=hub.now() + DAY_S)

    after, rest = [], page
    while True:
        some, rest = told(hub, rest.cursor, most=3)
        after += some
        if not rest.has_more:
            break
    assert states(after) == [(code_of(10 + day), state) for day in range(1, 8) for state in (2, 4)]
    assert [number for number, _ in before + after] == list(range(1, 17))


def test_what_was_compacted_before_anybody_followed_is_told_all_the_same(hub, desk):
    over = with_changes(hub.province, over=frozenset({"step 1"}))
    hub = with_changes(hub, province=over)
    send(hub, desk, 1, 2, 3)
    ents = compact_all(hub, before=hub.now() + DAY_S)

    count = follow(hub)

    assert ents
    assert count == 6
    assert states(told(hub)[0])[:2] == [(code_of(1), 2), (code_of(1), 4)]


def test_a_change_that_shows_nothing_new_is_no_step(hub, desk):
    (ent,) = send(hub, desk, 1, steps=0)
    follow(hub)
    desk.write(PAID, (5,), ent=ent)
    desk.write(PAID, (5,), ent=ent)
    exchange_once(desk, DirectLink(hub))

    count = follow(hub)

    assert count == 1  # that it was paid; how much is nobody's business


@BOTH
def test_followers_at_once_tell_each_step_once(hub, desk):
    send(hub, desk, *range(1, 9))
    barrier, counts = threading.Barrier(3), []

    def run():
        barrier.wait()
        counts.append(follow(hub))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    changes, _ = told(hub)
    assert sum(counts) == 16
    assert [number for number, _ in changes] == list(range(1, 17))


def test_a_change_that_is_held_is_told_only_when_it_counts(hub, desk):
    (ent,) = send(hub, desk, 1, steps=0)
    desk.write(STEPPED, (7,), ent=ent)
    exchange_once(desk, DirectLink(hub))

    follow(hub)

    with hub.database.reading() as connection:
        verdicts = connection.execute(select(tables.changes.c.verdict)).scalars().all()
    assert Verdict.HELD in verdicts
    assert states(told(hub)[0]) == [(code_of(1), 2)]


@BOTH
def test_a_reader_of_a_hub_put_back_begins_where_the_copy_ended(hub, desk):
    send(hub, desk, 1)
    follow(hub)
    ahead = f"{hub.hub_ep}.90"  # it had read further than the copy knows

    restored = with_changes(hub, hub_ep=hub.hub_ep + 1)
    at_once = read_page(restored, ahead, view=View(), most=10)
    send(restored, desk, 2)
    follow(restored)
    later = read_page(restored, at_once.cursor, view=View(), most=10)
    from_old = read_page(restored, ahead, view=View(), most=10)

    assert (at_once.rows, at_once.cursor) == ((), cursor_at(restored, 2))
    assert [row.number for row in later.rows] == [3, 4]
    assert [row.number for row in from_old.rows] == [3, 4]


@pytest.mark.parametrize("cursor", ["1.2.3", "x", "1", "7.1", "１.2", "-1.2", "1.2 "])
def test_a_cursor_that_nobody_gave_is_refused(hub, cursor):
    with pytest.raises(CursorUnknown):
        read_page(hub, cursor, view=View(), most=10)


@BOTH
def test_a_department_sees_what_came_to_it_and_a_commune_its_own(hub, desk, stranger):
    send(hub, desk, 1)
    send(hub, stranger, 1, org=OTHER_ORG)
    follow(hub)

    department, _ = told(hub, view=View(body_folded=DEPARTMENT.casefold()))
    commune, page = told(hub, view=View(orgs=(OTHER_ORG,)))
    nobody, past = told(hub, view=View(body_folded="so khac"))

    assert sorted(states(department)) == sorted([(code_of(1), 4), (code_of(1, OTHER_ORG), 4)])
    assert states(commune) == [(code_of(1, OTHER_ORG), 2), (code_of(1, OTHER_ORG), 4)]
    assert (nobody, past.cursor, page.cursor) == ([], cursor_at(hub, 4), cursor_at(hub, 4))


def files_of(folder):
    return sorted(path.name for path in folder.iterdir())


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_files_go_on_where_they_ended_and_say_the_same_in_both_forms(hub, desk, tmp_path):
    out = tmp_path / "out"
    send(hub, desk, 1, 2)
    first = write_feed(hub, out, at_once=3)
    send(hub, desk, 3)

    second = write_feed(hub, out, at_once=3)
    nothing = write_feed(hub, out)

    names = ["thay-doi-000000000001", "thay-doi-000000000004", "thay-doi-000000000005"]
    kinds = [f"{name}.{kind}" for name in names for kind in ("csv", "ndjson")]
    assert files_of(out) == sorted([CURSOR_FILE, *kinds])
    assert (first.changes, second.changes, nothing.changes) == (4, 2, 0)
    told_so = [one for name in names for one in lines_of(out / f"{name}.ndjson")]
    assert [one["MaThayDoi"] for one in told_so] == [1, 2, 3, 4, 5, 6]
    text = (out / f"{names[0]}.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["MaHoSo"] for row in rows] == [one["MaHoSo"] for one in told_so[:3]]


def test_a_writer_stopped_before_its_cursor_writes_the_same_files_again(hub, desk, tmp_path):
    out = tmp_path / "out"
    send(hub, desk, 1)
    write_feed(hub, out)
    before = {name: (out / name).read_bytes() for name in files_of(out)}
    (out / CURSOR_FILE).unlink()  # as if it had been stopped there
    (out / ".thay-doi-000000000001.csv.part").write_bytes(b"half")

    write_feed(hub, out)

    assert {name: (out / name).read_bytes() for name in files_of(out)} == before


@pytest.mark.parametrize("content", ["", "{", "[]", '{"x": 1}'])
def test_a_damaged_cursor_is_never_taken_for_the_beginning(hub, tmp_path, content):
    (tmp_path / CURSOR_FILE).write_text(content)

    with pytest.raises(FolderUnusable):
        write_feed(hub, tmp_path)


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell):
    assert guarded(cell) == f"'{cell}"
    assert guarded(f"a{cell}") == f"a{cell}"
