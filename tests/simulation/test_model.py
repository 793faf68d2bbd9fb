"""The hub against its reference: any batches, from any author, cut, repeated, forked, in any order.

The reference is `ModelHub`, a dict of logs. After each request both give the same answer, ack and
verdicts. Hypothesis shrinks what they differ in.
"""

import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from sync import record
from sync.hub.hub import open_hub
from sync.protocol.receipt import Answer
from tests.simulation.model import ModelHub
from tests.sync import looks
from tests.sync.bodies import asked, frame_of
from tests.sync.conftest import ORG, a_desk, small_province
from tests.sync.rules import CREATED, PAID, POISON, SLY, STEPPED
from tests.sync.wires import DirectLink

which = st.integers(0, 2)  # two desks and a copy of the second


class AgainstTheModel(RuleBasedStateMachine):
    prepared = None

    @initialize()
    def begin(self):
        self.folder = Path(mkdtemp(dir=self.prepared.folder.parent))
        shutil.copytree(self.prepared.folder, self.folder, dirs_exist_ok=True)
        self.hub = open_hub(self.folder, small_province())
        self.model = ModelHub()
        self.desks = [a_desk(self.prepared, number) for number in (0, 1, 1)]
        self.counter = 0

    @rule(number=which, code=st.integers(1, 4))
    def receive(self, number, code):
        self.desks[number].write(CREATED, (f"{ORG}-261123-{code:04d}",))

    @rule(
        number=which,
        about=which,
        seq=st.integers(1, 4),
        kind=st.sampled_from([STEPPED, STEPPED, PAID, POISON, SLY, 990]),
        step=st.integers(1, 3),
        base=st.integers(0, 3),
    )
    def act(self, number, about, seq, kind, step, base):
        granted = self.desks[about].granted
        ent = record.entity_id(granted.dev, granted.ep, seq)
        if ent != record.entity_id(*self._author(number), self.desks[number].last() + 1):
            self.desks[number].write(kind, (step,), ent=ent, base=base)

    @rule(number=which, first=st.integers(1, 6), count=st.integers(1, 6))
    def send(self, number, first, count):
        """Any stretch of a log, also one that was sent before or leaves a gap."""
        desk = self.desks[number]
        last = min(desk.last(), first + count - 1)
        if last < first:
            return
        changes = [record.decode(raw) for raw in desk.outbox(first - 1, 10**9)[: last - first + 1]]
        heads = [desk.head(seq) for seq in range(first - 1, last + 1)]
        author = self._author(number)
        acked = len(self.model.logs.get(author, ()))
        said = (
            Answer.EPOCH
            if desk.last() < acked and author not in self.model.frozen
            else self.model.take(ORG, author, first=first, changes=changes, heads=heads)
        )
        self.counter += 1

        told = asked(desk, DirectLink(self.hub), frame_of(desk, first, last), counter=self.counter)

        assert told.receipt.answer is said
        assert told.receipt.acked == len(self.model.logs.get(author, ()))

    @rule()
    def restart_the_hub(self):
        self.hub.database.close()
        self.hub = open_hub(self.folder, small_province())

    @invariant()
    def the_feed_is_the_models(self):
        if hasattr(self, "hub"):
            rows = [row[1:7] for row in looks.feed(self.hub, ORG)]
            said = self.model.feeds.get(ORG, [])
            assert rows == [(s.ver, *s.author, s.seq, s.verdict.value, s.reason) for s in said]

    def teardown(self):
        if hasattr(self, "hub"):
            self.hub.database.close()

    def _author(self, number):
        granted = self.desks[number].granted
        return granted.dev, granted.ep


def test_the_hub_does_what_its_reference_does(prepared):
    run_machine(
        type("Ours", (AgainstTheModel,), {"prepared": prepared}),
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
