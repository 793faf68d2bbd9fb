"""What the operator's own programs ask of a hub process, at a port of its own.

GET /v1/health         the process answers and its database does
GET /v1/ready          it takes requests; 503 while it stops
GET /metrics           Prometheus
GET /v1/admin/desks    every machine        with `Authorization: Bearer` and the operator's token
GET /v1/admin/held     what waits for somebody
GET /openapi.json      all of this for programs

The port listens on the hub's own machine unless told otherwise, and never beside the desks' port.
"""

import hmac
import os
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.telemetry import TelemetryConfig
from sqlalchemy import select

from sync.errors import HubFailed, HubKeyDamaged
from sync.hub.hub import Hub
from sync.hub.metrics import CONTENT_TYPE, Metrics
from sync.hub.overview import desks, held, told, told_held
from sync.hub.tables import hub as hub_table
from sync.protocol import versions

TOKEN_FILE = "admin.token"  # noqa: S105  a name, no secret

_TOKEN_BYTES = 32
_NO_TELEMETRY = TelemetryConfig(
    tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """Whether this process and its database answer."""

    status: str  # ok, failing
    hub_id: str
    versions: list[int]
    time: str  # ISO 8601


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """Whether this process takes requests."""

    ready: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskTold:
    """One machine; moments are ISO 8601."""

    dev: int
    epoch: int
    org: str
    name: str
    app: str
    lanes: list[list[int]]  # first and last number of each
    lease_days: int
    enrolled_at: str
    last_contact_at: str | None
    acked: int  # changes of its epoch that the hub holds
    durable: int  # of these, changes that a verified backup holds too
    backlog: int  # changes it had at its last contact that the hub lacks
    held: int
    refused: int
    opaque: int
    set_aside: int  # the three together
    frozen: str  # why nothing more is taken of it; empty: it is
    quarantined: int  # frames that a person must look at
    revoked: bool
    clock_offset_s: int | None  # the hub's clock minus the machine's, as it measured it
    clock_age_s: int | None  # of that measurement, when it last wrote
    clock_behind_s: int | None  # the same difference by the hub's clock, when it last wrote


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldTold:
    """One change that is not in force and waits for somebody."""

    org: str  # whose change it is, and who must see to it
    pos: int
    dev: int
    epoch: int
    seq: int
    entity: int
    kind: int
    verdict: str
    reason: str
    fault: str  # names the stack in the log, where judging it failed
    since: str  # ISO 8601


class Switch:
    """Whether the process takes requests; off from the moment it is told to stop."""

    def __init__(self) -> None:
        self.is_on = False


def admin_token(folder: Path) -> str:
    """The operator's token, made when first asked for; raises HubKeyDamaged."""
    path = folder / TOKEN_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_token(path)
    with os.fdopen(handle, "w") as file:
        file.write(token_urlsafe(_TOKEN_BYTES))
    return _read_token(path)


def create_admin(hub: Hub, metrics: Metrics, switch: Switch, *, token: str) -> FastAPI:
    """The operator's application of an open hub."""
    app = FastAPI(
        title="Quầy Một Cửa: hub, operator",
        docs_url=None,
        redoc_url=None,
        telemetry=_NO_TELEMETRY,
    )
    bearer = HTTPBearer(auto_error=False)

    def operator(
        shown: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
    ) -> None:
        if shown is None or not hmac.compare_digest(shown.credentials.encode(), token.encode()):
            raise HTTPException(status_code=401)

    @app.get(versions.HEALTH_PATH)
    def tell_health(response: Response) -> Health:
        health = _health(hub)
        response.status_code = 200 if health.status == "ok" else 503
        return health

    @app.get("/v1/ready")
    def tell_ready(response: Response) -> Ready:
        is_ready = switch.is_on and _health(hub).status == "ok"
        response.status_code = 200 if is_ready else 503
        return Ready(ready=is_ready)

    @app.get("/metrics", response_class=Response)
    def tell_metrics() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    @app.get("/v1/admin/desks", dependencies=[Depends(operator)])
    def tell_desks() -> list[DeskTold]:
        return [DeskTold(**told(view)) for view in desks(hub)]

    @app.get("/v1/admin/held", dependencies=[Depends(operator)])
    def tell_held() -> list[HeldTold]:
        return [HeldTold(**told_held(view)) for view in held(hub)]

    @app.exception_handler(HubFailed)
    def fail(_request: Any, error: HubFailed) -> Response:
        return Response(status_code=503, content=error.code)

    return app


def _health(hub: Hub) -> Health:
    status = "ok"
    try:
        with hub.database.reading() as connection:
            connection.execute(select(hub_table.c.id)).one()
    except HubFailed:
        status = "failing"
    return Health(
        status=status,
        hub_id=hub.key.hub_id.hex(),
        versions=sorted(versions.VERSIONS),
        time=hub.province.clock().isoformat(timespec="seconds"),
    )


def _read_token(path: Path) -> str:
    try:
        token = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise HubKeyDamaged(folder=path.parent) from error
    if not token:
        raise HubKeyDamaged(folder=path.parent)
    return token
