"""The hub over HTTP, as its desks reach it: the exchange, enrolment, files.

Every answer and every refusal to a desk is signed, so a desk believes neither a sign-in page nor a
proxy. Sizes are limited while bytes arrive, rates before any work is done. What the operator asks
is answered at another port: see `admin`.
"""

import logging
import traceback
from asyncio import Semaphore
from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.telemetry import TelemetryConfig
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from sync import cose
from sync.errors import (
    HubFailed,
    MalformedMessage,
    OffsetConflict,
    RequestTooLarge,
    SyncError,
)
from sync.hub.access import enrol
from sync.hub.carried import take_carried
from sync.hub.database import is_passing
from sync.hub.events import note
from sync.hub.file_routes import file_routes, snapshot_routes
from sync.hub.hub import Hub
from sync.hub.ledger import exchange
from sync.hub.limits import Guarded
from sync.hub.refusing import refusal_for
from sync.hub.watching import Watch, Watched, turned_away
from sync.protocol import versions
from sync.protocol.carried import PARCEL_PATH
from sync.protocol.frame import author_of

_STATUSES = {
    "bad_signature": 401,
    "machine_unknown": 401,
    "machine_revoked": 403,
    "enrol_code_refused": 403,
    "file_unknown": 404,
    "wrong_hub": 409,
    "hello_replayed": 409,
    "offset_conflict": 409,
    "request_too_large": 413,
    "file_too_large": 413,
    "unknown_version": 426,
    "hub_failed": 503,
}
_NO_TELEMETRY = TelemetryConfig(
    tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False
)
_TRIES = 4
_CUT_SHORT = 400
_UNREADABLE = 422  # whatever else is wrong with a request

_log = logging.getLogger(__name__)


def create_app(hub: Hub, watch: Watch | None = None) -> FastAPI:
    """The web application of an open hub."""
    watch, turns = watch or Watch(), Semaphore(hub.database.at_once)
    app = FastAPI(
        title="Quầy Một Cửa: hub",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # nothing here is JSON
        telemetry=_NO_TELEMETRY,
    )

    @app.post(versions.EXCHANGE_PATH)
    async def take_exchange(request: Request) -> Response:
        return await _exchanged(request, hub, watch, turns)

    @app.post(versions.ENROL_PATH)
    async def take_enrolment(request: Request) -> Response:
        body = await _body(request)
        return await _answer(request, body, lambda told: enrol(hub, told), turns)

    @app.post(PARCEL_PATH)
    async def take_parcel(request: Request) -> Response:
        body = await _body(request)
        return await _answer(request, body, lambda told: take_carried(hub, told), turns)

    @app.exception_handler(SyncError)
    async def refuse(request: Request, error: SyncError) -> Response:
        told = getattr(request.state, "body", b"")
        told = told or request.headers.get("authorization", "").encode()
        return _refused(hub, error, told)

    @app.exception_handler(ClientDisconnect)
    async def forget(_request: Request, _error: ClientDisconnect) -> Response:
        return Response(status_code=_CUT_SHORT)  # nobody is there to read it

    app.include_router(file_routes(hub))
    app.include_router(snapshot_routes(hub))
    app.add_middleware(Watched, watch=watch)
    app.add_middleware(Guarded, gate=watch.gate)
    return app


async def _exchanged(request: Request, hub: Hub, watch: Watch, turns: Semaphore) -> Response:
    """The answer to an exchange; a machine that asks too often must wait.

    Only what a machine has signed counts against it: nobody else can use its share up.
    """
    body = await _body(request)
    machine = _named(body)
    wait_s = watch.gate.machines.wait_s(machine)
    if machine is not None and wait_s:
        watch.metrics.turned_away("machine")
        return turned_away(wait_s)
    answer = await _answer(request, body, lambda told: exchange(hub, told), turns)
    if machine is not None:
        watch.gate.machines.take(machine)
    return answer


def _named(body: bytes) -> int | None:
    """The machine a request says it is from; not proved yet."""
    try:
        messages = cose.read_all(body, limit=versions.MAX_MESSAGES)
        return author_of(messages[0].kid)[0] if messages else None
    except MalformedMessage:
        return None


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > versions.MAX_BODY_BYTES:
            raise RequestTooLarge(most_bytes=versions.MAX_BODY_BYTES)
    return bytes(body)


async def _answer(
    request: Request, body: bytes, work: Callable[[bytes], bytes], turns: Semaphore
) -> Response:
    """The answer that the work gives to a body; who came first has the first turn."""
    request.state.body = body
    try:
        async with turns:
            answer = await run_in_threadpool(_tried, work, body)
    except SyncError:
        raise
    except Exception as error:
        stack = "".join(traceback.format_tb(error.__traceback__))  # lines of code, no values
        _log.error("request failed: %s\n%s", type(error).__name__, stack)
        raise HubFailed(reason="internal") from error
    return Response(answer, media_type=versions.MEDIA_TYPE)


def _tried(work: Callable[[bytes], bytes], body: bytes) -> bytes:
    """What comes of the work; where another process was in the way, it was undone whole."""
    for _ in range(_TRIES - 1):
        try:
            return work(body)
        except HubFailed as error:
            if not is_passing(error):
                raise
    return work(body)


def _refused(hub: Hub, error: SyncError, request: bytes) -> Response:
    note(code=error.code)
    refusal = refusal_for(hub, error, request=request)
    is_conflict = isinstance(error, OffsetConflict)
    return Response(
        refusal,
        status_code=_STATUSES.get(error.code, _UNREADABLE),
        media_type=versions.MEDIA_TYPE,
        headers={"Upload-Offset": error.details["offset"]} if is_conflict else None,
    )
