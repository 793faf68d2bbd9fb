"""The relay of a commune: it carries what it cannot open, and nothing it says counts for more."""

import http.client
from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import cose
from sync.client.link import HttpLink
from sync.errors import (
    BadSignature,
    HubAnsweredRubbish,
    HubUnreachable,
    MalformedMessage,
)
from sync.hub import tables
from sync.hub.carried import take_carried
from sync.hub.console.machines import look_over
from sync.parcel.blobs import Blob, pack_blob, split_items
from sync.parcel.errors import (
    RelayFull,
    RelayNotKnown,
    RelayUnreachable,
)
from sync.protocol.carried import MOST_BLOB_BYTES, TakenWord, make_taken, read_taken
from sync.relay.finding import Announcement, find
from sync.relay.keeping import KEPT_S, MOST_OF_ONE, Keeping
from sync.relay.passing import pass_on
from sync.relay.serving import Relay, RelayServer
from sync.relay.visiting import Visitor
from sync.relay.words import RELAY_PATH, code_of
from tests.sync import looks
from tests.sync.carrying import acked_at, carrying, take_back, write_to
from tests.sync.conftest import ORG
from tests.sync.rules import CREATED
from tests.sync.servers import answering, serving
from tests.sync.test_exchange import day


class Time:
    def __init__(self):
        self.at = 1_795_000_000.0

    def __call__(self):
        return self.at


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def keeping(tmp_path, time):
    return Keeping(tmp_path / "relay", now=time)


@pytest.fixture
def desk(prepared, hub):
    return carrying(prepared, hub, 0)


@pytest.fixture
def station(prepared, hub, keeping):
    """A colleague's machine as the relay, listening."""
    colleague = carrying(prepared, hub, 1)
    brought = []
    relay = Relay(
        hub_id=hub.key.hub_id,
        dev=colleague.granted.dev,
        key=colleague.public,
        sign=colleague.key.sign,
        keeping=keeping,
        brought=lambda: brought.append(1),
    )
    server = RelayServer(relay, host="127.0.0.1").start()
    yield server, relay
    server.stop()


def visitor(desk, url, key, **changes):
    made = Visitor(
        hub_id=desk.granted.hub_id,
        dev=desk.granted.dev,
        key=desk.public,
        sign=desk.key.sign,
        url=url,
        relay_key=key,
    )
    return replace(made, **changes)


def go_on(keeping, hub, deliver=None):
    return pass_on(
        keeping,
        deliver or (lambda sealed: take_carried(hub, sealed)),
        hub_id=hub.key.hub_id,
        hub_keys=hub.key.public,
    )


def sealed_work(desk, folder):
    return [path.read_bytes() for path in write_to(desk, folder)]


def test_work_reaches_the_hub_through_the_relay_and_the_answer_comes_back(
    hub, desk, station, keeping, tmp_path
):
    server, relay = station
    day(desk)
    at_relay = visitor(desk, server.url, relay.key)
    for sealed in sealed_work(desk, tmp_path / "out"):
        at_relay.keep(sealed)

    with serving(hub) as url, HttpLink(url) as link:
        passed = go_on(keeping, hub, link.bring)
    answers = at_relay.fetch()
    for number, sealed in enumerate(answers):
        path = tmp_path / f"{number}.vnb"
        path.write_bytes(sealed)
        take_back(desk, path)
        at_relay.took(sealed)

    assert (passed.taken, passed.refused, passed.back) == (1, 0, len(answers))
    assert desk.acked() == acked_at(hub, desk) == 15
    assert len(desk.verdicts()) == 15
    assert at_relay.fetch() == []
    assert keeping.kept().bytes == 0


def test_the_relay_sees_sizes_and_numbers_and_nothing_else(hub, desk, station, keeping, tmp_path):
    server, relay = station
    desk.write(CREATED, ("Nguyễn Thị Chim Hoàng Yến",))
    for sealed in sealed_work(desk, tmp_path / "out"):
        visitor(desk, server.url, relay.key).keep(sealed)
    go_on(keeping, hub)

    for path in (tmp_path / "relay").rglob("*"):
        assert "Chim" not in path.name
        if path.is_file():
            assert b"Chim" not in path.read_bytes()
            assert ORG.encode() not in path.read_bytes()


def test_a_relay_that_dies_or_withholds_delays_and_loses_nothing(hub, desk, keeping, tmp_path):
    day(desk)
    for sealed in sealed_work(desk, tmp_path / "out"):
        keeping.keep_for_hub(Blob(desk.granted.dev, sealed))

    def line_down(_sealed):
        raise HubUnreachable(reason="down")

    with pytest.raises(HubUnreachable):
        go_on(keeping, hub, line_down)

    assert keeping.kept().to_hub == 1
    assert desk.acked() == 0
    assert go_on(keeping, hub).taken == 1


def test_a_relay_that_replays_changes_nothing(hub, desk, keeping, tmp_path):
    day(desk)
    (sealed,) = sealed_work(desk, tmp_path / "out")

    for _ in range(3):
        keeping.keep_for_hub(Blob(desk.granted.dev, sealed))
        go_on(keeping, hub)

    assert acked_at(hub, desk) == 15
    assert looks.count(hub, tables.feed) == 15


def test_a_relay_that_lies_about_whose_a_parcel_is_gains_nothing(hub, desk, keeping, tmp_path):
    day(desk)
    (sealed,) = sealed_work(desk, tmp_path / "out")
    keeping.keep_for_hub(Blob(4_711, sealed))

    go_on(keeping, hub)

    assert acked_at(hub, desk) == 15
    assert keeping.for_desk(4_711, most_bytes=2**30) == []
    assert len(keeping.for_desk(desk.granted.dev, most_bytes=2**30)) == 1


@pytest.mark.parametrize("forge", ["key", "digest", "hub", "rubbish", "nothing"])
def test_only_the_hubs_own_word_lets_go_of_a_parcel(hub, desk, keeping, tmp_path, forge):
    day(desk)
    (sealed,) = sealed_work(desk, tmp_path / "out")
    keeping.keep_for_hub(Blob(desk.granted.dev, sealed))
    word = TakenWord(
        hub_id=bytes(8) if forge == "hub" else hub.key.hub_id,
        digest=bytes(32) if forge == "digest" else sha256(sealed).digest(),
        dev=desk.granted.dev,
        code="",
        hub_time=0,
    )
    signer = Ed25519PrivateKey.generate().sign if forge == "key" else hub.key.sign
    answer = {"rubbish": b"<html>", "nothing": b""}.get(forge, make_taken(word, signer))

    with pytest.raises(HubAnsweredRubbish):
        go_on(keeping, hub, lambda _sealed: answer)

    assert keeping.kept().to_hub == 1


def test_what_the_hub_will_never_take_is_let_go_with_its_word(hub, keeping):
    keeping.keep_for_hub(Blob(1, b"no parcel at all"))

    passed = go_on(keeping, hub)

    assert (passed.taken, passed.refused) == (0, 1)
    assert keeping.kept().to_hub == 0


def test_the_hubs_word_tells_nothing_of_what_was_in_it(hub, desk, tmp_path):
    day(desk)
    (sealed,) = sealed_work(desk, tmp_path / "out")

    first, *others = split_items(take_carried(hub, sealed))

    word = read_taken(cose.read(first), key=hub.key.public)
    assert (word.dev, word.code) == (desk.granted.dev, "")
    assert {one.view.dev: one.path for one in look_over(hub)}[word.dev] == "relay"
    assert others
    assert all(b"261123" not in one for one in others)


def test_another_machine_under_the_relays_address_is_not_believed(desk, station):
    server, _relay = station
    stranger = Ed25519PrivateKey.generate().public_key().public_bytes_raw()

    with pytest.raises(RelayNotKnown):
        visitor(desk, server.url, stranger).keep(b"sealed")


def test_a_first_meeting_tells_the_key_whose_code_is_compared(desk, station):
    server, relay = station

    word = visitor(desk, server.url, None).greet()

    assert word.key == relay.key
    assert code_of(word.key) == code_of(relay.key) != code_of(desk.public)
    assert len(code_of(relay.key)) == 9


def test_nobody_takes_anothers_place_at_the_relay(desk, station, keeping):
    server, relay = station
    at_relay = visitor(desk, server.url, relay.key)
    at_relay.keep(b"mine")
    keeping.keep_for_desk(Blob(desk.granted.dev, b"for me"))
    thief = Ed25519PrivateKey.generate()

    with pytest.raises(RelayNotKnown):
        replace(at_relay, key=thief.public_key().public_bytes_raw(), sign=thief.sign).fetch()

    assert list(at_relay.fetch()) == [b"for me"]


def test_a_desk_of_another_province_is_not_served(desk, station):
    server, relay = station

    with pytest.raises(RelayNotKnown):
        visitor(desk, server.url, relay.key, hub_id=bytes(8)).keep(b"x")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 422), (b"<html>", 422), (b"\xff" * 100, 422), (b"\x83\x01\x02\x03", 422)],
)
def test_anything_else_is_refused_without_a_word(station, body, status):
    server, _relay = station
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)

    connection.request("POST", RELAY_PATH, body=body)
    response = connection.getresponse()

    assert (response.status, response.read()) == (status, b"")
    connection.close()


def test_what_is_too_large_is_not_even_read(station):
    server, _relay = station
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)

    connection.putrequest("POST", RELAY_PATH)
    connection.putheader("Content-Length", str(MOST_BLOB_BYTES * 2))
    connection.endheaders()

    assert connection.getresponse().status == 413
    connection.close()


def test_a_relay_that_is_off_is_told(desk, station):
    _server, relay = station

    with pytest.raises(RelayUnreachable):
        visitor(desk, "http://127.0.0.1:9", relay.key).fetch()


def test_a_web_page_in_the_relays_place_is_not_believed(desk, station):
    _server, relay = station
    with answering() as url, pytest.raises(RelayNotKnown):
        visitor(desk, url, relay.key).fetch()


def test_a_full_relay_says_so(desk, station, tmp_path, time):
    server, relay = station
    small = replace(relay, keeping=Keeping(tmp_path / "small", now=time, most_bytes=10))
    other = RelayServer(small, host="127.0.0.1").start()

    with pytest.raises(RelayFull):
        visitor(desk, other.url, relay.key).keep(b"eleven bytes")

    other.stop()
    assert server.port != other.port


def test_one_machine_may_not_fill_the_relay(keeping):
    for number in range(MOST_OF_ONE):
        keeping.keep_for_hub(Blob(1, str(number).encode()))

    with pytest.raises(RelayFull):
        keeping.keep_for_hub(Blob(1, b"one more"))
    keeping.keep_for_hub(Blob(2, b"another machine"))
    keeping.keep_for_hub(Blob(1, b"0"))  # the same again is no more


def test_the_newest_answers_stay_where_there_are_too_many(keeping, time):
    for number in range(MOST_OF_ONE + 3):
        time.at += 1
        keeping.keep_for_desk(Blob(1, str(number).encode()))

    found = [blob.content for blob in keeping.for_desk(1, most_bytes=2**20)]

    assert found == [str(number).encode() for number in range(3, MOST_OF_ONE + 3)]


def test_what_waited_thirty_days_is_thrown_away(keeping, time):
    keeping.keep_for_hub(Blob(1, b"old"))
    time.at += KEPT_S + 1
    keeping.keep_for_desk(Blob(1, b"new"))

    assert keeping.tidy() == 1
    assert keeping.kept().to_desks == 1


def test_what_the_relay_keeps_outlives_it(keeping, tmp_path, time):
    keeping.keep_for_hub(Blob(1, b"sealed"))
    keeping.require_key(1, bytes(32))

    again = Keeping(tmp_path / "relay", now=time)

    assert [blob.content for blob in again.for_hub()] == [b"sealed"]
    with pytest.raises(BadSignature):
        again.require_key(1, b"\1" * 32)


def test_blobs_cut_short_are_not_read():
    row = pack_blob(1, b"sealed")

    with pytest.raises(MalformedMessage):
        split_items(row[:-1])


def test_a_relay_is_found_on_the_network_by_its_name():
    announced = Announcement(name="motcua-test-17", host="127.0.0.1", port=8411).start()
    try:
        found = find(host="127.0.0.1", seconds=5)
    finally:
        announced.stop()

    assert ("motcua-test-17", "http://127.0.0.1:8411") in [(one.name, one.url) for one in found]
