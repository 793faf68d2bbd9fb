"""`python -m tests.bench.hub`: the hub's promised speeds; `--quick` only shows that it runs.

What fails is measured again: neighbours on the machine only ever make a time longer.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.bench.figures import table
from tests.bench.hub import coming_back, faces, sizes, taking
from tests.bench.hub.corpus import acts
from tests.support.desks import a_desk
from tests.sync.postgres import Cluster, find_programs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.figures import Figure
    from tests.bench.hub.corpus import Act

_TURNS = 3
_DOSSIERS = 50_000  # --dossiers 2000000 is what is promised; the pages alone then take minutes
_MACHINES = 2_000
_DARK_DESKS, _DARK_CHANGES = 200, 4_000


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    logging.disable(logging.ERROR)
    sys.stdout.write(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    with TemporaryDirectory() as folder:
        figures = _measured(Path(folder), asked)
    failed = [figure.name.strip() for figure in figures if not figure.holds]
    sys.stdout.write(f"\n{table(figures)}\n\n")
    sys.stdout.write(f"FAILED: {', '.join(failed)}\n" if failed else "All of it holds.\n")
    return 1 if failed else 0


def _measured(folder: Path, asked: argparse.Namespace) -> list[Figure]:
    quick = asked.quick
    changes, desks, window_s = (96, 12, 1) if quick else (3_200, 2_000, 60)
    turns = 1 if quick else _TURNS
    if asked.backlog:
        return _backlog(folder)
    with a_desk(folder / "desk") as desk:
        done = acts(desk, changes)
    found: list[Figure] = []

    def on_sqlite(place: Path) -> list[Figure]:
        name = "taking changes on SQLite, one process"
        return taking.one_process(name, place, done, urls=("", ""), least=8_000)

    found += _best(folder / "sqlite", on_sqlite, turns=turns)
    found += sizes.figures(folder / "size", done, url="")
    found += _on_postgresql(folder, done, turns=turns)
    found += _of_the_faces(folder, done, asked)
    back = done[:60]
    found += coming_back.figures(folder / "back", back, desks=desks, window_s=window_s)
    return found


def _backlog(folder: Path) -> list[Figure]:
    with a_desk(folder / "desk") as desk:
        done = acts(desk, _DARK_CHANGES)
    return coming_back.figures(folder / "back", done, desks=_DARK_DESKS, window_s=60)


def _on_postgresql(folder: Path, done: Sequence[object], *, turns: int) -> list[Figure]:
    if find_programs() is None:
        return []
    found: list[Figure] = []
    with Cluster(is_durable=True) as cluster:

        def one(place: Path) -> list[Figure]:
            name = "taking changes on PostgreSQL, one process"
            urls = cluster.create(place.name), cluster.create(f"{place.name}floor")
            return taking.one_process(name, place, done, urls=urls, least=5_000)

        found += _best(folder / "postgresql", one, turns=turns)
        found += sizes.figures(folder / "pgsize", done, url=cluster.create("size"))
        found += taking.two_processes(folder / "two", done, url=cluster.create("two"))
    return found


def _of_the_faces(folder: Path, done: Sequence[Act], asked: argparse.Namespace) -> list[Figure]:
    """The web pages of a province so large."""
    if find_programs() is None:
        return []
    large = (2_000, 100, 2) if asked.quick else (asked.dossiers, asked.machines, 40)
    dossiers, machines, rounds = large
    with Cluster() as cluster:
        return faces.figures(
            folder / "faces",
            done[:320],
            url=cluster.create("faces"),
            dossiers=dossiers,
            machines=machines,
            rounds=rounds,
        )


def _best(folder: Path, measure: Callable[[Path], list[Figure]], *, turns: int) -> list[Figure]:
    """The figures of the first turn in which all hold, or of the last."""
    found: list[Figure] = []
    for turn in range(turns):
        found = measure(folder.with_name(f"{folder.name}{turn}"))
        if all(figure.holds for figure in found):
            break
    return found


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.hub", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little of everything")
    parser.add_argument("--backlog", action="store_true", help="a province that was dark, alone")
    parser.add_argument("--dossiers", type=int, default=_DOSSIERS, help="of the province's pages")
    parser.add_argument("--machines", type=int, default=_MACHINES, help="of the province's pages")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
