"""Papers of the desk itself: register, hand-over, money, minutes with the post, board, tickets.

Each is drawn once, from what the desk holds at that moment, under a name of its own in the ledger
(`DeskPaper.form`): a list of the same day drawn later is another paper with another number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM, vietnam_day
from desk_app.domain.errors import RuleBroken
from desk_app.domain.paper_names import MONEY_LIST, POST_MINUTES, REGISTER, SHIFT_LIST
from desk_app.papers import head, money, standing_in
from desk_app.papers.filling import draw_by_template, short_moment
from desk_app.papers.register import register_rows
from desk_app.store.books import (
    payments_between,
    received_between,
    register_end,
    register_lines,
    register_span,
)
from desk_app.store.errors import UnknownDossier
from printing.amounts import amount_in_words
from printing.wording import day_in_words, moment_as_written, vnd

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.store.books import Payment
    from printing.filled import Rows

_DAY = timedelta(days=1)


class NothingToList(RuleBroken):
    """There is nothing in that time or range; choose another."""

    code = "nothing_to_list"


class NotInPost(RuleBroken):
    """The list names no dossier; name the codes that go over."""

    code = "no_dossiers_named"


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskPaper:
    """A paper of the desk, drawn."""

    form: str  # in the ledger: "shift-list/2026-11-23/2"
    pdf: bytes
    sheets: int


def shift_list(desk: Desk, *, day: date, number: int) -> DeskPaper:
    """What the person signed in took in on a day: dossiers, money, slip numbers.

    Raises NothingToList, NoTemplate, GlyphMissing.
    """
    since, before = bounds(day)
    me = desk.user.number
    entries = [
        one
        for one in received_between(desk.store.database, _machine(desk), since=since, before=before)
        if one.actor == me
    ]
    payments = [one for one in _payments(desk, since, before) if one.entry.actor == me]
    if not entries and not payments:
        raise NothingToList
    dossiers = [desk.journal.dossier(one.entity) for one in entries]
    waiting = [one for one in dossiers if not one.handed_to and not one.done_at]
    list_number = f"BG{desk.machine}-{day:%y%m%d}-{number:02d}"
    texts = _money_texts(payments) | {
        "period": f"Ngày {day:%d/%m/%Y}",
        "giver": desk.user.name,
        "giver_note": standing_in.note(desk),
        "receiver": "",
        "count_dossiers": str(len(dossiers)),
        "count_money": str(len(payments)),
        "first_slip": money.slip_number(payments[0]) if payments else "",
        "last_slip": money.slip_number(payments[-1]) if payments else "",
        "waiting": str(len(waiting)),
        "list_number": list_number,
    }
    lists: dict[str, Rows] = {
        "dossiers": [_taken(desk, at, one) for at, one in enumerate(dossiers, start=1)],
        "slips": money.money_rows(desk, payments),
    }
    pdf = draw_by_template(desk, SHIFT_LIST, at=desk.clock.now(), texts=texts, lists=lists)
    return DeskPaper(form=f"{SHIFT_LIST}/{day}/{me}-{number}", pdf=pdf, sheets=2)


def money_list(desk: Desk, *, first: date, last: date, number: int) -> DeskPaper:
    """All money taken at this machine from one day to another; raises NothingToList."""
    since, before = bounds(first)[0], bounds(last)[1]
    payments = _payments(desk, since, before)
    if not payments:
        raise NothingToList
    texts = _money_texts(payments) | {
        "period": period(first, last),
        "clerk": "",
        "count": str(len(payments)),
    }
    texts.pop("count_money", None)
    lists: dict[str, Rows] = {"slips": money.money_rows(desk, payments)}
    pdf = draw_by_template(desk, MONEY_LIST, at=desk.clock.now(), texts=texts, lists=lists)
    return DeskPaper(form=f"{MONEY_LIST}/{first}_{last}/{number}", pdf=pdf, sheets=1)


def register(desk: Desk, *, year: int, first: int, last: int, number: int) -> DeskPaper:
    """Lines `first` to `last` of a year's register (0: to its end).

    From 1 on it opens with the cover; to the end of a year that is over it closes with the count.
    Raises NothingToList, NoTemplate, GlyphMissing.
    """
    end = register_end(desk.store.database, year)
    last = min(last or end, end)
    lines = register_lines(desk.store.database, year, first=first, last=last)
    if not lines:
        raise NothingToList
    today = vietnam_day(desk.clock.now())
    is_closed = last == end and year < today.year
    rows = register_rows(desk, lines)
    texts = {
        "year": str(year),
        "book": f"{_machine(desk)}/{year}",
        "opened_on": day_in_words(_opened(desk, year)) if first == 1 else "",
        "closed_on": f"ngày 31 tháng 12 năm {year}" if is_closed else "",
        "first": f"{lines[0][0]:02d}" if not is_closed else "01",
        "last": str(last),
        "count": str(end) if is_closed else str(len(lines)),
        "period": f"Số {lines[0][0]} – {last}",
        "keeper": desk.user.name,
    }
    pdf = draw_by_template(desk, REGISTER, at=desk.clock.now(), texts=texts, lists={"rows": rows})
    return DeskPaper(form=f"{REGISTER}/{year}/{first}_{last}/{number}", pdf=pdf, sheets=1)


def register_of_days(desk: Desk, *, first: date, last: date, number: int) -> DeskPaper:
    """The lines of what was received from one day to another, of the first day's year.

    Raises NothingToList, NoTemplate, GlyphMissing.
    """
    since, before = bounds(first)[0], bounds(last)[1]
    span = register_span(desk.store.database, first.year, since=since, before=before)
    if not span[0]:
        raise NothingToList
    return register(desk, year=first.year, first=span[0], last=span[1], number=number)


def post_minutes(desk: Desk, *, codes: Sequence[str], is_to_post: bool, number: int) -> DeskPaper:
    """The record of dossiers that change hands between the post and the desk.

    Raises UnknownDossier, NotInPost, NoTemplate, GlyphMissing.
    """
    found: list[Dossier] = []
    for code in codes:
        entity = desk.journal.find(code)
        if entity is None:
            raise UnknownDossier(code=code[:40])
        found.append(desk.journal.dossier(entity))
    if not found:
        raise NotInPost
    now = desk.clock.now()
    day = vietnam_day(now)
    minutes_number = f"BB{desk.machine}-{day:%y%m%d}-{number:02d}"
    post, office = "Bưu điện", head.paper_desk(desk).full_name
    person = f"{desk.user.name}{standing_in.note(desk)}"
    texts = {
        "minutes_number": minutes_number,
        "direction": f"Từ {office} sang {post}" if is_to_post else f"Từ {post} sang {office}",
        "giver": f"{office} ({person})" if is_to_post else post,
        "receiver": post if is_to_post else f"{office} ({person})",
        "at": moment_as_written(head.iso(now)),
        "count": f"{len(found):02d}",
        "parcels": "",
    }
    rows = [
        {
            "number": str(at),
            "code": one.code,
            "applicant": one.application.applicant.name,
            "request": head.request(desk, one),
            "papers": str(len(one.application.papers)),
            "state": "",
            "parcel": one.parcel,
            "qr": one.code,
        }
        for at, one in enumerate(found, start=1)
    ]
    pdf = draw_by_template(desk, POST_MINUTES, at=now, texts=texts, lists={"dossiers": rows})
    return DeskPaper(form=f"{POST_MINUTES}/{minutes_number}", pdf=pdf, sheets=2)


def _taken(desk: Desk, number: int, dossier: Dossier) -> dict[str, str]:
    return {
        "number": str(number),
        "code": dossier.code,
        "applicant": dossier.application.applicant.name,
        "request": head.request(desk, dossier),
        "received_at": short_moment(dossier.received_at),
        "papers": str(len(dossier.application.papers)),
        "status": dossier.handed_to,
    }


def _money_texts(payments: Sequence[Payment]) -> dict[str, str]:
    total = money.total(payments)
    return {
        "total": vnd(total),
        "total_in_words": amount_in_words(total),
        "cash": vnd(money.total(payments, method="cash")),
        "transfer": vnd(money.total(payments, method="transfer")),
        "outside": vnd(money.total(payments, method="outside")),
    }


def _payments(desk: Desk, since: datetime, before: datetime) -> list[Payment]:
    found = payments_between(desk.store.database, _machine(desk), since=since, before=before)
    return [money.named(desk, one) for one in found]


def bounds(day: date) -> tuple[datetime, datetime]:
    begins = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
    return begins, begins + _DAY


def period(first: date, last: date) -> str:
    if first == last:
        return f"Ngày {first:%d/%m/%Y}"
    return f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"


def _opened(desk: Desk, year: int) -> date:
    """The day of the first line."""
    ((_, entity),) = register_lines(desk.store.database, year, first=1, last=1)
    dossier = desk.journal.dossier(entity)
    return vietnam_day(dossier.received_at or dossier.registered_at)


def _machine(desk: Desk) -> int:
    return desk.machine or 0
