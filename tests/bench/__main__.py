"""`python -m tests.bench`: measures what is promised, prints a table, fails when a promise fails.

Neighbours on the machine only ever make a time longer: a part with a figure that fails is measured
again, and what held in any of its turns holds.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.bench import (
    codes,
    full_desk,
    looking,
    papers,
    pressing,
    rebuilding,
    receiving,
    signing,
    window,
)
from tests.bench.figures import table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.figures import Figure

_TURNS = 3
_DOSSIERS = 450_000


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    dossiers = 500 if asked.quick else asked.dossiers
    folder = full_desk.full_folder(dossiers, cache=asked.cache, tell=_tell)
    _tell(_where(folder))
    figures = _of_the_desk(folder, quick=asked.quick)
    figures += _of_paper(quick=asked.quick)
    figures += _of_the_window(folder, quick=asked.quick)
    figures += _of_signing(quick=asked.quick)
    failed = [figure.name.strip() for figure in figures if not figure.holds]
    _say(f"\n{table(figures)}\n")
    _say(f"FAILED: {', '.join(failed)}" if failed else "Everything promised holds.")
    return 1 if failed else 0


def _of_signing(*, quick: bool) -> list[Figure]:
    rounds, pile = (2, 3) if quick else (40, 100)
    return _measured("signing", lambda: signing.figures(rounds=rounds, pile=pile), quick=quick)


def _of_the_desk(folder: Path, *, quick: bool) -> list[Figure]:
    people, receptions = (4, 8) if quick else (150, 200)
    with full_desk.opened(folder) as desk:
        return [
            *_measured("looking up", lambda: looking.figures(desk, people=people), quick=quick),
            *_measured(
                "receiving", lambda: receiving.figures(desk, receptions=receptions), quick=quick
            ),
            *_measured("codes of papers", lambda: codes.figures(desk), quick=quick),
            *_measured("rebuilding", lambda: rebuilding.figures(desk), quick=quick),
        ]


def _of_paper(*, quick: bool) -> list[Figure]:
    rounds, batch = (2, 4) if quick else (60, 1000)
    return _measured("drawing", lambda: papers.figures(rounds=rounds, batch=batch), quick=quick)


def _of_the_window(folder: Path, *, quick: bool) -> list[Figure]:
    starts = 1 if quick else 7

    def measure() -> list[Figure]:
        with TemporaryDirectory() as empty:
            return window.figures(Path(empty), folder, starts=starts)

    letters = 2 if quick else 40
    return [
        *_measured("opening the window", measure, quick=quick),
        *_measured("pressing keys", lambda: pressing.figures(folder, letters=letters), quick=quick),
    ]


def _measured(part: str, measure: Callable[[], list[Figure]], *, quick: bool) -> list[Figure]:
    """The figures of the part; those that fail are measured again."""
    best: dict[str, Figure] = {}
    for turn in range(1 if quick else _TURNS):
        _tell(f"{part}, again" if turn else part)
        for figure in measure():
            known = best.get(figure.name)
            if known is None or not known.holds:
                best[figure.name] = figure
        if all(figure.holds for figure in best.values()):
            break
    return list(best.values())


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a small desk: only shows that it runs"
    )
    parser.add_argument("--dossiers", type=int, default=_DOSSIERS, help="in the desk's database")
    parser.add_argument("--cache", type=Path, default=full_desk.CACHE, help="where desks are kept")
    return parser.parse_args(arguments)


def _where(folder: Path) -> str:
    size = sum(path.stat().st_size for path in (folder / "desk").iterdir())
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"{os.cpu_count()} cores, load {load:.1f}, Python {sys.version.split()[0]},"
        f" database {size / 1e9:.2f} GB, {shutil.disk_usage(folder).free / 1e9:.0f} GB free"
    )


def _tell(words: str) -> None:
    """How far it is; not part of the answer."""
    sys.stderr.write(f"… {words}\n")
    sys.stderr.flush()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
