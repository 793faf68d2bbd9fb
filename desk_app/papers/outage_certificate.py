"""The certificate of outages (giấy xác nhận sự cố điện, mạng): ground of a lawful extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paper_names import OUTAGE_CERTIFICATE
from desk_app.papers.filling import draw_by_template, short_moment
from desk_app.papers.office import DeskPaper, NothingToList
from desk_app.store.outages import Away

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from desk_app.desk import Desk
    from desk_app.store.outages import Outage

_WORDS = {Away.POWER: "Mất điện, máy ngừng", Away.LINE: "Mất kết nối với tỉnh"}


def outage_certificate(
    desk: Desk, *, since: datetime, before: datetime, period: str, name: str
) -> DeskPaper:
    """`name`: what of it, in the print ledger. Raises NothingToList, NoTemplate, GlyphMissing."""
    found = desk.store.rounds.outages.between(since, before)
    if not found:
        raise NothingToList
    texts = {
        "period": period,
        "desk_name": f"{desk.place.desk_kind} {desk.place.unit}",
        "machine": str(desk.machine or 0),
        "count": str(len(found)),
        "keeper": desk.user.name,
    }
    rows = [_row(number, one) for number, one in enumerate(found, start=1)]
    pdf = draw_by_template(
        desk, OUTAGE_CERTIFICATE, at=desk.clock.now(), texts=texts, lists={"outages": rows}
    )
    return DeskPaper(form=f"{OUTAGE_CERTIFICATE}/{name}", pdf=pdf, sheets=1)


def _row(number: int, one: Outage) -> dict[str, str]:
    return {
        "number": str(number),
        "outage": _WORDS[one.kind],
        "since": short_moment(one.since),
        "until": short_moment(one.until),
        "lasted": _lasted(one.until - one.since),
    }


def _lasted(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return f"{hours} giờ {minutes:02d} phút" if hours else f"{minutes} phút"
