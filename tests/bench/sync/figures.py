"""One row of the table of the wire: what was measured, what was promised, what physics allows."""

from __future__ import annotations

from dataclasses import dataclass

RTT_S = 0.6
BYTES_S = 8_000.0  # 64 kbit/s


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    name: str
    ours: str
    promised: str = ""
    holds: bool = True
    seconds: float = 1.0  # ours, that peers are compared with
    floor: str = ""  # bytes over the rate, and the round trips there must be
    peers: tuple[str, ...] = ()


def floor_s(carried: int, *, turns: int, bytes_s: float = BYTES_S, rtt_s: float = RTT_S) -> float:
    """Seconds that so many bytes and round trips take on a line at the least."""
    return carried / bytes_s + turns * rtt_s


def table(rows: list[Row]) -> str:
    told = []
    for row in rows:
        verdict = ("PASS" if row.holds else "FAIL") if row.promised else "    "
        told.append(f"{verdict}  {row.name}: {row.ours}")
        beside = [f"promised {row.promised}" if row.promised else "", row.floor, *row.peers]
        told += [f"          {words}" for words in beside if words]
    return "\n".join(told)
