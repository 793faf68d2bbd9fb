"""Every request is counted, told as an event, and weighed against what its address may ask."""

from collections.abc import Callable
from time import monotonic

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.hub.events import Events, Note, noting
from sync.hub.limits import Gate, Limits
from sync.hub.metrics import Metrics
from sync.protocol import versions

_TOO_MANY = 429
_REFUSED = range(400, 500)
_ROUTES = {versions.EXCHANGE_PATH: "exchange", versions.ENROL_PATH: "enrol"}


class Watch:
    """What one hub process keeps of its work: events, figures, limits."""

    def __init__(self, *, events: Events | None = None, limits: Limits | None = None) -> None:
        self.events = events or Events()
        self.metrics = Metrics()
        self.gate = Gate(limits or Limits())


def turned_away(wait_s: int) -> Response:
    """The answer to who asks too often; nothing was done."""
    return Response(status_code=_TOO_MANY, headers={"Retry-After": str(wait_s)})


class Watched:
    """An application each of whose requests is told of."""

    def __init__(self, app: ASGIApp, watch: Watch) -> None:
        self._app = app
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        wait_s = self._watch.gate.strangers.wait_s(address)
        if wait_s:
            self._watch.metrics.turned_away("address")
            await turned_away(wait_s)(scope, receive, send)
            return
        counted = _Counted(receive, send)
        self._watch.metrics.began()
        with noting() as note:
            try:
                await self._app(scope, counted.receive, counted.send)
            finally:
                self._tell(_route(scope["path"]), counted, note)
        if "dev" in note.facts:
            self._recognise(scope)
        elif counted.status in _REFUSED or _is_enrolment(scope):
            self._watch.gate.strangers.take(address)

    def _recognise(self, scope: Scope) -> None:
        line = self._watch.gate.line_of(scope)
        if line is not None:
            line.is_known = True

    def _tell(self, route: str, counted: "_Counted", note: Note) -> None:
        watch, seconds = self._watch, counted.seconds()
        watch.metrics.answered(route, counted.status, seconds, up=counted.up, down=counted.down)
        code = note.facts.get("code")
        if isinstance(code, str):
            watch.metrics.refused(code)
        elif route == "exchange":
            watch.metrics.exchanged(note.facts)
        watch.events.tell(
            route,
            status=counted.status,
            ms=round(seconds * 1000),
            bytes_in=counted.up,
            bytes_out=counted.down,
            **note.facts,
        )


class _Counted:
    """The two ends of a request, counted."""

    def __init__(
        self, receive: Receive, send: Send, clock: Callable[[], float] = monotonic
    ) -> None:
        self._receive = receive
        self._send = send
        self._clock = clock
        self._began = clock()
        self.up = self.down = 0
        self.status = 500  # until something is answered

    def seconds(self) -> float:
        return self._clock() - self._began

    async def receive(self) -> Message:
        message = await self._receive()
        self.up += len(message.get("body", b""))
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        self.down += len(message.get("body", b""))
        await self._send(message)


def _is_enrolment(scope: Scope) -> bool:
    return bool(scope["path"] == versions.ENROL_PATH)


def _route(path: str) -> str:
    """A name for a path, so that digests and rubbish stay out of figures and events."""
    if path.startswith(f"{versions.FILE_PATH}/"):
        return "file"
    return _ROUTES.get(path, "other")
