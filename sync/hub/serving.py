"""Listening: the hub as a process of its own, or in a thread beside something else."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from sync.errors import AddressTaken
from sync.hub.hub import Hub
from sync.hub.server import create_app

KEEP_ALIVE_S = 620  # longer than a desk keeps its connection, so the desk closes first

_GRACE_S = 10
_BACKLOG = 2048


def serve(hub: Hub, host: str, port: int, *, listening: Callable[[str], None]) -> None:
    """Serve until a signal ends it; `listening` gets the address once it answers.

    Port 0 takes any free one. Raises AddressTaken.
    """
    bound = _bind(host, port)
    server = HubServer(hub, listening=lambda: listening(_address(bound)))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _already_ended)
    with bound:
        server.run(sockets=[bound])


class HubServer(uvicorn.Server):
    """uvicorn, saying when it listens."""

    def __init__(self, hub: Hub, *, listening: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                create_app(hub),
                log_config=None,
                access_log=False,  # addresses of people's machines are nobody's business
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=_GRACE_S,
            )
        )
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self._listening()


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        bound.close()
        raise AddressTaken(host=host, port=port) from error
    return bound


def _address(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _already_ended(_number: int, _frame: FrameType | None) -> None:
    """The server ends gracefully by its own handlers and raises the signal again for these."""
