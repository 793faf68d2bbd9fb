"""A real desk that was away longer than its feed goes back: the snapshot, and what may go wrong."""

from contextlib import closing, suppress

import pytest

from desk_app.domain.dossier import Status
from desk_app.queries import reaching
from desk_app.store.errors import DiskFull
from desk_app.store.listed import Tick
from desk_app.usecases.export_parcel import export_parcel
from desk_app.usecases.import_parcels import import_parcels
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.register_dossier import register_dossier
from sync.client.exchange import exchange_once
from sync.client.link import HttpLink
from sync.errors import HubAnsweredRubbish, HubUnreachable
from sync.hub.parcels import take_parcel
from sync.hub.parcels_back import export_back
from sync.hub.snapshots import compact
from sync.parcel.stick import Stick
from sync.protocol.snapshot import OFFER
from tests.faults.full_disk import largest_file, settled_size
from tests.support.clock import SetClock
from tests.support.counter import certification
from tests.support.desks import ORGANISATION
from tests.support.samples import an_applicant
from tests.sync.real_desks import RealHub, a_new_desk, codes_at, digests_at


@pytest.fixture
def hub(tmp_path):
    with RealHub(tmp_path / "hub", SetClock()).up() as up:
        yield up


@pytest.fixture
def desks(hub, tmp_path):
    """One that worked all the time, and one that was away meanwhile and has work of its own."""
    for name in ("here", "away"):
        (tmp_path / name).mkdir()
    here, away = (a_new_desk(hub, tmp_path / name) for name in ("here", "away"))
    yield here, away
    here.close()
    away.close()


def a_year_passes(hub, here, *, over=3, running=2):
    """Visits that came to their end, dossiers that did not, and a feed cut short after them."""
    for number in range(over):
        visit = certification(applicant=an_applicant(name=f"Lê Văn {number}"))
        entity = register_dossier(here.desk, visit).entity
        refuse_dossier(here.desk, entity, ground="other_place", reason="Không thuộc thẩm quyền")
    dossiers = [here.receive() for _ in range(running)]
    here.sync()
    hub.clock.pass_by(days=2)
    assert compact(hub.hub, ORGANISATION, before=int(hub.clock.now().timestamp())) is not None
    return dossiers


def standing(made):
    """All that a round may change."""
    database = made.desk.store.database
    return [
        database.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3")  # noqa: S608
        for table in ("cursors", "settled", "journal", "dossiers")
    ]


class Through:
    """The line, with something in its way."""

    def __init__(self, link):
        self._link = link

    def __getattr__(self, name):
        return getattr(self._link, name)


class Cut(Through):
    """Breaks after a few bytes of a snapshot, once."""

    is_whole = False

    def snapshot(self, *args, start, most):
        if start and not self.is_whole:
            self.is_whole = True
            raise HubUnreachable(reason="cut")
        most = min(most, 100) if not start else most
        return self._link.snapshot(*args, start=start, most=most)


class Altered(Through):
    """A byte of a snapshot is another."""

    def snapshot(self, *args, **kwargs):
        content = bytearray(self._link.snapshot(*args, **kwargs))
        content[-1] ^= 1
        return bytes(content)


class Forged(Through):
    """The offer bears another signature than the hub's."""

    def exchange(self, body):
        answer = bytearray(self._link.exchange(body))
        if OFFER.encode() in answer:
            answer[-1] ^= 1  # the offer comes last, its signature at its end
        return bytes(answer)


def one_round(made, hub, way=Through):
    with closing(HttpLink(hub.url)) as link:
        return exchange_once(made.desk.replica, way(link))


def test_a_desk_below_the_floor_takes_the_snapshot_and_sends_its_own(hub, desks):
    here, away = desks
    own = away.receive()
    running = a_year_passes(hub, here)

    away.sync()
    here.sync()

    codes = sorted([own.code, *(dossier.code for dossier in running)])
    assert away.codes() == codes
    assert set(codes) < set(codes_at(hub))
    assert away.digests() == here.digests() == digests_at(hub)
    assert reaching.of_dossier(away.desk, own.entity) is Tick.JUDGED
    assert away.desk.store.journal.waiting().changes == 0
    assert away.desk.journal.verify_chain() > 0


@pytest.mark.parametrize(
    ("way", "error"),
    [(Cut, HubUnreachable), (Altered, HubAnsweredRubbish), (Forged, HubAnsweredRubbish)],
    ids=["cut", "altered", "forged"],
)
def test_a_snapshot_that_does_not_come_whole_changes_nothing_of_the_feed(hub, desks, way, error):
    here, away = desks
    own = away.receive()
    a_year_passes(hub, here)
    before = standing(away)

    with pytest.raises(error):
        one_round(away, hub, way)

    cursors, settled, journal, dossiers = standing(away)
    assert (cursors, journal) == (before[0], before[2])
    assert {row[:3] for row in dossiers} == {row[:3] for row in before[3]}
    assert settled == before[1]
    one_round(away, hub)
    here.sync()
    assert away.digests() == here.digests() == digests_at(hub)
    assert reaching.of_dossier(away.desk, own.entity) is Tick.JUDGED


def test_a_snapshot_on_a_full_disk_is_taken_whole_or_not_at_all(hub, desks):
    here, away = desks
    own = away.receive()
    a_year_passes(hub, here, over=1, running=6)
    outcomes = []
    for most_bytes in (0, 16_384, 65_536, 2**24):
        filling = Filling(away, most_bytes)
        with closing(HttpLink(hub.url)) as link, suppress(DiskFull):
            exchange_once(filling, link)
        outcomes.append(filling.outcome)

    assert outcomes[0] == "full"
    assert outcomes[-1] in {"taken", ""}
    here.sync()
    one_round(away, hub)
    assert away.digests() == here.digests() == digests_at(hub)
    assert reaching.of_dossier(away.desk, own.entity) is Tick.JUDGED
    assert len(away.codes()) == 7


class Filling:
    """A desk whose disk is full when the snapshot is to be written."""

    def __init__(self, made, most_bytes):
        self._made, self._most_bytes = made, most_bytes
        self.outcome = ""

    def __getattr__(self, name):
        return getattr(self._made.desk.replica, name)

    def take_snapshot(self, offer, content):
        settled_size(self._made.desk)
        before = standing(self._made)
        self.outcome = "full"
        try:
            with largest_file(self._most_bytes):
                self._made.desk.replica.take_snapshot(offer, content)
        except DiskFull:
            assert standing(self._made) == before
            raise
        self.outcome = "taken"


def test_own_work_whose_answer_was_lost_gets_its_verdict_from_the_snapshot(hub, desks):
    here, away = desks
    entity = register_dossier(away.desk, certification()).entity
    refuse_dossier(away.desk, entity, ground="other_place", reason="Không thuộc thẩm quyền")

    with pytest.raises(HubUnreachable):
        one_round(away, hub, Deaf)
    a_year_passes(hub, here)
    assert reaching.of_dossier(away.desk, entity) is Tick.SAVED
    away.sync()

    assert reaching.of_dossier(away.desk, entity) is Tick.JUDGED
    assert away.digests() == digests_at(hub)


def test_what_a_colleague_told_and_has_left_the_feed_since_counts_as_told_by_the_hub(hub, desks):
    here, away = desks
    a_year_passes(hub, here, over=1, running=0)
    rows = here.desk.store.database.rows(
        "SELECT author, epoch, number, entity, kind, record FROM journal WHERE kind < 100"
    )
    with away.desk.store.database.writing():
        for row in rows:
            away.desk.store.database.execute(
                "INSERT INTO near_changes VALUES (?, ?, ?, ?, ?, ?)", row
            )
        away.desk.store.database.execute(
            "INSERT INTO colleagues (author, epoch, key, words, receipt)"
            " VALUES (?, ?, ?, x'', x'')",
            (*rows[0][:2], bytes(32)),
        )

    away.sync()

    assert reaching.of_dossier(away.desk, rows[0][3]) is Tick.JUDGED
    assert away.desk.journal.dossier(rows[0][3]).status is Status.NOT_RECEIVED
    assert away.digests() == digests_at(hub)


class Deaf(Through):
    """The hub hears, and its answer is lost."""

    def exchange(self, body):
        self._link.exchange(body)
        raise HubUnreachable(reason="lost")


def test_a_stick_brings_the_snapshot_while_own_work_waits(hub, desks, tmp_path):
    here, away = desks
    running = a_year_passes(hub, here)
    own = away.receive()
    there, back = tmp_path / "there", tmp_path / "back"
    there.mkdir()
    back.mkdir()
    export_back(hub.hub, away.desk.machine, Stick(back))

    taken = import_parcels(away.desk, back)

    assert (taken.has_gap, taken.left_alone) == (False, ())
    assert away.codes() == sorted([own.code, *(dossier.code for dossier in running)])
    assert reaching.of_dossier(away.desk, own.entity) is Tick.SAVED
    assert away.desk.store.journal.waiting().changes > 0
    export_parcel(away.desk, there)
    for part in there.iterdir():
        with part.open("rb") as file:
            take_parcel(hub.hub, file)
    here.sync()
    away.sync()
    assert away.digests() == here.digests() == digests_at(hub)
    assert own.code in here.codes()


def test_a_stick_that_comes_twice_or_late_takes_nothing_back(hub, desks, tmp_path):
    here, away = desks
    a_year_passes(hub, here)
    old = tmp_path / "old"
    old.mkdir()
    export_back(hub.hub, away.desk.machine, Stick(old))
    import_parcels(away.desk, old)
    here.receive()
    here.sync()
    away.sync()
    now = standing(away)

    for _ in range(2):
        again = import_parcels(away.desk, old)

    assert again.received == again.settled == 0
    assert standing(away) == now
    assert away.digests() == digests_at(hub)
