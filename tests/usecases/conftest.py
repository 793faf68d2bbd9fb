"""A real desk for every test of a use case."""

import pytest

from tests.support.desks import a_desk


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as opened:
        yield opened
