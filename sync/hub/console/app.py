"""The console's web application over an open hub; `SECTIONS` are its parts, in the menu's order."""

import logging
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from sync.errors import HubFailed, SyncError
from sync.hub.console import (
    aside_pages,
    audit_pages,
    dossier_pages,
    figure_pages,
    machine_pages,
    mandate_pages,
    people_pages,
    receipt_pages,
    recovery_pages,
    shelf_pages,
    voice_pages,
)
from sync.hub.console.errors import (
    FieldRefused,
    FormStale,
    NoSuchPage,
    NotAllowed,
    TriedTooOften,
)
from sync.hub.console.guard import Bounded, Guard, SignInNeeded, asks, tries
from sync.hub.console.pages import Pages, Place
from sync.hub.console.roles import ALLOWED
from sync.hub.console.section import Counter, Section
from sync.hub.console.signing_in import signing_in
from sync.hub.hub import Hub
from sync.hub.limits import Buckets

SECTIONS: Sequence[Section] = (
    machine_pages.SECTION,
    dossier_pages.SECTION,
    aside_pages.SECTION,
    voice_pages.SECTION,
    people_pages.SECTION,
    recovery_pages.SECTION,
    mandate_pages.SECTION,
    receipt_pages.SECTION,
    figure_pages.SECTION,
    shelf_pages.SECTION,
    audit_pages.SECTION,
)

_STATIC = Path(__file__).parent / "static"
_NO_TELEMETRY = TelemetryConfig(
    tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False
)
_STATUSES: dict[type[SyncError], int] = {
    FormStale: 403,
    NotAllowed: 403,
    NoSuchPage: 404,
    TriedTooOften: 429,
    HubFailed: 503,
}
_COULD_NOT = 422
_SEE_OTHER = 303
_log = logging.getLogger(__name__)


def create_console(
    hub: Hub,
    *,
    is_tls: bool,
    sections: Sequence[Section] = SECTIONS,
    asked: Buckets | None = None,
    signs_in: Buckets | None = None,
) -> FastAPI:
    """The console of an open hub; `is_tls` when its listener speaks TLS."""
    guard = Guard(hub=hub, is_tls=is_tls, asks=asked or asks(), signs_in=signs_in or tries())
    places = [
        Place(path=one.path, title=one.title, allowed=ALLOWED[("GET", one.path)])
        for one in sections
    ]
    pages = Pages(hub.province, places)
    counter = Counter(hub=hub, pages=pages)
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        telemetry=_NO_TELEMETRY,
        dependencies=[Depends(guard)],
    )
    app.mount("/static", StaticFiles(directory=_STATIC))
    app.include_router(signing_in(counter, guard))
    for section in sections:
        app.include_router(section.routes(counter))
    _answer_failures(app, pages)
    app.add_middleware(Bounded)

    @app.get("/")
    def begin(request: Request) -> Response:
        role = request.state.session.role
        mine = [place.path for place in places if role in place.allowed]
        return RedirectResponse(mine[0] if mine else "/help", status_code=_SEE_OTHER)

    @app.get("/help")
    def tell_help(request: Request) -> Response:
        return pages.show(request, "help.html")

    return app


def _answer_failures(app: FastAPI, pages: Pages) -> None:
    """Every failure is a page with words; none shows what the program is made of."""

    def refused(request: Request, error: SyncError) -> Response:
        status = _STATUSES.get(type(error), _COULD_NOT)
        words = pages.error(request, error.code, error.details)
        return pages.show(request, "refused.html", status=status, words=words, code=error.code)

    def needed(request: Request, _error: Exception) -> Response:
        if request.headers.get("hx-request"):
            return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
        return RedirectResponse("/sign-in", status_code=_SEE_OTHER)

    def missed(request: Request, error: HTTPException) -> Response:
        answer = refused(request, NoSuchPage())
        answer.status_code = error.status_code
        return answer

    def mistyped(request: Request, error: RequestValidationError) -> Response:
        places: list[Any] = [one["loc"][-1] for one in error.errors()]
        return refused(request, FieldRefused(field=places[0] if places else ""))

    def failed(request: Request, _error: Exception) -> Response:
        number = secrets.token_hex(3).upper()
        _log.exception("unexpected error %s", number)
        words = pages.texts(request).say("ui.unexpected", number=number)
        return pages.show(request, "refused.html", status=500, words=words, code="unexpected")

    for kind, answer in (
        (SyncError, refused),
        (SignInNeeded, needed),
        (HTTPException, missed),
        (RequestValidationError, mistyped),
        (Exception, failed),
    ):
        app.add_exception_handler(kind, answer)  # type: ignore[arg-type]  # each gets its own kind
