"""A promise beside what was measured, and how times are summed up."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One line of the table."""

    name: str
    measured: str
    promised: str = ""  # empty: told for the reader, nothing is promised
    holds: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """Milliseconds of the same thing done many times."""

    all_ms: tuple[float, ...]

    def share(self, share: float) -> float:
        """What so large a share of the times stays at or under: 0.95 is p95."""
        ordered = sorted(self.all_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    @property
    def p50(self) -> float:
        return self.share(0.50)

    @property
    def p95(self) -> float:
        return self.share(0.95)

    def __str__(self) -> str:
        return f"p50 {self.p50:.2f} ms, p95 {self.p95:.2f} ms of {len(self.all_ms)}"


def timed(acts: Iterable[Callable[[], object]]) -> Times:
    """Each act done once, by the clock on the wall."""
    return _spent(acts, perf_counter)


def worked(acts: Iterable[Callable[[], object]]) -> Times:
    """Each act done once, by the processor's time: what else runs does not count."""
    return _spent(acts, process_time)


def _spent(acts: Iterable[Callable[[], object]], clock: Callable[[], float]) -> Times:
    spent = []
    for act in acts:
        begun = clock()
        act()
        spent.append(clock() - begun)
    return Times(all_ms=tuple(seconds * 1000 for seconds in spent))


def at_most(name: str, times: Times, *, p95: float, p50: float | None = None) -> Figure:
    """Milliseconds that must not be exceeded."""
    promised = f"p95 ≤ {p95:g} ms" if p50 is None else f"p50 ≤ {p50:g} ms, p95 ≤ {p95:g} ms"
    return Figure(
        name=name,
        measured=str(times),
        promised=promised,
        holds=times.p95 <= p95 and (p50 is None or times.p50 <= p50),
    )


def against(name: str, ours: float, floor: float, *, most: float, unit: str = "ms") -> Figure:
    """A figure that must not be more than so many times its floor."""
    ratio = ours / floor
    return Figure(
        name=name,
        measured=f"{ours:.1f} {unit} = {ratio:.2f} × {floor:.1f} {unit}",
        promised=f"≤ {most:g} × the floor",
        holds=ratio <= most,
    )


def table(figures: Sequence[Figure]) -> str:
    """One line a figure, with its verdict."""
    names = max(len(figure.name) for figure in figures)
    values = max(len(figure.measured) for figure in figures)
    return "\n".join(
        f"{_verdict(figure)}  {figure.name:<{names}}  {figure.measured:<{values}}"
        f"  {figure.promised}".rstrip()
        for figure in figures
    )


def _verdict(figure: Figure) -> str:
    if not figure.promised:
        return "    "
    return "PASS" if figure.holds else "FAIL"
