"""Draw a paper of the desk itself and queue it (lập sổ, bảng kê, danh sách): one act, one paper.

The bytes are kept with the row, so that what comes out later is what was drawn now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.paper_names import (
    FEEDBACK_SLIP,
    HAND_OVER,
    NO_DOSSIER,
    OFFICE_FORMS,
    OUTAGE_CERTIFICATE,
    RECEIPT_LIST,
    TILL_CLOSING,
    VILLAGE_SUMMARY,
    form_of,
)
from desk_app.domain.rights import Act
from desk_app.papers import board, office
from desk_app.papers.forms import UnknownForm
from desk_app.papers.outage_certificate import outage_certificate
from desk_app.papers.receipt_list import month_book, receipt_list
from desk_app.papers.results_book import results_book
from printing.page import Paper

_WITH_THEIR_ACT = frozenset({FEEDBACK_SLIP, HAND_OVER, TILL_CLOSING, VILLAGE_SUMMARY})

if TYPE_CHECKING:
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.papers.office import DeskPaper


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which paper, and of what; what is left empty takes the usual."""

    form: str
    first_on: date | None = None  # the day, or the first, or a day of the month; today
    last_on: date | None = None  # lists, and the register by days; the first day
    year: int = 0  # register; this year
    first: int = 1  # register: number of the first line
    last: int = 0  # register: of the last; 0 is the end
    codes: tuple[str, ...] = ()  # minutes: the dossiers that go over
    is_to_post: bool = False  # minutes: from the desk to the post
    is_a4: bool = False  # board


def draw_desk_paper(desk: Desk, wanted: Wanted) -> int:
    """The number of the row in the ledger; `print_paper` prints it.

    Raises NotPermitted, UnknownForm, NothingToList, NotInPost, UnknownDossier, NoTemplate,
    GlyphMissing.
    """
    desk.require(Act.PRINT)
    if wanted.form not in OFFICE_FORMS or wanted.form in _WITH_THEIR_ACT:
        raise UnknownForm(form=wanted.form[:40])
    paper = _drawn(desk, wanted, number=_next(desk, wanted.form))
    now = desk.clock.now()
    sha256 = desk.files.keep(paper.pdf, purpose="print", entity=NO_DOSSIER, at=now)
    with desk.journal.writing() as tx:
        return desk.queue_print(tx, NO_DOSSIER, paper.form, at=now, sha256=sha256)


def _drawn(desk: Desk, wanted: Wanted, *, number: int) -> DeskPaper:
    today = vietnam_day(desk.clock.now())
    first_on = wanted.first_on or today
    match wanted.form:
        case "register":
            return _register(desk, wanted, number=number)
        case "shift-list":
            return office.shift_list(desk, day=first_on, number=number)
        case "money-list":
            last_on = wanted.last_on or first_on
            return office.money_list(desk, first=first_on, last=last_on, number=number)
        case "receipt-list" | "results-book" | "outage-certificate":
            return _of_days(desk, wanted, first_on=first_on, number=number)
        case "post-minutes":
            return office.post_minutes(
                desk, codes=wanted.codes, is_to_post=wanted.is_to_post, number=number
            )
        case _:
            paper = Paper.A4 if wanted.is_a4 else None
            return board.board(desk, at=desk.clock.now(), number=number, paper=paper)


def _register(desk: Desk, wanted: Wanted, *, number: int) -> DeskPaper:
    if wanted.first_on is not None:
        last_on = wanted.last_on or wanted.first_on
        return office.register_of_days(desk, first=wanted.first_on, last=last_on, number=number)
    year = wanted.year or vietnam_day(desk.clock.now()).year
    return office.register(desk, year=year, first=wanted.first, last=wanted.last, number=number)


def _of_days(desk: Desk, wanted: Wanted, *, first_on: date, number: int) -> DeskPaper:
    if wanted.form == RECEIPT_LIST:
        name = f"{first_on:%Y-%m}/{number}"
        return receipt_list(desk, month_book(desk, first_on), name=name)
    last_on = wanted.last_on or first_on
    draw = outage_certificate if wanted.form == OUTAGE_CERTIFICATE else results_book
    return draw(
        desk,
        since=office.bounds(first_on)[0],
        before=office.bounds(last_on)[1],
        period=office.period(first_on, last_on),
        name=f"{first_on}_{last_on}/{number}",
    )


def _next(desk: Desk, form: str) -> int:
    """How many of the form there were, and one more: no two papers have one name."""
    return 1 + sum(1 for one in desk.prints.of(NO_DOSSIER) if form_of(one.form) == form)
