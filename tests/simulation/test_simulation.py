"""A slice of the simulated province, in which everything fails and no promise is broken.

`make test` does many more after it; `make soak` does 20 million.
"""

import hashlib
import logging
import subprocess
import sys

import pytest

from tests.simulation.hub import prepare
from tests.simulation.world import World
from tests.support.tree import ROOT

STEPS = 3_000  # one run


@pytest.mark.slow
def test_whatever_fails_no_promise_is_broken():
    asked = ["--steps", str(STEPS), "--first", "900000", "--processes", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.simulation", *asked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]
    assert "no promise was broken" in done.stdout


@pytest.mark.slow
def test_a_seed_gives_the_same_run_again(tmp_path):
    logging.disable(logging.ERROR)  # held changes are told in the log, by the thousand
    ground = prepare(tmp_path)

    told = [_marks_of(World(4, ground).run(600)) for _ in range(2)]
    logging.disable(logging.NOTSET)

    assert told[0] == told[1]


def _marks_of(world):
    """Everything that chance had a part in."""
    said = [world.steps, world.trace, world.clock.monotonic()]
    rows = [row[:6] for rows in world.watch.feeds.values() for row in rows]
    return hashlib.sha256(repr((said, rows)).encode()).hexdigest()
