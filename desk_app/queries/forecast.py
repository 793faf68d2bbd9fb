"""What fits through the line now and when, from the last rounds with the province."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.forecast import Forecast, Try, forecast, habit

if TYPE_CHECKING:
    from desk_app.desk import Desk

_LOOKED_AT = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What waits, and by when it is through."""

    records: int
    forecast: Forecast


def outlook(desk: Desk) -> Outlook | None:
    """None while nothing waits, rounds are paused, or the line's speed was never measured."""
    chosen = desk.replica.modes()
    if chosen.is_paused:
        return None
    waiting = desk.journal.waiting()
    records = waiting.changes - waiting.held
    files = [] if chosen.records_only else [file.size for file in desk.replica.files_to_send()]
    tries = [
        Try(at=mark.at, reached=mark.outcome == "ok", rate=mark.counts.get("rate", 0))
        for mark in desk.store.rounds.last(_LOOKED_AT)
    ]
    line = habit(tries)
    if line is None or not (records or files):
        return None
    told = forecast(line, now=desk.clock.now(), records=records, files=files)
    return Outlook(records=records, forecast=told)
