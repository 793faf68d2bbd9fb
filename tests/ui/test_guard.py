"""The door of the loopback server: 403 for everybody but the browser it let in."""

import json
from contextlib import suppress
from http.client import HTTPConnection
from urllib.parse import quote

import pytest

from desk_app.ui.dropping import MOST_BYTES
from desk_app.ui.guard import ADDRESS, AGAIN, CONTROL
from desk_app.ui.server import WindowServer


@pytest.fixture
def shown():
    """How often the window was asked to show itself again."""
    return []


@pytest.fixture
def server(shown):
    server = WindowServer(lambda page: None, title="Thử", on_again=lambda: shown.append(1))
    server.start()
    yield server
    server.stop()


def ask(server, path, *, method="GET", body=None, **headers):
    """Status, headers and body of one answer."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def enter(server):
    """The cookie of a browser that used a fresh address."""
    path = server.guard.new_address().partition(str(server.port))[2]
    status, headers, _ = ask(server, path)
    assert status == 303
    return path, headers["set-cookie"]


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.mark.parametrize(
    "path", ["/", "/main.dart.js", "/assets/FontManifest.json", "/openapi.json", "/enter/guess"]
)
def test_without_the_cookie_nothing_is_given(server, path):
    status, _, body = ask(server, path)

    assert status == 403
    assert body == b""


def test_the_websocket_too_wants_the_cookie(server):
    origin = f"http://127.0.0.1:{server.port}"

    status, _, _ = ask(server, "/ws", Origin=origin, **UPGRADE)

    assert status == 403


def test_the_websocket_wants_its_own_page(server):
    _, cookie = enter(server)

    status, _, _ = ask(server, "/ws", Cookie=cookie, Origin="http://127.0.0.1:1", **UPGRADE)

    assert status == 403


def test_an_address_is_good_once(server):
    path, _ = enter(server)

    status, _, _ = ask(server, path)

    assert status == 403


def test_the_cookie_opens_the_page_and_stays_with_this_server(server):
    _, cookie = enter(server)

    status, headers, body = ask(server, "/", Cookie=cookie.partition(";")[0])

    assert status == 200
    assert b"flutter_bootstrap.js" in body
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


def test_another_name_for_this_machine_is_refused(server):
    _, cookie = enter(server)

    status, _, _ = ask(server, "/", Cookie=cookie, Host=f"desk.example:{server.port}")

    assert status == 403


def test_a_second_start_gets_an_address_or_has_the_window_shown(server, shown):
    secret = {CONTROL: server.guard.control_secret}

    status, _, body = ask(server, ADDRESS, method="POST", **secret)
    ask(server, AGAIN, method="POST", **secret)

    assert status == 200
    assert json.loads(body)["url"].startswith(f"http://127.0.0.1:{server.port}/enter/")
    assert shown == [1]


@pytest.mark.parametrize("path", [ADDRESS, AGAIN])
def test_nobody_else_may_ask_that(server, shown, path):
    status, _, _ = ask(server, path, method="POST", **{CONTROL: "guess"})

    assert status == 403
    assert shown == []


def drop(server, files, *, body=b"", origin=None, cookie=None):
    own = f"http://127.0.0.1:{server.port}"
    return ask(
        server,
        f"/drop?files={quote(json.dumps(files))}",
        method="POST",
        body=body,
        Origin=own if origin is None else origin,
        Cookie=(cookie or enter(server)[1]).partition(";")[0],
    )


class Shown:
    """A page that a browser shows; what it is to run it runs at once."""

    class session:  # noqa: N801 - as flet names it
        connection = object()

    @staticmethod
    def run_task(act, *about):
        with suppress(StopIteration):
            act(*about).send(None)


@pytest.fixture
def taken(server):
    """What the screen was handed, drop by drop."""
    taken = []
    server.guard.drops.stand(Shown, taken.append)
    return taken


def test_dropped_files_reach_the_screen_that_stands_as_they_are(server, taken):
    status, _, _ = drop(server, [["một.png", 3], ["hai.pdf", 2]], body=b"abcde")

    assert status == 204
    ((one, two),) = taken
    assert (one.name, one.content, two.name, two.content) == ("một.png", b"abc", "hai.pdf", b"de")


def test_too_much_at_once_is_told_before_it_is_sent(server, taken):
    status, _, _ = drop(server, [["phim.mp4", MOST_BYTES + 1]])

    assert status == 413
    assert taken == [()]


@pytest.mark.parametrize(
    ("files", "body"),
    [
        pytest.param([["a", 3]], b"ab", id="cut short"),
        pytest.param([["a", 3]], b"abcd", id="longer than told"),
        pytest.param([["a", -1], ["b", 3]], b"ab", id="a size below nothing"),
        pytest.param([], b"", id="nothing"),
        pytest.param([["a"]], b"", id="no size"),
        pytest.param(7, b"", id="no list"),
        pytest.param([["a", "x"]], b"", id="no number"),
        pytest.param([["a", None]], b"", id="no size at all"),
    ],
)
def test_what_does_not_agree_is_no_drop(server, taken, files, body):
    status, _, _ = drop(server, files, body=body)

    assert status == 400
    assert taken == []


def test_only_our_own_page_may_drop(server, taken):
    assert drop(server, [["a", 1]], body=b"a", origin="http://127.0.0.1:1")[0] == 403
    assert drop(server, [["a", 1]], body=b"a", cookie="motcua=guess")[0] == 403
    assert ask(server, "/drop")[0] == 403
    assert ask(server, "/drop.js")[0] == 403
    assert ask(server, "/reader.js")[0] == 403
    assert taken == []


def test_where_no_screen_takes_files_they_stay_where_they_are(server):
    assert drop(server, [["a", 1]], body=b"a")[0] == 409


def test_the_page_names_the_scripts_and_its_length_is_told_rightly(server):
    cookie = enter(server)[1].partition(";")[0]

    status, headers, body = ask(server, "/", Cookie=cookie)
    scripts = [ask(server, path, Cookie=cookie) for path in ("/drop.js", "/reader.js")]

    assert (status, int(headers["content-length"])) == (200, len(body))
    assert b'<script src="/drop.js" defer></script>' in body
    assert b'<script src="/reader.js" defer></script></head>' in body
    assert [status for status, _, _ in scripts] == [200, 200]
    assert {headers["content-type"] for _, headers, _ in scripts} == {"text/javascript"}
