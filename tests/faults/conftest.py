"""A machine of its own for every test: nothing outside the test's folder is read or written."""

import pytest

from tests.faults.desks import STATE_HOME, make_desk, open_again


@pytest.fixture(autouse=True)
def _machine(tmp_path, monkeypatch):
    monkeypatch.setenv(STATE_HOME, str(tmp_path / "machine"))


@pytest.fixture
def data(tmp_path):
    """The data folder of a desk that is closed."""
    make_desk(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def desk(data):
    with open_again(data) as opened:
        yield opened
