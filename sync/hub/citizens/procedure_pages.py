"""The procedures as the QR boards point to them: fields, a field's procedures, one procedure.

GET /thu-tuc                  every field
GET /thu-tuc/ho-tich          the procedures of a field (the QR of a board)
GET /thu-tuc/ho-tich/1.001193 one procedure: papers, time, fee; made to be printed
GET /thu-tuc?q=khai+sinh      by words, with or without accents
"""

from datetime import timedelta, timezone
from functools import partial
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sync.hub.booklet import Booklet, ProcedureTold
from sync.hub.citizens.pages import Pages
from sync.hub.hub import Hub
from sync.hub.published import moved_at, newest

_VIETNAM = timezone(timedelta(hours=7))
_MOST_FOUND = 40
_MOST_ASKED = 100  # letters


class _Shelf:
    """The booklet of the day with what was published, asked for once."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._lock = Lock()
        self._kept: tuple[object, Booklet] | None = None

    def booklet(self) -> Booklet:
        with self._lock, self._hub.database.asking() as connection:
            day = self._hub.province.clock().astimezone(_VIETNAM).date()
            as_of = (day, moved_at(connection))
            if self._kept is None or self._kept[0] != as_of:
                published = partial(newest, self._hub, connection)
                self._kept = (as_of, self._hub.province.booklet(day, published))
            return self._kept[1]

    def found(self, words: str) -> list[ProcedureTold]:
        """Procedures whose code or name has all of the words."""
        folded = self._hub.province.rules.folded
        wanted = folded(words[:_MOST_ASKED]).split()
        told = [
            one
            for one in self.booklet().procedures
            if all(part in f"{one.code} {folded(one.name)}" for part in wanted)
        ]
        return told[:_MOST_FOUND] if wanted else []


def procedure_routes(hub: Hub, pages: Pages) -> list[BaseRoute]:
    shelf = _Shelf(hub)

    async def fields(request: Request) -> Response:
        booklet = await run_in_threadpool(shelf.booklet)
        words = request.query_params.get("q", "").strip()
        counts: dict[tuple[str, str], int] = {}
        for one in booklet.procedures:
            key = (one.field_key, one.field)
            counts[key] = counts.get(key, 0) + 1
        found = await run_in_threadpool(shelf.found, words)
        return pages.show(
            request, "fields.html", booklet=booklet, fields=counts, asked=words, found=found
        )

    async def field(request: Request) -> Response:
        booklet = await run_in_threadpool(shelf.booklet)
        wanted = request.path_params["field"].lower()
        procedures = [one for one in booklet.procedures if one.field_key == wanted]
        if not procedures:
            return _unknown(pages, request)
        return pages.show(request, "field.html", booklet=booklet, procedures=procedures)

    async def procedure(request: Request) -> Response:
        booklet = await run_in_threadpool(shelf.booklet)
        wanted = request.path_params["code"]
        for one in booklet.procedures:
            if one.code == wanted:
                return pages.show(request, "procedure.html", booklet=booklet, one=one)
        return _unknown(pages, request)

    return [
        Route(f"/{beginning}{rest}", page)
        for beginning in ("thu-tuc", "THU-TUC")
        for rest, page in (("", fields), ("/{field}", field), ("/{field}/{code}", procedure))
    ]


def _unknown(pages: Pages, request: Request) -> Response:
    said = {"title": "procedures.gone_title", "words": "procedures.gone"}
    return pages.show(request, "said.html", status=404, count=0, **said)
