"""Where the hub is found: told after enrolment by a stick, checked, kept, and the line begins."""

from contextlib import closing
from threading import Event

import pytest

from desk_app.domain.rights import NotPermitted, Role
from desk_app.opening import desk_over
from desk_app.store.errors import HubAddressWrong
from desk_app.store.hub_keys import tls_root
from desk_app.store.opening import open_store
from desk_app.turn import Line
from desk_app.usecases.point_at_hub import hub_address, point_at_hub
from desk_app.usecases.sync_now import sync_now
from sync.errors import HubUnreachable
from tests.support.clock import SetClock
from tests.support.desks import PASSWORD, QUICK
from tests.sync.real_desks import RealHub, a_new_desk


@pytest.fixture
def hub(tmp_path):
    with RealHub(tmp_path / "hub", SetClock()).up() as up:
        yield up


@pytest.fixture
def made(hub, tmp_path):
    """A machine that knows its province and no way there, as after a stick."""
    (tmp_path / "desk").mkdir()
    made = a_new_desk(hub, tmp_path / "desk")
    with made.desk.store.database.writing():
        made.desk.store.database.execute("UPDATE identity SET hub_url = ''")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://motcua.danang.gov.vn:8400/", "https://motcua.danang.gov.vn:8400"),
        ("  motcua.danang.gov.vn:8400 ", "https://motcua.danang.gov.vn:8400"),
        ("HTTPS://Motcua.DaNang.gov.vn", "https://motcua.danang.gov.vn"),
        ("10.48.0.2", "https://10.48.0.2"),
        ("https://[fd00::2]:8400", "https://[fd00::2]:8400"),
        ("http://127.0.0.1:8400", "http://127.0.0.1:8400"),
    ],
)
def test_an_address_is_kept_as_the_line_needs_it(typed, kept):
    assert hub_address(typed) == kept
    assert hub_address(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "https://",
        "http://motcua.danang.gov.vn",
        "ftp://motcua.danang.gov.vn",
        "https://a b",
        "https://máy-chủ",
        "https://hub:port",
        "https://hub:0",
        "https://hub:99999",
        "https://hub/other",
        "https://user:secret@hub",
        "https://hub?x=1",
        "https://-hub",
        "https://hub..vn",
        "https://[::1",
        f"https://{'a' * 300}",
    ],
)
def test_what_is_no_address_changes_nothing(made, typed):
    with pytest.raises(HubAddressWrong):
        point_at_hub(made.desk, typed)

    assert made.desk.journal.identity.hub_url == ""


def test_a_machine_enrolled_by_a_stick_gets_its_line_and_keeps_it(made, hub):
    code = made.receive().code
    with pytest.raises(HubUnreachable):
        sync_now(made.desk)
    root = tls_root(made.desk.store.database)

    told = point_at_hub(made.desk, hub.url)

    assert sync_now(made.desk).sent > 0
    made.open()
    assert made.desk.journal.identity.hub_url == told == hub.url
    assert tls_root(made.desk.store.database) == root
    assert made.codes() == [code]


def test_the_line_begins_while_the_desk_is_open_and_ends_with_the_turn(made, hub):
    made.receive()
    with closing(Line(made.desk)) as line:
        made.desk.store.rounds.moved = line.begin
        line.begin()

        point_at_hub(made.desk, hub.url)

        for _ in range(200):
            if made.desk.store.rounds.last_good() is not None:
                break
            Event().wait(0.05)

    assert made.desk.journal.waiting().changes == 0
    assert made.desk.store.rounds.last_good() is not None


def test_only_an_admin_says_where_the_hub_is(made, hub):
    clerk = made.desk.users.add("Lan", PASSWORD, roles=(Role.CLERK,), by=1, at=hub.clock.now())
    made.close()
    store = open_store(made.places, clerk.name, PASSWORD, now=hub.clock.now(), effort=QUICK)
    with closing(store):
        desk = desk_over(made.folder, store, clock=hub.clock)
        with pytest.raises(NotPermitted):
            point_at_hub(desk, hub.url)
