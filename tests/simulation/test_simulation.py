"""300,000 steps of a province in which everything fails, and not one promise broken.

A step is one act of a clerk or of the province, one message, or one fault. A run that breaks a
promise says its last steps and the command that repeats it. `make soak` does 20 million.
"""

import hashlib
import logging

import pytest

from tests.simulation.__main__ import run_seeds
from tests.simulation.hub import prepare
from tests.simulation.world import World

STEPS = 300_000
PARTS = 6  # to be shared among processes
SEEDS_APART = 100_000


@pytest.fixture(autouse=True)
def _quiet():
    """Held changes are told in the log, by the thousand."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_fails_no_promise_is_broken(part):
    done, _ = run_seeds(part * SEEDS_APART, STEPS // PARTS)

    assert done >= STEPS // PARTS


@pytest.mark.slow
def test_a_seed_gives_the_same_run_again(tmp_path):
    ground = prepare(tmp_path)

    told = [_marks_of(World(4, ground).run(600)) for _ in range(2)]

    assert told[0] == told[1]


def _marks_of(world):
    """Everything that chance had a part in."""
    said = [world.steps, world.trace, world.clock.monotonic()]
    rows = [row[:6] for rows in world.watch.feeds.values() for row in rows]
    return hashlib.sha256(repr((said, rows)).encode()).hexdigest()
