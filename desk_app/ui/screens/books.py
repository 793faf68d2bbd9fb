"""Books and lists of the desk (sổ sách, cuối ngày): what is printed for the desk itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from locales.catalogue import Texts

_FIELD_WIDTH = 150
_WIDE = 460
SHIFT, MONEY, REGISTER, MINUTES, BOARD, RESULTS, OUTAGES = (
    "shift-list",
    "money-list",
    "register",
    "post-minutes",
    "procedure-board",
    "results-book",
    "outage-certificate",
)
TO_POST, FROM_POST = "to_post", "from_post"


@dataclass(frozen=True, kw_only=True, slots=True)
class BooksShown:
    today: str  # as days are typed: 23/11/2026
    year: str
    lines: int  # of this year's register


@dataclass(frozen=True, kw_only=True, slots=True)
class BooksCalls:
    load: Callable[[], BooksShown]
    print: Callable[[str, Mapping[str, str]], str]  # slow; form, what was typed → words
    save_results: Callable[[Mapping[str, str]], str]  # the book of results for Excel


@component
def Books(*, texts: Texts, calls: BooksCalls) -> ft.Control:
    shown = state.use_watched(calls.load, seconds=_LOOK_SECONDS)
    typed, set_typed = use_value(cast("Mapping[str, str]", {}))
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)

    def put(name: str, value: str) -> None:
        set_typed({**typed, name: value})

    def run(form: str) -> Any:
        set_done(None)
        return running.start(lambda: calls.print(form, typed), say_done)

    def say_done(words: str) -> None:
        set_done(Message(kind=Kind.DONE, words=words))

    make = _Maker(texts=texts, typed=typed, put=put, run=run, is_busy=running.is_busy)
    save = partial(running.start, lambda: calls.save_results(typed), say_done)
    cards = [_shift(make), _money(make, shown), _results(make, shown, save)]
    cards += [_register(make, shown), _minutes(make)]
    cards += [_board(make), _outages(make, shown)]
    message = running.message or done
    head: list[ft.Control] = [text.title(texts["ui.place.books"])]
    if message is not None:
        head.append(strip(message))
    half = (len(cards) + 1) // 2
    columns = layout.row(
        [
            ft.Container(layout.column(part, spacing=10), expand=True)
            for part in (cards[:half], cards[half:])
        ],
        top=True,
    )
    return layout.screen([*head, columns])


_LOOK_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Maker:
    """What every card is made with."""

    texts: Texts
    typed: Mapping[str, str]
    put: Callable[[str, str], None]
    run: Callable[[str], Any]
    is_busy: bool

    def field(self, name: str, label: str, *, initial: str = "", width: int = _FIELD_WIDTH) -> Any:
        return Field(
            label=label,
            name=f"books.{name}",
            initial=self.typed.get(name, initial),
            on_change=partial(self.put, name),
            width=width,
        )

    def card(self, form: str, *parts: ft.Control) -> ft.Control:
        press = buttons.plain(
            self.texts[f"ui.books.print.{form}"],
            name=f"books.print.{form}",
            icon=ft.Icons.PRINT_OUTLINED,
            press=partial(self.run, form),
            disabled=self.is_busy,
        )
        return layout.card([*parts, press], title=self.texts[f"ui.books.{form}"], spacing=8)


def _shift(make: _Maker) -> ft.Control:
    return make.card(SHIFT, text.muted(make.texts["ui.books.shift_said"]))


def _money(make: _Maker, shown: BooksShown) -> ft.Control:
    texts = make.texts
    fields = layout.row(
        [
            make.field("money_first", texts["ui.books.first_day"], initial=shown.today),
            make.field("money_last", texts["ui.books.last_day"], initial=shown.today),
        ]
    )
    return make.card(MONEY, fields)


def _results(make: _Maker, shown: BooksShown, save: Callable[[], Any]) -> ft.Control:
    texts = make.texts
    fields = layout.row(
        [
            make.field("results_first", texts["ui.books.first_day"], initial=shown.today),
            make.field("results_last", texts["ui.books.last_day"], initial=shown.today),
            buttons.plain(
                texts["ui.receipts.save"],
                name="books.save.results-book",
                icon=ft.Icons.SAVE_ALT,
                press=save,
                disabled=make.is_busy,
            ),
        ]
    )
    return make.card(RESULTS, fields)


def _outages(make: _Maker, shown: BooksShown) -> ft.Control:
    texts = make.texts
    fields = layout.row(
        [
            make.field("outages_first", texts["ui.books.first_day"], initial=shown.today),
            make.field("outages_last", texts["ui.books.last_day"], initial=shown.today),
        ]
    )
    return make.card(OUTAGES, text.muted(texts["ui.books.outages_said"]), fields)


def _register(make: _Maker, shown: BooksShown) -> ft.Control:
    texts = make.texts
    said = texts.say("ui.books.register_said", year=shown.year, lines=shown.lines)
    fields = layout.row(
        [
            make.field("year", texts["ui.books.year"], initial=shown.year),
            make.field("first", texts["ui.books.first_number"], initial="1"),
            make.field("last", texts["ui.books.last_number"]),
        ]
    )
    days = layout.row(
        [
            make.field("register_first", texts["ui.books.first_day"]),
            make.field("register_last", texts["ui.books.last_day"]),
        ]
    )
    return make.card(REGISTER, text.muted(said), fields, days)


def _minutes(make: _Maker) -> ft.Control:
    texts = make.texts
    ways: Sequence[tuple[str, str]] = [
        (FROM_POST, texts["ui.books.from_post"]),
        (TO_POST, texts["ui.books.to_post"]),
    ]
    way = choose(
        ways,
        label=texts["ui.books.way"],
        name="books.way",
        value=make.typed.get("way", FROM_POST),
        on_change=partial(make.put, "way"),
    )
    codes = Field(
        label=texts["ui.books.codes"],
        name="books.codes",
        initial=make.typed.get("codes", ""),
        helper=texts["ui.books.codes_said"],
        on_change=partial(make.put, "codes"),
        lines=3,
        width=_WIDE,
    )
    return make.card(MINUTES, way, codes)


def _board(make: _Maker) -> ft.Control:
    size = choose(
        [("A3", "A3"), ("A4", "A4")],
        label=make.texts["ui.books.paper"],
        name="books.paper",
        value=make.typed.get("paper", "A3"),
        on_change=partial(make.put, "paper"),
    )
    return make.card(BOARD, text.muted(make.texts["ui.books.board_said"]), size)
