"""The hub over HTTP: the exchange, enrolment, files, health.

Every answer and every refusal to a desk is signed, so a desk believes neither a sign-in page nor a
proxy. Sizes are limited while bytes arrive.
"""

import logging
import traceback
from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.telemetry import TelemetryConfig
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from sync.errors import (
    HubFailed,
    OffsetConflict,
    RequestTooLarge,
    SyncError,
)
from sync.hub.access import enrol
from sync.hub.file_routes import file_routes
from sync.hub.hub import Hub
from sync.hub.ledger import exchange
from sync.hub.refusing import refusal_for
from sync.hub.tables import hub as hub_table
from sync.protocol import versions

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
_CUT_SHORT = 400
_UNREADABLE = 422  # whatever else is wrong with a request

_log = logging.getLogger(__name__)


def create_app(hub: Hub) -> FastAPI:
    """The web application of an open hub."""
    app = FastAPI(title="Quầy Một Cửa: hub", docs_url=None, redoc_url=None, telemetry=_NO_TELEMETRY)

    @app.post(versions.EXCHANGE_PATH, include_in_schema=False)
    async def take_exchange(request: Request) -> Response:
        return await _answer(request, lambda body: exchange(hub, body))

    @app.post(versions.ENROL_PATH, include_in_schema=False)
    async def take_enrolment(request: Request) -> Response:
        return await _answer(request, lambda body: enrol(hub, body))

    @app.get(versions.HEALTH_PATH)
    def tell_health() -> JSONResponse:
        return _health(hub)

    @app.exception_handler(SyncError)
    async def refuse(request: Request, error: SyncError) -> Response:
        told = getattr(request.state, "body", b"")
        told = told or request.headers.get("authorization", "").encode()
        return _refused(hub, error, told)

    app.include_router(file_routes(hub))
    return app


async def _answer(request: Request, work: Callable[[bytes], bytes]) -> Response:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > versions.MAX_BODY_BYTES:
                raise RequestTooLarge(most_bytes=versions.MAX_BODY_BYTES)
    except ClientDisconnect:
        return Response(status_code=_CUT_SHORT)  # nobody is there to read it
    request.state.body = bytes(body)
    try:
        answer = await run_in_threadpool(work, bytes(body))
    except SyncError:
        raise
    except Exception as error:
        stack = "".join(traceback.format_tb(error.__traceback__))  # lines of code, no values
        _log.error("request failed: %s\n%s", type(error).__name__, stack)
        raise HubFailed(reason="internal") from error
    return Response(answer, media_type=versions.MEDIA_TYPE)


def _health(hub: Hub) -> JSONResponse:
    told = {
        "hub_id": hub.key.hub_id.hex(),
        "versions": sorted(versions.VERSIONS),
        "time": hub.province.clock().isoformat(timespec="seconds"),
    }
    try:
        with hub.database.reading() as connection:
            connection.execute(select(hub_table.c.id)).one()
    except HubFailed as error:
        return JSONResponse({"status": "failing", **told, **error.details}, status_code=503)
    return JSONResponse({"status": "ok", **told})


def _refused(hub: Hub, error: SyncError, request: bytes) -> Response:
    refusal = refusal_for(hub, error, request=request)
    is_conflict = isinstance(error, OffsetConflict)
    return Response(
        refusal,
        status_code=_STATUSES.get(error.code, _UNREADABLE),
        media_type=versions.MEDIA_TYPE,
        headers={"Upload-Offset": error.details["offset"]} if is_conflict else None,
    )
