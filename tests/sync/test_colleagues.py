"""Machines of a commune see each other's dossiers on its own network while the province is away."""

import http.client
import shutil
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic, sleep

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain.errors import RuleBroken
from desk_app.domain.tenure import HeldElsewhere
from desk_app.queries import dossiers as queries
from desk_app.relaying import (
    PINNED,
    RelayService,
    keeping_of,
    meet_colleagues,
    own_code,
    services_of,
)
from desk_app.store.colleagues import Colleagues
from desk_app.store.entries import Standing
from desk_app.store.errors import UnknownDossier
from desk_app.store.listed import Tick, tick_of
from desk_app.usecases.appraise_dossier import appraise_dossier
from desk_app.usecases.approve_dossier import approve_dossier
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.join_relay import join_relay
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.switch_relay import switch_relay
from sync.client.parcels import export_parcel
from sync.errors import HubUnreachable, MachineRevoked, MalformedMessage, UnknownVersion
from sync.hub.control import revoke
from sync.hub.parcels import take_parcel
from sync.parcel.errors import NotColleague, RelayFull
from sync.parcel.stick import Stick
from sync.relay.sharing import Belief, Log, read_colleague, read_share
from tests.support.samples import an_applicant
from tests.sync.real_desks import RealDesk, RealHub, a_new_desk, codes_at, digests_at

CANARY = "Nguyễn Thị Chim Hoàng Yến"
NAMES = ("counter", "office", "third")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A province and three machines of one commune that know each other by nothing else."""
    folder = tmp_path_factory.mktemp("province")
    hub = RealHub(folder / "hub")
    with hub.up():
        for name in NAMES:
            desk = a_new_desk(hub, folder / name)
            desk.sync()
            desk.close()
    return folder


@pytest.fixture
def hub(template, tmp_path):
    """The province, away until somebody lets it be up."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return RealHub(tmp_path / "hub")


@contextmanager
def opened_in(folder, hub):
    desks = [RealDesk(folder=folder / name, clock=hub.clock).open() for name in NAMES]
    try:
        yield desks
    finally:
        for desk in desks:
            desk.close()


@pytest.fixture
def desks(hub, tmp_path):
    with opened_in(tmp_path, hub) as desks:
        yield desks


@pytest.fixture
def commune(desks):
    """The counter and the back office."""
    return desks[:2]


@contextmanager
def together(relay, *visitors, announced=False):
    """The relay listens and the others have compared its code once."""
    service = RelayService(relay.desk, host="127.0.0.1", port=0, is_announced=announced)
    try:
        for visitor in visitors:
            join_relay(visitor.desk, service.url, own_code(relay.desk))
        yield service
    finally:
        service.stop()


def all_equal(hub, *desks):
    """The province is back: everybody reads to the end, and all feeds end alike."""
    for desk in desks:
        desk.point_at(hub)
    for desk in desks * 3:
        desk.sync()
    for desk in desks:
        assert desk.digests() == digests_at(hub)


def shown(desk):
    """The projection, but for the order of arrival."""
    return sorted(
        desk.desk.store.database.rows(
            "SELECT entity, code, status, handler, applicant, waiting, near, aside, version"
            " FROM dossiers"
        )
    )


def standings(desk, entity):
    return [entry.standing for entry in desk.desk.journal.timeline(entity)]


def near_left(desk):
    return desk.desk.store.database.value("SELECT count(*) FROM near_changes")


def believing(desk):
    return Colleagues(desk.desk.store, desk.clock)


def key_of(desk):
    return desk.desk.journal.identity.public_key


def told_by(giver, taker):
    """What one machine says to the other, which has nothing of it."""
    asks = believing(taker).share_for(introduced(giver, to=taker))
    return believing(giver).share_for(believing(giver).proved(asks.logs[0]), ())


def introduced(machine, *, to):
    log = Log(words=believing(machine).words(), receipt=b"", last=0, head=b"", frames=())
    return believing(to).proved(log)


def test_a_dossier_of_the_counter_is_seen_in_the_office_without_the_province(commune):
    counter, office = commune
    dossier = counter.receive(applicant=an_applicant(name=CANARY))
    with together(office, counter):
        meet_colleagues(counter.desk)

    seen = queries.dossier(office.desk, dossier.code)

    assert seen.application == dossier.application
    assert standings(office, dossier.entity) == [Standing.NEAR]
    assert [row.code for row in queries.search(office.desk, "chim hoàng")] == [dossier.code]
    assert tick_of(office.desk.store.database, dossier.entity) is Tick.COPIED
    assert tick_of(counter.desk.store.database, dossier.entity) is Tick.COPIED


def test_whoever_meets_the_relay_sees_what_all_wrote_and_in_the_end_all_is_equal(hub, desks):
    one, two, three = desks
    with together(two, one, three):
        codes = sorted(desk.receive().code for desk in desks)
        for desk in (one, three, one):
            meet_colleagues(desk.desk)
        with pytest.raises(HubUnreachable):
            one.sync()
    seen = [desk.codes() for desk in desks]
    rebuilt = []
    for desk in desks:
        before = shown(desk)
        desk.desk.journal.rebuild()
        rebuilt.append(before == shown(desk))
    with hub.up():
        all_equal(hub, three, two, one)
        settled = codes_at(hub)

    assert seen == [codes] * 3
    assert rebuilt == [True] * 3
    assert settled == codes
    assert shown(one) == shown(two) == shown(three)
    for desk in desks:
        assert {row[5:7] for row in shown(desk)} == {(0, 0)}
        assert near_left(desk) == 0


def test_nothing_of_it_can_be_read_on_the_wire_or_at_rest(commune):
    counter, office = commune
    counter.receive(applicant=an_applicant(name=CANARY))
    with together(office, counter) as service, listening_in(service.url) as (url, heard):
        join_relay(counter.desk, url, own_code(office.desk))
        meet_colleagues(counter.desk)

    words = "Chim Hoàng Yến".encode()
    assert CANARY in {row[4] for row in shown(office)}
    assert len(heard) > 4
    assert not any(words in body for body in heard)
    assert keeping_of(office.desk).kept().bytes == 0
    for path in office.folder.rglob("*"):
        assert not path.is_file() or words not in path.read_bytes()


@contextmanager
def listening_in(url):
    """Somebody on the network who passes everything on and remembers it."""
    heard = []
    address = url.removeprefix("http://")

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            connection = http.client.HTTPConnection(address)
            connection.request("POST", self.path, body=body)
            response = connection.getresponse()
            answer = response.read()
            connection.close()
            heard.extend((body, answer))
            self.send_response(response.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_revoked_machine_is_given_nothing_and_believed_nothing(hub, commune):
    counter, office = commune
    with together(office, counter):
        before = counter.receive()
        meet_colleagues(counter.desk)
        with hub.up():
            revoke(hub.hub, counter.desk.machine, reason="mất máy")
            office.point_at(hub)
            office.sync()
        office.receive()
        counter.receive()

        with pytest.raises(NotColleague):
            meet_colleagues(counter.desk)

    with pytest.raises(UnknownDossier):
        office.desk.journal.dossier(before.entity)
    assert len(office.codes()) == len(shown(office)) == 1
    assert len(counter.codes()) == 2
    with hub.up():
        counter.point_at(hub)
        with pytest.raises(MachineRevoked):
            counter.sync()
    with pytest.raises(NotColleague):
        believing(counter).words()


def test_a_machine_the_province_has_not_heard_for_its_lease_is_given_nothing(commune):
    counter, office = commune
    office.receive()
    counter.clock.pass_by(days=61)  # both have one clock
    share = believing(counter)

    with together(office, counter), pytest.raises(NotColleague) as refused:
        meet_colleagues(counter.desk)

    assert refused.value.details == {"reason": "here"}
    assert not share.may_share()
    office.clock.pass_by(days=-61)
    log = told_by(counter, office).logs[0]
    office.clock.pass_by(days=59)
    assert believing(office).is_believed(believing(office).proved(log))
    office.clock.pass_by(days=2)
    assert not believing(office).is_believed(believing(office).proved(log))


def test_a_machine_of_another_organisation_is_a_stranger(hub, commune, tmp_path):
    _, office = commune
    with hub.up():
        other = a_new_desk(hub, tmp_path / "other", organisation="H17.20455")
        other.sync()
    office.receive()
    with together(office, other), pytest.raises(NotColleague):
        meet_colleagues(other.desk)

    assert other.codes() == []
    assert believing(office).seen() == []
    other.close()


def test_what_nobody_signed_is_not_taken_and_what_came_before_it_stays(commune):
    counter, office = commune
    first = counter.receive()
    good = told_by(counter, office)
    counter.receive()
    share = told_by(counter, office)
    (frame,) = share.logs[0].frames
    spoilt = frame[:-1] + bytes([frame[-1] ^ 1])

    believing(office).take(good, key=key_of(counter))
    bad = replace(share.logs[0], frames=(spoilt,))
    met = believing(office).take(replace(share, logs=(bad,)), key=key_of(counter))

    assert met.taken == 0
    assert office.codes() == [first.code]
    assert believing(office).take(share, key=key_of(counter)).taken > 0
    assert office.codes() == counter.codes()


def test_what_is_for_another_machine_is_not_given_to_a_thief_of_its_name(commune):
    counter, office = commune
    share = told_by(counter, office)

    with pytest.raises(NotColleague) as refused:
        believing(office).take(share, key=key_of(office))

    assert refused.value.details == {"reason": "another_key"}


def test_a_log_with_two_ends_is_put_out_of_sight_and_touches_nothing_of_ours(commune, tmp_path):
    counter, office = commune
    counter.receive()
    mine = office.receive()
    believing(office).take(told_by(counter, office), key=key_of(counter))
    twin = counter.cloned_to(tmp_path / "twin")
    counter.receive()
    believing(office).take(told_by(counter, office), key=key_of(counter))
    seen = len(office.codes())
    twin.receive(applicant=an_applicant(name="Bản sao"))
    twin.receive()

    believing(office).take(told_by(twin, office), key=key_of(counter))
    believing(office).take(told_by(counter, office), key=key_of(counter))

    assert seen == 3
    assert office.codes() == [mine.code]
    assert [one.is_forked for one in believing(office).seen()] == [True]
    assert near_left(office) == 0
    assert office.desk.journal.verify_chain() > 0
    assert office.receive().code in office.codes()
    twin.close()


def test_a_word_that_was_overtaken_on_its_way_is_no_second_end(commune):
    counter, office = commune
    counter.receive()
    early = told_by(counter, office)
    believing(office).take(early, key=key_of(counter))
    counter.receive()
    believing(office).take(told_by(counter, office), key=key_of(counter))

    believing(office).take(early, key=key_of(counter))

    assert [one.is_forked for one in believing(office).seen()] == [False]
    assert office.codes() == counter.codes()


def test_a_machine_in_a_new_epoch_shows_what_it_writes_there_and_nothing_old(hub, commune):
    counter, office = commune
    kept = counter.keep_copy("kept")
    lost = counter.receive()
    believing(office).take(told_by(counter, office), key=key_of(counter))
    seen = office.codes()
    counter.put_back(kept)
    with hub.up():
        counter.point_at(hub)
        counter.ask()
    counter.clock.pass_by(days=1)
    again = counter.receive()

    with together(office, counter):
        meet_colleagues(counter.desk)

    assert seen == [lost.code]
    assert office.codes() == [again.code]
    assert standings(office, again.entity) == [Standing.NEAR]


def test_a_full_disk_at_the_receiver_takes_nothing_half(commune):
    counter, office = commune
    database = office.desk.store.database
    for _ in range(40):
        counter.receive()
    believing(office).private_keys()
    database.rows("VACUUM")
    database.rows(f"PRAGMA max_page_count = {database.value('PRAGMA page_count')}")
    with together(office, counter), pytest.raises(RelayFull):
        meet_colleagues(counter.desk)
    taken = near_left(office), office.codes()
    database.rows(f"PRAGMA max_page_count = {2**30}")

    with together(office, counter):
        meet_colleagues(counter.desk)

    assert taken == (0, [])
    assert office.codes() == counter.codes()


def test_a_relay_with_another_address_is_found_again_by_its_key(commune):
    counter, office = commune
    code = counter.receive().code
    with together(office, counter):
        pinned = counter.desk.store.settings.get(PINNED)
    counter.desk.store.settings.put(PINNED, {**pinned, "url": "http://127.0.0.1:9"})

    with together(office, announced=True) as service:
        meet_colleagues(counter.desk, host="127.0.0.1")

    assert counter.desk.store.settings.get(PINNED)["url"] == service.url
    assert office.codes() == [code]


def test_who_was_seen_and_since_when(commune):
    counter, office = commune
    counter.receive()
    first = office.clock.now()
    with together(office, counter):
        for _ in range(4):
            meet_colleagues(counter.desk)
            office.clock.pass_by(seconds=45)
    [near] = believing(office).seen()
    office.clock.pass_by(minutes=5)
    [away] = believing(office).seen()

    assert (near.machine, near.since, near.is_near) == (counter.desk.machine, first, True)
    assert near.seen_at == first + timedelta(seconds=135)
    assert near.unsent > 0
    assert not away.is_near


def test_whoever_has_a_line_brings_the_work_of_who_has_none(hub, commune):
    counter, office = commune
    dossier = counter.receive()
    with together(office, counter):
        meet_colleagues(counter.desk)
    with hub.up():
        office.point_at(hub)
        office.sync()
        at_once = codes_at(hub)
        office.clock.pass_by(minutes=16)
        office.sync()
        later = codes_at(hub)
        counter.point_at(hub)
        counter.sync()

        assert counter.digests() == office.digests() == digests_at(hub)

    assert (at_once, later) == ([], [dossier.code])
    assert standings(office, dossier.entity) == standings(counter, dossier.entity)
    assert counter.desk.journal.waiting().changes == 0
    assert near_left(office) == 0


def test_a_stick_carries_a_colleagues_work_too(hub, commune, tmp_path):
    counter, office = commune
    dossier = counter.receive()
    with together(office, counter):
        meet_colleagues(counter.desk)
    (tmp_path / "usb").mkdir()
    export_parcel(office.desk.store.carrier(office.clock), Stick(tmp_path / "usb"))
    with hub.up():
        for path in (tmp_path / "usb").glob("*.vnb"):
            with path.open("rb") as file:
                taken = take_parcel(hub.hub, file)

        assert codes_at(hub) == [dossier.code]
    assert (taken.dev, taken.refused) == (office.desk.machine, "")


def exchange(counter, office):
    """Both hear of each other once, without a network."""
    believing(office).take(told_by(counter, office), key=key_of(counter))
    believing(counter).take(told_by(office, counter), key=key_of(office))


@pytest.mark.parametrize("first", ["counter", "office"])
def test_the_next_step_is_taken_on_a_colleagues_and_counts_in_either_order(hub, commune, first):
    counter, office = commune
    dossier = counter.receive()
    hand_on(counter.desk, dossier.entity, to="Văn phòng")
    exchange(counter, office)

    appraise_dossier(office.desk, dossier.entity, is_sufficient=True)
    hand_on(office.desk, dossier.entity, to="Lãnh đạo")
    exchange(counter, office)
    approve_dossier(counter.desk, dossier.entity)
    exchange(counter, office)
    seen = [desk.desk.journal.dossier(dossier.entity) for desk in commune]
    with hub.up():
        order = [counter, office] if first == "counter" else [office, counter]
        all_equal(hub, *order)

    assert seen[0] == seen[1]
    assert seen[0].is_approved
    for desk in commune:
        assert desk.desk.journal.dossier(dossier.entity) == seen[0]
        assert set(standings(desk, dossier.entity)) == {Standing.OK}
    assert shown(counter) == shown(office)


def test_the_rules_of_tenure_hold_on_a_colleagues_dossier(hub, commune):
    counter, office = commune
    dossier = counter.receive()
    exchange(counter, office)

    with pytest.raises(HeldElsewhere):
        hand_on(office.desk, dossier.entity, to="Văn phòng")
    record_payment(office.desk, dossier.entity, amount_vnd=2_000, what="Lệ phí")
    exchange(counter, office)
    with hub.up():
        all_equal(hub, office, counter)

    assert standings(counter, dossier.entity) == [Standing.OK, Standing.OK]
    assert shown(counter) == shown(office)


def test_a_step_in_between_that_nobody_here_saw_still_holds_ours(hub, desks):
    counter, office, third = desks
    dossier = counter.receive()
    hand_on(counter.desk, dossier.entity, to="Văn phòng")
    with hub.up():
        all_equal(hub, counter, third)
    appraise_dossier(third.desk, dossier.entity, is_sufficient=True)
    hand_on(third.desk, dossier.entity, to="Lãnh đạo")
    exchange(counter, office)
    appraise_dossier(office.desk, dossier.entity, is_sufficient=False, note="thiếu")
    with hub.up():
        all_equal(hub, third, office, counter)

    for desk in desks:
        assert desk.desk.journal.dossier(dossier.entity).is_appraised is True
        assert Standing.HELD in standings(desk, dossier.entity)
    assert shown(counter) == shown(office) == shown(third)


def test_two_open_desks_hear_of_each_other_by_themselves(commune):
    counter, office = commune
    switch_relay(office.desk, is_on=True, host="127.0.0.1", port=0)
    services = services_of(office.desk)
    join_relay(counter.desk, services[0].url, own_code(office.desk))
    services += services_of(counter.desk)
    code = counter.receive().code
    try:
        until = monotonic() + 30
        while office.codes() != [code] and monotonic() < until:
            sleep(0.05)
    finally:
        for service in services:
            service.stop()

    assert office.codes() == [code]


@given(st.binary(max_size=200))
def test_what_no_machine_of_ours_said_is_refused_by_name(content):
    with pytest.raises((MalformedMessage, UnknownVersion)):
        read_share(content)
    log = Log(words=content, receipt=content, last=0, head=b"", frames=())
    belief = Belief(hub_id=b"hub-id-8", org="H17.20443", keys=(bytes(32),), past_keys=())
    with pytest.raises(NotColleague):
        read_colleague(log, belief)


ACTS = {
    "receive": lambda desk, _: desk.receive(),
    "hand_on": lambda desk, entity: hand_on(desk.desk, entity, to="Văn phòng"),
    "pay": lambda desk, entity: record_payment(desk.desk, entity, amount_vnd=1_000),
    "appraise": lambda desk, entity: appraise_dossier(desk.desk, entity, is_sufficient=True),
    "approve": lambda desk, entity: approve_dossier(desk.desk, entity),
    "correct": lambda desk, entity: correct_dossier(
        desk.desk, entity, field="phone", text=f"09{desk.desk.machine:08}", reason="gõ nhầm"
    ),
}
STEPS = st.tuples(st.sampled_from([*ACTS, "meet", "meet", "sync"]), st.integers(0, 1))


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=6, max_size=14))
def test_any_mixture_of_meetings_and_rounds_ends_as_if_nobody_had_met(template, steps):
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(template, folder, dirs_exist_ok=True)
        hub = RealHub(folder / "hub")
        with hub.up(), opened_in(folder, hub) as (counter, office, third):
            for desk in (counter, office):
                desk.point_at(hub)
            written = [counter.receive().code]
            for act, which in steps:
                written += done(act, [counter, office][which], counter, office)
            all_equal(hub, counter, office, third)

            assert codes_at(hub) == sorted(written)
            assert shown(counter) == shown(office) == shown(third)
            for desk in (counter, office, third):
                assert near_left(desk) == desk.desk.journal.waiting().changes == 0
                before = shown(desk)
                desk.desk.journal.rebuild()
                assert shown(desk) == before


def done(act, desk, counter, office):
    """The codes that were given out by it."""
    if act == "meet":
        exchange(counter, office)
    elif act == "sync":
        desk.sync()
    else:
        entities = desk.desk.store.database.rows("SELECT entity FROM dossiers ORDER BY id DESC")
        if act == "receive":
            return [desk.receive().code]
        with suppress(RuleBroken, UnknownDossier):
            ACTS[act](desk, entities[0][0] if entities else 0)
    return []
