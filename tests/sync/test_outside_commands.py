"""The hub's commands about other systems: keys, webhooks and files of changes."""

import json

import pytest

from locales.catalogue import load
from sync.hub import api_acts
from sync.hub.acts import opened
from sync.hub.api.following import follow
from sync.hub.api.webhooks import webhook_views
from sync.hub.api_tables import dead_letters
from sync.hub.terminal import Asked, Console
from tests.sync.conftest import ORG, small_province
from tests.sync.test_outside_feed import send


@pytest.fixture
def say(hub, capsys, clock):
    """Runs one act on the hub's folder; what it said, as JSON documents."""
    province = small_province(clock)
    asked = Asked(data=hub.folder.parent, database="", as_json=True, language="vi")

    def told(act, **given):
        getattr(api_acts, act)(province, asked, Console(load("vi"), as_json=True), **given)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    told.opened = lambda: opened(province, asked)
    return told


def test_a_key_is_shown_once_listed_and_ended(say):
    (made,) = say("add_key", name="Trục", scopes=["changes:read"], days=30, agency="", orgs=[ORG])
    (listed,) = say("list_keys")
    say("end_one_key", number=made["id"])
    (ended,) = say("list_keys")

    assert made["key"].startswith("qmc_")
    assert made["key"] not in json.dumps(listed)
    assert (listed["name"], listed["scopes"], listed["orgs"]) == ("Trục", ["changes:read"], [ORG])
    assert (listed["in_force"], ended["in_force"]) == (True, False)


def test_a_webhook_is_listed_with_what_waits_and_its_dead_are_sent_again(say, hub, desk):
    given = {"url": "https://tinh.example/nhan", "name": "", "agency": "", "orgs": [], "after": ""}
    (made,) = say("add_one_webhook", **given)
    send(hub, desk, 1)
    follow(hub)
    letter = {"webhook": made["id"], "number": 1, "reason": "HTTP 422", "tries": 5}
    with hub.database.writing() as connection:
        connection.execute(dead_letters.insert(), {**letter, "at": hub.now(), "again": 0})

    (listed,), (dead,) = say("list_webhooks"), say("list_dead")
    (again,) = say("again", number=made["id"])
    say("end_one_webhook", number=made["id"])

    assert made["secret"].startswith("whsec_")
    assert (listed["url"], listed["waiting"], listed["dead"]) == (given["url"], 2, 1)
    assert (dead["change"], dead["reason"], again["changes"]) == (1, "HTTP 422", 1)
    assert webhook_views(hub) == []


def test_files_are_written_and_gone_on_with(say, hub, desk, tmp_path):
    send(hub, desk, 1)

    (first,) = say("write_files", folder=tmp_path / "out", agency="", orgs=[])
    (second,) = say("write_files", folder=tmp_path / "out", agency="", orgs=[])

    assert (first["changes"], first["files"]) == (2, 2)
    assert (second["changes"], second["files"]) == (0, 0)


def test_every_act_has_words_for_a_person(hub, desk, capsys, clock, tmp_path):
    send(hub, desk, 1)
    province = small_province(clock)
    asked = Asked(data=hub.folder.parent, database="", as_json=False, language="vi")
    console = Console(load("vi"), as_json=False)
    given = {"agency": "", "orgs": []}

    api_acts.list_keys(province, asked, console)
    api_acts.add_key(province, asked, console, name="Trục", scopes=[], days=30, **given)
    api_acts.list_keys(province, asked, console)
    api_acts.list_dead(province, asked, console)
    api_acts.add_one_webhook(
        province, asked, console, url="https://a.example/", name="A", after="", **given
    )
    api_acts.list_webhooks(province, asked, console)
    api_acts.write_files(province, asked, console, folder=tmp_path / "out", **given)

    told = capsys.readouterr().out
    assert "Chưa cấp khóa nào." in told
    assert "đang dùng" in told
    assert "Không có thay đổi nào bị từ chối." in told
    assert "Đã ghi 2 thay đổi" in told
