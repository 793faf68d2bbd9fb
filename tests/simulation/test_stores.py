"""The simulated province once more, on the stores, rules and use cases that ship."""

import logging

import pytest

from tests.simulation.stores import StoreWorld

STEPS = 150


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_what_ships_keeps_its_promises_too(seed, tmp_path):
    logging.disable(logging.ERROR)  # held changes are told in the log

    world = StoreWorld(seed, tmp_path).run(STEPS)
    logging.disable(logging.NOTSET)

    assert world.steps >= STEPS
    assert any(world.said.values())
