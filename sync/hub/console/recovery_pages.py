"""The way back into a desk: the desk's file and a reason, a second person, the answer to take."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.responses import Response

from sync.errors import MalformedMessage
from sync.hub.audit_log import noted
from sync.hub.console.errors import FieldRefused
from sync.hub.console.key_recovery import (
    GOOD_DAYS,
    answer_of,
    ask_recovery,
    decide_recovery,
    list_recoveries,
)
from sync.hub.console.section import Counter, Section, session_of
from sync.proof.desk_key import MOST_BYTES

Typed = Annotated[str, Form(max_length=300)]


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()
    _add_asking(router, counter)
    _add_deciding(router, counter)
    return router


def _add_asking(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.get("/recoveries")
    def show(request: Request) -> Response:
        found = list_recoveries(hub)
        names = {one.org: (hub.province.names_of(one.org) or (one.org,))[0] for one in found}
        return pages.show(request, "recoveries.html", found=found, names=names, days=GOOD_DAYS)

    @router.post("/recoveries")
    def ask(request: Request, file: UploadFile, reason: Typed) -> Response:
        content, who = file.file.read(MOST_BYTES + 1), session_of(request).who
        with noted(hub, who, "recovery.ask", purpose=reason):
            if not reason.strip():
                raise FieldRefused(field="reason")
            if len(content) > MOST_BYTES:
                raise MalformedMessage(reason="too_large")
            ask_recovery(hub, who, content, reason=reason)
        return pages.done(request, "/recoveries", "recovery_asked")


def _add_deciding(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post("/recoveries/{code}/grant")
    def grant(request: Request, code: str, typed: Typed) -> Response:
        """`typed`: the code as the person at the desk reads it out."""
        who = session_of(request).who
        with noted(hub, who, "recovery.grant", target=code[:40]):
            if "".join(typed.upper().split()).replace("-", "") != code.replace("-", ""):
                raise FieldRefused(field="typed")
            decide_recovery(hub, who, code, is_granted=True)
        return pages.done(request, "/recoveries", "recovery_granted")

    @router.post("/recoveries/{code}/decline")
    def decline(request: Request, code: str) -> Response:
        who = session_of(request).who
        with noted(hub, who, "recovery.decline", target=code[:40]):
            decide_recovery(hub, who, code, is_granted=False)
        return pages.done(request, "/recoveries", "declined")

    @router.post("/recoveries/{code}/answer")
    def answer(request: Request, code: str) -> Response:
        with noted(hub, session_of(request).who, "recovery.take", target=code[:40]):
            told = answer_of(hub, code)
        attached = {"Content-Disposition": 'attachment; filename="recovery.answer"'}
        return Response(told, media_type="application/octet-stream", headers=attached)


SECTION = Section(path="/recoveries", title="web.section.recoveries", routes=routes)
