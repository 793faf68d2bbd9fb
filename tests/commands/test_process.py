"""Commands as processes: pipes, several at once, beside an open window, and with a bug."""

import signal
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from desk_app.clock import WallClock
from desk_app.opening import desk_places
from desk_app.routing import PRINTER
from desk_app.store.durable import held
from desk_app.store.opening import open_store
from tests.commands.lines import a_line, written
from tests.support.command_line import ROOT, environment, run, started
from tests.support.desks import PASSWORD

DUE = ("desk", "due", "--procedure", "1.004873", "--received-at", "2026-11-23T10:00")


@pytest.fixture
def account(shell):
    """The environment that a process of this machine and user has."""
    return shell.variables | {"MOTCUA_USER": "mau", "MOTCUA_PASSWORD": PASSWORD}


def test_a_process_prints_json_and_nothing_else():
    answer = run(*DUE, "--json")

    assert (answer.exit_code, answer.err) == (0, "")
    assert answer.document["due_at"] == "2026-11-27T17:00:00+07:00"


def test_words_are_utf8_whatever_the_terminal_says():
    answer = run(*DUE, LC_ALL="C", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")

    assert answer.exit_code == 0
    assert "Ngày Văn hóa Việt Nam" in answer.out


def test_a_word_that_is_no_text_is_shown_as_its_bytes():
    answer = run("desk", "print", "\udcff", "--json")

    assert (answer.exit_code, answer.error) == (2, "no_such_form")
    assert "\udcff" in answer.document["error"]["message"]


def test_usage_errors_end_with_two():
    answer = run("desk", "dance", "--json")

    assert (answer.exit_code, answer.error) == (2, "usage")


def test_nobody_is_asked_where_nobody_sits(shell):
    answer = run("desk", "list", "--data", shell.data, MOTCUA_USER="mau", **shell.variables)

    assert answer.exit_code == 2
    assert "MOTCUA_PASSWORD" in answer.err


def test_a_reader_that_has_enough_is_no_trouble(shell, account):
    shell.json("desk", "receive", "-", given=written(*[a_line()] * 20))
    with subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "desk", "list", "--data", str(shell.data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**account),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read().decode()

    assert "Traceback" not in complaint


@pytest.mark.slow
def test_several_processes_receive_at_once_and_no_code_is_given_twice(shell, account):
    lines = written(*[a_line()] * 5)

    with ThreadPoolExecutor(3) as pool:
        started = [
            pool.submit(
                run, "desk", "receive", "-", "--data", shell.data, "--json", given=lines, **account
            )
            for _ in range(3)
        ]
        answers = [one.result() for one in started]

    codes = [document["code"] for answer in answers for document in answer.documents]
    assert len(set(codes)) == 15
    assert set(codes) < {one["code"] for one in shell.json("desk", "list").documents}
    assert shell.json("desk", "doctor").document["ok"]


def test_one_round_at_a_time(shell):
    with held(desk_places(shell.data).lock("sync")):
        answer = shell.json("desk", "sync")

    assert (answer.exit_code, answer.error) == (1, "round_running")


@pytest.mark.slow
def test_commands_work_beside_an_open_window(shell, account):
    command = ("desk", "open", "--no-window", "--json", "--data", shell.data)
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with started(*command, **account) as (window, told):
        with browser.open(told["url"], timeout=30) as page:
            shown = page.status
        received = shell.json("desk", "receive", "-", given=written(a_line()))
        again = run(*command, **account)

    assert told["url"].startswith("http://127.0.0.1:")
    assert shown == 200
    assert received.exit_code == 0
    assert urlsplit(again.document["url"]).netloc == urlsplit(told["url"]).netloc
    assert window.returncode in {0, -signal.SIGTERM}


def test_a_port_that_is_taken_is_said(shell):
    with subprocess.Popen(
        [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "0"],
        stdout=subprocess.PIPE,
        env=environment(PYTHONUNBUFFERED="1"),
        text=True,
    ) as other:
        assert other.stdout is not None
        port = other.stdout.readline().split()[5]
        answer = shell.json("desk", "open", "--no-window", "--port", port)
        other.terminate()

    assert (answer.exit_code, answer.error) == (2, "port_taken")


def test_a_bug_ends_with_a_number_and_its_trace_in_the_log(shell, monkeypatch, caplog):
    """A setting that no version ever wrote stands for whatever nobody foresaw."""
    break_a_setting(shell, monkeypatch)

    answer = shell.json("desk", "list")

    assert (answer.exit_code, answer.error) == (1, "unexpected")
    (record,) = [one for one in caplog.records if one.name == "motcua"]
    number = record.getMessage().split()[-1]
    assert number in answer.document["error"]["message"]
    assert record.exc_info


def break_a_setting(shell, monkeypatch):
    for name, value in shell.variables.items():
        monkeypatch.setenv(name, value)
    store = open_store(desk_places(shell.data), shell.user, shell.password, now=WallClock().now())
    with closing(store):
        store.settings.put(PRINTER, 5)
