"""A slice of the show: kills and cuts of real processes, and everything accounted for."""

import pytest

from tests.show.show import run_show

SECONDS = 20


@pytest.mark.slow
def test_after_kills_and_cuts_everything_is_in_its_place():
    said = []

    told = run_show(SECONDS, seed=3, tell=said.append)

    assert told.is_sound, "\n".join([*said, str(told)])
