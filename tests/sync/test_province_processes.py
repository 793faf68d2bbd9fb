"""Several hub processes on one PostgreSQL, any of them killed at any time."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from sync import record
from sync.client.exchange import exchange_once
from sync.client.link import HttpLink
from sync.errors import SyncError
from sync.hub import tables
from sync.hub.access import invite_desk
from sync.hub.errors import LanesUsedUp, LaneTaken
from sync.hub.folding import load_entities
from sync.hub.hub import open_hub
from sync.hub.lanes import Range
from sync.hub.results import publish_file
from sync.hub.states import States
from sync.protocol.page import FeedRecord, Verdict, add
from tests.sync.conftest import BOTH, ORG, OTHER_ORG, a_desk, enrolled_desk, small_province
from tests.sync.rules import CREATED, PAID, POISON, STEPPED
from tests.sync.test_hub_commands import PROGRAM, ROOT
from tests.sync.wires import DirectLink

ON_POSTGRESQL = pytest.mark.parametrize("prepared", ["postgresql"], indirect=True)
KILLS = 3
CHANGES = 30  # of each desk, at least


class Processes:
    """Hub processes on one database; one that is killed is started anew."""

    def __init__(self, prepared, count):
        self._prepared = prepared
        self._running = [self._start() for _ in range(count)]
        self.urls = [self._url(process) for process in self._running]

    def kill_one(self, which):
        """End a process without a word; another takes its place."""
        self._running[which].kill()
        self._running[which].communicate()
        self._running[which] = self._start()
        self.urls[which] = self._url(self._running[which])

    def end(self):
        for process in self._running:
            process.kill()
            process.communicate()

    def _start(self):
        arguments = ["--port", "0", "--json", "--data", str(self._prepared.folder.parent)]
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "hub", "serve", *arguments],
            cwd=ROOT,
            env={**os.environ, "MOTCUA_HUB_DATABASE": self._prepared.database_url},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    @staticmethod
    def _url(process):
        return json.loads(process.stdout.readline())["url"]


@pytest.fixture
def processes(prepared):
    running = Processes(prepared, 2)
    yield running
    running.end()


class Busy:
    """A desk that writes and goes to whatever hub process answers."""

    def __init__(self, desk, processes, seed):
        self.desk = desk
        self.receipts = []  # (changes acknowledged, head) as they came
        self._processes = processes
        self._chance = random.Random(seed)  # noqa: S311  no secret
        self._org = desk.granted.org
        self._ents = []

    def work(self, go_on):
        while go_on() or self.desk.last() < CHANGES:
            for _ in range(self._chance.randint(1, 6)):
                self._act()
            self.exchange()
            time.sleep(0.05)

    def exchange(self):
        """One round against any process; whether it came to its end."""
        with suppress(SyncError), HttpLink(self._chance.choice(self._processes.urls)) as link:
            exchange_once(self.desk, link)
            self.receipts.append((self.desk.acked(), self.desk.head(self.desk.acked())))
            return True
        return False

    def _act(self):
        kind = self._chance.choice([CREATED, STEPPED, STEPPED, PAID, POISON])
        if kind == CREATED or not self._ents:
            number = self.desk.last() + 1
            code = f"{self._org}-{self.desk.granted.dev:06d}-{number:04d}"
            self._ents.append(self.desk.write(CREATED, (code,)))
        else:
            step = self._chance.randint(1, 3)
            self.desk.write(kind, (step,), ent=self._chance.choice(self._ents))


@pytest.mark.slow
@ON_POSTGRESQL
def test_processes_are_killed_and_nothing_acknowledged_is_lost(prepared, hub, processes, tmp_path):
    desks = [Busy(a_desk(prepared, which), processes, seed=which) for which in range(3)]
    desks += [Busy(enrolled_desk(hub, ORG), processes, seed=which) for which in range(3, 5)]
    paper = tmp_path / "rates.toml"
    paper.write_text("rates")
    is_over = threading.Event()

    with ThreadPoolExecutor(len(desks)) as pool:
        at_work = [pool.submit(desk.work, lambda: not is_over.is_set()) for desk in desks]
        chance = random.Random(7)  # noqa: S311  no secret
        for turn in range(KILLS):
            time.sleep(chance.uniform(0.1, 0.6))
            publish_file(hub, paper)  # the hub's own log, written by yet another process
            processes.kill_one(turn % 2)
        is_over.set()
        for done in at_work:
            done.result(timeout=120)

    for desk in desks * 2:  # the second time each hears of what the others brought last
        assert any(desk.exchange() for _ in range(20))
    require_whole(hub, [desk.desk for desk in desks])
    for busy in desks:
        assert busy.receipts
        assert all(busy.desk.head(acked) == head for acked, head in busy.receipts)


def require_whole(hub, desks):
    """Every log whole at the hub, every feed without a gap, equal digests everywhere."""
    with hub.database.reading() as connection:
        for desk in desks:
            granted = desk.granted
            log = connection.execute(
                select(tables.epochs).where(
                    tables.epochs.c.scope == granted.org, tables.epochs.c.dev == granted.dev
                )
            ).one()
            assert (log.acked, log.head) == (desk.last(), desk.head(desk.last()))
            assert desk.acked() == desk.last()
            assert len(desk.verdicts()) == desk.last()
        for scope in (ORG, OTHER_ORG, "province"):
            require_gap_free(connection, scope)
        own = connection.execute(
            select(func.count()).where(tables.changes.c.dev == 0, tables.changes.c.ep == 1)
        ).scalar()
        assert own == KILLS
        for scope in (ORG, OTHER_ORG, "province"):
            end = connection.execute(
                select(tables.feeds).where(tables.feeds.c.scope == scope)
            ).one()
            cursors = {
                (desk.cursors()[scope].pos, desk.cursors()[scope].digest)
                for desk in desks
                if scope in (desk.granted.org, "province")
            }
            assert cursors == {(end.pos, end.digest)}


def require_gap_free(connection, scope):
    """Positions 1, 2, 3…, and the digest of the feed from the changes themselves."""
    joined = tables.feed.join(
        tables.changes,
        (tables.feed.c.scope == tables.changes.c.scope)
        & (tables.feed.c.dev == tables.changes.c.dev)
        & (tables.feed.c.ep == tables.changes.c.ep)
        & (tables.feed.c.seq == tables.changes.c.seq),
    )
    rows = connection.execute(
        select(tables.feed, tables.changes.c.raw)
        .select_from(joined)
        .where(tables.feed.c.scope == scope)
        .order_by(tables.feed.c.pos)
    ).all()
    digest = 0
    for place, row in enumerate(rows, 1):
        assert row.pos == place
        told = FeedRecord(
            row.pos, row.ver, row.dev, row.ep, row.seq, Verdict(row.verdict), row.reason, None
        )
        digest = add(digest, scope, told, row.raw)
        assert row.digest == digest
    end = connection.execute(select(tables.feeds).where(tables.feeds.c.scope == scope)).one()
    assert (end.pos, end.digest) == (len(rows), digest)


@pytest.fixture
def another_hub(prepared, clock):
    """The same hub, opened a second time, as another process has it."""
    opened = open_hub(prepared.folder, small_province(clock), database_url=prepared.database_url)
    yield opened
    opened.database.close()


@BOTH
@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_process_remembers_is_what_the_changes_say(hub, another_hub, desk, colleague, seed):
    """Two processes take turns on the same dossiers; each then has states the other has passed."""
    chance = random.Random(seed)  # noqa: S311  no secret
    ents = [desk.write(CREATED, (f"{ORG}-261123-{n:04d}",)) for n in range(4)]
    exchange_once(desk, DirectLink(hub))
    exchange_once(colleague, DirectLink(another_hub))
    steps = dict.fromkeys(ents, 0)

    for _ in range(24):
        writer, served = chance.choice([desk, colleague]), chance.choice([hub, another_hub])
        ent = chance.choice(ents)
        steps[ent] += 1
        writer.write(STEPPED, (steps[ent],), ent=ent)
        exchange_once(writer, DirectLink(served))

        for one in (hub, another_hub):
            with one.database.reading() as connection:
                known = {"scope": ORG, "ents": ents}
                remembered = states_of(one, connection, one.states, **known)
                folded = states_of(one, connection, States(), **known)
            assert remembered == folded

    assert {state.step for state, _ in folded.values()} == set(steps.values())


def states_of(hub, connection, states, *, scope, ents):
    rules = hub.province.rules
    found = load_entities(connection, scope, ents, rules=rules, states=states)
    return {ent: (entity.state, entity.ver) for ent, entity in found.items()}


@ON_POSTGRESQL
def test_machines_enrolled_at_once_have_numbers_and_lanes_of_their_own(hub, another_hub):
    def enrol_one(which):
        return enrolled_desk((hub, another_hub)[which % 2], ORG).granted

    with ThreadPoolExecutor(6) as pool:
        granted = list(pool.map(enrol_one, range(6)))

    lanes = sorted((lane.first, lane.last) for one in granted for lane in one.lanes)
    assert len({one.dev for one in granted}) == 6
    assert all(one[1] < other[0] for one, other in pairwise(lanes))


@ON_POSTGRESQL
def test_lanes_asked_for_at_once_never_overlap(hub, another_hub):
    def invite(which):
        first = 5000 + 100 * which
        with suppress(LaneTaken, LanesUsedUp):
            return invite_desk(
                (hub, another_hub)[which % 2], OTHER_ORG, lane=Range(first, first + 250)
            ).lane

    with ThreadPoolExecutor(8) as pool:
        given = sorted(lane for lane in pool.map(invite, range(8)) if lane is not None)

    assert given
    assert all(one.last < other.first for one, other in pairwise(given))


@ON_POSTGRESQL
def test_the_hub_speaks_with_one_voice_from_many_processes(hub, another_hub, tmp_path):
    paper = tmp_path / "rates.toml"
    paper.write_text("rates")

    def publish(which):
        return publish_file((hub, another_hub)[which % 2], paper).pos

    with ThreadPoolExecutor(8) as pool:
        positions = sorted(pool.map(publish, range(16)))

    with hub.database.reading() as connection:
        require_gap_free(connection, "province")
        log = connection.execute(select(tables.epochs).where(tables.epochs.c.dev == 0)).one()
        heads = connection.execute(
            select(tables.changes.c.head)
            .where(tables.changes.c.dev == 0)
            .order_by(tables.changes.c.seq)
        ).scalars()
        assert positions == list(range(1, 17))
        assert (log.acked, log.head) == (16, list(heads)[-1])
    assert record.first_head(0, 1) != log.head


@ON_POSTGRESQL
def test_one_machine_at_two_processes_at_once_is_taken_once(hub, another_hub, desk):
    """Its answers were slow, so it asked again elsewhere: one log, one feed, no second effect."""
    for number in range(20):
        desk.write(CREATED, (f"{ORG}-261123-{number:04d}",))

    def push(which):
        with suppress(SyncError):
            exchange_once(desk_like(desk, which), DirectLink((hub, another_hub)[which % 2]))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(push, range(4)))
    desk._number("counter", 1_000)
    exchange_once(desk, DirectLink(hub))

    with hub.database.reading() as connection:
        require_gap_free(connection, ORG)
        taken = connection.execute(
            select(func.count()).where(
                tables.changes.c.scope == ORG, tables.changes.c.dev == desk.granted.dev
            )
        ).scalar()
    assert taken == 20
    assert {word for word, _ in desk.verdicts().values()} == {"ok"}


def desk_like(desk, which):
    """The same machine with its own view of what was answered."""
    twin = type(desk)(desk.granted, key=desk.key)
    for seq, raw in enumerate(desk.outbox(0, 10**9), 1):
        change = record.decode(raw)
        twin.db.execute(
            "INSERT INTO journal VALUES (?, ?, ?, ?)", (seq, change.ent, raw, desk.head(seq))
        )
    twin._number("counter", which * 100)
    return twin
