"""The last rounds with the hub, in numbers, for the screen that says what was sent and when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.store.outages import Outages
from sync.errors import HubUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desk_app.store.database import Database
    from sync.client.files import Progress

_KEPT = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundMark:
    at: datetime
    outcome: str  # "ok", or the code of the error that ended it
    counts: Mapping[str, int]  # sent, settled, received, bytes_up, …


def _nobody_runs() -> None:
    """No loop runs in this process; the next one reads the address for itself."""


class Rounds:
    """The last 200 of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.outages = Outages(database)
        self.running: Progress | None = None  # of the round this process runs now
        self.moved: Callable[[], object] = _nobody_runs  # called once the hub's address is another

    def note(self, outcome: str, counts: Mapping[str, int], *, at: datetime) -> None:
        with self._database.writing():
            newest = self._database.insert(
                "INSERT INTO rounds (at, outcome, counts) VALUES (?, ?, ?)",
                (int(at.timestamp()), outcome, json.dumps(dict(counts))),
            )
            self._database.execute("DELETE FROM rounds WHERE id <= ?", (newest - _KEPT,))
            self.outages.tried(reached=outcome != HubUnreachable.code, at=at)

    def last(self, count: int = 20) -> list[RoundMark]:
        """The last ones, the newest first."""
        rows = self._database.rows(
            "SELECT at, outcome, counts FROM rounds ORDER BY id DESC LIMIT ?", (count,)
        )
        return [
            RoundMark(
                at=datetime.fromtimestamp(at, UTC), outcome=outcome, counts=json.loads(counts)
            )
            for at, outcome, counts in rows
        ]

    def last_good(self) -> datetime | None:
        """When the hub was last reached."""
        at = self._database.value(
            "SELECT at FROM rounds WHERE outcome = 'ok' ORDER BY id DESC LIMIT 1"
        )
        return None if at is None else datetime.fromtimestamp(at, UTC)
