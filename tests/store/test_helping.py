"""Work shared with a process beside: the same answers in the same order, whatever befalls it."""

import multiprocessing
import os
import signal

import pytest

from desk_app.store import rebuild as rebuilding
from desk_app.store.helping import helped
from tests.store.filling import fill


class Unfit(Exception):
    def __init__(self, *, portion):  # cannot travel between processes
        super().__init__("unfit")
        self.portion = portion


def squared(number):
    return number * number, os.getpid()


def squared_but_seven(number):
    if number == 7:
        raise Unfit(portion=number)
    return number * number


def ends_the_helper(number):
    if multiprocessing.parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


@pytest.mark.parametrize("is_worth_it", [True, False])
def test_answers_come_in_the_order_of_the_portions(is_worth_it):
    with helped(squared, is_worth_it=is_worth_it) as share:
        found = list(share(range(200)))

    assert [number for number, _ in found] == [n * n for n in range(200)]


def test_both_processes_work(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    with helped(squared, is_worth_it=True) as share:
        workers = {process for _, process in share(range(2000))}

    assert len(workers) == 2
    assert os.getpid() in workers
    assert not multiprocessing.active_children()


def test_one_core_works_alone(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)

    with helped(squared, is_worth_it=True) as share:
        assert {process for _, process in share(range(50))} == {os.getpid()}


def test_an_error_of_the_other_process_is_raised_here_with_its_details(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    with (
        helped(squared_but_seven, is_worth_it=True) as share,
        pytest.raises(Unfit, match="unfit") as raised,
    ):
        list(share(range(20)))

    assert raised.value.portion == 7


@pytest.mark.skipif(os.name != "posix", reason="kills by a signal")
def test_a_killed_helper_costs_nothing_but_time(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    with helped(ends_the_helper, is_worth_it=True) as share:
        assert list(share(range(20))) == [n * n for n in range(20)]


def test_lists_made_with_help_are_those_made_alone(store, monkeypatch):
    fill(store, 30, live=10)
    rebuilding.rebuild(store.database)
    alone = everything(store)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(rebuilding, "_WORTH_HELP", 0)
    monkeypatch.setattr(rebuilding, "_ENTITIES_AT_ONCE", 3)

    rebuilding.rebuild(store.database)

    assert everything(store) == alone


def everything(store):
    return {
        table: store.database.rows(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 - constants
        for table in ("dossiers", "codes", "names", "people", "tallies")
    }
