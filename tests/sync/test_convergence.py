"""Two desks, the province and a line that loses messages, in any order; in the end all agree.

The reference is a list a desk: what it wrote. Whatever happens, the hub's log is a prefix of it,
nothing acknowledged is missing, nothing counts twice, and what a desk knows only grows.
"""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete

from sync.client.exchange import exchange_once
from sync.client.pace import Pace
from sync.errors import HubUnreachable
from sync.hub import tables
from sync.hub.hub import open_hub
from sync.hub.results import send_result
from tests.sync import looks
from tests.sync.conftest import ORG, a_desk, small_province
from tests.sync.rules import CREATED, PAID, POISON, STEPPED
from tests.sync.wires import LossyLink

WRITTEN = (
    tables.changes,
    tables.feed,
    tables.salts,
    tables.entities,
    tables.holds,
    tables.dossiers,
    tables.batches,
)
fates = st.lists(st.sampled_from(["", "request", "answer", "twice"]), max_size=3)
which = st.integers(0, 1)


class Province(RuleBasedStateMachine):
    """Each run begins with a hub that nobody has written to."""

    prepared = None
    folder = None

    @initialize()
    def begin(self):
        self.hub = open_hub(self.prepared.folder, small_province())
        self.wipe()
        self.desks = [a_desk(self.prepared, 0), a_desk(self.prepared, 1)]
        self.acknowledged = [0, 0]
        self.results = 0

    def wipe(self):
        with self.hub.database.writing() as connection:
            for table in WRITTEN:
                connection.execute(delete(table))
            connection.exec_driver_sql("UPDATE feeds SET pos = 0, digest = 0, lam = 0")
            connection.exec_driver_sql(
                "UPDATE epochs SET acked = 0, head = first_head, counter = 0"
            )
        self.hub.vigil.note(self.hub.database, now=self.hub.now())

    @rule(number=which, dossier=st.integers(1, 3))
    def receive(self, number, dossier):
        code = f"{ORG}-261123-{number}00{dossier}"
        self.desks[number].write(CREATED, (code,))

    @precondition(lambda self: any(desk.last() for desk in self.desks))
    @rule(number=which, kind=st.sampled_from([STEPPED, PAID, POISON]), step=st.integers(1, 3))
    def act(self, number, kind, step):
        desk = self.desks[number]
        known = desk.one(
            "SELECT max(ent) FROM (SELECT ent FROM journal UNION ALL "
            "SELECT ent FROM settled WHERE dev > 0)"
        )
        if known is not None:
            desk.write(kind, (step,), ent=known)

    @rule(number=which, fates=fates, batch=st.sampled_from([1, 300, 10_000]))
    def sync(self, number, fates, batch):
        try:
            exchange_once(
                self.desks[number], LossyLink(self.hub, fates), pace=Pace(batch_bytes=batch)
            )
        except HubUnreachable:
            return

    @rule()
    def answer(self):
        codes = sorted(looks.dossiers(self.hub))
        if codes:
            path = self.folder / "result.pdf"
            path.write_bytes(b"%PDF-" + str(self.results).encode())
            send_result(self.hub, codes[0], path)
            self.results += 1

    @rule()
    def restart_the_hub(self):
        self.hub.database.close()
        self.hub = open_hub(self.prepared.folder, small_province())

    @invariant()
    def nothing_acknowledged_is_lost_or_doubled(self):
        if not hasattr(self, "desks"):
            return
        rows = looks.feed(self.hub, ORG)
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
        for number, desk in enumerate(self.desks):
            dev = desk.granted.dev
            held = sorted((row[4], row[7]) for row in rows if row[2] == dev)
            written = list(enumerate(desk.outbox(0, 10**9), 1))
            assert held == written[: len(held)]
            assert self.acknowledged[number] <= desk.acked() <= len(held)
            self.acknowledged[number] = desk.acked()

    @invariant()
    def what_a_desk_has_read_is_what_the_hub_wrote(self):
        if not hasattr(self, "desks"):
            return
        rows = [(*row[:4], row[4], row[5], row[6], row[7]) for row in looks.feed(self.hub, ORG)]
        for desk in self.desks:
            read = [row[1:9] for row in desk.feed(ORG)]
            assert read == rows[: len(read)]

    def teardown(self):
        if not hasattr(self, "desks"):
            return
        for desk in (*self.desks, *self.desks):
            exchange_once(desk, LossyLink(self.hub))
        assert self.desks[0].feed(ORG) == self.desks[1].feed(ORG)
        assert len({desk.cursors().get(ORG) for desk in self.desks}) == 1
        for desk in self.desks:
            assert desk.acked() == desk.last() == len(desk.verdicts())
        self.hub.database.close()


def test_whatever_happens_all_agree_in_the_end(prepared, tmp_path):
    run_state_machine_as_test(
        type("Ours", (Province,), {"prepared": prepared, "folder": tmp_path}),
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
