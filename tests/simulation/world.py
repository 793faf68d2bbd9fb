"""One run: desks, a hub and a line, and a nemesis that chooses what happens next from one seed.

A step is one act of a clerk or of the province, one message on the line, or one fault. The same
seed gives the same run. Which faults a run has is drawn first, so that some runs are rough in one
way and quiet in all others.
"""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.simulation.carriers import Carriers
from tests.simulation.desk import SimDesk
from tests.simulation.dying import HubDiedError
from tests.simulation.forging import Forger
from tests.simulation.hub import MOST_DESKS, SimHub
from tests.simulation.link import FAULTS, Fate, SimLink
from tests.simulation.province import Province
from tests.simulation.quiet import settle_down
from tests.simulation.watch import Violation, Watch

_BEGAN = datetime(2026, 11, 23, 2, tzinfo=UTC)
_DEEPEST = 2  # messages under way at once, one within the other
_LONGEST_TRACE = 60
_COPIES = 4
_BY_THE_PROVINCE = frozenset({"speak", "revoke", "review", "rotate"})
_YEARS_S = 10 * 365 * 86_400


class Clock:
    """Virtual time; only the world moves it."""

    def __init__(self):
        self._seconds = _BEGAN.timestamp()

    def __call__(self):
        return datetime.fromtimestamp(self._seconds, UTC)

    def monotonic(self):
        return self._seconds

    def pass_by(self, seconds):
        self._seconds += seconds


class BrokenPromise(AssertionError):
    """What a seed showed, the last steps before it, and how to see it again."""


class World:
    """A province for one seed."""

    def __init__(self, seed, ground):
        self.seed = seed
        self.chance = random.Random(seed)  # noqa: S311 - a repeatable run, no secret
        self.clock = Clock()
        self.steps = 0
        self.trace = []
        self.late = []  # requests that the line still has
        self.answers = []
        self.depth = 0
        self._draw_the_run()
        self.watch = Watch()
        self.ground = ground
        self.hub = SimHub(self, ground)
        self.watch.watch_hub(self.hub.path)
        self.desks = [
            SimDesk(self, f"desk {number}", machine)
            for number, machine in enumerate(ground.machines[: self.count])
        ]
        self.carriers = Carriers(self, Path(ground.folder))
        self.forger = Forger(self.chance, ground.machines[-1].key)
        self.backups = []
        self.province = Province(self, Path(ground.folder))

    def _draw_the_run(self):
        """How many desks, how bad a line, and which faults there are at all."""
        chance = self.chance
        self.count = chance.randint(1, MOST_DESKS)
        self.faults = [fault for fault in FAULTS if chance.random() < 0.5]
        self.fault_rate = chance.choice([0.0, 0.05, 0.2, 0.5])
        self.is_poisoned = chance.random() < 0.7
        self.meanwhile_rate = chance.choice([0.0, 0.1, 0.3])
        self.bytes_s = chance.choice([2_500, 8_000, 25_000])
        self.rtt_s = chance.choice([0.05, 0.6, 3.0])
        self.sick = chance.choice(["", "", "desk put back", "desk cloned", "hub put back"])
        self.has_province = self.sick != "hub put back"
        self.has_sticks = chance.random() < 0.3
        self.has_relay = chance.random() < 0.25
        self.revokes = self.has_province and chance.random() < 0.4
        self.rotates = self.has_province and chance.random() < 0.2
        self.is_up = True

    def run(self, steps):
        """So many steps, then peace; raises BrokenPromise."""
        try:
            while self.steps < steps:
                self.one()
            settle_down(self)
        except (Exception, Violation) as error:
            raise BrokenPromise(self._told(error)) from error
        finally:
            self.hub.close()
        return self

    def step(self, what, *details):
        self.steps += 1
        self.trace.append((self.steps, what, *map(str, details)))
        del self.trace[:-_LONGEST_TRACE]

    def one(self):
        """Choose what happens next, and let it happen."""
        choices = self._choices()
        [chosen] = self.chance.choices(tuple(choices), tuple(choices.values()))
        if chosen in _BY_THE_PROVINCE:
            getattr(self.province, chosen)()
        else:
            getattr(self, f"_{chosen}")()

    def meanwhile(self, desk=None):
        """What others do while a message is under way."""
        del desk
        if self.depth >= _DEEPEST or self.chance.random() >= self.meanwhile_rate:
            return
        self.depth += 1
        try:
            for _ in range(self.chance.randint(1, 3)):
                self.one()
        finally:
            self.depth -= 1

    def fate(self):
        """What becomes of the next message."""
        if not self.is_up or not self.faults or self.chance.random() >= self.fault_rate:
            return Fate.CARRIED
        fate = self.chance.choice(self.faults)
        return Fate.CARRIED if fate is Fate.ANSWER_OLD and not self.answers else fate

    def pass_time(self, seconds):
        self.clock.pass_by(seconds)

    def link_of(self, desk):
        return SimLink(self, desk)

    def _choices(self):
        is_sick = self.sick and self.depth == 0
        return {
            "act": 90,
            "contact": 5,
            "time": 4,
            "late": 3 if self.late else 0,
            "desk_dies": 3,
            "hub_dies": 0.5,
            "clock": 2,
            "speak": 3 if self.has_province else 0,
            "keep_copy": 1 if is_sick else 0,
            "put_back": 0.15 if is_sick else 0,
            "new_epoch": 2 if is_sick else 0,
            "stick": 4 if self.has_sticks else 0,
            "relay": 4 if self.has_relay else 0,
            "revoke": 0.3 if self.revokes and 2 * len(self.watch.revoked) < self.count else 0,
            "review": 1 if self.watch.revoked else 0,
            "rotate": 0.2 if self.rotates and self.depth == 0 else 0,
        }

    def _act(self):
        desk = self.chance.choice(self.desks)
        self.step("act", desk.name)
        desk.act()

    def _contact(self):
        desk, process = self.chance.choice(self.desks), self.chance.randrange(2)
        if process not in desk.running:
            self.step("contact", desk.name, process)
            desk.contact(process)

    def _time(self):
        self.step("time")
        self.pass_time(self.chance.choice([1, 60, 3_600, 86_400, 40 * 86_400]))

    def _late(self):
        """A request that its desk gave up long ago arrives, perhaps not for the last time."""
        body, at_hub = self.chance.choice(self.late)
        self.step("late request")
        try:
            self.answers.append(self.hub.deliver(body, at_hub))
        except HubDiedError:
            return

    def _desk_dies(self):
        """A desk's process ends before its n-th statement from now."""
        desk = self.chance.choice(self.desks)
        if not desk.running:
            self.step("desk will die", desk.name)
            desk.fuse.set(self.chance.randint(1, 30))

    def _hub_dies(self):
        if self.depth == 0:
            self.step("hub dies")
            self.hub.die()

    def _clock(self):
        desk = self.chance.choice(self.desks)
        self.step("clock", desk.name)
        desk.skew_s = self.chance.choice([0, -_YEARS_S, 7 * _YEARS_S, -3_600, 86_400])

    def _keep_copy(self):
        self.step("copy")
        if self.sick == "hub put back":
            with suppress(HubDiedError):  # the half of a copy is never restored
                self.backups = [*self.backups, self.hub.backup()][-_COPIES:]
            return
        desk = self.chance.choice(self.desks)
        desk.copies = [*desk.copies, desk.copy()][-_COPIES:]

    def _put_back(self):
        if self.sick == "hub put back":
            if self.backups:
                self.step("hub put back")
                self.hub.put_back(self.chance.choice(self.backups))
            return
        desk = self.chance.choice(self.desks)
        if desk.copies and not desk.may_stop and not desk.running:
            self.step(self.sick, desk.name)
            content = self.chance.choice(desk.copies)
            if self.sick == "desk cloned":
                self._clone(desk, content)
            else:
                desk.put_back(content)

    def _new_epoch(self):
        desk = self.chance.choice(self.desks)
        if desk.replica.is_stopped and not desk.running:
            self.step("new epoch", desk.name)
            desk.ask_epoch()

    def _stick(self):
        """Something with a stick, by somebody who knows nothing of the others."""
        desk, carriers = self.chance.choice(self.desks), self.carriers
        acts = {
            "pack": (3, lambda: carriers.pack(desk)),
            "bring": (5, carriers.bring),
            "answer": (3, lambda: carriers.answer(desk)),
            "take home": (5, lambda: carriers.take_home(desk)),
            "pack for another": (1, lambda: carriers.pack_for_another(desk)),
            "bring another's": (1, carriers.bring_anothers),
        }
        self._one_of("stick", desk, acts)

    def _relay(self):
        desk, carriers = self.chance.choice(self.desks), self.carriers
        acts = {
            "hand over": (4, lambda: carriers.hand_over(desk)),
            "pass on": (3, carriers.pass_on),
            "fetch": (4, lambda: carriers.fetch(desk)),
            "spoil": (1, carriers.spoil_the_relay),
        }
        self._one_of("relay", desk, acts)

    def _one_of(self, what, desk, acts):
        weights = [weight for weight, _ in acts.values()]
        [chosen] = self.chance.choices(tuple(acts), weights)
        if not desk.running:  # one process at a time has the stick
            self.step(what, chosen, desk.name)
            acts[chosen][1]()

    def _clone(self, desk, content):
        """A second machine with the same database; both go on working."""
        replica = desk.replica
        twin = SimDesk(self, f"{desk.name} twin", replace(desk.machine, granted=replica.granted))
        twin.put_back(content)
        twin.codes = 5_000
        desk.may_stop = True
        self.desks.append(twin)

    def _told(self, error):
        trace = "\n".join("  " + " ".join(map(str, line)) for line in self.trace)
        return (
            f"{type(error).__name__}: {error}\n{trace}\n"
            f"seed {self.seed}, step {self.steps}. Again: "
            f".venv/bin/python -m tests.simulation --seed {self.seed}"
        )
