"""How a part of the console joins it: its place in the navigation and its routes.

A section is one entry of `app.SECTIONS`. Its routes get the hub and the pages at start:

    def routes(desk: Counter) -> APIRouter:
        router = APIRouter()

        @router.get("/figures")
        def show(request: Request) -> Response:
            return desk.pages.show(request, "figures.html", rows=…)

        return router

    SECTION = Section(path="/figures", title="web.section.figures", routes=routes)

Every route stands in `roles.ALLOWED`, or is refused. Who is signed in is `session_of(request)`; an
act is done in `with noted(desk.hub, session.who, "figures.recount"):` and answered with
`pages.done(request, "/figures", "recounted")`, whose words are `web.done.recounted`. A form is
`<form method="post">` with `{{ form_field }}` in it. A SyncError is told on a page of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request

from sync.hub.console.pages import Pages
from sync.hub.console.sessions import Session
from sync.hub.hub import Hub


@dataclass(frozen=True, kw_only=True, slots=True)
class Counter:
    """What a section's routes work with."""

    hub: Hub
    pages: Pages


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    path: str  # of its first page; shown to the roles that may GET it
    title: str  # key of its name
    routes: Callable[[Counter], APIRouter]


def session_of(request: Request) -> Session:
    """Who is signed in; only on routes that ask for it."""
    session: Session = request.state.session
    return session
