"""`python -m tests.simulation --steps 300000`: runs of many seeds; `--seed 17`: one run again.

Every processor runs seeds of its own. The first broken promise ends it all and says its seed.
"""

import argparse
import gc
import itertools
import logging
import multiprocessing
import os
import queue
import shutil
import sys
import time
from pathlib import Path

from tests.simulation.hub import memory_folder, prepare
from tests.simulation.world import World

RUN_STEPS = 3_000
_COLLECT_EVERY = 20_000  # what is loaded stays; a run makes few rings of objects
_LOOK_EVERY_S = 5
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


class Runner:
    """Runs seeds, one after another, on one prepared hub."""

    def __init__(self, folder):
        self.ground = prepare(folder)
        gc.freeze()
        gc.set_threshold(_COLLECT_EVERY)

    def run(self, seed):
        """The steps done and the kB of memory held after them; raises BrokenPromise."""
        steps = World(seed, self.ground).run(RUN_STEPS).steps
        gc.collect()
        return steps, int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE_KB


def run_share(number, seeds, folder, told):
    """One process: runs seeds until it is ended, and tells what came of each."""
    logging.disable(logging.ERROR)  # held changes by the thousand
    runner = Runner(folder)
    try:
        for seed in seeds:
            told.put((number, *runner.run(seed)))
    except Exception as error:  # noqa: BLE001  whatever it is, it is the finding
        told.put((number, error))


def run_many(first, steps, processes, *, tell):
    """Seeds from `first` on until so many steps are done; whether every promise was kept."""
    told = multiprocessing.Queue()
    folder = Path(memory_folder())
    shares = [
        multiprocessing.Process(
            target=run_share,
            args=(number, itertools.count(first + number, processes), folder / str(number), told),
        )
        for number in range(processes)
    ]
    for share in shares:
        share.start()
    try:
        while steps > 0:
            number, *found = _next(told, shares)
            if isinstance(found[0], Exception):
                sys.stdout.write(f"\n{found[0]}\n")
                return False
            tell(number, *found)
            steps -= found[0]
    finally:
        for share in shares:
            share.terminate()
            share.join()
        shutil.rmtree(folder, ignore_errors=True)
    return True


def _next(told, shares):
    while True:
        try:
            return told.get(timeout=_LOOK_EVERY_S)
        except queue.Empty:
            if any(share.exitcode for share in shares):
                return -1, RuntimeError("a process of the simulation died")


class Tally:
    """What is shown while it runs, and at the end."""

    def __init__(self):
        self.began = time.monotonic()
        self.steps = self.runs = 0
        self.memory = {}  # process → kB after its third run, and after its latest

    def __call__(self, number, steps, memory_kb):
        self.steps += steps
        self.runs += 1
        self.memory.setdefault(number, []).append(memory_kb)
        if sys.stdout.isatty():
            sys.stdout.write(f"\r{self}")
            sys.stdout.flush()

    def __str__(self):
        seconds = time.monotonic() - self.began
        early = max(kept[min(2, len(kept) - 1)] for kept in self.memory.values()) // 1024
        late = max(kept[-1] for kept in self.memory.values()) // 1024
        return (
            f"{self.steps} steps in {self.runs} runs, {seconds:.0f} s,"
            f" {self.steps / seconds:.0f} steps a second, {early} MB at first and {late} MB now"
        )


def main():
    asked = argparse.ArgumentParser(prog="python -m tests.simulation")
    asked.add_argument("--seed", type=int, help="run this seed alone")
    asked.add_argument("--first", type=int, default=0, help="the seed to begin with")
    asked.add_argument("--steps", type=int, default=300_000)
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = asked.parse_args()
    if given.seed is not None:
        folder = Path(memory_folder())
        try:
            steps, _ = Runner(folder).run(given.seed)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        sys.stdout.write(f"{steps} steps, no promise was broken\n")
        return 0
    tally = Tally()
    is_kept = run_many(given.first, given.steps, given.processes, tell=tally)
    sys.stdout.write(f"\n{tally}\n" if tally.runs else "")
    sys.stdout.write("no promise was broken\n" if is_kept else "A PROMISE WAS BROKEN\n")
    return int(not is_kept)


if __name__ == "__main__":
    sys.exit(main())
