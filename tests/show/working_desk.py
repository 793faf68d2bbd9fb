"""A desk at work in a process of its own, to be killed at any moment.

`python -m tests.show.working_desk FOLDER` receives dossiers and syncs, over and over, and says so,
one line each, in the order it happens. A line that fails is said and tried again.
"""

import os
import random
import sys
import time
from pathlib import Path

from desk_app.clock import WallClock
from desk_app.store.errors import StoreError
from sync.errors import SyncError
from tests.show.places import opened_desk

_MOST_AT_ONCE = 4
_REST_S = 0.2


def say(*words):
    os.write(1, f"{' '.join(map(str, words))}\n".encode())  # whole lines, whoever dies


def main():
    """Never returns by itself."""
    chance = random.Random()  # noqa: S311 - how much comes in at a counter
    desk = opened_desk(Path(sys.argv[1]), WallClock())
    say("open")
    while True:
        for _ in range(chance.randint(1, _MOST_AT_ONCE)):
            say("received", desk.receive().code)
        try:
            done = desk.sync()
            say("synced", done.sent, done.received)
        except (SyncError, StoreError) as error:
            say("failed", error.code)
        time.sleep(_REST_S * chance.random())


if __name__ == "__main__":
    main()
