"""The window for every test here: one browser a run, a fresh desk and context a test."""

import pytest

from tests.support.clock import SetClock
from tests.support.window import Eyes, a_browser, a_set_up_folder, served


@pytest.fixture(scope="session")
def browser():
    with a_browser() as browser:
        yield browser


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
