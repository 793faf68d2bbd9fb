"""`make fuzz`: every parser for as long as is asked; the corpus is kept in .cache/fuzz."""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from sync.hub.hub import open_hub
from tests.fuzz.readers import readers
from tests.fuzz.run import fuzz
from tests.fuzz.sealed import sealed_readers
from tests.sync.carrying import carrying
from tests.sync.conftest import a_desk, prepare, small_province

CORPUS = Path(__file__).parents[2] / ".cache" / "fuzz"
_SHOWN_BYTES = 200


def main():
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz")
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    logging.disable(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        ground = prepare(Path(folder) / "hub")
        hub = open_hub(ground.folder, small_province())
        every = readers(hub, a_desk(ground, 0), a_desk(ground, 1))
        every += sealed_readers(hub, carrying(ground, hub, 2))
        told = fuzz(every, seed=given.seed, seconds=given.minutes * 60, corpus=CORPUS)
        hub.database.close()
    sys.stdout.write(f"{told.inputs} inputs, {told.refused} refused, {len(told.found)} found\n")
    for name, error, content in told.found:
        sys.stdout.write(f"{name}: {error}\n    {content[:_SHOWN_BYTES].hex()}\n")
    return int(bool(told.found))


if __name__ == "__main__":
    sys.exit(main())
