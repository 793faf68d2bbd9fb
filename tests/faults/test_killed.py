"""kill -9 at any moment of receive, print and sync: promise 1 holds whenever the desk opens again.

Every code on a page in the tray has its record, no code is given twice, nothing that was
acknowledged is lost, and every page that may not have come out is asked for. Shown with -s: how
often each step was hit.
"""

import os
import random
import re
import select
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select as rows_of

from desk_app.demo.province import running_hub
from desk_app.store.outbox import last_number
from desk_app.store.prints import PrintState
from desk_app.usecases.sync_now import sync_now
from sync.hub.tables import dossiers
from tests.faults.desks import looked_into, make_enrolled_desk, open_again
from tests.support.clock import SetClock
from tests.support.counter import bytes_in_tray, tray_pages
from tests.support.tree import ROOT
from tests.support.words import words_on

KILLS = 200
MOST_KILLS = 300  # until every step was hit
STEPS = {  # what the last word before death says the worker was doing
    "open?": "opening",
    "mend?": "answering for open prints",
    "receive?": "receiving",
    "received": "between receiving and printing",
    "draw?": "drawing and keeping the page",
    "send?": "the tray writing the page",
    "close?": "closing the ledger row",
    "printed": "between printing and syncing",
    "sync?": "syncing",
    "synced": "between two dossiers",
}
AIMED_AT = ("open?", "mend?", "receive?", "draw?", "send?", "close?", "sync?")
CODE = re.compile(r"H17\.20443-\d{6}-\d{4}")
LONGEST_DELAY_S = 0.03
HANGS_AFTER_S = 60


@dataclass
class Workers:
    """The process that starts workers, and what the one at work has said."""

    process: subprocess.Popen
    hit: Counter = field(default_factory=Counter)
    acknowledged: set = field(default_factory=set)
    printed: set = field(default_factory=set)
    _rest: bytes = b""
    _lines: list = field(default_factory=list)

    def kill_one(self, *, aimed_at, occurrence, delay_s):
        """Start a worker and kill it so long after it said that word so many times."""
        self.process.stdin.write(b"go\n")
        self.process.stdin.flush()
        worker, last, seen = 0, "open?", 0
        while not worker or seen < occurrence:
            word, *rest = self._line()
            worker = int(rest[0]) if word == "worker" else worker
            last = self._heard(word, rest) or last
            seen += word == aimed_at
        self._wait(delay_s)
        os.kill(worker, signal.SIGKILL)
        while (line := self._line()) != ["dead"]:
            last = self._heard(line[0], line[1:]) or last
        self.hit[STEPS[last]] += 1

    @property
    def were_hit_everywhere(self):
        return set(self.hit) >= {STEPS[word] for word in AIMED_AT}

    def __str__(self):
        told = [f"\nkilled {sum(self.hit.values())} times, {len(self.acknowledged)} received:"]
        told += [f"{times:6} {step}" for step, times in self.hit.most_common()]
        return "\n".join(told)

    def _heard(self, word, rest):
        """Note what was acknowledged; the word, if it tells of a step."""
        if word == "failed":
            pytest.fail(f"the worker failed by itself: {rest}")
        if word == "received":
            self.acknowledged.add(rest[0])
        if word == "printed":
            self.printed.add(rest[0])
        return word if word in STEPS else None

    def _line(self):
        while not self._lines:
            ready, _, _ = select.select([self.process.stdout], [], [], HANGS_AFTER_S)
            chunk = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not chunk:
                pytest.fail("the workers fell silent")
            *whole, self._rest = (self._rest + chunk).split(b"\n")
            self._lines += [line.decode().split() for line in whole]
        return self._lines.pop(0)

    def _wait(self, seconds):
        """Let the worker go on, unheard."""
        select.select([], [], [], seconds)


@dataclass
class Checked:
    """What a desk opened again was found to be; pages once read are not read again."""

    codes_of: dict = field(default_factory=dict)

    def promise_one(self, desk, workers):
        on_paper = self._pages(desk)
        codes = [code for (code,) in desk.store.database.rows("SELECT code FROM dossiers")]
        assert len(set(codes)) == len(codes), "a code was given twice"
        assert on_paper <= set(codes), "a page in the tray has no record"
        assert workers.acknowledged <= set(codes), "an acknowledged dossier is lost"
        assert workers.printed <= on_paper, "a page that was told to be printed is not there"
        lines = desk.store.database.rows("SELECT register_number FROM dossiers ORDER BY id")
        assert [number for (number,) in lines] == list(range(1, len(lines) + 1))
        self._ledger(desk, on_paper, count=len(codes))

    def _pages(self, desk):
        """Every code that stands on a page in the tray."""
        for name in tray_pages(desk):
            if name.endswith(".pdf") and name not in self.codes_of:
                found = set(CODE.findall(words_on(bytes_in_tray(desk, name))))
                assert len(found) == 1
                self.codes_of[name] = found.pop()
        return set(self.codes_of.values())

    def _ledger(self, desk, on_paper, *, count):
        """Each dossier has one receipt in the ledger, and what is not sure is asked for."""
        rows = desk.store.database.rows(
            "SELECT p.id, p.state, p.kind, d.code FROM prints AS p"
            " JOIN dossiers AS d ON d.entity = p.entity ORDER BY p.id"
        )
        open_ones = {job.id for job in desk.prints.open()}
        originals = [row for row in rows if row[2] == "original" and row[1] != "spoiled"]
        assert len(rows) == count
        assert {code for *_, code in originals} | _spoiled(rows) == {code for *_, code in rows}
        for print_id, state, _, code in rows:
            assert (print_id in open_ones) is (state in {"queued", "sent", "unknown"})
            if state == PrintState.PRINTED:
                assert code in on_paper
            if code in on_paper:
                assert state != PrintState.QUEUED, "it would be printed again as the original"


def _spoiled(rows):
    return {code for _, state, _, code in rows if state == PrintState.SPOILED}


@pytest.mark.slow
def test_whenever_it_is_killed_promise_one_holds(tmp_path):
    chance = random.Random(20443)  # noqa: S311 - points to kill at, no secrets
    clock, data, checked = SetClock(), tmp_path / "data", Checked()
    (tmp_path / "hub").mkdir()
    with running_hub(tmp_path / "hub", clock=clock) as (hub, url):
        make_enrolled_desk(data, hub, url, clock=clock)
        with _started(data) as process:
            workers = Workers(process)
            for number in range(MOST_KILLS):
                if number >= KILLS and workers.were_hit_everywhere:
                    break
                aimed_at = AIMED_AT[number % len(AIMED_AT)]
                is_later = aimed_at not in {"open?", "mend?"} and chance.random() < 1 / 4
                workers.kill_one(
                    aimed_at=aimed_at,
                    occurrence=2 if is_later else 1,
                    delay_s=chance.random() ** 2 * LONGEST_DELAY_S,
                )
                with looked_into(data, clock=clock) as desk:
                    checked.promise_one(desk, workers)
        _goes_on(data, hub, clock, workers)
    print(workers)  # noqa: T201 - seen with -s
    assert workers.were_hit_everywhere
    assert sum(workers.hit.values()) >= KILLS


def _goes_on(data, hub, clock, workers):
    """After the last power cut: the chain is whole and the province comes to have everything."""
    with open_again(data, clock=clock) as desk:
        assert desk.journal.verify_chain() == last_number(
            desk.store.database, desk.journal.identity.writer
        )
        assert desk.store.database.damaged_pages() == []
        sync_now(desk)
        assert desk.journal.waiting().changes == 0
        assert desk.journal.set_aside() == []
        codes = {code for (code,) in desk.store.database.rows("SELECT code FROM dossiers")}
        assert workers.acknowledged <= codes
        assert _codes_at(hub) == codes


def _codes_at(hub):
    with hub.database.reading() as connection:
        return set(connection.execute(rows_of(dossiers.c.code)).scalars())


def _started(data):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.working_desk", str(data)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
