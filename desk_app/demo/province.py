"""The sample hub: the province's own program, in this process, on a loopback port."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from desk_app.judging import province
from sync.errors import HubMissing
from sync.hub.hub import Hub, make_hub, open_hub
from sync.hub.server import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk_app.clock import Clock

_START_SECONDS = 20


@contextmanager
def running_hub(folder: Path, *, clock: Clock, port: int = 0) -> Iterator[tuple[Hub, str]]:
    """The hub of the folder, made if it is new, and its address; stopped when the block ends."""
    about = province(clock)
    try:
        hub = open_hub(folder, about)
    except HubMissing:
        hub = make_hub(folder, about)
    listening = _bound(port)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    config = uvicorn.Config(
        create_app(hub), log_config=None, access_log=False, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name="hub", daemon=True)
    thread.start()
    try:
        _wait_for(server, thread)
        yield hub, address
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listening.close()
        hub.database.close()


def _bound(port: int) -> socket.socket:
    """A socket on the port, or on any free one where it is taken."""
    for wanted in (port, 0):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listening.bind(("127.0.0.1", wanted))
        except OSError:
            listening.close()
            continue
        return listening
    raise OSError(port)


def _wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + _START_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.01)
