"""What the books of the desk hold now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.store.books import register_end

if TYPE_CHECKING:
    from datetime import date

    from desk_app.desk import Desk


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
