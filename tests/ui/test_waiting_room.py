"""The waiting room's screen: let in once, shown numbers alone, let in nowhere else."""

from dataclasses import replace

import pytest

from desk_app.ui.server import WindowServer
from desk_app.ui.waiting_room import Asked, Called, WaitingRoom, WaitingSeen
from tests.ui.test_guard import ask

SEEN = WaitingSeen(
    title="xã <Hùng Sơn>",
    call="Mời số",
    called=[Called(number="007", counter="Quầy 1", is_last=True)],
    next=["008"],
    foot="1 người chờ",
    lost="mất liên lạc",
    mark="TẬP <HUẤN>",
)


@pytest.fixture
def room():
    return WaitingRoom()


@pytest.fixture
def server(room):
    server = WindowServer(lambda page: None, title="Thử", on_again=lambda: None, waiting=room)
    server.start()
    yield server
    server.stop()


def entered(server, room):
    path = room.new_address().partition(str(server.port))[2]
    status, headers, _ = ask(server, path)
    assert status == 303
    return path, headers["set-cookie"].partition(";")[0]


@pytest.mark.parametrize("path", ["/waiting", "/waiting/now", "/waiting/enter/guess", "/waitingx"])
def test_nobody_gets_in_without_an_address(server, path):
    assert ask(server, path)[0] == 403


def test_an_address_lets_one_screen_in_and_to_nothing_else(server, room):
    path, cookie = entered(server, room)

    assert ask(server, path)[0] == 403
    for page in ("/waiting", "/waiting/look.js", "/waiting/look.css", "/waiting/now"):
        assert ask(server, page, Cookie=cookie)[0] == 200
    assert ask(server, "/waiting/other", Cookie=cookie)[0] == 404
    assert ask(server, "/waiting", method="POST", Cookie=cookie)[0] == 403
    assert ask(server, "/", Cookie=cookie)[0] == 403
    as_main = cookie.replace("motcua_waiting_", "motcua_")
    assert ask(server, "/", Cookie=as_main)[0] == 403


def test_it_shows_what_is_seen_now_and_what_was_seen_last_when_the_desk_is_locked(server, room):
    _, cookie = entered(server, room)

    def look():
        return SEEN

    def locked():
        raise RuntimeError

    empty = ask(server, "/waiting/now", Cookie=cookie)[2].decode()
    room.watch(look)
    shown = ask(server, "/waiting/now", Cookie=cookie)[2].decode()
    room.watch(locked)
    room.watch_no_more(look)
    kept = ask(server, "/waiting/now", Cookie=cookie)[2].decode()

    assert "007" not in empty
    assert '<li class="last"><b>007</b><span>Quầy 1</span></li>' in shown
    assert "xã &lt;Hùng Sơn&gt;" in shown
    assert shown.startswith('<p class="mark">TẬP &lt;HUẤN&gt;</p>')
    assert kept == shown


def test_a_touched_face_reaches_the_desk_from_its_own_page_alone(server, room):
    _, cookie = entered(server, room)
    own = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{server.port}"}
    told = []
    asked = Asked(id=7, words="Ông/Bà <hài lòng>?", choices=[("5", "Rất tốt")], is_faces=True)
    room.watch(lambda: replace(SEEN, asked=asked), lambda id_, face: told.append((id_, face)))

    shown = ask(server, "/waiting/now", Cookie=cookie)[2].decode()
    assert "&lt;hài lòng&gt;" in shown
    assert 'data-vote="7/5"' in shown
    assert ask(server, "/waiting/vote/7/5", method="POST", **own)[0] == 204
    for path, headers in (
        ("/waiting/vote/7/5", {"Cookie": cookie}),
        ("/waiting/vote/7/5", {**own, "Origin": "http://127.0.0.1:1"}),
        ("/waiting/vote/7/5", {"Origin": own["Origin"]}),
        ("/waiting/vote/x/5", own),
        ("/waiting/vote/" + "9" * 30 + "/5", own),
    ):
        assert ask(server, path, method="POST", **headers)[0] == 403
    assert told == [(7, "5")]
