"""The end of a desk with a real hub: revoked, wiped, unheard; killed at every step of it."""

import os
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest

from desk_app.demo.province import running_hub
from desk_app.store.access import note_refused
from desk_app.store.ending import Why, end_mark
from desk_app.store.errors import DeskEnded, EndingWaits, LeaseEnded, MachineEnded, UserBarred
from desk_app.store.hub_keys import key_list, recipients
from desk_app.store.lease import lease_of
from desk_app.store.places import desk_places
from desk_app.usecases.import_parcels import import_parcels
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.sync_now import sync_now
from sync.client.exchange import exchange_once
from sync.client.link import HttpLink
from sync.errors import HubNotKnown, MachineRevoked
from sync.hub.control import lock_user, order_wipe, revoke, set_lease, unlock_user
from sync.hub.hub import open_hub
from sync.hub.key_rotation import look_at_keys, retire_key, rotate_keys
from sync.hub.late import list_kept, take_reviewed
from sync.hub.parcels import take_parcel
from sync.hub.parcels_back import export_back
from sync.parcel.stick import Stick
from tests.faults.desks import ADMIN, make_enrolled_desk, open_again
from tests.support.clock import SetClock
from tests.support.counter import residence
from tests.support.desks import ORGANISATION
from tests.support.samples import an_applicant
from tests.support.tree import ROOT
from tests.sync import looks
from tests.sync.wires import DirectLink

HANGS_AFTER_S = 60


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def province(tmp_path, clock):
    with running_hub(tmp_path / "hub", clock=clock) as (hub, url):
        yield hub, url


@pytest.fixture
def hub(province):
    return province[0]


@pytest.fixture
def data(tmp_path, province, clock):
    """The data folder of a desk enrolled at the hub, closed."""
    make_enrolled_desk(tmp_path / "data", *province, clock=clock)
    return tmp_path / "data"


def received(desk):
    return receive_dossier(desk, residence(applicant=an_applicant(name="Zơrâm Sen"))).dossier.code


def codes(hub):
    return set(looks.dossiers(hub))


def sealed_in(data):
    return sorted((data / "desk" / "sealed").glob("*.vnb"))


def taken(hub, path):
    with path.open("rb") as file:
        return take_parcel(hub, file)


def keys_gone(data):
    folder = data / "desk"
    return not any((folder / name).exists() for name in ("keys.json", "keys.copy.json"))


def test_a_stolen_desk_is_told_once_it_calls_and_writes_no_more(data, hub, clock):
    with open_again(data, clock=clock) as desk:
        first = received(desk)
        sync_now(desk)
        late = received(desk)
        revoke(hub, 1, reason="mất máy")

        with pytest.raises(MachineRevoked):
            sync_now(desk)

        with pytest.raises(MachineEnded):
            received(desk)
        assert desk.journal.dossier(late).code == late
    assert codes(hub) == {first}
    (kept,) = list_kept(hub)
    take_reviewed(hub, kept.id)
    assert codes(hub) == {first, late}


def test_a_wiped_desk_seals_its_queue_and_destroys_its_keys(data, hub, clock):
    with open_again(data, clock=clock) as desk:
        first = received(desk)
        sync_now(desk)
        late = received(desk)
        order_wipe(hub, 1, reason="mất máy")

        with pytest.raises(MachineRevoked):
            sync_now(desk)

    assert keys_gone(data)
    with pytest.raises(DeskEnded) as ended, open_again(data, clock=clock):
        pass
    assert ended.value.details == {"why": "ordered", "sealed": "some"}
    (sealed,) = sealed_in(data)
    taken(hub, sealed)
    (kept,) = list_kept(hub)
    take_reviewed(hub, kept.id)
    assert codes(hub) == {first, late}


def test_what_is_left_of_a_wiped_desk_opens_for_nobody(data, hub, clock, tmp_path):
    with open_again(data, clock=clock) as desk:
        code = received(desk)
        order_wipe(hub, 1, reason="")
        with pytest.raises(MachineRevoked):
            sync_now(desk)

    left = [path for path in tmp_path.rglob("*") if path.is_file() and "hub" not in path.parts]

    assert not any(path.suffix == ".secret" for path in left)
    assert any(path.suffix == ".witness" for path in left)
    for path in left:
        content = path.read_bytes()
        assert code.encode() not in content
        assert "Zơrâm".encode() not in content


def test_an_order_to_wipe_comes_by_a_stick_as_well(data, hub, clock, tmp_path):
    with open_again(data, clock=clock) as desk:
        code = received(desk)
        order_wipe(hub, 1, reason="máy cũ")
        (tmp_path / "stick").mkdir()
        export_back(hub, 1, Stick(tmp_path / "stick"))

        with pytest.raises(MachineRevoked):
            import_parcels(desk, tmp_path / "stick")

    assert keys_gone(data)
    taken(hub, sealed_in(data)[0])
    take_reviewed(hub, list_kept(hub)[0].id)
    assert codes(hub) == {code}


def test_a_lease_is_renewed_by_a_stick(data, hub, clock, tmp_path):
    with open_again(data, clock=clock) as desk:
        clock.pass_by(days=61)
        with pytest.raises(LeaseEnded):
            received(desk)
        (tmp_path / "stick").mkdir()
        export_back(hub, 1, Stick(tmp_path / "stick"))

        import_parcels(desk, tmp_path / "stick")

        assert received(desk)
        assert lease_of(desk.store.database).until == clock.now() + timedelta(days=60)


def test_a_wiped_desk_with_nothing_unsent_leaves_no_parcel(data, hub, clock):
    with open_again(data, clock=clock) as desk:
        received(desk)
        sync_now(desk)
        order_wipe(hub, 1, reason="")
        with pytest.raises(MachineRevoked):
            sync_now(desk)

    assert sealed_in(data) == []
    assert end_mark(places_of(data)).sealed == ()


def places_of(data):
    return desk_places(data)


def test_nothing_is_destroyed_that_could_not_be_sealed(data, hub, clock):
    with open_again(data, clock=clock) as desk:
        code = received(desk)
        (data / "desk" / "sealed").write_text("in the way", "utf-8")
        order_wipe(hub, 1, reason="")

        with pytest.raises(EndingWaits):
            sync_now(desk)

        assert not keys_gone(data)
        (data / "desk" / "sealed").unlink()
    with pytest.raises(DeskEnded), open_again(data, clock=clock):
        pass
    assert keys_gone(data)
    taken(hub, sealed_in(data)[0])
    take_reviewed(hub, list_kept(hub)[0].id)
    assert codes(hub) == {code}


def test_a_desk_follows_the_province_to_new_keys_and_never_back(data, hub, clock):
    root = hub.folder / "offline" / "root.key"
    with open_again(data, clock=clock) as desk:
        sync_now(desk)
        rotate_keys(hub, root)
        renewed = open_hub(hub.folder, hub.province)
        exchange_once(desk.replica, DirectLink(renewed))
        old = next(key for key in look_at_keys(renewed).keys if not key.is_signing)
        retire_key(renewed, old.fingerprint, root)
        exchange_once(desk.replica, DirectLink(renewed))

        with pytest.raises(HubNotKnown):
            sync_now(desk)  # with the hub that still signs with the old key

        assert key_list(desk.store.database).number == 3
        assert recipients(desk.store.database)[0] == look_at_keys(renewed).recipient
        renewed.database.close()


def test_the_last_person_is_let_in_again_as_soon_as_the_province_can_be_heard(data, hub, clock):
    with open_again(data, clock=clock) as desk:
        sync_now(desk)
        lock_user(hub, ORGANISATION, ADMIN, reason="")
        sync_now(desk)
    with pytest.raises(UserBarred), open_again(data, clock=clock):
        pass
    clock.pass_by(minutes=5)
    unlock_user(hub, ORGANISATION, ADMIN)

    with open_again(data, clock=clock) as desk:
        assert received(desk)


def test_a_desk_unheard_for_its_lease_reads_only_and_works_on_after_one_word(data, hub, clock):
    with open_again(data, clock=clock) as desk:
        code = received(desk)
        clock.pass_by(days=61)

        with pytest.raises(LeaseEnded):
            received(desk)

        assert desk.journal.dossier(code).code == code
        sync_now(desk)
        received(desk)
        assert lease_of(desk.store.database).until == clock.now() + timedelta(days=60)
    assert codes(hub) == {code}


def test_a_lease_that_ends_in_the_middle_of_a_round_is_renewed_by_that_round(data, hub, clock):
    """The receipts of its first turns bring the new lease; nothing of the round is lost."""
    with open_again(data, clock=clock) as desk:
        set_lease(hub, 1, 14)
        sync_now(desk)
        sent = {received(desk) for _ in range(3)}
        clock.pass_by(days=13, hours=23)
        carried = Ticking(desk, clock)

        carried.sync()

        assert codes(hub) == sent
        received(desk)


class Ticking:
    """A round during which the clock goes past the lease's end with every request."""

    def __init__(self, desk, clock):
        self._desk, self._clock = desk, clock

    def sync(self):
        clock = self._clock

        class Slow(HttpLink):
            def exchange(self, body):
                answer = super().exchange(body)
                clock.pass_by(hours=2)
                return answer

        with closing(Slow(self._desk.journal.identity.hub_url)) as link:
            exchange_once(self._desk.replica, link)


def test_the_keys_of_a_desk_long_unheard_go_after_a_week_of_notice(data, hub, clock):
    with open_again(data, clock=clock) as desk:
        code = received(desk)
    clock.pass_by(days=200)
    with open_again(data, clock=clock):
        pass  # told for the first time
    clock.pass_by(days=6)
    with open_again(data, clock=clock):
        pass
    clock.pass_by(days=2)

    with pytest.raises(DeskEnded) as ended, open_again(data, clock=clock):
        pass

    assert ended.value.details == {"why": "unheard", "sealed": "some"}
    assert keys_gone(data)
    result = taken(hub, sealed_in(data)[0])
    assert result.taken > 0
    assert codes(hub) == {code}


def test_a_clock_gone_wrong_for_days_destroys_nothing_once_it_is_right(data, clock):
    with open_again(data, clock=clock):
        pass
    right = clock.at
    clock.pass_by(days=10_000)
    for _ in range(3):
        with open_again(data, clock=clock) as desk, pytest.raises(LeaseEnded):
            received(desk)
        clock.pass_by(days=2)
    clock.at = right + timedelta(days=1)

    with open_again(data, clock=clock) as desk:
        assert received(desk)

    assert not keys_gone(data)


WORKER = """
import os, signal, sys
from pathlib import Path
from desk_app import obeying
from desk_app.store.errors import DeskEnded
from desk_app.usecases import receive_dossier
from tests.faults.desks import open_again
from tests.support.clock import SetClock

STEPS = ("fsync", "replace", "rename", "unlink", "mkdir")  # what changes the disk

def watch(name, left):
    real = getattr(os, name)
    def step(*arguments, **more):
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return real(*arguments, **more)
    setattr(os, name, step)

def end(left):
    begin = obeying.end_if_due
    def armed(*arguments):
        for name in STEPS:
            watch(name, left)
        return begin(*arguments)
    obeying.end_if_due = armed
    try:
        with open_again(Path(sys.argv[1]), clock=SetClock()):
            os._exit(1)
    except DeskEnded:
        os._exit(0)

for line in sys.stdin:
    child = os.fork()
    if not child:
        end([int(line)])
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def test_killed_at_any_step_of_the_end_the_next_start_finishes_it(data, hub, clock, tmp_path):
    """Each step is a change of the disk; kill -9 before each in turn, then a start that is let."""
    with open_again(data, clock=clock) as desk:
        code = received(desk)
        note_refused(desk.store.database, {"at": "1", "wipe": "1"})
    order_wipe(hub, 1, reason="")
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    steps = 0

    with working(data) as worker:
        while (status := killed_after(worker, steps)) == -signal.SIGKILL:
            assert_nothing_lost(data, clock, hub)
            put_back(kept, data, tmp_path)
            steps += 1

    assert status == 0
    assert steps >= 12  # the sealed file, the mark, both copies of the key file, the secret
    assert code not in codes(hub)  # the machine is revoked: a person decides


@contextmanager
def working(data):
    """A process that ends the desk again and again, each time in a fork of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, str(data)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        yield process
        process.stdin.close()
        process.wait(HANGS_AFTER_S)


def killed_after(worker, steps):
    """How the fork died that was let so many steps."""
    worker.stdin.write(f"{steps}\n")
    worker.stdin.flush()
    return int(worker.stdout.readline())


def assert_nothing_lost(data, clock, hub):
    """The next start ends the desk, and what was unsent lies sealed and opens at the province."""
    with pytest.raises(DeskEnded), open_again(data, clock=clock):
        pass
    assert keys_gone(data)
    mark = end_mark(places_of(data))
    assert mark.why is Why.ORDERED
    assert [path.name for path in sealed_in(data)] == list(mark.sealed)
    result = taken(hub, sealed_in(data)[0])
    assert result.is_whole
    assert result.manifest.last >= 2


def put_back(kept, data, tmp_path):
    """The folders as they were before the desk ended."""
    for path in [*data.rglob("*"), *(tmp_path / "machine").rglob("*")]:
        if path.is_file():
            path.unlink()
    for path, content in kept.items():
        if "hub" not in path.parts:
            path.write_bytes(content)
