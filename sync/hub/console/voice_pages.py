"""What citizens wrote (phản ánh, kiến nghị): the list by due day, handing on, the answer."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from sync.hub.audit_log import noted
from sync.hub.console.errors import FieldRefused
from sync.hub.console.section import Counter, Section, session_of
from sync.hub.desk_voice import answer_any, any_feedback_of, desk_feedback
from sync.hub.hub import Hub
from sync.hub.voice import (
    MOST_WORDS,
    Feedback,
    day_of,
    route_feedback,
    spelled,
    waiting_feedback,
)

A_PAGE = 40

Typed = Annotated[str, Form(max_length=2 * MOST_WORDS)]


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()
    _add_looks(router, counter)
    _add_acts(router, counter)
    return router


def _add_looks(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.get("/voice")
    def show(
        request: Request,
        q: Annotated[str, Query(max_length=100)] = "",
        everything: Annotated[int, Query(alias="all")] = 0,
        late: int = 0,
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    ) -> Response:
        every = [_told(hub, one) for one in _everybody(hub, answered=bool(everything))]
        found = [one for one in every if _fits(hub, one, q) and (one["is_late"] or not late)]
        last = max(1, -(-len(found) // A_PAGE))
        at = min(page, last)
        return pages.show(
            request,
            "voices.html",
            rows=found[(at - 1) * A_PAGE : at * A_PAGE],
            found=len(found),
            late_count=sum(1 for one in every if one["is_late"] and not one["told"].answered_at),
            page=at,
            pages=last,
            asked={"q": q, "all": bool(everything), "late": bool(late)},
        )

    @router.get("/voice/{number}")
    def show_one(request: Request, number: str) -> Response:
        told = any_feedback_of(hub, number)
        moments: dict[str, Any] = {
            "written": _moment(told.written_at),
            "routed": _moment(told.routed_at),
            "answered": _moment(told.answered_at),
        }
        most = 2 * MOST_WORDS
        return pages.show(request, "voice.html", one=_told(hub, told), most=most, **moments)


def _add_acts(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post("/voice/{number}/route")
    def route(request: Request, number: str, org: Typed) -> Response:
        org = org.strip()
        target = f"{number[:40]} → {org[:40]}"
        with noted(hub, session_of(request).who, "voice.route", target=target):
            one = route_feedback(hub, number, org)
        return pages.done(request, f"/voice/{one.number}", "voice_routed")

    @router.post("/voice/{number}/answer")
    def answer(request: Request, number: str, words: Typed) -> Response:
        with noted(hub, session_of(request).who, "voice.answer", target=number[:40]):
            if not words.strip():
                raise FieldRefused(field="words")
            one = answer_any(hub, number, words.strip())
        return pages.done(request, f"/voice/{one.number}", "voice_answered")


def _everybody(hub: Hub, *, answered: bool) -> list[Feedback]:
    """What citizens wrote and what was said at the desks, the first due first."""
    found = [*waiting_feedback(hub, answered=answered), *desk_feedback(hub, answered=answered)]
    return sorted(found, key=lambda one: (one.due_on, one.written_at, one.number))


def _told(hub: Hub, one: Feedback) -> dict[str, Any]:
    """A feedback as the page names it."""
    unit = (hub.province.names_of(one.org) or (one.org,))[0] if one.org else ""
    is_late = one.is_late(day_of(hub.now()))
    number = one.number if one.is_at_desk else spelled(one.number)
    return {"told": one, "number": number, "unit": unit, "is_late": is_late}


def _moment(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)


def _fits(hub: Hub, one: dict[str, Any], words: str) -> bool:
    folded = hub.province.rules.folded
    told: Feedback = one["told"]
    within = folded(
        f"{one['number']} {told.number} {told.place} {told.org} {one['unit']} {told.words}"
    )
    return all(word in within for word in folded(words).split())


SECTION = Section(path="/voice", title="web.section.voice", routes=routes)
