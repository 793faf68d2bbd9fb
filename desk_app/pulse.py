"""The heartbeat of a turn: what tells a power cut from an evening at which everybody went home."""

from __future__ import annotations

from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from desk_app.store import machine
from desk_app.store.errors import StoreError
from desk_app.store.outages import Start

if TYPE_CHECKING:
    from desk_app.desk import Desk

_SECONDS = 60.0


class Pulse:
    """Beats once a minute from `start` to `stop`."""

    def __init__(self, desk: Desk, *, seconds: float = _SECONDS) -> None:
        self._desk = desk
        self._seconds = seconds
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> Pulse:
        self._desk.store.rounds.outages.begin(_this_start(), at=self._desk.clock.now())
        self._thread.start()
        return self

    def stop(self) -> None:
        """The turn ends as it should."""
        self._stopped.set()
        self._thread.join(timeout=5)
        with suppress(StoreError):  # locked already: the last beat stands
            self._desk.store.rounds.outages.end()

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            with suppress(StoreError):  # the next beat may do
                self._desk.store.rounds.outages.beat(_this_start(), at=self._desk.clock.now())


def _this_start() -> Start:
    return Start(boot=machine.boot_id(), up_s=machine.monotonic_seconds())
