"""The audit log as a page: who did what, when, and whether the chain holds."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from sync.hub.audit_log import lines, verify
from sync.hub.console.section import Counter, Section

_A_PAGE = 100


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()

    @router.get("/audit")
    def show(request: Request, before: int | None = None, verified: int = 0) -> Response:
        found = lines(counter.hub, before=before, most=_A_PAGE)
        older = found[-1].number if len(found) == _A_PAGE else None
        checked = verify(counter.hub) if verified else None
        return counter.pages.show(request, "audit.html", lines=found, older=older, checked=checked)

    return router


SECTION = Section(path="/audit", title="web.section.audit", routes=routes)
