"""`python -m tests.bench.sync`: what the wire carries, beside its floors, its promises and others.

`--quick` shows that it runs, with tiny days and no peers; `--long` takes ten megabytes of scans.
Everything runs on this machine over an emulated line; a busy machine makes times longer, and the
first line says how busy it was.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.bench.sync import corpus, province, wire
from tests.bench.sync.figures import Row, table
from tests.bench.sync.peers import running
from tests.support.link import Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.sync.province import Province

_MOST_PEER_S = 120.0
_FLAPPING = replace(wire.THIN, up_s=20.0, down_s=5.0)
_AGAIN = 3


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    _say(f"{os.cpu_count()} cores, load {load:.1f}, Python {sys.version.split()[0]}")
    _say(
        "corpus: invented days of 40 dossiers x 8 steps in the desk's own record kinds; our machine"
        " has a small store, the hub is the real one with the real rules\n"
    )
    failed = []
    for measure in _rows(asked):
        rows = _best_of(measure, 1 if asked.quick else _AGAIN)
        failed += [row.name for row in rows if row.promised and not row.holds]
        _say(table(rows))
    _say(f"\nFAILED: {'; '.join(failed)}" if failed else "\nEverything promised holds.")
    return 1 if failed else 0


def _rows(asked: argparse.Namespace) -> list[Callable[[], list[Row]]]:
    day = 32 if asked.quick else corpus.CHANGES_A_DAY
    week = 64 if asked.quick else 8 * corpus.CHANGES_A_DAY
    size = 80_000 if asked.quick else 1_000_000
    size = 10_000_000 if asked.long else size
    month = 30 if asked.quick else 5_400
    peers = () if asked.quick or asked.no_peers else (running.anki, running.pouchdb)
    peers += (running.morango,) if asked.long and peers else ()
    shape_scans = Shape(rtt_s=0.01) if asked.quick else wire.THIN
    return [
        wire.bytes_a_change,
        lambda: _beside(lambda at: wire.a_day(at, with_tls=False, changes=day), peers, day),
        lambda: _at(lambda at: wire.a_day(at, with_tls=True, changes=day)),
        lambda: _beside(
            lambda at: [wire.coming_and_going(at, changes=week)], peers, week, shape=_FLAPPING
        ),
        lambda: _at(lambda at: [wire.scans(at, size=size, shape=shape_scans)]),
        lambda: _at(lambda at: [wire.thirty_days(at, dossiers=month)]),
    ]


def _at(measure: Callable[[Province], list[Row]]) -> list[Row]:
    """Rows measured at a hub of their own."""
    with TemporaryDirectory() as folder, province.running(Path(folder)) as at:
        return measure(at)


def _beside(
    measure: Callable[[Province], list[Row]],
    peers: Sequence[Callable[..., running.Ran]],
    changes: int,
    *,
    shape: Shape = wire.THIN,
) -> list[Row]:
    """Rows of ours; the first with what others need for the same over the same line."""
    first, *others = _at(measure)
    if not first.holds:
        return [first, *others]  # it is measured again before anybody waits for peers
    days = max(1, changes // corpus.CHANGES_A_DAY)
    story = corpus.days(days, seed=99, dossiers=changes // days // corpus.STEPS)
    told = [
        peer(story, shape, most_s=_MOST_PEER_S).told(changes=changes, ours_s=first.seconds)
        for peer in peers
    ]
    return [replace(first, peers=tuple(told)), *others]


def _best_of(measure: Callable[[], list[Row]], times: int) -> list[Row]:
    """Neighbours only ever make a time longer: what fails is measured again."""
    rows = measure()
    for _ in range(times - 1):
        if all(row.holds for row in rows):
            break
        rows = measure()
    return rows


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sync", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only shows that it runs")
    parser.add_argument("--long", action="store_true", help="10 MB of scans: twenty minutes more")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    return parser.parse_args(arguments)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
