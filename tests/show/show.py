"""Two desks and a hub as real processes over a bad line, kills and cuts; then the reckoning."""

import random
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.clock import WallClock
from tests.show.places import NAMES, made_desk
from tests.show.reckoning import reckon
from tests.support.link import BadLine, Shape
from tests.support.tree import ROOT
from tests.sync.real_desks import RealHub

_STARTS_WITHIN_S = 60
_BETWEEN_FAULTS_S = (0.5, 4.0)
_AWAY_S = (0.2, 2.0)
_LAST_WORDS = 4_000
SHAPE = Shape(rtt_s=0.1, bytes_s=32_000)


@dataclass
class Show:
    """What goes on, and what was seen of it."""

    folder: Path
    chance: random.Random
    tell: object
    began: float = field(default_factory=time.monotonic)
    counted: Counter = field(default_factory=Counter)
    received: dict = field(default_factory=lambda: {name: set() for name in NAMES})
    processes: dict = field(default_factory=dict)
    failing: dict = field(default_factory=dict)  # desk → tries in a row that failed
    at_work: set = field(default_factory=set)  # desks heard of since they were started

    def run(self, seconds):
        """The bad day, then peace; what the reckoning found."""
        province = RealHub(self.folder / "hub", clock=WallClock())
        with BadLine("127.0.0.1", 0, SHAPE) as line:
            with province.up():
                for name in NAMES:
                    made_desk(self.folder / name, province, url=line.url)
            self.start_hub(line)
            for name in NAMES:
                self.start_desk(name)
            self.suffer(seconds, line)
            for name in (*NAMES, "hub"):
                self.kill(name)
        self.say("the day is over: every process is dead, the line is gone")
        return reckon(self, province)

    def suffer(self, seconds, line):
        self._wait_until_all_work()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.listen(self.chance.uniform(*_BETWEEN_FAULTS_S))
            fault = self.chance.choice(
                ("cut", "away", "kill one", "kill two", "kill hub", "kill one", "halt")
            )
            self.counted[fault] += not fault.startswith("kill")
            if fault == "cut":
                self.say("the line is cut")
                line.cut()
            elif fault == "away":
                self.say("the line is away for a while")
                line.take_away()
                self.listen(self.chance.uniform(*_AWAY_S))
                line.give_back()
            elif fault == "halt":
                self.halt(self.chance.choice((*NAMES, "hub")))
            elif fault == "kill hub":
                self.kill("hub")
                self.start_hub(line)
            elif (name := fault.removeprefix("kill ")) in self.at_work:
                self.kill(name)
                self.start_desk(name)

    def _wait_until_all_work(self):
        until = time.monotonic() + _STARTS_WITHIN_S
        while self.at_work < set(NAMES) and time.monotonic() < until:
            self.listen(0.1)
        self.say("both desks are at work")

    def start_hub(self, line):
        command = ["main.py", "hub", "serve", "--data", str(self.folder), "--port", "0", "--json"]
        process = self._start("hub", command)
        told = process.stdout.readline().decode()
        line.leads_to("127.0.0.1", int(told.rsplit(":", 1)[1].split('"')[0]))

    def start_desk(self, name):
        self._start(name, ["-m", "tests.show.working_desk", str(self.folder / name)])

    def kill(self, name):
        """kill -9, and what it had still said."""
        process = self.processes.pop(name)
        self.at_work.discard(name)
        process.send_signal(signal.SIGKILL)
        process.wait(_STARTS_WITHIN_S)
        if name != "hub":
            for told in process.stdout.read().decode().splitlines():
                self._hear(name, told)
        process.stdout.close()
        self.counted[f"kill {name}"] += 1
        self.say(f"{name} is killed")

    def halt(self, name):
        """As a lid that is closed: the process stands still, then goes on as if nothing were."""
        self.say(f"{name} stands still for a while")
        self.processes[name].send_signal(signal.SIGSTOP)
        self.listen(self.chance.uniform(*_AWAY_S))
        self.processes[name].send_signal(signal.SIGCONT)

    def listen(self, seconds):
        """Hear what the desks say for so long."""
        until = time.monotonic() + seconds
        with selectors.DefaultSelector() as waiting:
            for name in NAMES:
                waiting.register(self.processes[name].stdout, selectors.EVENT_READ, name)
            while (left := until - time.monotonic()) > 0:
                for key, _ in waiting.select(left):
                    told = key.fileobj.readline().decode().strip()
                    if not told:
                        raise AssertionError(
                            f"{key.data} ended by itself\n{self._last_words(key.data)}"
                        )
                    self._hear(key.data, told)

    def say(self, words):
        self.tell(f"{time.monotonic() - self.began:7.1f} s  {words}")

    def _hear(self, name, told):
        word, *rest = told.split() or [""]
        self.counted[word] += 1
        if word in {"synced", "failed"}:
            self.at_work.add(name)
        if word == "received" and rest:
            self.received[name].add(rest[0])
        if word == "failed" and name not in self.failing:
            self.say(f"{name}: {told}")
        if word == "synced" and name in self.failing:
            self.say(f"{name}: {told} changes, after {self.failing[name]} failures")
        self.failing = self._failing_now(name, word)

    def _failing_now(self, name, word):
        """Each desk whose latest tries failed, and how many in a row."""
        times = self.failing.get(name, 0) + (word == "failed")
        others = {desk: count for desk, count in self.failing.items() if desk != name}
        return others if word == "synced" or not times else {**others, name: times}

    def _last_words(self, name):
        return (self.folder / f"{name}.err").read_text(errors="replace")[-_LAST_WORDS:]

    def _start(self, name, command):
        with (self.folder / f"{name}.err").open("ab") as errors:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=errors,
                bufsize=0,
            )
        self.processes[name] = process
        return process


def run_show(seconds, *, seed, tell):
    """A show in a folder of its own; what the reckoning found."""
    with tempfile.TemporaryDirectory(prefix="motcua-show-") as folder:
        show = Show(folder=Path(folder), chance=random.Random(seed), tell=tell)  # noqa: S311
        try:
            return show.run(seconds)
        finally:
            for process in show.processes.values():
                with suppress(ProcessLookupError):
                    process.kill()
                process.wait(_STARTS_WITHIN_S)
                process.stdout.close()
