"""The door of the loopback server: 403 for everybody but the browser it let in."""

import json
from http.client import HTTPConnection

import pytest

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


def ask(server, path, *, method="GET", **headers):
    """Status, headers and body of one answer."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, headers=headers)
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
