"""Books and lists of the desk: what was typed, to their use cases."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.queries.books import books_now, results_for_excel
from desk_app.ui import formats
from desk_app.ui.connect.prints import wait_for_printer
from desk_app.ui.screens.books import OUTAGES, REGISTER, RESULTS, TO_POST, BooksCalls, BooksShown
from desk_app.usecases.draw_desk_paper import Wanted, draw_desk_paper
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.save_report import save_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.desk import Desk
    from locales.catalogue import Texts

_CODES = re.compile(r"[\s,;]+")


class NotADay(RuleBroken):
    """A day is typed as 23/11/2026, a year or a number in digits."""

    code = "not_a_day"


def books_calls(desk: Desk, texts: Texts) -> BooksCalls:
    return BooksCalls(
        load=partial(_shown, desk),
        print=partial(_print, desk, texts),
        save_results=partial(_save_results, desk, texts),
    )


def _shown(desk: Desk) -> BooksShown:
    now = books_now(desk)
    return BooksShown(
        today=formats.day(now.today),
        year=str(now.today.year),
        lines=now.lines,
    )


def _print(desk: Desk, texts: Texts, form: str, typed: Mapping[str, str]) -> str:
    printed = print_paper(desk, draw_desk_paper(desk, _wanted(form, typed)), pause=wait_for_printer)
    return texts[f"ui.print.{printed.state}"]


def _save_results(desk: Desk, texts: Texts, typed: Mapping[str, str]) -> str:
    first = _day(typed.get("results_first", "")) or desk.clock.today()
    last = _day(typed.get("results_last", "")) or first
    content = results_for_excel(desk, texts, first=first, last=last)
    path = save_report(desk, content, name="so-tra-ket-qua", suffix="xlsx")
    return texts.say("ui.report.saved", path=path)


def _wanted(form: str, typed: Mapping[str, str]) -> Wanted:
    days = {RESULTS: "results", OUTAGES: "outages", REGISTER: "register"}.get(form, "money")
    return Wanted(
        form=form,
        first_on=_day(typed.get(f"{days}_first", "")),
        last_on=_day(typed.get(f"{days}_last", "")),
        year=_number(typed.get("year", "")),
        first=_number(typed.get("first", "")) or 1,
        last=_number(typed.get("last", "")),
        codes=tuple(filter(None, _CODES.split(typed.get("codes", "")))),
        is_to_post=typed.get("way") == TO_POST,
        is_a4=typed.get("paper") == "A4",
    )


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return datetime.strptime(typed.strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day alone
    except ValueError as error:
        raise NotADay(typed=typed[:20]) from error


def _number(typed: str) -> int:
    """0 where nothing was typed."""
    if not typed.strip():
        return 0
    if not typed.strip().isdecimal():
        raise NotADay(typed=typed[:20])
    return int(typed)
