"""Webhooks: signed, in order, waited for while nobody answers; only refusals are set aside."""

import hmac
import json
from base64 import b64decode, b64encode
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from sync.hub.api.delivering import REFUSALS, deliver_once, sender, wait_s
from sync.hub.api.errors import WebhookUnknown, WebhookUrlRefused
from sync.hub.api.following import follow
from sync.hub.api.webhooks import add_webhook, dead_of, end_webhook, send_again, webhook_views
from tests.sync.conftest import BOTH, OTHER_ORG
from tests.sync.test_outside_feed import code_of, send


class Receiver:
    """Another system's address: keeps what comes; `answer` says what it says to a body."""

    def __init__(self):
        self.came = []
        self.answer = lambda _told: 200
        receiver = self

        class Kind(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told = json.loads(body)
                receiver.came.append((dict(self.headers), body, told))
                self.send_response(receiver.answer(told))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Kind)
        self.server.daemon_threads = True
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/nhan"

    def numbers(self):
        return [[one["MaThayDoi"] for one in told["ThayDoi"]] for _, _, told in self.came]

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)


@pytest.fixture
def receiver():
    with Receiver() as running:
        yield running


@pytest.fixture
def client():
    with sender() as opened:
        yield opened


def hook(hub, url, **told):
    return add_webhook(hub, url, **{"name": "Trục", "body": "", "orgs": (), "after": "", **told})


def deliver(hub, client, clock, *, rounds):
    """So many tries, the clock past every wait."""
    for _ in range(rounds):
        clock.at += timedelta(hours=1)
        deliver_once(hub, client)


@BOTH
def test_changes_come_in_order_signed_with_the_secret_and_once(hub, desk, receiver, client):
    made = hook(hub, receiver.url)
    send(hub, desk, 1, 2)
    follow(hub)

    done = [deliver_once(hub, client) for _ in range(2)]

    (headers, body, told), secret = receiver.came[0], b64decode(made.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = b64encode(hmac.digest(secret, signed, "sha256")).decode()
    assert done == [True, False]
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert receiver.numbers() == [[1, 2, 3, 4]]
    assert told["ThayDoi"][0]["MaHoSo"] == code_of(1)
    assert webhook_views(hub)[0].waiting == 0


@pytest.mark.parametrize("status", [301, 401, 404, 429, 503])
def test_who_is_away_for_long_is_waited_for_and_loses_nothing(
    hub, desk, receiver, client, clock, status
):
    hook(hub, receiver.url)
    send(hub, desk, 1)
    follow(hub)
    receiver.answer = lambda _told: status
    deliver(hub, client, clock, rounds=30)
    send(hub, desk, 2)
    follow(hub)
    (away,) = webhook_views(hub)

    receiver.answer = lambda _told: 200
    deliver(hub, client, clock, rounds=1)

    assert (away.waiting, away.dead, away.last_reason) == (4, 0, f"HTTP {status}")
    assert receiver.numbers()[-1] == [1, 2, 3, 4]
    assert webhook_views(hub)[0].failing_since is None
    assert len({headers["webhook-id"] for headers, _, _ in receiver.came[:30]}) == 1


def test_nobody_there_is_tried_later_and_not_at_once(hub, desk, client):
    hook(hub, "http://127.0.0.1:1/")
    send(hub, desk, 1)
    follow(hub)

    done = [deliver_once(hub, client) for _ in range(2)]

    assert done == [True, False]
    assert webhook_views(hub)[0].last_reason == "ConnectError"


@BOTH
def test_one_change_that_is_refused_is_set_aside_and_the_rest_go_on(
    hub, desk, receiver, client, clock
):
    made = hook(hub, receiver.url)
    send(hub, desk, 1, 2, 3)
    follow(hub)
    receiver.answer = lambda told: (
        422 if any(one["MaThayDoi"] == 3 for one in told["ThayDoi"]) else 200
    )

    deliver(hub, client, clock, rounds=REFUSALS + 8)
    (letter,) = dead_of(hub)
    receiver.answer = lambda _told: 200
    count = send_again(hub, made.id)
    deliver(hub, client, clock, rounds=1)

    assert (letter.number, letter.reason, letter.tries) == (3, "HTTP 422", REFUSALS)
    assert count == 1
    assert receiver.numbers()[-1] == [3]
    taken = {number for numbers in receiver.numbers() for number in numbers}
    assert taken == {1, 2, 3, 4, 5, 6}
    assert (dead_of(hub), webhook_views(hub)[0].waiting) == ([], 0)


def test_a_webhook_gets_only_what_it_may_see_and_nothing_once_ended(
    hub, desk, stranger, receiver, client
):
    made = hook(hub, receiver.url, orgs=(OTHER_ORG,))
    send(hub, desk, 1)
    send(hub, stranger, 1, org=OTHER_ORG)
    follow(hub)
    deliver_once(hub, client)
    end_webhook(hub, made.id)
    send(hub, stranger, 2, org=OTHER_ORG)
    follow(hub)

    assert not deliver_once(hub, client)
    assert {one["MaDonVi"] for _, _, told in receiver.came for one in told["ThayDoi"]} == {
        OTHER_ORG
    }
    with pytest.raises(WebhookUnknown):
        send_again(hub, made.id)


@pytest.mark.parametrize(
    "url",
    ["http://tinh.example/x", "https://a:b@tinh.example/", "ftp://x/", "https://", "http://[x"],
)
def test_an_address_that_would_send_in_the_clear_is_refused(hub, url):
    with pytest.raises(WebhookUrlRefused):
        hook(hub, url)


def test_waits_grow_to_an_hour_and_are_never_alike():
    waits = [[wait_s(tries) for _ in range(50)] for tries in (1, 5, 40)]

    assert all(5 <= one <= 10 for one in waits[0])
    assert all(80 <= one <= 160 for one in waits[1])
    assert all(1_800 <= one <= 3_600 for one in waits[2])
    assert len(set(waits[2])) > 10
