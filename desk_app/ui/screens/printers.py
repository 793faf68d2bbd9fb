"""Setting up the printers (Máy in): how each stands now, a test page, and which form goes where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.printer_route import RouteDialog
from desk_app.ui.screens.slip_printer import SlipCard
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.theme import Tone
from desk_app.ui.widgets import buttons, layout, status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.printer_route import RouteShown
    from desk_app.ui.screens.slip_printer import SlipShown
    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class PrinterNow:
    """A printer in use, as it stands at this moment."""

    address: str
    name: str
    use: str  # the default, or the forms that go there
    is_ready: bool
    state: str  # in words
    facts: str  # papers, trays, jobs waiting
    tests: tuple[str, ...] = ("A5", "A4")  # pages to try it with
    sources: tuple[str, ...] = ()  # its paper trays


@dataclass(frozen=True, kw_only=True, slots=True)
class SetUpCalls:
    now: Callable[[], Sequence[PrinterNow]]  # slow: every printer in use is asked
    routes: Callable[[], Sequence[RouteShown]]  # the default first, then each form
    slip: Callable[[], SlipShown]
    known: Callable[[], Sequence[tuple[str, str]]]  # slow; printers to choose from
    route: Callable[[str, str, str, str], str]  # slow; form or "", address, layout, paper tray
    test: Callable[[str, str], str]  # slow; address, paper
    choose_slip: Callable[[str, str], str]  # slow; address, width
    may_choose: bool


@component
def PrinterSetUp(*, texts: Texts, calls: SetUpCalls) -> ft.Control:
    now, set_now = use_value(cast("Sequence[PrinterNow]", ()))
    known, set_known = use_value(cast("Sequence[tuple[str, str]]", ()))
    asked, set_asked = use_value(cast("RouteShown | None", None))
    done, set_done = use_value(cast("Message | None", None))
    round_, renew = use_fold(0)
    running = state.use_running(texts)
    routes = ft.use_memo(calls.routes, [round_])

    def run(work: Callable[[], str]) -> Any:
        set_done(None)
        return running.start(work, finish)

    def finish(words: str) -> None:
        set_asked(None)
        set_done(Message(kind=Kind.DONE, words=words))
        renew(lambda number: number + 1)

    def look() -> Any:
        return running.start(calls.now, set_now)

    def open_route(route: RouteShown) -> Any:
        running.say(None)
        set_asked(route)
        return running.start(calls.known, set_known)

    async def look_once() -> None:
        await look()

    ft.use_effect(look_once, dependencies=[round_], cleanup=lambda: None)
    message = running.message or done
    left = [
        _printers(texts, now, calls=calls, run=run, look=look, is_busy=running.is_busy),
        SlipCard(
            key=f"slip-{round_}",
            texts=texts,
            shown=calls.slip(),
            may_choose=calls.may_choose,
            is_busy=running.is_busy,
            on_choose=lambda address, width: run(lambda: calls.choose_slip(address, width)),
        ),
    ]
    parts: list[ft.Control] = [
        text.title(texts["ui.place.printers"]),
        *([strip(message)] if message and asked is None else []),
        layout.column(
            [
                layout.row(
                    [
                        layout.column(left, spacing=10, expand=3),
                        layout.column([_routes(texts, routes, calls, open_route)], expand=2),
                    ],
                    top=True,
                    spacing=12,
                )
            ],
            scroll=True,
            expand=True,
        ),
    ]
    if asked is not None:
        route = asked
        parts.append(
            RouteDialog(
                key=f"route-{route.form}-{len(known)}",
                texts=texts,
                route=route,
                known=known,
                sources={one.address: one.sources for one in now},
                message=running.message,
                is_busy=running.is_busy,
                on_choose=lambda address, lies, tray: run(
                    lambda: calls.route(route.form, address, lies, tray)
                ),
                on_close=lambda: set_asked(None),
            )
        )
    return layout.screen(parts)


def _printers(
    texts: Texts,
    now: Sequence[PrinterNow],
    *,
    calls: SetUpCalls,
    run: Callable[[Callable[[], str]], Any],
    look: Callable[[], Any],
    is_busy: bool,
) -> ft.Control:
    lines = [_printer(texts, one, calls=calls, run=run, is_busy=is_busy) for one in now]
    again = buttons.plain(
        texts["ui.printers.again"], name="printers.again", press=look, disabled=is_busy
    )
    busy = [layout.busy(texts["ui.printers.asking"])] if is_busy else []
    return layout.card(
        [*lines, *busy, ft.Row([again])], title=texts["ui.printers.in_use"], spacing=10
    )


def _printer(
    texts: Texts,
    one: PrinterNow,
    *,
    calls: SetUpCalls,
    run: Callable[[Callable[[], str]], Any],
    is_busy: bool,
) -> ft.Control:
    tone = Tone.DONE if one.is_ready else Tone.ATTENTION
    tests = [
        buttons.plain(
            texts[f"ui.printers.test.{paper}"],
            name=f"printers.test.{paper}.{one.address}",
            press=partial(run, partial(calls.test, one.address, paper)),
            disabled=is_busy or not calls.may_choose,
        )
        for paper in one.tests
    ]
    return layout.column(
        [
            layout.row(
                [
                    ft.Container(text.body(one.name, bold=True, lines=1), expand=True),
                    status.badge(tone, one.state),
                    *tests,
                ],
                spacing=8,
            ),
            text.muted(" · ".join(filter(None, (one.use, one.facts))), lines=2),
        ],
        spacing=2,
    )


def _routes(
    texts: Texts,
    routes: Sequence[RouteShown],
    calls: SetUpCalls,
    open_route: Callable[[RouteShown], Any],
) -> ft.Control:
    lines: list[ft.Control] = [
        layout.row(
            [
                layout.column(
                    [text.body(route.words, bold=not route.form, lines=1), text.muted(route.goes)],
                    spacing=0,
                    expand=True,
                ),
                buttons.quiet(
                    texts["ui.printers.change"],
                    name=f"printers.route.{route.form or 'default'}",
                    press=partial(open_route, route),
                ),
            ]
        )
        for route in routes
    ]
    if not calls.may_choose:
        lines.append(text.muted(texts["ui.printer.ask_admin"]))
    return layout.card(lines, title=texts["ui.printers.routes"], spacing=6)
