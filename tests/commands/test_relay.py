"""`desk relay`: a colleague's machine carries sealed work to the province and the answers back."""

import shutil
from contextlib import contextmanager
from dataclasses import replace

import pytest

from desk_app.clock import WallClock
from desk_app.judging import province
from desk_app.opening import opened_desk
from desk_app.relaying import RelayService, keeping_of, own_code, pass_kept, services_of
from desk_app.store.identity import point_at
from desk_app.usecases.switch_relay import switch_relay
from sync.errors import HubUnreachable
from sync.hub.hub import make_hub, open_hub
from tests.commands.lines import a_line, written
from tests.support.command_line import STATE_HOME, Shell
from tests.support.desks import PASSWORD
from tests.sync.servers import serving

ORG = "H17.20443"


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    """A hub and two desks of one commune, in folders to be copied."""
    folder = tmp_path_factory.mktemp("commune")
    hub = make_hub(folder / "hub" / "hub", province(WallClock()))
    with serving(hub) as url:
        for name in ("one", "two"):
            desk = _shell(folder, name)
            code = Shell(data=folder / "hub").json("hub", "invite", "--org", ORG).document["code"]
            answer = desk.json("desk", "enrol", "--hub", url, "--code", code)
            assert answer.exit_code == 0, answer.out
            admin = replace(desk, variables={**desk.variables, "MOTCUA_NEW_PASSWORD": PASSWORD})
            assert admin.json("desk", "user", "add", "hoa", "--role", "clerk").exit_code == 0
    hub.database.close()
    return folder


@pytest.fixture
def folder(commune, tmp_path, monkeypatch):
    shutil.copytree(commune, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(STATE_HOME, str(tmp_path / "state"))
    return tmp_path


@pytest.fixture
def desk(folder):
    return _shell(folder, "one")


def _shell(folder, name):
    return Shell(
        data=folder / name,
        user="mau",
        password=PASSWORD,
        variables={STATE_HOME: str(folder / "state")},
    )


@contextmanager
def the_other(folder, url="http://127.0.0.1:9"):
    """The colleague's desk, open, with its province at an address."""
    with opened_desk(folder / "two", user="mau", password=PASSWORD) as desk:
        with desk.store.database.writing():
            point_at(desk.store.database, url)
        yield desk


@contextmanager
def relaying(desk):
    service = RelayService(desk, host="127.0.0.1", port=0, is_announced=False)
    try:
        yield service.url
    finally:
        service.stop()


def test_work_reaches_the_province_through_a_colleagues_machine(folder, desk):
    desk.json("desk", "receive", "-", given=written(a_line()), user="hoa")
    hub = open_hub(folder / "hub" / "hub", province(WallClock()))
    with (
        serving(hub) as province_url,
        the_other(folder, province_url) as other,
        relaying(other) as url,
    ):
        joined = desk.json("desk", "relay", "join", url, own_code(other))
        handed = desk.json("desk", "relay", "visit").document
        pass_kept(other, keeping_of(other))  # the relay's own thread may have done it already
        came = desk.json("desk", "relay", "visit").document

    assert joined.document["pinned"] == url
    assert (handed["handed"], came["handed"]) == (1, 0)
    assert came["parcels"] >= 1
    assert came["acked"] == came["settled"] > 1
    assert {one["tick"] for one in desk.json("desk", "list").documents} == {"judged"}
    hub.database.close()


def test_what_a_relay_holds_counts_as_unsent(folder, desk):
    desk.json("desk", "receive", "-", given=written(a_line()), user="hoa")
    with the_other(folder) as other, relaying(other) as url:
        desk.json("desk", "relay", "join", url, own_code(other))
        desk.json("desk", "relay", "visit")
        again = desk.json("desk", "relay", "visit").document

        with pytest.raises(HubUnreachable):
            pass_kept(other, keeping_of(other))
        assert keeping_of(other).kept().to_hub == 1

    assert again["handed"] == 0
    assert {one["tick"] for one in desk.json("desk", "list").documents} == {"saved"}


def test_a_relay_whose_code_is_another_is_not_joined(folder, desk):
    with the_other(folder) as other, relaying(other) as url:
        wrong = desk.json("desk", "relay", "join", url, "AAAA-AAAA")

    assert (wrong.exit_code, wrong.error) == (1, "relay_not_known")
    assert desk.json("desk", "relay", "visit").error == "relay_not_chosen"


def test_the_switch_is_off_until_somebody_turns_it_on(desk):
    off = desk.json("desk", "relay", "status").document
    on = desk.json("desk", "relay", "on", "--host", "127.0.0.1", "--port", "0").document
    with opened_desk(desk.data, user="mau", password=PASSWORD) as opened:
        services = services_of(opened)
        for service in services:
            service.stop()
    desk.json("desk", "relay", "off")

    assert (off["is_on"], off["address"]) == (False, "")
    assert (on["is_on"], on["address"]) == (True, "http://127.0.0.1:0")
    assert len(services) == 1
    assert not desk.json("desk", "relay", "status").document["is_on"]


def test_a_clerk_may_hand_work_over_but_not_choose_the_relay(desk):
    for words in (["on"], ["off"], ["join", "http://127.0.0.1:9", "AAAA-AAAA"], ["leave"]):
        if words[0] != "join":
            assert desk.json("desk", "relay", *words, user="hoa").error == "not_permitted"
    assert desk.json("desk", "relay", "visit", user="hoa").error == "relay_not_chosen"


def test_a_relay_that_cannot_listen_stops_nobody(folder):
    with the_other(folder) as other:
        switch_relay(other, is_on=True, host="203.0.113.7", port=8411)

        assert services_of(other) == []


def test_words_for_a_person(folder, desk):
    with the_other(folder) as other, relaying(other) as url:
        assert "Đã dùng trạm này" in desk("desk", "relay", "join", url, own_code(other)).out
    assert "Mã của máy này" in desk("desk", "relay", "status").out
    assert "thôi dùng" in desk("desk", "relay", "leave").out
    assert desk.json("desk", "relay", "visit").error == "relay_not_chosen"
