"""Listening: the hub as a process of its own, or in a thread beside something else.

Desks reach one port; what the operator asks is answered at another, of this machine alone unless
told otherwise. At a signal no new request is taken, those at work are finished, and it is said so.
"""

import gc
import logging
import signal
import socket
import ssl
from asyncio import to_thread
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from threading import Thread
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from sync.errors import AddressTaken, SyncError
from sync.hub.admin import Switch, admin_token, create_admin
from sync.hub.figures.following import follow
from sync.hub.hub import Hub
from sync.hub.limits import Gate, Line
from sync.hub.machine_keys import tell_keys
from sync.hub.sampling import note_backlogs
from sync.hub.server import create_app
from sync.hub.tls import load_leaf, server_context
from sync.hub.watching import Watch

KEEP_ALIVE_S = 620  # longer than a desk keeps its connection, so the desk closes first
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

_GRACE_S = 30
_FACE_GRACE_S = 5
_BACKLOG = 2048
_MINUTE_S = 60
_COUNTED_A_MINUTE = 10_000  # records, for the figures
_log = logging.getLogger(__name__)
_COLLECT_AFTER = (50_000, 20, 20)  # allocations; states live long, and looking at them all is slow


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    host: str
    port: int  # 0 takes any free one


@dataclass(frozen=True, kw_only=True, slots=True)
class Listening:
    """Where the hub answers now."""

    url: str  # for desks
    admin_url: str  # for the operator; empty: nowhere
    face_urls: Mapping[str, str]  # of the web faces that are open, by name


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """One of the hub's web faces, at an address of its own."""

    name: str
    make: Callable[[Hub, bool], Any]  # the application; told whether it is spoken to with TLS
    address: Address

    @property
    def is_tls(self) -> bool:
        """Only who sits at the hub's own machine is spoken to in the clear."""
        return self.address.host not in LOOPBACK


def serve(
    hub: Hub,
    address: Address,
    *,
    listening: Callable[[Listening], None],
    admin: Address | None = None,
    is_tls: bool = False,
    watch: Watch | None = None,
    faces: Sequence[Face] = (),
) -> None:
    """Serve until a signal ends it; `listening` is told once it answers.

    Raises AddressTaken, TlsUnusable.
    """
    watch, switch = watch or Watch(), Switch()
    needs_tls = is_tls or any(face.is_tls for face in faces)
    context = server_context(hub.folder) if needs_tls else None
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _already_ended)
    collect_seldom()
    operator = _administered(hub, admin, watch, switch) if admin else nullcontext("")
    with _bind(address) as bound, operator as admin_url, ExitStack() as open_faces:
        urls = {face.name: open_faces.enter_context(faced(hub, face, context)) for face in faces}

        def answers() -> None:
            switch.is_on = True
            url = _url(bound, is_tls=is_tls)
            listening(Listening(url=url, admin_url=admin_url, face_urls=urls))

        server = HubServer(
            hub,
            listening=answers,
            watch=watch,
            context=context if is_tls else None,
            switch=switch,
            renewed=context,
        )
        server.run(sockets=[bound])


def collect_seldom() -> None:
    """Let the collector of garbage look less often: what a hub holds lives long."""
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


class HubServer(uvicorn.Server):
    """uvicorn, saying when it listens and when it ends."""

    def __init__(
        self,
        hub: Hub,
        *,
        listening: Callable[[], None],
        watch: Watch | None = None,
        context: ssl.SSLContext | None = None,
        switch: Switch | None = None,
        renewed: ssl.SSLContext | None = None,
    ) -> None:
        self._watch = watch or Watch()
        self._switch = switch or Switch()
        self._listening = listening

        async def each_minute() -> None:
            if (told := context or renewed) is not None:
                load_leaf(told, hub.folder)
            await to_thread(_see_to, hub)
            await to_thread(_count_figures, hub)

        super().__init__(
            uvicorn.Config(
                create_app(hub, self._watch),
                **_quiet(),
                http=_through(self._watch.gate),
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=_GRACE_S,
                timeout_notify=_MINUTE_S,
                callback_notify=each_minute,
                ssl_context_factory=(lambda *_: context) if context is not None else None,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self._watch.events.tell("listening")
            self._listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._switch.is_on = False
        at_work = len(self.server_state.tasks)
        self._watch.events.tell("stopping", requests_at_work=at_work)
        await super().shutdown(sockets)
        self._watch.events.tell("stopped", finished=at_work - len(self.server_state.tasks))


def _see_to(hub: Hub) -> None:
    """What each minute brings; what stops it now may pass, and the next one tries again."""
    for act in (tell_keys, note_backlogs):
        try:
            act(hub)
        except SyncError as error:
            _log.warning("%s did not go: %s", act.__name__, error.code)


def _count_figures(hub: Hub) -> None:
    """Some of what came since the last minute; the desks go before."""
    try:
        follow(hub, most=_COUNTED_A_MINUTE)
    except SyncError as error:
        _log.warning("figures not counted: %s", error.code)


def _quiet() -> dict[str, Any]:
    """What every server here leaves out: addresses of people's machines are nobody's business."""
    return {"log_config": None, "access_log": False, "server_header": False, "ws": "none"}


def _through(gate: Gate) -> Any:
    """The server's own protocol, each connection of which passes the gate."""

    def line(*arguments: Any, **named: Any) -> Line:
        return Line(AutoHTTPProtocol(*arguments, **named), gate)

    return line


@contextmanager
def _administered(hub: Hub, address: Address, watch: Watch, switch: Switch) -> Iterator[str]:
    """The operator's port in a thread of its own: it answers while the desks' one stops."""
    watch.metrics.watch_hub(hub)
    app = create_admin(hub, watch.metrics, switch, token=admin_token(hub.folder))
    with _beside(uvicorn.Config(app, **_quiet()), address, is_tls=False) as url:
        yield url


@contextmanager
def faced(hub: Hub, face: Face, context: ssl.SSLContext | None) -> Iterator[str]:
    """One web face in a thread of its own."""
    config = uvicorn.Config(
        face.make(hub, face.is_tls),
        **_quiet(),
        timeout_graceful_shutdown=_FACE_GRACE_S,
        ssl_context_factory=(lambda *_: context) if face.is_tls and context else None,
    )
    with _beside(config, face.address, is_tls=face.is_tls) as url:
        yield url


@contextmanager
def _beside(config: uvicorn.Config, address: Address, *, is_tls: bool) -> Iterator[str]:
    with _bind(address) as bound:
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        try:
            yield _url(bound, is_tls=is_tls)
        finally:
            server.should_exit = True
            thread.join(_GRACE_S)


def _bind(address: Address) -> socket.socket:
    host, port = address.host, address.port
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


def _url(bound: socket.socket, *, is_tls: bool) -> str:
    host, port = bound.getsockname()[:2]
    scheme = "https" if is_tls else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _already_ended(_number: int, _frame: FrameType | None) -> None:
    """The server ends gracefully by its own handlers and raises the signal again for these."""
