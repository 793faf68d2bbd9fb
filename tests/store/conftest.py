"""A real store in a temporary folder for every test of the store."""

import pytest

from tests.store.making import new_store


@pytest.fixture
def store(tmp_path):
    opened = new_store(tmp_path)
    yield opened
    opened.close()
