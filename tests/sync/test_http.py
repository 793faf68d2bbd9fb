"""The hub over real HTTP on loopback, and everything that can answer in its place."""

import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256

import httpx
import pytest

from sync.client.enrol import enrol
from sync.client.exchange import exchange_once
from sync.client.link import HttpLink
from sync.client.loop import SyncLoop
from sync.client.pace import Pace
from sync.errors import (
    EnrolCodeRefused,
    FileDamaged,
    FileTooLarge,
    FileUnknown,
    HubAnsweredRubbish,
    HubBusy,
    HubFailed,
    HubUnreachable,
    OffsetConflict,
    RequestTooLarge,
)
from sync.hub import tables
from sync.hub.access import invite_desk
from sync.hub.results import send_result
from sync.protocol.file_pass import FilePass, make_pass
from sync.protocol.versions import MAX_BODY_BYTES, MAX_FILE_BYTES, MEDIA_TYPE
from tests.support.link import BadLine, Shape
from tests.sync import looks
from tests.sync.conftest import ORG
from tests.sync.rules import CREATED, STEPPED
from tests.sync.servers import CuttingProxy, answering, serving
from tests.sync.small_replica import SmallReplica

CODE = f"{ORG}-261123-0001"
SCAN = bytes(range(256)) * 1200
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def url(hub):
    with serving(hub) as address:
        yield address


@pytest.fixture
def http(url):
    with HttpLink(url) as link:
        yield link


def test_a_machine_enrols_works_and_gets_its_result_over_http(hub, http, tmp_path):
    desk = SmallReplica()
    desk.granted = enrol(
        http,
        invite_desk(hub, ORG).code,
        device_key=desk.public,
        sign=desk.key.sign,
        name="Máy",
        app="t",
    )
    desk.write(CREATED, (CODE,))
    sent = exchange_once(desk, http)
    (tmp_path / "result.pdf").write_bytes(b"%PDF-1.7" + SCAN)
    desk.wanted = [send_result(hub, CODE, tmp_path / "result.pdf").sha256]

    done = exchange_once(desk, http, pace=Pace(rate=1.0))

    assert (sent.settled, done.received, done.files_down) == (1, 1, 1)
    assert desk.one("SELECT content FROM files") == b"%PDF-1.7" + SCAN
    assert sent.bytes_up > 300


def test_a_round_with_nothing_to_do_costs_less_than_700_bytes(known, http):
    done = exchange_once(known, http)

    assert done.bytes_up + done.bytes_down <= 700


def test_a_wrong_code_is_refused_over_http(http):
    desk = SmallReplica()

    with pytest.raises(EnrolCodeRefused):
        enrol(
            http,
            "ABCD-EFGH-JKMN-PQRS",
            device_key=desk.public,
            sign=desk.key.sign,
            name="M",
            app="t",
        )


def a_pass(hub, desk, method, digest, counter=None):
    told = FilePass(
        hub_id=hub.key.hub_id,
        dev=desk.granted.dev,
        ep=desk.granted.ep,
        counter=desk.one("SELECT value FROM numbers") if counter is None else counter,
        method=method,
        sha256=digest,
    )
    return make_pass(told, desk.key.sign)


@pytest.fixture
def known(desk, http):
    """A desk that has said hello."""
    exchange_once(desk, http)
    return desk


def test_an_upload_goes_on_where_it_was_cut(hub, known, http):
    digest = sha256(SCAN).hexdigest()
    head, patch = a_pass(hub, known, "HEAD", digest), a_pass(hub, known, "PATCH", digest)
    length = len(SCAN)

    first = http.send_part(digest, patch, SCAN[:1000], offset=0, length=length)
    asked = http.held(digest, head)
    rest = http.send_part(digest, patch, SCAN[1000:], offset=1000, length=length)

    assert (first.offset, asked.offset, rest.offset) == (1000, 1000, length)
    assert (asked.is_complete, rest.is_complete) == (False, True)
    assert http.held(digest, head).is_complete


def test_a_wrong_offset_is_told_the_true_one(hub, known, http):
    digest = sha256(SCAN).hexdigest()
    patch = a_pass(hub, known, "PATCH", digest)
    http.send_part(digest, patch, SCAN[:1000], offset=0, length=len(SCAN))

    with pytest.raises(OffsetConflict) as refused:
        http.send_part(digest, patch, SCAN[500:900], offset=500, length=len(SCAN))

    assert refused.value.details["offset"] == "1000"


def test_bytes_that_do_not_give_the_digest_are_dropped(hub, known, http):
    digest = sha256(SCAN).hexdigest()
    patch = a_pass(hub, known, "PATCH", digest)

    with pytest.raises(FileDamaged):
        http.send_part(digest, patch, b"x" * 100, offset=0, length=100)

    assert http.held(digest, a_pass(hub, known, "HEAD", digest)).offset == 0


def test_more_bytes_than_were_announced_are_refused(hub, known, http):
    digest = sha256(SCAN).hexdigest()

    with pytest.raises(FileTooLarge):
        http.send_part(digest, a_pass(hub, known, "PATCH", digest), SCAN, offset=0, length=1000)


def test_a_file_beyond_the_limit_is_refused_unsent(hub, known, http):
    digest = sha256(SCAN).hexdigest()

    with pytest.raises((FileTooLarge, FileDamaged)):
        http.send_part(
            digest,
            a_pass(hub, known, "PATCH", digest),
            b"x",
            offset=0,
            length=MAX_FILE_BYTES + 1,
        )


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param({"method": "PATCH"}, id="for another method"),
        pytest.param({"digest": "ab" * 32}, id="for another file"),
        pytest.param({"counter": 10**6}, id="from the future"),
        pytest.param({"counter": 0}, id="long used"),
    ],
)
def test_a_pass_opens_one_file_in_one_way_for_a_while(hub, known, http, shown):
    for _ in range(9):
        exchange_once(known, http)
    digest = sha256(SCAN).hexdigest()
    wrong = a_pass(hub, known, **{"method": "GET", "digest": digest, **shown})

    with pytest.raises(HubAnsweredRubbish):
        http.fetch(digest, wrong, start=0, most=10)


def test_no_pass_opens_nothing(known, url):
    digest = sha256(SCAN).hexdigest()

    for header in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Desk !!!"}):
        answer = httpx.get(f"{url}/v1/f/{digest}", headers=header, trust_env=False)
        assert answer.status_code in {401, 422}
    assert known.acked() == 0


def test_a_file_that_is_not_there_is_said_to_be_unknown(hub, known, http):
    digest = sha256(SCAN).hexdigest()

    with pytest.raises(FileUnknown):
        http.fetch(digest, a_pass(hub, known, "GET", digest), start=0, most=10)


def test_a_request_beyond_the_limit_is_refused_while_it_arrives(http):
    with pytest.raises((RequestTooLarge, HubUnreachable)):
        http.exchange(bytes(MAX_BODY_BYTES + 1))


def test_nothing_else_is_served(url):
    for path in ("/", "/docs", "/openapi.json/../v1/x", "/v1/f/../../hub.key", "/v1/f/abc"):
        answer = httpx.get(url + path, trust_env=False)
        assert answer.status_code in {404, 405, 422}


def test_a_hub_that_is_down_is_unreachable(desk):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{bound.getsockname()[1]}"

        with HttpLink(nowhere) as link, pytest.raises(HubUnreachable):
            exchange_once(desk, link)


def test_a_hub_that_stands_still_is_unreachable_after_the_stall(desk):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"

        with HttpLink(url, stall_s=0.2) as link, pytest.raises(HubUnreachable):
            exchange_once(desk, link)


@pytest.mark.parametrize("url", ["", "not a url", "http://", "ftp://127.0.0.1", "http://[::bad"])
def test_an_address_that_is_none_is_unreachable(desk, url):
    with pytest.raises(HubUnreachable):
        exchange_once(desk, HttpLink(url))


HTML = (("Content-Type", "text/html"),)
CBOR = (("Content-Type", MEDIA_TYPE),)


@pytest.mark.parametrize(
    ("told", "error"),
    [
        pytest.param({}, HubAnsweredRubbish, id="a sign-in page"),
        pytest.param(
            {"status": 302, "headers_told": (*HTML, ("Location", "http://127.0.0.1:9/"))},
            HubAnsweredRubbish,
            id="sent elsewhere",
        ),
        pytest.param({"headers_told": CBOR}, HubAnsweredRubbish, id="a page called ours"),
        pytest.param({"headers_told": CBOR, "body": b""}, HubAnsweredRubbish, id="nothing"),
        pytest.param({"status": 403}, HubAnsweredRubbish, id="a refusal nobody signed"),
        pytest.param({"status": 404}, HubAnsweredRubbish, id="another server"),
        pytest.param({"status": 500}, HubFailed, id="a server in trouble"),
        pytest.param({"status": 502}, HubFailed, id="a proxy without its hub"),
        pytest.param(
            {"status": 503, "headers_told": (*HTML, ("Retry-After", "7"))}, HubBusy, id="busy"
        ),
        pytest.param({"status": 413}, RequestTooLarge, id="a proxy with a limit"),
        pytest.param(
            {"headers_told": CBOR, "body": bytes(MAX_BODY_BYTES + 1)},
            HubAnsweredRubbish,
            id="without an end",
        ),
        pytest.param(
            {"headers_told": (*CBOR, ("Transfer-Encoding", "chunked")), "body": b"zz\r\n"},
            HubUnreachable,
            id="mangled chunks",
        ),
    ],
)
def test_what_is_not_the_hub_is_told_apart_and_changes_nothing(desk, told, error):
    desk.write(CREATED, (CODE,))

    with answering(**told) as url, HttpLink(url) as link, pytest.raises(error) as raised:
        exchange_once(desk, link)

    assert desk.acked() == 0
    if error is HubBusy:
        assert raised.value.details["retry_after_s"] == "7"


def test_files_meet_strange_answers_too(hub, desk):
    digest = "ab" * 32
    shown = a_pass(hub, desk, "GET", digest, counter=1)

    with answering() as url, HttpLink(url) as link:
        for ask in (
            lambda: link.held(digest, shown),
            lambda: link.fetch(digest, shown, start=0, most=9),
            lambda: link.send_part(digest, shown, b"x", offset=0, length=1),
        ):
            with pytest.raises(HubAnsweredRubbish):
                ask()
    with answering(status=204, headers_told=(("Upload-Offset", "²"),), body=b"") as url:
        link = HttpLink(url)
        with pytest.raises((HubAnsweredRubbish, HubUnreachable)):
            link.held(digest, shown)


def test_cut_at_any_byte_a_round_is_safe_to_repeat(hub, desk, url):
    ent = desk.write(CREATED, (CODE,))
    with CuttingProxy(url) as proxy:
        with HttpLink(proxy.url) as link:
            exchange_once(desk, link)
        for up in range(1, 900, 47):
            desk.write(STEPPED, (desk.last(),), ent=ent)
            attempt(desk, proxy, up=up)
        for down in range(0, 900, 47):
            desk.write(STEPPED, (desk.last(),), ent=ent)
            attempt(desk, proxy, down=down)
        proxy.up = proxy.down = None
        with HttpLink(proxy.url) as link:
            exchange_once(desk, link)

    assert looks.count(hub, tables.changes) == desk.last() == desk.acked()
    assert set(desk.verdicts().values()) == {("ok", "")}
    assert [row[8] for row in desk.feed(ORG)] == [row[7] for row in looks.feed(hub, ORG)]


def attempt(desk, proxy, *, up=None, down=None):
    """A round over a line cut after so many bytes; whether it came through."""
    proxy.up, proxy.down = up, down
    with HttpLink(proxy.url, stall_s=5) as link:
        try:
            exchange_once(desk, link)
        except HubUnreachable:
            return False
    return True


def test_a_file_cut_at_any_byte_is_not_sent_from_the_start_again(hub, desk, url):
    digest = sha256(SCAN).hexdigest()
    desk.db.execute("INSERT INTO files VALUES (?, ?, 0)", (digest, SCAN))
    with CuttingProxy(url) as proxy, HttpLink(proxy.url, stall_s=5) as link:
        proxy.gap_s = 0.001
        pace = Pace(rate=1.0)  # slices of 16 KB
        tries = 0
        while desk.files_to_send():
            tries += 1
            assert tries < 40
            proxy.up = 60_000
            try:
                exchange_once(desk, link, pace=pace)
            except HubUnreachable:
                continue

    assert hub.files.joinpath(digest[:2], digest).read_bytes() == SCAN
    assert proxy.carried < 1.3 * len(SCAN)


class Slowly:
    """The body of a slice in two halves, the second when it is let go."""

    def __init__(self, content):
        self.content = content
        self.go_on = threading.Event()

    def __iter__(self):
        half = len(self.content) // 2
        yield self.content[:half]
        assert self.go_on.wait(30)
        yield self.content[half:]


@contextmanager
def slowly_sent(url, digest, shown, content, *, length):
    """A slice from 0 on that is half sent, and goes on when it is told to; then its answer."""
    body, answers = Slowly(content), []
    headers = {
        "Authorization": shown,
        "Content-Type": "application/partial-upload",
        "Content-Length": str(len(content)),
        "Upload-Offset": "0",
        "Upload-Length": str(length),
    }

    def send():
        answers.append(httpx.patch(f"{url}/v1/f/{digest}", headers=headers, content=iter(body)))

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield body, answers
    finally:
        body.go_on.set()
        thread.join(30)


def until(claim):
    for _ in range(600):
        if claim():
            return
        time.sleep(0.05)
    raise AssertionError


def test_a_slice_that_comes_before_the_end_of_the_last_waits_for_it(hub, known, http, url):
    digest, half = sha256(SCAN).hexdigest(), len(SCAN) // 2
    shown = a_pass(hub, known, "PATCH", digest)

    with slowly_sent(url, digest, shown, SCAN[:half], length=len(SCAN)) as (body, answers):
        until((hub.files / "parts").exists)
        second = http.begin_part(digest, shown, SCAN[half:], offset=half, length=len(SCAN))
        came_early = second.is_answered(within_s=0.3)
        body.go_on.set()
        told = second.told()

    assert not came_early
    assert (told.is_complete, answers[0].status_code) == (True, 204)
    assert answers[0].headers["Upload-Offset"] == str(half)
    assert hub.files.joinpath(digest[:2], digest).read_bytes() == SCAN


def test_a_slice_whose_beginning_never_comes_is_told_where_the_file_goes_on(
    hub, known, http, monkeypatch
):
    monkeypatch.setattr("sync.hub.file_routes._PATIENCE_S", 0.1)
    digest = sha256(SCAN).hexdigest()
    shown = a_pass(hub, known, "PATCH", digest)
    http.send_part(digest, shown, SCAN[:1000], offset=0, length=len(SCAN))

    with pytest.raises(OffsetConflict) as refused:
        http.send_part(digest, shown, SCAN[2000:], offset=2000, length=len(SCAN))

    assert refused.value.details["offset"] == "1000"


def test_bytes_that_a_silent_line_brought_are_told_while_its_request_is_still_open(
    hub, known, http, url, monkeypatch
):
    monkeypatch.setattr("sync.hub.file_routes._KEEP_EVERY_S", 0.0)
    digest = sha256(SCAN).hexdigest()
    ask, shown = a_pass(hub, known, "HEAD", digest), a_pass(hub, known, "PATCH", digest)

    with slowly_sent(url, digest, shown, SCAN[:2000], length=len(SCAN)):
        until(lambda: http.held(digest, ask).offset == 1000)
        http.send_part(digest, shown, SCAN[1000:], offset=1000, length=len(SCAN))

    assert http.held(digest, ask).is_complete


def test_cut_again_and_again_with_two_slices_under_way_little_is_sent_twice(hub, desk, url):
    scans = [bytes([number]) * 60_000 for number in range(5)]
    for content in scans:
        digest = sha256(content).hexdigest()
        desk.db.execute("INSERT INTO files VALUES (?, ?, 0)", (digest, content))
    host, port = url.removeprefix("http://").split(":")
    shape = Shape(rtt_s=0.02, bytes_s=100_000.0)
    cuts = iter(range(20_000, 300_000, 41_000))  # bytes that came through
    next_cut = next(cuts)
    with BadLine(host, int(port), shape) as line:
        loop = SyncLoop(
            desk, lambda: HttpLink(line.url), clock=lambda: NOW, chance=lambda: 0.0
        ).start()
        while desk.files_to_send():
            if line.counted.arrived_up > next_cut:
                line.cut()
                next_cut = next(cuts, 10**9)
            time.sleep(0.01)
        loop.stop()
        up = line.counted.arrived_up

    for content in scans:
        digest = sha256(content).hexdigest()
        assert hub.files.joinpath(digest[:2], digest).read_bytes() == content
    assert next_cut == 10**9
    assert up < 1.15 * sum(map(len, scans))


def test_a_link_that_is_closed_lets_the_slice_under_way_end(hub, known, url):
    digest = sha256(SCAN).hexdigest()
    shown = a_pass(hub, known, "PATCH", digest)
    link = HttpLink(url)

    part = link.begin_part(digest, shown, SCAN, offset=0, length=len(SCAN))
    link.close()

    assert part.told().is_complete


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="the system's own limit holds")
def test_bytes_that_nobody_confirms_are_given_up_soon(http):
    with http._client.stream("GET", "/") as response:
        line = response.extensions["network_stream"].get_extra_info("socket")
        limit_ms = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)

    assert limit_ms == 20_000
