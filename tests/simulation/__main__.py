"""`python -m tests.simulation --seed 17`: one run again; `--steps 20000000`: runs for long."""

import argparse
import logging
import shutil
import sys
import time
from pathlib import Path

from tests.simulation.hub import memory_folder, prepare
from tests.simulation.world import World

RUN_STEPS = 3_000


def run_seeds(first, steps, *, run_steps=RUN_STEPS, tell=lambda world: None):
    """Runs from seed `first` on until so many steps are done; the steps and the next seed."""
    folder = Path(memory_folder())
    done, seed = 0, first
    try:
        ground = prepare(folder)
        while done < steps:
            world = World(seed, ground).run(run_steps)
            done += world.steps
            seed += 1
            tell(world)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return done, seed


def main():
    asked = argparse.ArgumentParser(prog="python -m tests.simulation")
    asked.add_argument("--seed", type=int, help="run this seed alone")
    asked.add_argument("--first", type=int, default=0, help="the seed to begin with")
    asked.add_argument("--steps", type=int, default=300_000)
    given = asked.parse_args()
    if given.seed is None:
        logging.disable(logging.ERROR)  # held changes by the thousand
    began = time.monotonic()
    first, steps = (given.first, given.steps) if given.seed is None else (given.seed, 1)
    done = 0

    def tell(world):
        nonlocal done
        done += world.steps
        rate = done / (time.monotonic() - began)
        sys.stdout.write(f"\rseed {world.seed}: {done} steps, {rate:.0f} a second ")
        sys.stdout.flush()

    run_seeds(first, steps, tell=tell)
    sys.stdout.write("\nno promise was broken\n")


if __name__ == "__main__":
    main()
