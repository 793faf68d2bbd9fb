"""What the books of the desk hold now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.office import bounds, period
from desk_app.papers.results_book import posted_codes, results_workbook
from desk_app.store.books import register_end

if TYPE_CHECKING:
    from datetime import date

    from desk_app.desk import Desk
    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class BooksNow:
    today: date
    lines: int  # of this year's register


def books_now(desk: Desk) -> BooksNow:
    desk.require(Act.LOOK)
    today = desk.clock.today()
    return BooksNow(
        today=today,
        lines=register_end(desk.store.database, today.year),
    )


def results_for_excel(desk: Desk, texts: Texts, *, first: date, last: date) -> bytes:
    """The book of results of these days as a workbook; raises NotPermitted."""
    desk.require(Act.LOOK)
    since, before = bounds(first)[0], bounds(last)[1]
    return results_workbook(desk, texts, since=since, before=before, period=period(first, last))


def given_to_post(desk: Desk) -> list[str]:
    """Codes of what was given to the post today and lies there; raises NotPermitted."""
    desk.require(Act.LOOK)
    since, before = bounds(desk.clock.today())
    return posted_codes(desk, since=since, before=before)
