"""Every list and the search made anew from the journal, in one transaction on disk."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from tests.bench.figures import Figure

if TYPE_CHECKING:
    from desk_app.desk import Desk

_LEAST = 20_000  # entries a second


def figures(desk: Desk) -> list[Figure]:
    begun = perf_counter()
    entries = desk.journal.rebuild()
    seconds = perf_counter() - begun
    a_second = entries / seconds
    return [
        Figure(
            name="rebuild of the projections",
            measured=f"{a_second:,.0f} entries a second ({entries:,} in {seconds:.0f} s)",
            promised=f"≥ {_LEAST:,} entries a second",
            holds=a_second >= _LEAST,
        )
    ]
