"""`desk sync`: what is told when the hub is not what it should be; nothing is lost."""

from contextlib import closing

import pytest

from desk_app.clock import WallClock
from desk_app.opening import desk_places
from desk_app.store.identity import point_at
from desk_app.store.opening import open_store
from tests.commands.lines import a_line, written
from tests.support.command_line import Shell
from tests.sync.servers import answering


@pytest.fixture
def point(shell, monkeypatch):
    """Lets the desk's province be at another address."""

    def move(url):
        for name, value in shell.variables.items():
            monkeypatch.setenv(name, value)
        store = open_store(
            desk_places(shell.data), shell.user, shell.password, now=WallClock().now()
        )
        with closing(store), store.database.writing():
            point_at(store.database, url)

    return move


@pytest.mark.parametrize(
    ("told", "error"),
    [
        pytest.param(
            {"body": b"<html>Wi-Fi: login</html>"}, "hub_answered_rubbish", id="a web page"
        ),
        pytest.param({"body": b""}, "hub_answered_rubbish", id="nothing"),
        pytest.param({"status": 500}, "hub_failed", id="it broke"),
        pytest.param({"status": 404}, "hub_answered_rubbish", id="not found"),
    ],
)
def test_a_hub_that_answers_wrongly_is_told_and_the_work_stays(shell, point, told, error):
    shell.json("desk", "receive", "-", given=written(a_line()))
    with answering(**told) as url:
        point(url)

        answer = shell.json("desk", "sync")

    assert (answer.exit_code, answer.error) == (1, error)
    assert {one["tick"] for one in shell.json("desk", "list").documents} == {"saved"}


def test_a_desk_that_is_not_enrolled_has_nobody_to_sync_with(empty: Shell):
    refused = empty.json("desk", "enrol", "--hub", "http://127.0.0.1:9", "--code", "ABCD-EFGH")

    assert refused.exit_code == 1
    assert empty.json("desk", "sync").error == "not_enrolled"
    assert empty.json("desk", "list").documents == []
    received = empty.json("desk", "receive", "-", given=written(a_line()), user="mau")
    assert received.error == "not_permitted"  # the first admin is no clerk
    added = empty.json("desk", "user", "add", "hoa", "--role", "clerk")
    assert added.error == "not_enrolled"


def test_a_pause_holds_over_restarts_until_it_is_ended(shell):
    paused = shell.json("desk", "sync", "pause")
    resumed = shell.json("desk", "sync", "resume")

    assert [paused.documents, resumed.documents] == [
        [{"paused": True, "records_only": False}],
        [{"paused": False, "records_only": False}],
    ]


def test_a_round_somebody_asks_for_runs_while_paused_too(shell, point):
    shell.json("desk", "sync", "pause")
    with answering(status=404) as url:
        point(url)

        answer = shell.json("desk", "sync", "--records-only")

    assert answer.error == "hub_answered_rubbish"  # it was asked, at least
