"""Dossiers: a department's inbox and acts, and a dossier that an operator looks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from sync.hub.agencies.inbox import Tray, counts, find, inbox
from sync.hub.agencies.looking import course, ending_of, look, open_file
from sync.hub.api.changes import View
from sync.hub.api.errors import DossierUnseen, ResultFileRefused
from sync.hub.api.inward import (
    MOST_RESULT_BYTES,
    Speaker,
    reason_in_words,
    send_paper,
    set_state,
    word_of,
)
from sync.hub.audit_log import note
from sync.hub.console.errors import NoSuchPage
from sync.hub.console.pages import language_of
from sync.hub.console.roles import Role
from sync.hub.console.section import Counter, Section, session_of
from sync.hub.errors import StateRefused
from sync.hub.hub import Hub
from sync.hub.outside import Step

_WORD_BYTES = 12
_DONE_WORDS = {2: "given_back", 4: "taken", 5: "asked", 6: "duty_set", 8: "stopped"}

Typed = Annotated[str, Form(max_length=2_000)]
Short = Annotated[str, Form(max_length=200)]


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()
    _add_list(router, counter)
    _add_one(router, counter)
    _add_acts(router, counter)
    return router


def _add_list(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.get("/dossiers")
    def show(
        request: Request,
        q: Annotated[str, Query(max_length=100)] = "",
        tray: Tray = Tray.NEW,
    ) -> Response:
        speaker = _speaker(hub, request)
        is_agency = bool(speaker.view.body_folded)
        if q.strip():
            note(hub, speaker.who, "dossier.search")  # what was typed may be a name
        told: dict[str, Any] = {
            "q": q,
            "tray": tray,
            "trays": counts(hub, speaker.view) if is_agency else {},
            "lines": find(hub, q, speaker.view) if q.strip() else [],
            "is_agency": is_agency,
        }
        if is_agency and not q.strip():
            told["lines"] = inbox(hub, speaker.view, tray)
        return pages.show(request, "dossiers.html", **told)


def _add_one(router: APIRouter, counter: Counter) -> None:
    hub = counter.hub

    @router.get("/dossiers/{code}")
    def show_one(request: Request, code: str) -> Response:
        return _page(counter, request, code)

    @router.post("/dossiers/{code}/look")
    def show_inside(request: Request, code: str, purpose: Short = "") -> Response:
        return _page(counter, request, code, purpose=purpose)

    @router.post("/dossiers/{code}/file")
    def show_file(request: Request, code: str, sha256: Short, purpose: Short = "") -> Response:
        with _told(hub, request):
            path = open_file(hub, _speaker(hub, request), code, sha256, purpose=purpose)
        name = f"{code}-{sha256[:8]}{ending_of(path)}"
        return FileResponse(path, media_type="application/octet-stream", filename=name)


def _add_acts(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post("/dossiers/{code}/state")
    def record(  # noqa: PLR0917  a form's fields
        request: Request,
        code: str,
        state: Annotated[int, Form(ge=2, le=8)],
        word: Short,
        reason: Typed = "",
        lacking: Typed = "",
        amount: Annotated[int, Form(ge=0, le=10**12)] = 0,
        again: Typed = "",
    ) -> Response:
        speaker = _speaker(hub, request)
        items = tuple(line.strip() for line in lacking.splitlines() if line.strip())
        step = Step(
            state=state,
            body=speaker.body,
            reason=reason,
            items=items,
            amount_vnd=amount,
            override=again,
        )
        named = word_of(f"console {speaker.who.name}", word, [code, repr(step)])
        with _told(hub, request):
            set_state(hub, speaker, code, step, word=named)
        if state == 2:  # noqa: PLR2004  given back, it is the desk's again
            return pages.done(request, "/dossiers", _DONE_WORDS[state])
        return pages.done(request, f"/dossiers/{code}", _DONE_WORDS.get(state, "recorded"))

    @router.post("/dossiers/{code}/result")
    async def send(
        request: Request, code: str, file: UploadFile, word: Short, number: Short = ""
    ) -> Response:
        speaker = _speaker(hub, request)
        content = await file.read(MOST_RESULT_BYTES + 1)
        name = file.filename or "ket-qua.pdf"
        named = word_of(f"console {speaker.who.name}", word, [code, name, number, content])

        def work() -> None:
            send_paper(hub, speaker, code, content, name=name, number=number, word=named)

        with _told(hub, request):
            await run_in_threadpool(work)
        return pages.done(request, f"/dossiers/{code}", "result_sent")


def _page(counter: Counter, request: Request, code: str, *, purpose: str | None = None) -> Response:
    """A dossier's page; with a purpose also what it says of a person."""
    hub = counter.hub
    speaker = _speaker(hub, request)
    with _told(hub, request):
        told = course(hub, speaker, code)
        inside = None if purpose is None else look(hub, speaker, code, purpose=purpose)
    return counter.pages.show(
        request,
        "dossier.html",
        code=code,
        one=told.told,
        turns=told.turns,
        place=", ".join(hub.province.names_of(told.told.org) or ()),
        inside=inside,
        purpose=purpose or "",
        is_agency=bool(speaker.view.body_folded),
        word=token_hex(_WORD_BYTES),
    )


@contextmanager
def _told(hub: Hub, request: Request) -> Iterator[None]:
    """What is not to be seen is no page; why a rule said no is told in words."""
    try:
        yield
    except DossierUnseen as error:
        raise NoSuchPage from error
    except (StateRefused, ResultFileRefused) as error:
        why = reason_in_words(hub, error.details.get("reason", ""), language_of(request))
        raise type(error)(**{**error.details, "reason": why}) from error


def _speaker(hub: Hub, request: Request) -> Speaker:
    """Who is signed in: a department's person sees its own dossiers, an operator all."""
    session = session_of(request)
    if session.role is not Role.AGENCY:
        return Speaker(who=session.who, body=session.name)
    view = View(body_folded=hub.province.rules.folded(session.org))
    return Speaker(who=session.who, body=session.org, view=view, is_signer=True)


SECTION = Section(path="/dossiers", title="web.section.dossiers", routes=routes)
