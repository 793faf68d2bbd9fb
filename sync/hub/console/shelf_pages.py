"""Catalogue and calendar as pages: import, what would change, the second person's approval."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.responses import Response

from sync.hub.console.errors import FieldRefused
from sync.hub.console.section import Counter, Section, session_of
from sync.hub.console.shelf.drafts import (
    PUBLISHED,
    WAITING,
    approve,
    decline,
    differences,
    draft,
    in_force,
    prepare,
    roll_back,
    touched,
    versions,
)
from sync.hub.console.shelf.errors import ImportRefused
from sync.hub.figures.province import name_of
from sync.hub.figures.spans import moment
from sync.hub.shelf_rules import MOST_BYTES

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_SHOWN = 500  # differences on a page; all are counted

Typed = Annotated[str, Form()]
Numbered = Annotated[int, Form(ge=1)]


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()
    _add_looking(router, counter)
    _add_acts(router, counter)
    return router


def _add_looking(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages
    shelf = hub.province.shelf

    @router.get("/catalogue")
    def show(request: Request) -> Response:
        with hub.database.reading() as connection:
            found = versions(connection)
            current = {one.number for one in found if one == in_force(connection, one.file)}
        return pages.show(
            request,
            "catalogue.html",
            drafts=found,
            current=current,
            kinds=shelf.kinds,
            moment_at=moment,
            flaws=(),
        )

    @router.get("/catalogue/version")
    def show_one(request: Request, number: int) -> Response:
        with hub.database.reading() as connection:
            one = draft(connection, number)
            found = differences(hub, connection, one)
            promises = touched(hub, connection, one)
            last = in_force(connection, one.file)
        return pages.show(
            request,
            "catalogue_version.html",
            draft=one,
            is_table=bool(shelf.kinds.get(one.kind)),
            waits=one.outcome == WAITING,
            is_current=last is not None and last.number == one.number,
            was_published=one.outcome == PUBLISHED,
            is_own=one.prepared_by == session_of(request).name,
            found=found[:_MOST_SHOWN],
            counts={what: sum(each.what == what for each in found) for what in _WHAT},
            promises=[(each, name_of(hub, each.org)) for each in promises],
            moment_at=moment,
            begins=date.fromisoformat(one.begins) if one.begins else None,
        )

    @router.get("/catalogue/workbook")
    def as_workbook(request: Request, number: int) -> Response:
        texts = pages.texts(request)
        with hub.database.reading() as connection:
            one = draft(connection, number)
        titles = {kind: texts[f"web.catalogue.kind.{kind}"] for kind in shelf.kinds}
        content = hub.province.office.workbook([shelf.sheet(one.kind, one.content, titles)])
        told = {"Content-Disposition": f'attachment; filename="{one.kind}-{number}.xlsx"'}
        return Response(content, media_type=_EXCEL, headers=told)

    @router.get("/catalogue/preview")
    def on_paper(number: int) -> Response:
        with hub.database.reading() as connection:
            one = draft(connection, number)
        content = shelf.preview(one.kind, one.content)
        if not content:
            raise FieldRefused(field="number")
        told = {"Content-Disposition": f'inline; filename="{one.kind}-{number}.pdf"'}
        return Response(content, media_type="application/pdf", headers=told)


_WHAT = ("new", "changed", "ended")


def _add_acts(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post("/catalogue/import")
    def take(request: Request, kind: Typed, file: UploadFile, note: Typed = "") -> Response:
        if kind not in hub.province.shelf.kinds:
            raise FieldRefused(field="kind")
        content = file.file.read(MOST_BYTES + 1)
        name = file.filename or ""
        try:
            number = prepare(
                hub, session_of(request).who, kind=kind, name=name, content=content, note=note
            )
        except ImportRefused as refused:
            with hub.database.reading() as connection:
                found = versions(connection)
            return pages.show(
                request,
                "catalogue.html",
                status=422,
                drafts=found,
                current=set(),
                kinds=hub.province.shelf.kinds,
                moment_at=moment,
                flaws=refused.flaws,
                file_name=name,
            )
        return pages.done(request, "/catalogue/version", "imported", number=str(number))

    @router.post("/catalogue/approve")
    def publish(request: Request, number: Numbered) -> Response:
        approve(hub, session_of(request).who, number)
        return pages.done(request, "/catalogue/version", "published", number=str(number))

    @router.post("/catalogue/decline")
    def leave(request: Request, number: Numbered, why: Typed) -> Response:
        decline(hub, session_of(request).who, number, why)
        return pages.done(request, "/catalogue/version", "declined", number=str(number))

    @router.post("/catalogue/roll-back")
    def go_back(request: Request, number: Numbered) -> Response:
        made = roll_back(hub, session_of(request).who, number)
        return pages.done(request, "/catalogue/version", "rolled_back", number=str(made))


SECTION = Section(path="/catalogue", title="web.section.catalogue", routes=routes)
