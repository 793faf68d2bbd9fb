"""Ratings and feedback, as citizens give them.

GET, POST /d/CODE        a rating by the code of a slip, once (also /D/CODE)
GET, POST /gop-y         feedback; ?don-vi=H17.20443 says which unit it is about
GET       /gop-y/theo-doi?so=NUMBER   what became of it
"""

from functools import partial
from time import monotonic

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sync.hub.citizens.forms import plain, typed
from sync.hub.citizens.guessing import Guard
from sync.hub.citizens.pages import Pages
from sync.hub.errors import NoSuchFeedback
from sync.hub.hub import Hub
from sync.hub.voice import (
    FACES,
    MOST_PLACE,
    MOST_WORDS,
    Kind,
    Rated,
    Reason,
    feedback_of,
    rate,
    spelled,
    standing,
    write_feedback,
)

_MINUTE_S = 60
_LEAST_WORDS = 10  # letters


def voice_routes(hub: Hub, pages: Pages, guard: Guard) -> list[BaseRoute]:
    voice = _Voice(hub, pages, guard)
    return [
        *(Route(f"/{letter}/{{code}}", voice.ask_rating) for letter in "dD"),
        *(Route(f"/{letter}/{{code}}", voice.take_rating, methods=["POST"]) for letter in "dD"),
        Route("/gop-y", voice.ask_feedback),
        Route("/gop-y", voice.take_feedback, methods=["POST"]),
        Route("/gop-y/theo-doi", voice.follow),
    ]


class _Voice:
    """The pages over one hub."""

    def __init__(self, hub: Hub, pages: Pages, guard: Guard) -> None:
        self._hub = hub
        self._pages = pages
        self._guard = guard

    async def ask_rating(self, request: Request) -> Response:
        begun = monotonic()
        code = request.path_params["code"]
        found = await run_in_threadpool(standing, self._hub, code)
        if found is not Rated.TAKEN:
            return await self._not_rated(request, begun, found)
        return self._rating(request, missing=False)

    async def take_rating(self, request: Request) -> Response:
        begun = monotonic()
        wait_s = self._guard.writing_wait_s(request)
        if wait_s:
            return self._too_often(request, wait_s)
        fields = await typed(request)
        face = fields.get("mat", "")
        if face not in {str(one) for one in FACES}:
            return self._rating(request, missing=True)
        told = partial(
            rate,
            self._hub,
            request.path_params["code"],
            face=int(face),
            reasons=[one for one in Reason if f"ly-do-{one}" in fields],
            words=plain(fields.get("loi", ""), most=MOST_WORDS),
        )
        found = await run_in_threadpool(told)
        if found is not Rated.TAKEN:
            return await self._not_rated(request, begun, found)
        return self._said(request, "rate.thanks")

    async def ask_feedback(self, request: Request) -> Response:
        org = request.query_params.get("don-vi", "")[:40]
        return self._feedback(request, {}, org, missing=False)

    async def take_feedback(self, request: Request) -> Response:
        fields = await typed(request)
        org = fields.get("don-vi", "")[:40]
        words = plain(fields.get("loi", ""), most=MOST_WORDS)
        kind = fields.get("loai", "")
        if len(words) < _LEAST_WORDS or kind not in set(Kind):
            return self._feedback(request, fields, org, missing=True)
        wait_s = self._guard.writing_wait_s(request)
        if wait_s:
            return self._too_often(request, wait_s)
        place = " ".join(plain(fields.get("noi", ""), most=MOST_PLACE).split())
        told = partial(write_feedback, kind=Kind(kind), place=place, words=words, org=org)
        kept = await run_in_threadpool(told, self._hub)
        return self._pages.show(
            request, "followed.html", one=kept, number=spelled(kept.number), unit="", is_new=True
        )

    async def follow(self, request: Request) -> Response:
        begun = monotonic()
        number = request.query_params.get("so", "")
        wait_s = self._guard.wait_s(request)
        if wait_s:
            return self._too_often(request, wait_s)
        try:
            one = await run_in_threadpool(feedback_of, self._hub, number)
        except NoSuchFeedback:
            await self._guard.failed(request, begun)
            return self._said(request, "follow.unknown", status=404)
        names = self._hub.province.names_of(one.org) if one.org else None
        return self._pages.show(
            request,
            "followed.html",
            one=one,
            number=spelled(one.number),
            unit=names[0] if names else "",
            is_new=False,
        )

    def _rating(self, request: Request, *, missing: bool) -> Response:
        status = 422 if missing else 200
        faces, reasons = list(reversed(FACES)), list(Reason)
        return self._pages.show(
            request, "rate.html", status=status, faces=faces, reasons=reasons, missing=missing
        )

    def _feedback(
        self, request: Request, fields: dict[str, str], org: str, *, missing: bool
    ) -> Response:
        names = self._hub.province.names_of(org) if org else None
        return self._pages.show(
            request,
            "feedback.html",
            status=422 if missing else 200,
            kinds=list(Kind),
            typed=fields,
            org=org if names else "",
            unit=names[0] if names else "",
            missing=missing,
        )

    async def _not_rated(self, request: Request, begun: float, found: Rated) -> Response:
        if found is Rated.ALREADY:
            return self._said(request, "rate.already", status=409)
        wait_s = self._guard.wait_s(request)
        await self._guard.failed(request, begun)
        if wait_s:
            return self._too_often(request, wait_s)
        return self._said(request, "rate.unknown", status=404)

    def _too_often(self, request: Request, wait_s: int) -> Response:
        minutes = -(-wait_s // _MINUTE_S)
        return self._said(request, "busy", status=429, count=minutes)

    def _said(self, request: Request, key: str, *, status: int = 200, count: int = 0) -> Response:
        told = {"title": f"{key}.title", "words": f"{key}.words"}
        return self._pages.show(request, "said.html", status=status, count=count, **told)
