"""The window for every test here: one browser and one page, a fresh desk and session a test."""

from contextlib import ExitStack

import pytest
from _pytest.runner import runtestprotocol

from tests.support.clock import SetClock
from tests.support.tries import LONGEST, REASONS, TRIES
from tests.support.window import Eyes, a_browser, a_set_up_folder, served, start_over

_TRIES = (
    3  # a browser on a busy machine now and then loses a frame; a mistake of ours fails each time
)


def pytest_runtest_protocol(item, nextitem):
    """Give a test that drives the browser another try; the run's end tells which needed one."""
    if not _drives_a_browser(item):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reasons = []
    for turn in range(1, _TRIES + 1):
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        failed = [report for report in reports if report.failed]
        if not failed:
            break
        reasons += [f"{report.when}: {report.longreprtext[-LONGEST:]}" for report in failed]
        start_over()
        _OPEN.close()
        if turn == _TRIES:
            break
    for report in reports:
        report.user_properties.append((TRIES, turn))
        report.user_properties.append((REASONS, reasons))
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    if "browser" not in getattr(nextitem, "fixturenames", ()):
        _OPEN.close()
    return True


def _drives_a_browser(item):
    """The kept one, or one of its own."""
    return "browser" in getattr(item, "fixturenames", ()) or item.get_closest_marker("screen")


class _Open:
    """The browser, kept while tests that drive it follow one another.

    No longer: its driver keeps an event loop running in this thread.
    """

    def __init__(self):
        self._stack = ExitStack()
        self._browser = None

    def browser(self):
        if self._browser is None:
            self._browser = self._stack.enter_context(a_browser())
        return self._browser

    def close(self):
        self._browser = None
        self._stack.close()


_OPEN = _Open()


@pytest.fixture
def browser():
    return _OPEN.browser()


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine's own folder, so that no desk of a test meets another's."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def folder(machine, clock):
    """The data folder of a desk that is set up."""
    return a_set_up_folder(machine / "data", clock=clock)


@pytest.fixture
def window(folder, browser, clock):
    """The window of that desk, at its sign-in."""
    with served(folder, clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        yield eyes
        eyes.close()


@pytest.fixture
def desk_window(window):
    """The window with somebody signed in who may do everything."""
    window.sign_in()
    return window
