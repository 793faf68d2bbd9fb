"""Hand-overs (Bàn giao): many dossiers on at once with one list, and the taker's word for each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.handling import ticked
from desk_app.ui.strip import Message, strip
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.widgets.status import Due
    from locales.catalogue import Texts

_NONE: frozenset[str] = frozenset()
_FIELDS_SHOWN = 8


class Way(StrEnum):
    GIVE = "give"  # chuyển đi
    TAKE = "take"  # chờ nhận


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOverLine:
    id: str
    code: str
    name: str
    procedure: str
    due: Due | None
    where: str  # since when, in words


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOverShown:
    lines: Sequence[HandOverLine]
    fields: Sequence[tuple[str, int]] = ()  # lĩnh vực, how many
    handlers: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOverCalls:
    load: Callable[[Way, str], HandOverShown]  # which way, which field
    give: Callable[[Sequence[str], str, bool], Message]  # slow; ids, to whom, control sheets too
    take: Callable[[Sequence[str]], Message]  # slow
    give_back: Callable[[Sequence[str], str], Message]  # slow; with the reason
    open: Callable[[str], Any]


@component
def HandOver(
    *, texts: Texts, bar: str, calls: HandOverCalls, ways: Sequence[Way], begin: Way
) -> ft.Control:
    """`ways`: what this person may do, one or both; `begin`: which is shown first."""
    way, set_way = use_value(begin)
    field, set_field = use_value("")
    chosen, choose = use_fold(_NONE)
    to, set_to = use_value("")
    named, count_names = use_fold(0)  # another field each time a name is put into it
    reason, set_reason = use_value("")
    with_sheets, set_sheets = use_value(True)
    done, set_done = use_value(cast("Message | None", None))
    round_, renew = use_fold(0)
    running = state.use_running(texts)
    shown = ft.use_memo(lambda: calls.load(way, field), [way, field, round_])
    picked = [line.id for line in shown.lines if line.id in chosen]

    def finish(message: Message) -> None:
        set_done(message)
        choose(lambda _: _NONE)
        set_reason("")
        renew(lambda number: number + 1)

    def run(work: Callable[[], Message]) -> Any:
        set_done(None)
        return running.start(work, finish)

    def turn(wanted: Way) -> None:
        set_way(wanted)
        set_field("")
        choose(lambda _: _NONE)

    def name(handler: str) -> None:
        set_to(handler)
        count_names(lambda number: number + 1)

    def confirm() -> Any:
        if bar or not picked:
            return None
        if way is Way.GIVE:
            return run(lambda: calls.give(picked, to, with_sheets))
        return run(lambda: calls.take(picked))

    keys.use_keys({keys.CONFIRM: confirm})
    message = running.message or done
    parts: list[ft.Control] = [_head(texts, ways, way=way, turn=turn)]
    if message is not None:
        parts.append(strip(message, on_close=lambda: set_done(None), close_label=texts["ui.close"]))
    parts += _fields(texts, shown.fields, field=field, set_field=set_field)
    parts.append(
        Table(
            columns=_columns(texts),
            rows=[_row(line, texts, is_chosen=line.id in chosen) for line in shown.lines],
            on_open=lambda id_: choose(lambda now: now ^ {id_}),
            name="hand_over.list",
            empty=texts[f"ui.hand_over.{way}.empty"],
        )
    )
    every = frozenset(line.id for line in shown.lines)
    picking = layout.row(
        [
            buttons.plain(
                texts["ui.hand_over.none" if every and every <= chosen else "ui.hand_over.all"],
                name="hand_over.all",
                press=lambda: choose(lambda now: _NONE if every <= now else every),
            ),
            buttons.plain(
                texts["ui.hand_over.open"],
                name="hand_over.open",
                press=lambda: calls.open(picked[0]),
                disabled=len(picked) != 1,
            ),
        ]
    )
    main = buttons.primary(
        texts.say(f"ui.hand_over.{way}.do", count=len(picked)),
        name="hand_over.do",
        press=confirm,
        shortcut=keys.CONFIRM,
        disabled=running.is_busy,
        missing=buttons.lacking(texts, lines=bool(picked)),
        bar=bar,
        line="",
    )
    if way is Way.GIVE:
        parts.append(_handlers(texts, shown.handlers, to=to, press=name))
        middle = _to_whom(
            texts, named, to=to, set_to=set_to, with_sheets=with_sheets, set_sheets=set_sheets
        )
    else:
        back = buttons.plain(
            texts.say("ui.hand_over.back", count=len(picked)),
            name="hand_over.back",
            press=lambda: run(lambda: calls.give_back(picked, reason)),
            disabled=running.is_busy or not picked,
            bar=bar,
        )
        middle = [_why_back(texts, round_, set_reason), back]
    parts.append(layout.row([picking, *middle, main]))
    return layout.screen(parts)


def _head(texts: Texts, ways: Sequence[Way], *, way: Way, turn: Callable[[Way], Any]) -> ft.Control:
    chips = [
        buttons.chip(
            texts[f"ui.hand_over.{one}"],
            name=f"hand_over.{one}",
            press=lambda one=one: turn(one),  # type: ignore[misc]
            chosen=one is way,
        )
        for one in ways
    ]
    return layout.row([text.title(texts["ui.place.hand_over"]), ft.Container(width=12), *chips])


def _fields(
    texts: Texts,
    fields: Sequence[tuple[str, int]],
    *,
    field: str,
    set_field: Callable[[str], Any],
) -> list[ft.Control]:
    """The fields as filters, with how many lie there; pressed again, all of them."""
    if len(fields) <= 1 and not field:
        return []
    chips = [
        buttons.chip(
            f"{texts['ui.hand_over.other'] if name == '-' else name} {count}",
            name=f"hand_over.field.{name}",
            press=lambda name=name: set_field("" if name == field else name),  # type: ignore[misc]
            chosen=name == field,
        )
        for name, count in fields[:_FIELDS_SHOWN]
    ]
    return [layout.row(chips, wrap=True, spacing=6)]


def _to_whom(
    texts: Texts,
    named: int,
    *,
    to: str,
    set_to: Callable[[str], Any],
    with_sheets: bool,
    set_sheets: Callable[[bool], Any],
) -> list[ft.Control]:
    return [
        Field(
            key=f"to-{named}",
            label=texts["ui.field.to"],
            name="hand_over.to",
            initial=to,
            width=300,
            on_change=set_to,
        ),
        ft.Checkbox(
            key="hand_over.sheets",
            label=texts["ui.hand_over.sheets"],
            value=with_sheets,
            on_change=ticked(set_sheets),
        ),
    ]


def _why_back(texts: Texts, round_: int, set_reason: Callable[[str], Any]) -> ft.Control:
    return Field(
        key=f"reason-{round_}",
        label=texts["ui.hand_over.why_back"],
        name="hand_over.reason",
        width=330,
        on_change=set_reason,
    )


def _handlers(
    texts: Texts, handlers: Sequence[str], *, to: str, press: Callable[[str], Any]
) -> ft.Control:
    """Who handles here, to be chosen by one press; anybody else is typed."""
    chips = [
        buttons.chip(
            name,
            name=f"hand_over.to.{name}",
            press=lambda name=name: press(name),  # type: ignore[misc]
            chosen=name == to,
        )
        for name in handlers
    ]
    return layout.row([text.muted(texts["ui.hand_over.to_whom"]), *chips], wrap=True, spacing=6)


def _columns(texts: Texts) -> tuple[Column, ...]:
    return (
        Column(title="", width=28),
        Column(title=texts["ui.column.code"], width=180),
        Column(title=texts["ui.column.name"], share=3),
        Column(title=texts["ui.column.procedure"], share=5),
        Column(title=texts["ui.hand_over.where"], width=190),
        Column(title=texts["ui.column.due"], width=130),
    )


def _row(line: HandOverLine, texts: Texts, *, is_chosen: bool) -> Row:
    box = ft.Icons.CHECK_BOX if is_chosen else ft.Icons.CHECK_BOX_OUTLINE_BLANK
    due = line.due
    said = texts["ui.hand_over.is_chosen"] if is_chosen else ""
    parts = (said, line.code, line.name, line.procedure, line.where, due.relative if due else "")
    return Row(
        id=line.id,
        cells=(
            ft.Icon(box, size=20, color=theme.ACCENT if is_chosen else theme.FAINT),
            text.code(line.code),
            text.body(line.name, bold=True, lines=1),
            text.body(line.procedure, lines=2),
            text.body(line.where, lines=2),
            status.due_line(due) if due else text.muted(texts["ui.due.none"]),
        ),
        spoken=". ".join(filter(None, parts)),
    )
