"""Paper: a receipt beside the same page in bare reportlab, and beside other tools drawing it.

`python -m tests.bench.papers` alone prints the table. Each tool runs in a process of its own, so
that its memory is its own; a tool that is not installed is named and skipped. This program is run
before and after the others: what the machine does meanwhile meets it as it meets them. Times are
the processor's, the median of what is repeated.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from printing import receipt
from tests.bench.bare import draw_bare, laid_out
from tests.bench.figures import Figure, against, table
from tests.bench.papers_drawn import MODULES, OURS
from tests.printing.forms import RECEIPT
from tests.support.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS = 60
_BATCH = 1000
_QUICK = (OURS, "typst")  # the others would take minutes for a whole batch
_MOST_MS, _MOST_MB = 10.0, 150.0


def figures(*, rounds: int = _ROUNDS, batch: int = _BATCH) -> list[Figure]:
    """What is promised of paper."""
    page = laid_out(RECEIPT)
    ours, floor = _turn_about(lambda: receipt.draw(RECEIPT), lambda: draw_bare(page), rounds=rounds)
    measured = {
        name: _run(name, rounds=rounds, batch=batch if name in _QUICK else max(4, batch // 10))
        for name in _installed()
    }
    own = _better(measured.pop(OURS), _run(OURS, rounds=rounds, batch=batch))
    peers = {name: told for name, told in measured.items() if told}
    lines = [
        against("a receipt against bare reportlab", ours, floor, most=1.3),
        Figure(
            name=f"{batch} receipts, one file each",
            measured=f"{own['each_ms']:.1f} ms a page, {own['each_mb']:.0f} MB at most",
            promised=f"≤ {_MOST_MS:g} ms a page, < {_MOST_MB:g} MB",
            holds=own["each_ms"] <= _MOST_MS and own["each_mb"] < _MOST_MB,
        ),
    ]
    lines += [_told(name, told) for name, told in {OURS: own, **peers}.items()]
    lines += [
        Figure(name=f"  {name}", measured="not installed, skipped")
        for name in MODULES
        if name not in measured and name != OURS
    ]
    return [*lines, *_beside(own, peers)]


def _beside(own: dict[str, float], peers: dict[str, dict[str, float]]) -> list[Figure]:
    """Ours beside the best of the others."""
    if not peers:
        return []
    warm = min(told["warm_ms"] for told in peers.values())
    fastest = min(peers.values(), key=lambda told: told["batch_ms"])
    share = own["mb"] / fastest["mb"]
    return [
        against("a warm receipt against the fastest tool", own["warm_ms"], warm, most=1.3),
        against(
            "a page of a batch against the fastest", own["batch_ms"], fastest["batch_ms"], most=1.6
        ),
        Figure(
            name="memory of the batch against the fastest",
            measured=f"{own['mb']:.0f} MB = {share:.2f} × {fastest['mb']:.0f} MB",
            promised="≤ 1/3",
            holds=share <= 1 / 3,
        ),
    ]


def _told(name: str, told: dict[str, float]) -> Figure:
    return Figure(
        name=f"  {name}",
        measured=f"warm {told['warm_ms']:.1f} ms, batch {told['batch_ms']:.1f} ms a page, "
        f"{told['mb']:.0f} MB, {told['kb']:.0f} kB a receipt",
    )


def _better(first: dict[str, float], again: dict[str, float]) -> dict[str, float]:
    """The lesser of two runs in each figure, but the most of memory."""
    return {
        **{key: min(first[key], again[key]) for key in first},
        **{key: max(first[key], again[key]) for key in ("each_mb", "mb")},
    }


def _turn_about(
    ours: Callable[[], object], floor: Callable[[], object], *, rounds: int
) -> tuple[float, float]:
    """The medians in milliseconds, one after the other in each round."""
    spent: tuple[list[float], list[float]] = ([], [])
    for act in (ours, floor):
        act()
    for _ in range(rounds):
        for times, act in zip(spent, (ours, floor), strict=True):
            begun = process_time()
            act()
            times.append((process_time() - begun) * 1000)
    return median(spent[0]), median(spent[1])


def _installed() -> list[str]:
    return [name for name, module in MODULES.items() if find_spec(module) is not None]


def _run(name: str, *, rounds: int, batch: int) -> dict[str, float]:
    """What a tool says of itself; empty where it could not run, as without its libraries."""
    command = [sys.executable, "-m", "tests.bench.papers_drawn", name, str(rounds), str(batch)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told: dict[str, float] = json.loads(ran.stdout.splitlines()[-1]) if ran.returncode == 0 else {}
    return told


if __name__ == "__main__":
    sys.stdout.write(table(figures()) + "\n")
