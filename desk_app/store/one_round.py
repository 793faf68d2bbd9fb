"""One round, parcel or hand-over at a time on a machine, whichever program begins it."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from desk_app.store.durable import held_at_once
from desk_app.store.errors import DatabaseBusy, RoundRunning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk_app.store.places import Places

_PATIENCE_S = 2.0  # a round that finds nobody, or has nothing to say, is over by then
_LOOKS_AGAIN_S = 0.05


@contextmanager
def one_round(places: Places) -> Iterator[None]:
    """Be the one that sends and receives; waits a moment for another that does.

    Raises RoundRunning while it goes on, and DatabaseUnreachable.
    """
    with ExitStack() as stack:
        _enter(stack, places, until=time.monotonic() + _PATIENCE_S)
        yield


def _enter(stack: ExitStack, places: Places, *, until: float) -> None:
    while True:
        try:
            stack.enter_context(held_at_once(places.lock("sync")))
        except DatabaseBusy as error:
            if time.monotonic() > until:
                raise RoundRunning from error
            time.sleep(_LOOKS_AGAIN_S)
        else:
            return
