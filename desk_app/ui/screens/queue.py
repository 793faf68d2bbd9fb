"""The queue (hàng chờ): numbers given out, called, left out; the waiting room's screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.queue_bar import call_buttons, standing
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.pick import Choice, Pick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.queue_data import Issued, QueueCalls, QueueShown, TicketShown
    from locales.catalogue import Texts

PRIORITIES = ("", "elderly", "disabled", "pregnant", "merit")
_LOOK_SECONDS = 3.0
_LEFT_WIDTH = 430
_AT_ONCE = 8  # fields with a button of their own
_HUGE = 44
_SCREEN = (1280, 720)


@component
def QueueScreen(*, texts: Texts, calls: QueueCalls, bar: str = "") -> ft.Control:
    turn, renew = use_fold(0)
    shown = state.use_watched(calls.load, seconds=_LOOK_SECONDS, anew=turn)
    running = state.use_running(texts)
    last, set_last = use_value(cast("Issued | None", None))
    launcher = ft.use_memo(ft.UrlLauncher, [])

    def look_again() -> None:
        renew(lambda number: number + 1)

    def run(work: Callable[[], str]) -> Any:
        def told(_: str) -> None:
            look_again()

        return running.start(work, told)

    def give(work: Callable[[], Issued]) -> Any:
        def told(issued: Issued) -> None:
            set_last(issued)
            look_again()

        return running.start(work, told)

    async def open_screen() -> None:
        width, height = _SCREEN
        await launcher.open_window(calls.waiting_address(), width=width, height=height)

    keys.use_keys({keys.CALL_NEXT: lambda: None if bar else run(calls.call_next)})
    screen = buttons.plain(
        texts["ui.queue.open_screen"],
        name="queue.screen",
        press=open_screen,
        icon=ft.Icons.DESKTOP_WINDOWS_OUTLINED,
    )
    head = layout.row(
        [
            text.title(texts["ui.place.queue"]),
            ft.Container(text.body(shown.head, color=theme.MUTED), expand=True),
            screen,
        ]
    )
    columns = ft.Row(
        [
            layout.column(
                [
                    Give(texts=texts, calls=calls, give=give, is_busy=running.is_busy, bar=bar),
                    Seat(key=f"seat-{shown.counter}", texts=texts, calls=calls, shown=shown),
                ],
                spacing=10,
                width=_LEFT_WIDTH,
                scroll=True,
            ),
            layout.column(_right(texts, shown, calls=calls, run=run, bar=bar), expand=True),
        ],
        spacing=12,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    told = _told(texts, running, last, again=lambda number: give(lambda: calls.print_again(number)))
    return layout.screen([head, *told, columns])


@component
def Give(
    *,
    texts: Texts,
    calls: QueueCalls,
    give: Callable[[Callable[[], Issued]], Any],
    is_busy: bool,
    bar: str,
) -> ft.Control:
    """Field, ground of priority, one press: the slip comes out and all is as before."""
    fields = ft.use_memo(calls.fields, [])
    field, set_field = use_value("")
    ground, set_ground = use_value("")

    def issue() -> Any:
        if is_busy or bar:
            return None
        set_field("")
        set_ground("")
        return give(lambda: calls.issue(field, ground))

    keys.use_keys({keys.CONFIRM: issue})
    at_once = list(fields[:_AT_ONCE])
    if field and field not in at_once:
        at_once.append(field)

    def matching(typed: str) -> Sequence[Choice]:
        return [Choice(id=one, title=one) for one in fields if typed.lower() in one.lower()]

    return layout.card(
        [
            text.muted(texts["ui.queue.field"]),
            _chips(at_once, names=at_once, prefix="queue.field", chosen=(field,), press=set_field),
            Pick(
                key=f"field-{field}",
                label=texts["ui.queue.other_field"],
                name="queue.other_field",
                find=matching,
                on_pick=set_field,
            ),
            text.muted(texts["ui.queue.priority"]),
            _chips(
                PRIORITIES,
                names=[texts[f"ui.queue.ground.{one or 'none'}"] for one in PRIORITIES],
                prefix="queue.ground",
                chosen=(ground,),
                press=set_ground,
            ),
            buttons.primary(
                texts["ui.queue.issue"],
                name="queue.issue",
                press=issue,
                shortcut=keys.CONFIRM,
                icon=ft.Icons.CONFIRMATION_NUMBER_OUTLINED,
                disabled=is_busy,
                bar=bar,
            ),
        ],
        title=texts["ui.queue.give"],
        spacing=8,
    )


@component
def Seat(*, texts: Texts, calls: QueueCalls, shown: QueueShown) -> ft.Control:
    """Which counter this person sits at, and the fields it calls."""
    fields = ft.use_memo(calls.fields, [])
    serves, set_serves = use_value(tuple(shown.serves))
    options = list(dict.fromkeys([*serves, *fields[:_AT_ONCE]]))

    def serve(field: str) -> None:
        chosen = tuple(f for f in serves if f != field) if field in serves else (*serves, field)
        set_serves(chosen)
        calls.sit(shown.counter, chosen)

    return layout.card(
        [
            Field(
                label=texts["ui.queue.my_counter"],
                name="queue.counter",
                initial=shown.counter,
                width=150,
                on_blur=lambda typed: calls.sit(typed, serves),
                on_submit=lambda typed: calls.sit(typed, serves),
            ),
            text.muted(texts["ui.queue.serves"]),
            _chips(options, names=options, prefix="queue.serves", chosen=serves, press=serve),
        ],
        title=texts["ui.queue.seat"],
        spacing=8,
    )


def _chips(
    values: Sequence[str],
    *,
    names: Sequence[str],
    prefix: str,
    chosen: Sequence[str],
    press: Callable[[str], Any],
) -> ft.Control:
    return layout.row(
        [
            buttons.chip(
                name,
                name=f"{prefix}.{value}",
                press=partial(press, value),
                chosen=value in chosen,
            )
            for value, name in zip(values, names, strict=True)
        ],
        spacing=6,
        wrap=True,
    )


def _told(
    texts: Texts,
    running: state.Running,
    last: Issued | None,
    *,
    again: Callable[[int], Any],
) -> list[ft.Control]:
    if running.message is not None:
        return [strip(running.message)]
    if last is None:
        return []
    kind = Kind.DONE if last.is_printed else Kind.WARNING
    button = buttons.plain(
        texts["ui.queue.print_again"],
        name="queue.print_again",
        press=lambda: again(last.number),
    )
    return [strip(Message(kind=kind, words=last.words), actions=[button])]


def _right(
    texts: Texts,
    shown: QueueShown,
    *,
    calls: QueueCalls,
    run: Callable[[Callable[[], str]], Any],
    bar: str,
) -> list[ft.Control]:
    mine = layout.card(
        [
            layout.row(standing(shown, texts=texts, size=_HUGE), spacing=14),
            layout.row(call_buttons(shown, texts=texts, calls=calls, run=run, bar=bar)),
        ],
        title=texts["ui.queue.here"],
    )
    waiting = [_line(one, name="waiting") for one in shown.waiting]
    away = [
        *(
            _line(
                one,
                name="absent",
                button=buttons.quiet(
                    texts["ui.queue.again"],
                    name=f"queue.again.{one.number}",
                    press=partial(run, partial(calls.call, one.number)),
                    bar=bar,
                ),
            )
            for one in shown.absent
        ),
        *(_line(one, name="elsewhere") for one in shown.elsewhere),
    ]
    lists = ft.Row(
        [
            _list(waiting, title=texts["ui.queue.waiting"], empty=texts["ui.queue.nobody_waits"]),
            _list(away, title=texts["ui.queue.away"], empty=texts["ui.queue.nobody_away"]),
        ],
        spacing=10,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return [mine, lists]


def _list(lines: Sequence[ft.Control], *, title: str, empty: str) -> ft.Control:
    inside = ft.ListView(list(lines), expand=True, spacing=0) if lines else text.muted(empty)
    return layout.card([inside], title=title, expand=True)


def _line(one: TicketShown, *, name: str, button: ft.Control | None = None) -> ft.Control:
    number = ft.Text(
        one.written,
        key=f"queue.{name}.{one.number}",
        size=theme.LARGE,
        weight=ft.FontWeight.W_600,
        color=theme.ACCENT if one.is_priority else theme.INK,
    )
    star = [ft.Icon(ft.Icons.STAR, size=16, color=theme.ACCENT)] if one.is_priority else []
    words = ft.Column([text.body(one.about, lines=2), text.muted(one.told)], spacing=0, tight=True)
    return ft.Container(
        layout.row(
            [
                ft.Container(layout.row([number, *star], spacing=4), width=72),
                ft.Container(words, expand=True),
                *([button] if button else []),
            ]
        ),
        border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
        padding=ft.Padding.symmetric(horizontal=4, vertical=6),
    )
