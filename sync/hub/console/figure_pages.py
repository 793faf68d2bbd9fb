"""Figures as pages: the province, one unit, the dossiers behind a figure, and files of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import quote_plus

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import select
from starlette.responses import Response

from sync.hub.audit_log import noted
from sync.hub.console.errors import FieldRefused
from sync.hub.console.figure_words import (
    ProcedureNames,
    above_lines,
    lacking_lines,
    period_words,
)
from sync.hub.console.pages import VIETNAM
from sync.hub.console.roles import ALLOWED, Role
from sync.hub.console.section import Counter, Section, session_of
from sync.hub.figure_rules import Pick, Sheet
from sync.hub.figures import charts
from sync.hub.figures.behind import PAGE, how_many, those_behind
from sync.hub.figures.exports import COLUMNS, MEASURES, percent, sheets
from sync.hub.figures.following import behind, follow
from sync.hub.figures.province import FEW, Week, figures_of, name_of, one_unit, weeks
from sync.hub.figures.reading import Period, beside, period_at
from sync.hub.figures.recounting import recount
from sync.hub.figures.satisfaction import satisfaction
from sync.hub.figures.silent import Silent
from sync.hub.figures.spans import Span, day_of, moment, second_of
from sync.hub.hub import Hub
from sync.hub.tables import devices

_AT_ONCE = 2_000  # records counted before a page is shown; the rest goes on by itself
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST = MEASURES[0]
_LACKING = 50  # machines named on a page; files name them all
_SEES_EVERY_DOSSIER = ALLOWED["GET", "/dossiers/{code}"] - {Role.AGENCY}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a page asks for: a period, and what units are ranked by."""

    span: str = Span.MONTH
    at: str = ""  # a day of the period; empty: today
    by: str = _FIRST

    def period(self, now: int) -> Period:
        """Raises FieldRefused."""
        if self.span not in set(Span) or self.by not in MEASURES:
            raise FieldRefused(field="span")
        try:
            second = second_of(date.fromisoformat(self.at)) if self.at else now
        except ValueError as error:
            raise FieldRefused(field="at") from error
        if not 0 <= second <= now:
            raise FieldRefused(field="at")
        return period_at(Span(self.span), second, now=now)


AskedHere = Annotated[Asked, Depends()]


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()
    _add_pages(router, counter)
    _add_behind(router, counter)
    _add_files(router, counter)

    @router.post("/figures/recount")
    def count_again(request: Request) -> Response:
        with noted(counter.hub, session_of(request).who, "figures.recount"):
            recount(counter.hub)
        return counter.pages.done(request, "/figures", "recounted")

    return router


def _add_pages(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.get("/figures")
    def show(request: Request, asked: AskedHere) -> Response:
        period = asked.period(hub.now())
        follow(hub, most=_AT_ONCE)
        found = figures_of(hub, period, by=asked.by)
        frame = _frame(counter, request, asked, period, found.silent)
        return pages.show(request, "figures.html", figures=found, few=FEW, **frame)

    @router.get("/figures/unit")
    def show_one(request: Request, org: str, asked: AskedHere) -> Response:
        period = asked.period(hub.now())
        follow(hub, most=_AT_ONCE)
        unit, lacking = one_unit(hub, period, org)
        frame = _frame(counter, request, asked, period, lacking, org=org)
        return pages.show(request, "figures_unit.html", unit=unit, **frame)


def _add_behind(router: APIRouter, counter: Counter) -> None:
    hub, formulas = counter.hub, counter.hub.province.formulas
    procedures = ProcedureNames(hub)

    @router.get("/figures/dossiers")
    def show(
        request: Request,
        asked: AskedHere,
        pick: Annotated[_Picked, Depends()],
        org: str = "",
        page: Annotated[int, Query(ge=0, le=100_000)] = 0,
    ) -> Response:
        period, start = asked.period(hub.now()), page * PAGE
        with hub.database.reading() as connection:
            total = how_many(connection, period, pick.pick, formulas, org)
            found = those_behind(connection, period, pick.pick, formulas, org=org, start=start)
        texts = counter.pages.texts(request)
        return counter.pages.show(
            request,
            "figures_dossiers.html",
            found=[(one, name_of(hub, one.org), procedures.of(one.procedure)) for one in found],
            is_linked=session_of(request).role in _SEES_EVERY_DOSSIER,
            words=pick.words(texts),
            unit=name_of(hub, org) if org else "",
            org=org,
            period=period_words(period, texts),
            total=total,
            start=start,
            moment_at=moment,
            back=f"/figures{'/unit' if org else ''}?{_query(asked, period, org=org)}",
            pages_at=lambda step: _query(asked, period, org=org, page=page + step, **pick.asked()),
            page=page,
            is_last=start + len(found) >= total,
        )


@dataclass(frozen=True, slots=True)
class _Picked:
    """Which figure's dossiers are asked for."""

    column: str = ""
    measure: str = ""
    side: str = "miss"

    @property
    def pick(self) -> Pick:
        return Pick(column=self.column, measure=self.measure, is_hit=self.side == "hit")

    def asked(self) -> dict[str, str]:
        return {"column": self.column, "measure": self.measure, "side": self.side}

    def words(self, texts: Any) -> str:
        """Raises FieldRefused for a figure there is not."""
        key = (
            f"index.measure.{self.measure}" if self.measure else f"web.figures.column.{self.column}"
        )
        if key not in texts or self.side not in {"hit", "miss"}:
            raise FieldRefused(field="column")
        words = str(texts[key])
        return f"{words} · {texts[f'index.side.{self.side}']}" if self.measure else words


def _add_files(router: APIRouter, counter: Counter) -> None:
    hub = counter.hub

    @router.get("/figures/workbook")
    def as_workbook(request: Request, asked: AskedHere) -> Response:
        period = asked.period(hub.now())
        content = hub.province.office.workbook(_sheets(counter, request, asked, period))
        return _file(content, _EXCEL, f"{_name(period)}.xlsx")

    @router.get("/figures/page")
    def as_page(request: Request, asked: AskedHere) -> Response:
        period = asked.period(hub.now())
        told = _sheets(counter, request, asked, period)
        today = hub.province.clock().astimezone(VIETNAM).date()
        content = hub.province.office.page(province_name(hub), today, told)
        return _file(content, "application/pdf", f"{_name(period)}.pdf")


def _sheets(counter: Counter, request: Request, asked: Asked, period: Period) -> Sequence[Sheet]:
    hub, texts = counter.hub, counter.pages.texts(request)
    found = figures_of(hub, period, by=asked.by)
    title = f"{texts['web.section.figures']}: {period_words(period, texts)}"
    above = above_lines(hub, period, found.silent, texts)
    return sheets(found, weeks(hub), title=title, above=above, texts=texts)


def _frame(
    counter: Counter,
    request: Request,
    asked: Asked,
    period: Period,
    silent: Sequence[Silent],
    *,
    org: str = "",
) -> Mapping[str, Any]:
    """What the pages of the province and of a unit share."""
    hub, texts = counter.hub, counter.pages.texts(request)
    told = weeks(hub, org=org)
    with hub.database.reading() as connection:
        voice = satisfaction(connection, period, org=org)
    return {
        "voice": voice,
        "asked": asked,
        "org": org,
        "period": period,
        "period_words": period_words(period, texts),
        "spans": list(Span),
        "columns": COLUMNS,
        "measures": MEASURES,
        "groups": hub.province.formulas.groups,
        "heard": [one.measure for one in hub.province.formulas.rated(happy=0, ratings=0)],
        "weeks": told,
        "chart": _chart(told),
        "percent": percent,
        "lacking": lacking_lines(hub, silent[:_LACKING], texts),
        "lacking_count": len(silent),
        "waiting": behind(hub),
        "day_at": day_of,
        "to": lambda **more: _query(asked, period, **{"org": org, **more}),
        "before": day_of(beside(period, steps=-1).since).isoformat(),
        "after": "" if period.is_running else day_of(beside(period, steps=1).since).isoformat(),
    }


def _chart(told: Sequence[Week]) -> charts.Chart:
    """How many promises were kept, week by week."""
    values = []
    for week in told:
        value = percent(week.unit.percent(_FIRST))
        day = f"{day_of(week.period.since):%d/%m}"
        words = "–" if value is None else f"{value} %".replace(".", ",")
        values.append((value, f"{day}: {words}"))
    return charts.bars(values, most=100)


def _query(asked: Asked, period: Period, **more: object) -> str:
    told = {
        "span": period.span.value,
        "at": day_of(period.since).isoformat(),
        "by": asked.by,
        **more,
    }
    return "&".join(f"{name}={_quoted(str(value))}" for name, value in told.items() if value != "")


@lru_cache(maxsize=4_096)  # a page has thousands of links, made of some hundreds of values
def _quoted(value: str) -> str:
    return quote_plus(value)


def _name(period: Period) -> str:
    return f"chi-so-{period.span}-{day_of(period.since).isoformat()}"


def province_name(hub: Hub) -> str:
    """Whose figures these are, as any of its organisations tells it."""
    with hub.database.reading() as connection:
        orgs = connection.execute(select(devices.c.org).distinct().limit(1)).scalars().all()
    names = hub.province.names_of(orgs[0]) if orgs else None
    return names[-1] if names else ""


def _file(content: bytes, kind: str, name: str) -> Response:
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=told)


SECTION = Section(path="/figures", title="web.section.figures", routes=routes)
