"""Sessions in villages (phiên lưu động): planned here, opened, watched, closed, printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.village_plan import PlanVillage
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.village_plan import PlanCalls
    from desk_app.ui.theme import Tone
    from locales.catalogue import Texts

_LOOK_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class VillageLine:
    id: str
    place: str
    facts: str  # day, who goes
    procedures: str
    tone: Tone
    state: str
    is_planned: bool
    is_open: bool  # at this machine
    told: Sequence[tuple[str, str, bool]]  # label, what it says, is there something to do


@dataclass(frozen=True, kw_only=True, slots=True)
class VillageCalls:
    load: Callable[[str], Sequence[VillageLine]]  # of one of them all is told
    open: Callable[[str], str]
    close: Callable[[str, str], str]  # with a note
    print: Callable[[str], str]  # slow
    plan: PlanCalls


@component
def Village(*, texts: Texts, bar: str, calls: VillageCalls) -> ft.Control:
    round_, renew = use_fold(0)
    shown, set_shown = use_value("")
    lines = state.use_watched(
        partial(calls.load, shown), seconds=_LOOK_SECONDS, anew=(round_, shown)
    )
    asked, set_asked = use_value(cast("VillageLine | None", None))
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)

    def finished(words: str) -> None:
        renew(lambda number: number + 1)
        set_asked(None)
        set_done(Message(kind=Kind.DONE, words=words))

    def run(work: Callable[[], str]) -> Any:
        set_done(None)
        return running.start(work, finished)

    parts: list[ft.Control] = [text.title(texts["ui.place.village"])]
    message = running.message or done
    if message is not None and asked is None:
        parts.append(strip(message))
    cards: list[ft.Control] = [
        _line(
            line,
            texts,
            bar=bar,
            on_show=set_shown,
            on_open=lambda id_: run(partial(calls.open, id_)),
            on_ask=set_asked,
            on_print=lambda id_: run(partial(calls.print, id_)),
        )
        for line in lines
    ]
    right = layout.card(
        cards or [text.muted(texts["ui.village.none"])], title=texts["ui.village.list"], spacing=4
    )
    plan = PlanVillage(
        key=f"village-plan-{round_}",
        texts=texts,
        bar=bar,
        calls=calls.plan,
        is_busy=running.is_busy,
        on_plan=lambda typed: run(partial(calls.plan.plan, typed)),
    )
    parts.append(
        layout.row(
            [
                ft.Container(layout.column([plan], scroll=True), expand=4),
                ft.Container(layout.column([right], scroll=True), expand=5),
            ],
            top=True,
            spacing=12,
            expand=True,
        )
    )
    if asked is not None:
        about = asked
        parts.append(
            CloseVillage(
                texts=texts,
                line=about,
                message=running.message,
                is_busy=running.is_busy,
                bar=bar,
                on_close=lambda note: run(partial(calls.close, about.id, note)),
                on_cancel=lambda: set_asked(None),
            )
        )
    return layout.screen(parts)


def _line(
    line: VillageLine,
    texts: Texts,
    *,
    bar: str,
    on_show: Callable[[str], Any],
    on_open: Callable[[str], Any],
    on_ask: Callable[[VillageLine], Any],
    on_print: Callable[[str], Any],
) -> ft.Control:
    head = layout.row(
        [
            ft.Container(text.body(line.place, bold=True), expand=True),
            ft.Container(status.badge(line.tone, line.state), width=140),
        ]
    )
    parts: list[ft.Control] = [head, text.muted(line.facts), text.muted(line.procedures, lines=3)]
    for label, words, is_to_do in line.told:
        said = text.body(words, bold=is_to_do, lines=2)
        parts.append(layout.fact(label, said, label_width=170))
    presses: list[ft.Control] = []
    if line.is_planned:
        presses += [
            buttons.plain(
                texts["ui.village.open"],
                name="village.open",
                press=partial(on_open, line.id),
                bar=bar,
            ),
            buttons.quiet(
                texts["ui.village.call_off"], name="village.off", press=partial(on_ask, line)
            ),
        ]
    elif line.is_open:
        presses.append(
            buttons.plain(
                texts["ui.village.close"],
                name="village.close",
                press=partial(on_ask, line),
                bar=bar,
            )
        )
    if not line.is_planned:
        presses.append(
            buttons.quiet(
                texts["ui.village.print"], name="village.print", press=partial(on_print, line.id)
            )
        )
    if not line.told:
        key = "ui.village.check" if line.is_planned else "ui.village.show"
        presses.append(
            buttons.quiet(texts[key], name="village.show", press=partial(on_show, line.id))
        )
    parts.append(layout.row(presses, spacing=8, wrap=True))
    return ft.Container(
        layout.column(parts, spacing=4),
        padding=ft.Padding.symmetric(horizontal=4, vertical=8),
        border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
    )


@component
def CloseVillage(
    *,
    texts: Texts,
    line: VillageLine,
    message: Message | None,
    is_busy: bool,
    bar: str,
    on_close: Callable[[str], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    note, set_note = use_value("")
    content: list[ft.Control] = [
        text.body(f"{line.place} · {line.facts}", lines=3),
        Field(
            label=texts["ui.village.note"],
            name="village.note",
            lines=2,
            focus=True,
            on_change=set_note,
        ),
    ]
    if message is not None:
        content.append(strip(message))
    what = texts["ui.village.call_off" if line.is_planned else "ui.village.close"]
    return Dialog(
        title=what,
        content=content,
        confirm=what,
        cancel=texts["ui.cancel"],
        on_confirm=lambda: on_close(note),
        on_cancel=on_cancel,
        is_busy=is_busy,
        bar=bar,
    )
