"""The public pages as one web application over an open hub, at an address of their own.

    GET  /                     the way in: look-up, procedures, feedback, check
    GET  /t/CODE               the dossier of a receipt's QR (also /T/CODE)
    POST /tra-cuu              the dossier of a code and the last four digits of its phone
    GET  /thu-tuc …            procedures by field: see `procedure_pages`
    GET  /kiem-tra/ …          the check of papers: see `paper_check`
    GET  /d/CODE, /gop-y …     ratings and feedback: see `voice_pages`

Who asked for what is written nowhere.
"""

from functools import partial
from time import monotonic
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sync.errors import HubFailed
from sync.hub.citizens.drawn import Drawn
from sync.hub.citizens.forms import typed
from sync.hub.citizens.guessing import Guard, Patience
from sync.hub.citizens.pages import HEADERS, Pages, language_of
from sync.hub.citizens.paper_check import check_routes
from sync.hub.citizens.procedure_pages import procedure_routes
from sync.hub.citizens.voice_pages import voice_routes
from sync.hub.hub import Hub
from sync.hub.look_up import as_code, by_either

_MINUTE_S = 60


def create_citizens(hub: Hub, *, is_tls: bool = False, patience: Patience | None = None) -> Any:
    """The application; `is_tls` is nothing to it, for it keeps no cookie."""
    del is_tls
    pages, guard = Pages(hub.province), Guard(patience or Patience())
    return Starlette(
        routes=[
            *_look_up_routes(hub, pages, guard),
            *procedure_routes(hub, pages),
            *check_routes(hub, pages),
            *voice_routes(hub, pages, guard),
            Route("/f/{name}", partial(_file, pages)),
        ],
        exception_handlers={
            404: partial(_gone, pages),
            405: partial(_gone, pages),
            HubFailed: partial(_failed, pages),
        },
    )


def _look_up_routes(hub: Hub, pages: Pages, guard: Guard) -> list[BaseRoute]:
    drawn = Drawn(hub, pages)

    async def look(request: Request) -> Response:
        begun = monotonic()
        page = await run_in_threadpool(
            drawn.page, request.path_params["code"], language_of(request)
        )
        if page is not None:
            return HTMLResponse(page, headers=HEADERS)
        return await refused(request, begun, "")

    async def ask(request: Request) -> Response:
        begun = monotonic()
        fields = await typed(request)
        code, digits = fields.get("ma", ""), fields.get("so", "")
        wait_s = guard.wait_s(request, as_code(code))
        if wait_s:
            return too_often(request, wait_s)
        view = await run_in_threadpool(by_either, hub, code, digits)
        if view is not None:
            return pages.show(request, "dossier.html", view=view)
        return await refused(request, begun, as_code(code))

    async def refused(request: Request, begun: float, code: str) -> Response:
        wait_s = guard.wait_s(request, code)
        await guard.failed(request, begun, code)
        if wait_s:
            return too_often(request, wait_s)
        return pages.show(request, "home.html", status=404, asked=code, failed="unknown")

    def too_often(request: Request, wait_s: int) -> Response:
        minutes = -(-wait_s // _MINUTE_S)
        page = pages.show(
            request, "said.html", status=429, title="wait.title", words="wait.words", count=minutes
        )
        page.headers["Retry-After"] = str(wait_s)
        return page

    looks = [Route(f"/{letter}/{{code}}", look) for letter in "tT"]
    return [Route("/", partial(_home, pages)), *looks, Route("/tra-cuu", ask, methods=["POST"])]


async def _home(pages: Pages, request: Request) -> Response:
    field = request.query_params.get("linhvuc", "")
    if field:  # as the QR codes of the boards ask
        return RedirectResponse(f"/thu-tuc/{quote(field, safe='')}", headers=HEADERS)
    return pages.show(request, "home.html", asked="", failed="")


async def _file(pages: Pages, request: Request) -> Response:
    is_packed = "gzip" in request.headers.get("accept-encoding", "")
    return pages.file(request.path_params["name"], is_packed=is_packed)


async def _gone(pages: Pages, request: Request, _error: Exception) -> Response:
    return pages.show(
        request, "said.html", status=404, title="gone.title", words="gone.words", count=0
    )


async def _failed(pages: Pages, request: Request, _error: Exception) -> Response:
    """The database does not answer: plain words, and a program may read when to come again."""
    page = pages.show(
        request, "said.html", status=503, title="failed.title", words="failed.words", count=0
    )
    page.headers.update({**HEADERS, "Retry-After": str(_MINUTE_S)})
    return page
