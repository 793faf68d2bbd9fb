"""The API of the hub for the province's other systems, described by itself at /openapi.json.

GET  /v1/changes                       changes after a cursor
GET  /v1/dossiers/{code}             a dossier as it stands
GET  /v1/dossiers/{code}/result      its signed result; each look is logged with its purpose
POST /v1/dossiers/{code}/states      a national state
POST /v1/dossiers/{code}/results     a result, a PDF as the body
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException as RouteError
from starlette.requests import ClientDisconnect

from sync.errors import HubFailed, SyncError
from sync.hub.api.delivering import Deliverer
from sync.hub.api.errors import STATUSES, BodyRefused, BodyTooLarge
from sync.hub.api.guarding import MOST_JSON_BYTES, Bounded, Keyring, Rates
from sync.hub.api.inward import MOST_RESULT_BYTES, reason_in_words
from sync.hub.api.routes import add_reading, add_speaking
from sync.hub.api.shapes import Changes, Refusal
from sync.hub.hub import Hub
from sync.hub.limits import Gate, Guarded, Limits

_NO_TELEMETRY = TelemetryConfig(
    tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False
)
_CUT_SHORT = 400
_TOO_LARGE = 413
_NO_KEY = 401
_LANGUAGE = "en"
_ABOUT = """Dữ liệu trao đổi với các hệ thống khác của tỉnh.

- **Đọc**: `GET /v1/changes` với `after` là con trỏ `ConTro` của lần đọc trước. Dừng bao lâu cũng \
được: không thay đổi nào mất. Một thay đổi có thể đến hai lần; `MaThayDoi` cho biết.
- **Ghi**: kèm `Idempotency-Key`. Gửi lại đúng yêu cầu ấy nhận đúng câu trả lời cũ; nội dung khác \
dưới cùng mã bị từ chối 409.
- **Webhook**: POST có `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,<base64>`, \
HMAC-SHA256 của `id.timestamp.body` bằng khóa bí mật của webhook (chuẩn Standard Webhooks).

Không trường nào nêu tên người; tệp kết quả thì có, nên mỗi lần tải được ghi lại cùng mục đích.
"""


def create_api(
    hub: Hub, *, is_tls: bool = False, rates: Rates | None = None, delivers: bool = True
) -> FastAPI:
    """The application of an open hub; `delivers` follows the feeds and sends to webhooks too."""
    del is_tls  # a key is shown alike in the clear to this machine alone
    keyring = Keyring(hub, rates or Rates())

    @asynccontextmanager
    async def working(_app: FastAPI) -> AsyncIterator[None]:
        deliverer = Deliverer(hub) if delivers else None
        if deliverer is not None:
            deliverer.start()
        yield
        if deliverer is not None:
            deliverer.stop()

    app = FastAPI(
        title="Quầy Một Cửa: dữ liệu trao đổi",
        description=_ABOUT,
        version="1.0.0",
        docs_url=None,
        redoc_url=None,
        telemetry=_NO_TELEMETRY,
        lifespan=working,
    )
    add_reading(app, hub, keyring)
    add_speaking(app, hub, keyring)
    _describe_webhook(app)
    _add_refusals(app, hub)
    app.add_middleware(Bounded, most_bytes_of=_most_bytes)
    app.add_middleware(Guarded, gate=Gate(Limits()))
    return app


def _most_bytes(path: str) -> int:
    return MOST_RESULT_BYTES if path.endswith("/results") else MOST_JSON_BYTES


def _describe_webhook(app: FastAPI) -> None:
    @app.webhooks.post("thay-doi", summary="Thay đổi được gửi đến webhook")
    def receive_changes(body: Changes) -> None:
        """Trả 2xx khi đã nhận; 4xx và 500 được gửi lại từng thay đổi; im lặng thì tỉnh chờ."""


def _add_refusals(app: FastAPI, hub: Hub) -> None:
    @app.exception_handler(SyncError)
    def refuse(request: Request, error: SyncError) -> Response:
        return _refusal(hub, request, error)

    @app.exception_handler(RequestValidationError)
    def refuse_shape(request: Request, error: RequestValidationError) -> Response:
        return _refusal(hub, request, BodyRefused(field=_field_of(error)))

    @app.exception_handler(RouteError)
    def refuse_route(request: Request, error: RouteError) -> Response:
        if error.status_code == _TOO_LARGE:
            return _refusal(hub, request, BodyTooLarge(most_bytes=MOST_JSON_BYTES))
        if error.status_code == _CUT_SHORT:
            return _refusal(hub, request, BodyRefused(field="body"))
        told = {"error": {"code": "api_no_such_address", "message": str(error.detail)}}
        return JSONResponse(told, status_code=error.status_code, headers=error.headers)

    @app.exception_handler(ClientDisconnect)
    async def forget(_request: Request, _error: ClientDisconnect) -> Response:
        return Response(status_code=_CUT_SHORT)  # nobody is there to read it


def _refusal(hub: Hub, request: Request, error: SyncError) -> Response:
    asked = request.headers.get("accept-language", "")
    language = _LANGUAGE if asked.lower().startswith(_LANGUAGE) else "vi"
    fault: dict[str, Any] = {
        "code": error.code,
        "message": hub.province.say(error.code, _in_words(hub, error, language), language),
        "reason": error.details.get("reason", "") if not isinstance(error, HubFailed) else "",
        "field": error.details.get("field", ""),
    }
    wait_s = error.details.get("wait_s")
    status = STATUSES.get(error.code, _CUT_SHORT)
    headers = {"Retry-After": wait_s} if wait_s else {}
    if status == _NO_KEY:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(
        Refusal.model_validate({"error": fault}).model_dump(), status_code=status, headers=headers
    )


def _in_words(hub: Hub, error: SyncError, language: str) -> dict[str, str]:
    """The details, a rule's code among them as words."""
    reason = error.details.get("reason")
    if reason is None:
        return dict(error.details)
    return {**error.details, "reason": reason_in_words(hub, reason, language)}


def _field_of(error: RequestValidationError) -> str:
    """The first field that is wrong; what was in it is not repeated."""
    first = error.errors()[0]
    return ".".join(str(part) for part in first["loc"])[:200]
