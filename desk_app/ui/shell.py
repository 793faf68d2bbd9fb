"""The frame around every screen: rail, search, the four ticks of the whole desk, the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.handling import pressed
from desk_app.ui.rail import rail
from desk_app.ui.routes import Place
from desk_app.ui.state import use_watched
from desk_app.ui.strip import strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desk_app.ui.strip import Message
    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticks:
    """The four proofs of the whole desk, and what still waits for the hub."""

    is_on_disk: bool
    has_second_copy: bool
    is_at_province: bool
    is_judged: bool
    waiting: int
    set_aside: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What the frame shows of this desk and this person."""

    desk_name: str
    person: str
    roles: str  # in words
    places: Sequence[Place]  # those this person may use, in order
    counts: Mapping[Place, int]  # what waits there for this person
    ticks: Ticks
    access: Message | None = None  # what limits the whole desk; None while nothing does
    epoch: Message | None = (
        None  # the desk was put back or copied; None while nothing is to be done
    )
    must_leave: bool = False  # this person's turn is over: the province locked them, or the desk


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonMenu:
    """What a person may do about themselves."""

    on_password: Callable[[], Any]
    on_pin: Callable[[], Any]
    on_lock: Callable[[], Any]  # hides the work; it stays as it is
    on_leave: Callable[[], Any]  # closes the desk


_BEAT_SECONDS = 3.0


@component
def Shell(
    *,
    texts: Texts,
    look: Callable[[], Frame],
    place: Place,
    on_go: Callable[[Place], Any],
    on_search: Callable[[str], Any],
    person: PersonMenu,
    on_leave: Callable[[], Any],
    on_help: Callable[[], Any],
    screen: ft.Control,
    visit: int = 0,
    notice: ft.Control | None = None,
) -> ft.Control:
    """`look` reads the frame anew, off the window's loop, every few seconds and at every visit.

    `notice`: what was said of something the whole desk did, over the screen.
    """
    frame = use_watched(look, seconds=_BEAT_SECONDS, anew=visit)
    ft.use_effect(on_leave if frame.must_leave else _stay, dependencies=[frame.must_leave])
    return ft.Column(
        [
            _top(
                texts=texts,
                frame=frame,
                on_search=on_search,
                on_go=on_go,
                person=person,
                on_help=on_help,
            ),
            *(
                ft.Container(told, padding=ft.Padding(left=12, top=8, right=12, bottom=0))
                for told in (
                    strip(frame.access) if frame.access else None,
                    _epoch(frame.epoch, texts=texts, place=place, on_go=on_go),
                    notice,
                )
                if told is not None
            ),
            ft.Row(
                [
                    rail(
                        texts=texts,
                        places=frame.places,
                        counts=frame.counts,
                        place=place,
                        on_go=on_go,
                    ),
                    ft.Container(screen, expand=True),
                ],
                spacing=0,
                expand=True,
                vertical_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
        ],
        spacing=0,
        expand=True,
    )


def _stay() -> None:
    """Nothing ends this person's turn."""


def _epoch(
    told: Message | None, *, texts: Texts, place: Place, on_go: Callable[[Place], Any]
) -> ft.Control | None:
    """Why the desk only reads, or what waits to be reviewed, with the way to where it is done."""
    if told is None or place is Place.RECOVERED:
        return None
    way = buttons.plain(
        texts["ui.epoch.open_place"], name="epoch.open", press=lambda: on_go(Place.RECOVERED)
    )
    return strip(told, actions=[way])


def _top(
    *,
    texts: Texts,
    frame: Frame,
    on_search: Callable[[str], Any],
    on_go: Callable[[Place], Any],
    person: PersonMenu,
    on_help: Callable[[], Any],
) -> ft.Control:
    name = ft.Text(
        f"{texts['ui.app']} · {frame.desk_name}",
        size=theme.LARGE,
        weight=ft.FontWeight.W_600,
        no_wrap=True,
        overflow=ft.TextOverflow.ELLIPSIS,
        tooltip=frame.desk_name,
    )
    return ft.Container(
        ft.Row(
            [
                ft.Container(name, expand=True),
                QuickSearch(texts=texts, on_search=on_search),
                _ticks(frame.ticks, texts=texts, on_open=lambda: on_go(Place.SYNC)),
                _person(frame.person, texts=texts, menu=person),
                _help(texts, on_help),
            ],
            spacing=16,
        ),
        height=52,
        padding=ft.Padding.symmetric(horizontal=16, vertical=4),
        bgcolor=theme.SURFACE,
        border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
    )


def _help(texts: Texts, on_help: Callable[[], Any]) -> ft.Control:
    words = f"{texts['ui.help.open']} ({keys.HELP})"
    return ft.Semantics(
        key="help",
        label=words,
        button=True,
        container=True,
        content=ft.Container(
            ft.Icon(ft.Icons.HELP_OUTLINE, size=20, color=theme.MUTED),
            padding=6,
            border_radius=theme.RADIUS,
            tooltip=words,
            ink=True,
            on_click=pressed(on_help),
        ),
    )


@component
def QuickSearch(*, texts: Texts, on_search: Callable[[str], Any]) -> ft.Control:
    """F4 comes here from anywhere; Enter shows what was found."""
    round_, renew = use_fold(0)
    is_called, call = use_value(False)

    def come() -> None:
        call(True)
        renew(lambda number: number + 1)

    def search(words: str) -> Any:
        if not words.strip():
            return None
        call(False)
        renew(lambda number: number + 1)  # an empty field for the next time
        return on_search(words.strip())

    keys.use_keys({keys.SEARCH: come})

    return Field(
        key=f"search-{round_}",
        label=texts["ui.search"],
        name="search",
        width=360,
        icon=ft.Icons.SEARCH,
        focus=is_called,
        on_submit=search,
    )


def _ticks(ticks: Ticks, *, texts: Texts, on_open: Callable[[], Any]) -> ft.Control:
    steps = (
        ("disk", ticks.is_on_disk),
        ("copy", ticks.has_second_copy),
        ("province", ticks.is_at_province),
        ("judged", ticks.is_judged),
    )
    dots: list[ft.Control] = [
        ft.Icon(
            ft.Icons.CHECK_CIRCLE if is_held else ft.Icons.RADIO_BUTTON_UNCHECKED,
            size=15,
            color=theme.GREEN if is_held else theme.FAINT,
            tooltip=texts[f"ui.tick.{step}.{'yes' if is_held else 'no'}"],
        )
        for step, is_held in steps
    ]
    words = texts.say("ui.tick.waiting", count=ticks.waiting)
    if ticks.waiting == 0:
        words = texts["ui.tick.none"]
    if ticks.set_aside:
        words = texts.say("ui.tick.set_aside", count=ticks.set_aside)
    ink = theme.DANGER if ticks.set_aside else theme.MUTED
    spoken = "; ".join(texts[f"ui.tick.{s}.{'yes' if held else 'no'}"] for s, held in steps)
    return ft.Semantics(
        key="ticks",
        label=f"{words}. {spoken}",
        button=True,
        container=True,
        content=ft.Container(
            ft.Row(
                [*dots, ft.Text(words, size=theme.SMALL, color=ink, weight=ft.FontWeight.W_500)],
                spacing=3,
                tight=True,
            ),
            padding=6,
            border_radius=theme.RADIUS,
            ink=True,
            on_click=pressed(on_open),
        ),
    )


def _person(name: str, *, texts: Texts, menu: PersonMenu) -> ft.Control:
    entries = (
        (texts["ui.person.password"], "password", ft.Icons.PASSWORD, menu.on_password),
        (texts["ui.person.pin"], "pin", ft.Icons.PIN_OUTLINED, menu.on_pin),
        (f"{texts['ui.person.lock']}  (Ctrl+L)", "lock", ft.Icons.LOCK_OUTLINE, menu.on_lock),
        (texts["ui.person.leave"], "leave", ft.Icons.LOGOUT, menu.on_leave),
    )
    return ft.PopupMenuButton(
        key="person",
        tooltip=texts["ui.person.menu"],
        content=layout.row(
            [
                ft.Icon(ft.Icons.PERSON_OUTLINE, size=18),
                text.body(name),
                ft.Icon(ft.Icons.ARROW_DROP_DOWN, size=18),
            ],
            spacing=4,
        ),
        items=[
            ft.PopupMenuItem(words, key=f"person.{entry}", icon=icon, on_click=pressed(press))
            for words, entry, icon, press in entries
        ],
    )
