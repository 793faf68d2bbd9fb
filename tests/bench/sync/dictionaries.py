"""`python -m tests.bench.sync.dictionaries`: trains what changes and pages are packed with.

On invented days alone, so that a dictionary holds words of the catalogue and no one's data. Writes
the files and tells their names; the ones of earlier versions stay where they are. Taking a new one
into use is a change of `sync.protocol.compression`.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import zstandard

from sync import record
from sync.protocol import compression, rows
from sync.protocol.page import RecordRow, pack_record
from tests.bench.sync import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(compression.__file__).parent / "dictionaries"

_DAYS = 400
_SEED = 20_443  # another than that of any measured corpus
_BATCHES = (1, 2, 4, 8, 8, 16)  # changes; small batches gain the most
_MACHINES = (1, 7, 37, 300, 1999)
_SEQS = (1, 500, 9_000)


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    days = list(_days())
    for purpose, samples, size, portion in (
        ("frames", [told for told, _ in days], 32_768, 1_200),
        ("pages", [told for _, told in days], 32_768, 800),
    ):
        flat = [sample for day in samples for sample in day]
        content = zstandard.train_dictionary(size, flat, level=19, k=portion, d=6).as_bytes()
        name = sha256(content).digest()[: compression.NAME_BYTES].hex()
        (FOLDER / f"{name}.dict").write_bytes(content)
        sys.stdout.write(f"{purpose}: {name}, {len(content)} bytes of {len(flat)} samples\n")
    return 0


def _days() -> Iterator[tuple[list[bytes], list[bytes]]]:
    """Each day's batches as rows, and as records of a page."""
    chance = Random(_SEED)  # noqa: S311  a repeatable training
    story = corpus.days(_DAYS, seed=_SEED)
    for number in range(_DAYS):
        start = number * corpus.CHANGES_A_DAY
        steps = story.steps[start : start + corpus.CHANGES_A_DAY]
        dev, first = chance.choice(_MACHINES), chance.choice(_SEQS)
        day = corpus.Corpus(steps=steps, bits=0)
        raws, _ = corpus.raws(day, dev=dev, ep=1, first=first, salts=number)
        batches, pages = [], []
        place = 0
        while place < len(raws):
            part = raws[place : place + chance.choice(_BATCHES)]
            changes = [record.decode(raw) for raw in part]
            batches.append(rows.fold(changes, author=(dev, 1)))
            is_own = bool(chance.randrange(2))
            told: list[RecordRow] = [
                (0, 1 + chance.randrange(8), dev, 1, "ok", "", None if is_own else raw, change.seq)
                for raw, change in zip(part, changes, strict=True)
            ]
            pages.append(b"".join(map(pack_record, told, [None, *told])))
            place += len(part)
        yield batches, pages


if __name__ == "__main__":
    sys.exit(main())
