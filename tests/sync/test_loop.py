"""When rounds happen."""

import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from sync.client.exchange import exchange_once
from sync.client.loop import FIRST_DELAY_S, LoopStatus, Phase, SyncLoop
from sync.client.pace import Pace
from sync.client.replica import Modes
from sync.errors import HubBusy, HubUnreachable, MachineRevoked
from tests.sync.rules import CREATED, USER
from tests.sync.wires import DirectLink

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WAIT_S = 20


class Watch:
    """Collects what a loop tells and waits for what a test expects."""

    def __init__(self):
        self.told = []
        self._news = threading.Condition()

    def __call__(self, status):
        with self._news:
            self.told.append(status)
            self._news.notify_all()

    def wait_for(self, claim):
        with self._news:
            assert self._news.wait_for(lambda: any(map(claim, self.told)), WAIT_S), self.told
            return next(status for status in self.told if claim(status))


class FailingLink(DirectLink):
    """Raises what it is told to, once each."""

    def __init__(self, hub, *errors):
        super().__init__(hub)
        self.errors = list(errors)
        self.is_closed = False

    def close(self):
        self.is_closed = True

    def exchange(self, body):
        if self.errors:
            raise self.errors.pop(0)
        return super().exchange(body)


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def run(watch):
    """Starts loops and stops them after the test."""
    started = []

    def start(replica, link, **parts):
        told = {"clock": lambda: NOW, "chance": lambda: 0.0, "changed": watch, **parts}
        loop = SyncLoop(replica, lambda: link, **told)
        started.append(loop.start())
        return loop

    yield start
    for loop in started:
        loop.stop()


def test_a_loop_sends_what_waits_and_then_rests(hub, desk, run, watch):
    desk.write(CREATED, ("H48.20443-261123-0001",))

    loop = run(desk, DirectLink(hub))

    rested = watch.wait_for(lambda status: status.phase is Phase.IDLE)
    assert rested.last_round.sent == 1
    assert (rested.last_contact_at, rested.trouble) == (NOW, "")
    assert rested.next_try_at == NOW + timedelta(seconds=60)
    assert loop.status.phase is Phase.IDLE


def test_what_is_written_later_is_noticed_without_being_told(hub, desk, run, watch):
    run(desk, DirectLink(hub), poll_s=0.02)
    watch.wait_for(lambda status: status.phase is Phase.IDLE)

    desk.write(CREATED, ("H48.20443-261123-0001",))

    watch.wait_for(lambda status: status.last_round is not None and status.last_round.sent == 1)


def test_a_wake_runs_a_round_at_once(hub, desk, colleague, run, watch):
    loop = run(desk, DirectLink(hub))
    watch.wait_for(lambda status: status.phase is Phase.IDLE)
    colleague.write(USER, (1,))
    exchange_once(colleague, DirectLink(hub))

    loop.wake()

    watch.wait_for(lambda status: status.last_round is not None and status.last_round.received)


def test_a_failed_round_is_told_and_tried_again(hub, desk, run, watch):
    desk.write(CREATED, ("H48.20443-261123-0001",))

    run(desk, FailingLink(hub, HubUnreachable(reason="down"), HubUnreachable(reason="down")))

    waiting = watch.wait_for(lambda status: status.phase is Phase.WAITING)
    assert (waiting.trouble, waiting.details) == ("hub_unreachable", {"reason": "down"})
    watch.wait_for(lambda status: status.phase is Phase.IDLE and status.last_round.sent == 1)


def test_the_wait_doubles_up_to_a_quarter_of_an_hour_and_chance_takes_its_share(hub, desk):
    loop = SyncLoop(desk, lambda: DirectLink(hub), clock=lambda: NOW, chance=lambda: 0.5)

    waits = [loop._after_failure("x", {}, HubUnreachable()) for _ in range(12)]

    assert waits[:4] == [1.0, 2.0, 4.0, 8.0]
    assert waits[-1] == 450.0


class DroppingLink(DirectLink):
    """Answers every other time."""

    def __init__(self, hub):
        super().__init__(hub)
        self.asked = 0

    def exchange(self, body):
        self.asked += 1
        if self.asked % 2 == 0:
            raise HubUnreachable(reason="dropped")
        return super().exchange(body)


def test_a_line_that_drops_in_mid_work_is_tried_again_as_soon_as_the_first_time(hub, desk):
    for number in range(60):
        desk.write(CREATED, (f"H48.20443-261123-{number:04d}",))
    link = DroppingLink(hub)
    told = {"clock": lambda: NOW, "chance": lambda: 1.0, "pace": Pace(batch_bytes=400)}
    loop = SyncLoop(desk, lambda: link, **told)

    waits = [loop._round() for _ in range(4)]

    assert waits == [FIRST_DELAY_S] * 4


def test_a_busy_hub_is_left_alone_as_long_as_it_asks(hub, desk):
    loop = SyncLoop(desk, lambda: DirectLink(hub), clock=lambda: NOW, chance=lambda: 0.0)

    assert loop._after_failure("hub_busy", {}, HubBusy(retry_after_s=77)) == 77.0


def test_what_only_a_person_can_mend_waits_for_one(hub, desk, run, watch):
    desk.write(CREATED, ("H48.20443-261123-0001",))
    loop = run(desk, FailingLink(hub, MachineRevoked(dev=1)))
    stopped = watch.wait_for(lambda status: status.phase is Phase.NEEDS_PERSON)

    loop.wake()

    assert (stopped.trouble, stopped.next_try_at) == ("machine_revoked", None)
    watch.wait_for(lambda status: status.phase is Phase.IDLE)


def test_a_loop_outlives_what_nobody_expected(hub, desk, run, watch, caplog):
    run(desk, FailingLink(hub, ZeroDivisionError("Nguyễn Văn An")))

    watch.wait_for(lambda status: status.trouble == "unexpected")
    watch.wait_for(lambda status: status.phase is Phase.IDLE)
    assert "ZeroDivisionError" in caplog.text
    assert "Nguyễn" not in caplog.text


class StoreFailure(Exception):
    code = "disk_full"


def test_what_the_replica_fails_with_is_told_by_its_own_code(hub, desk, run, watch):
    run(desk, FailingLink(hub, StoreFailure()))

    watch.wait_for(lambda status: status.trouble == "disk_full")


def test_a_stopped_loop_ends_soon_and_closes_its_link(hub, desk, run, watch):
    link = FailingLink(hub)
    loop = run(desk, link)
    watch.wait_for(lambda status: status.phase is Phase.IDLE)

    loop.stop()

    assert loop.status.phase is Phase.STOPPED
    assert link.is_closed


def test_a_loop_that_waits_for_a_person_can_be_stopped_too(hub, desk, run, watch):
    loop = run(desk, FailingLink(hub, MachineRevoked(dev=1)))
    watch.wait_for(lambda status: status.phase is Phase.NEEDS_PERSON)

    loop.stop()

    assert loop.status.phase is Phase.STOPPED


def test_a_stalled_round_is_left_behind_and_changes_nothing(hub, desk, watch):
    asked, go_on = threading.Event(), threading.Event()

    class Stalled(DirectLink):
        def exchange(self, body):
            asked.set()
            assert go_on.wait(WAIT_S)
            return super().exchange(body)

    desk.write(CREATED, ("H48.20443-261123-0001",))
    loop = SyncLoop(desk, lambda: Stalled(hub), clock=lambda: NOW, changed=watch).start()
    assert asked.wait(WAIT_S)

    loop.stop(timeout_s=0.05)
    go_on.set()

    watch.wait_for(lambda status: status.phase is Phase.STOPPED)
    assert desk.log == []


def test_a_status_needs_no_more_than_its_phase():
    assert LoopStatus(phase=Phase.IDLE).last_round is None


def test_a_paused_loop_runs_no_round_until_it_is_wanted_again(hub, desk, run, watch):
    desk.chosen = Modes(is_paused=True)
    desk.write(CREATED, ("H48.20443-261123-0001",))

    run(desk, DirectLink(hub), poll_s=0.02)
    paused = watch.wait_for(lambda status: status.phase is Phase.PAUSED)
    sent_while_paused = desk.acked()
    desk.chosen = Modes()

    watch.wait_for(lambda status: status.phase is Phase.IDLE and status.last_round.sent == 1)
    assert (paused.trouble, paused.next_try_at, sent_while_paused) == ("", None, 0)


def test_a_pause_stops_a_long_round_at_its_next_slice(hub, desk, run, watch):
    for number in range(4):
        content = bytes([number]) * 9
        desk.db.execute(
            "INSERT INTO files VALUES (?, ?, 0)", (sha256(content).hexdigest(), content)
        )

    class Pausing(DirectLink):
        def send_part(self, *told, **more):
            desk.chosen = Modes(is_paused=True)
            return super().send_part(*told, **more)

    run(desk, Pausing(hub), poll_s=0.02)

    watch.wait_for(lambda status: status.phase is Phase.PAUSED)
    assert desk.one("SELECT count(*) FROM files WHERE at_hub") <= 1


def test_a_line_that_comes_back_is_used_soon_and_not_by_all_at_once(hub, desk, run, watch):
    routes = iter([False, False, True])
    link = FailingLink(hub, HubUnreachable(reason="down"))
    chances = iter([1.0, 0.001])  # a long wait; then a small part of the minute

    run(
        desk,
        link,
        chance=lambda: next(chances),
        has_route=lambda: next(routes, True),
        poll_s=0.02,
    )

    watch.wait_for(lambda status: status.phase is Phase.WAITING)
    watch.wait_for(lambda status: status.phase is Phase.IDLE)


def test_a_round_tells_how_far_its_files_are(hub, desk, run, watch):
    content = bytes(9)
    desk.db.execute("INSERT INTO files VALUES (?, ?, 0)", (sha256(content).hexdigest(), content))

    run(desk, DirectLink(hub))

    told = watch.wait_for(lambda status: status.progress is not None)
    done = watch.wait_for(lambda status: status.phase is Phase.IDLE)
    assert (told.phase, told.progress.files_left, told.progress.bytes_left) == (
        Phase.EXCHANGING,
        1,
        9,
    )
    assert done.progress is None
