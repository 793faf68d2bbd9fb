"""Typing dossiers into another system (Nhập phần mềm ngành): a list, and a card field by field.

One key copies the next field to the clipboard; what was copied stays marked, whoever comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class RetypeLine:
    """A dossier that waits."""

    id: str
    code: str
    name: str
    procedure: str
    since: str  # in words


@dataclass(frozen=True, kw_only=True, slots=True)
class RetypeField:
    step: str  # the part of the other system's form
    label: str
    value: str
    copied: str = ""  # who and when; empty: not yet


@dataclass(frozen=True, kw_only=True, slots=True)
class RetypeCard:
    code: str
    name: str
    procedure: str
    system: str
    is_entered: bool
    fields: Sequence[RetypeField]


@dataclass(frozen=True, kw_only=True, slots=True)
class RetypeListCalls:
    systems: Sequence[str]
    load: Callable[[str], Sequence[RetypeLine]]  # of one system; empty: of all
    open: Callable[[str], Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class RetypeCalls:
    load: Callable[[], RetypeCard]
    copy: Callable[[str], str]  # label → value; written into the log
    finish: Callable[[str], Any]  # with the other system's code
    open_dossier: Callable[[], Any]
    back: Callable[[], Any]  # to the list


@component
def RetypeList(*, texts: Texts, calls: RetypeListCalls) -> ft.Control:
    system, set_system = use_value("")
    lines = ft.use_memo(lambda: calls.load(system), [system])
    chips = [
        buttons.chip(
            name,
            name=f"retype.system.{name}",
            press=lambda name=name: set_system("" if name == system else name),  # type: ignore[misc]
            chosen=name == system,
        )
        for name in calls.systems
    ]
    rows = [
        Row(
            id=line.id,
            cells=(
                text.code(line.code),
                text.body(line.name, bold=True, lines=1),
                text.body(line.procedure, lines=2),
                text.body(line.since, lines=1),
            ),
            spoken=f"{line.code}. {line.name}. {line.procedure}. {line.since}",
        )
        for line in lines
    ]
    columns = (
        Column(title=texts["ui.column.code"], width=180),
        Column(title=texts["ui.column.name"], share=3),
        Column(title=texts["ui.column.procedure"], share=5),
        Column(title=texts["ui.today.how_long"], width=160),
    )
    return layout.screen(
        [
            text.title(texts["ui.place.retype"]),
            text.muted(texts["ui.retype.what"]),
            layout.row(chips, wrap=True, spacing=6),
            Table(
                columns=columns,
                rows=rows,
                on_open=calls.open,
                name="retype.list",
                empty=texts["ui.retype.empty"],
            ),
        ]
    )


@component
def Retype(*, texts: Texts, bar: str, calls: RetypeCalls) -> ft.Control:
    """Ctrl+Enter copies the next field; a row copies itself."""
    round_, renew = use_fold(0)
    code, set_code = use_value("")
    held, hold = use_value("")  # the label of what is in the clipboard
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)
    clipboard: ft.Clipboard = ft.use_memo(ft.Clipboard, [])
    shown = ft.use_memo(calls.load, [round_])
    following = next((one.label for one in shown.fields if not one.copied), "")

    def copy(label: str) -> Any:
        if bar or not label:
            return None

        async def keep(value: str) -> None:
            await clipboard.set(value)
            hold(label)
            renew(lambda number: number + 1)

        return running.start(lambda: calls.copy(label), keep)

    def finish() -> Any:
        async def finished(_: object) -> None:
            await clipboard.set("")  # nobody pastes a citizen's number elsewhere by mistake
            hold("")
            set_done(Message(kind=Kind.DONE, words=texts["ui.retype.done"]))
            renew(lambda number: number + 1)

        return running.start(lambda: calls.finish(code), finished)

    keys.use_keys({keys.CONFIRM: lambda: copy(following)})
    copied = sum(bool(one.copied) for one in shown.fields)
    message = running.message or done
    if message is None and held:
        words = texts.say("ui.retype.held", field=held)
        message = Message(kind=Kind.NOTE, words=words)
    parts: list[ft.Control] = [_card_head(texts, shown, calls)]
    if message is not None:
        parts.append(strip(message))
    parts.append(
        Table(
            columns=_columns(texts),
            rows=_rows(shown.fields, texts, following=following),
            on_open=copy,
            name="retype.fields",
            empty=texts["ui.retype.no_fields"],
        )
    )
    parts.append(
        _foot(
            texts,
            progress=texts.say("ui.retype.progress", copied=copied, count=len(shown.fields)),
            set_code=set_code,
            finish=buttons.plain(
                texts["ui.retype.finish"],
                name="retype.finish",
                press=finish,
                disabled=running.is_busy or shown.is_entered,
                bar=bar,
            ),
            copy=buttons.primary(
                texts["ui.retype.next"],
                name="retype.next",
                press=lambda: copy(following),
                shortcut=keys.CONFIRM,
                disabled=running.is_busy or not following,
                bar=bar,
            ),
            is_entered=shown.is_entered,
        )
    )
    return layout.screen(parts)


def _card_head(texts: Texts, shown: RetypeCard, calls: RetypeCalls) -> ft.Control:
    words: list[ft.Control] = [
        layout.row([text.title(shown.name), text.code(shown.code, size=theme.LARGE)], spacing=14),
        text.body(shown.procedure, lines=1),
    ]
    if shown.system:
        words.append(text.body(texts.say("ui.retype.into", system=shown.system), bold=True))
    return layout.row(
        [
            ft.Container(ft.Column(words, spacing=2, tight=True), expand=True),
            buttons.plain(texts["ui.retype.list"], name="retype.back", press=calls.back),
            buttons.plain(texts["ui.hand_over.open"], name="retype.open", press=calls.open_dossier),
        ],
        top=True,
    )


def _columns(texts: Texts) -> tuple[Column, ...]:
    return (
        Column(title="", width=26),
        Column(title=texts["ui.retype.field"], share=4),
        Column(title=texts["ui.retype.value"], share=5),
        Column(title=texts["ui.retype.copied"], width=230),
    )


def _rows(fields: Sequence[RetypeField], texts: Texts, *, following: str) -> list[Row]:
    """The part of the other form stands over its first field."""
    before = ["", *(one.step for one in fields)]
    return [
        _row(one, texts, is_next=one.label == following, is_first=one.step != step)
        for one, step in zip(fields, before, strict=False)
    ]


def _row(one: RetypeField, texts: Texts, *, is_next: bool, is_first: bool) -> Row:
    icon, ink = ft.Icons.CHECK_CIRCLE, theme.GREEN
    if not one.copied:
        icon = ft.Icons.ARROW_FORWARD if is_next else ft.Icons.RADIO_BUTTON_UNCHECKED
        ink = theme.ACCENT if is_next else theme.FAINT
    said = texts["ui.retype.is_next"] if is_next else ""
    words: list[ft.Control] = [text.body(one.label, lines=2)]
    if is_first:
        words.insert(0, text.muted(one.step, lines=1))
    label = ft.Column(words, spacing=0, tight=True)
    return Row(
        id=one.label,
        cells=(
            ft.Icon(icon, size=18, color=ink),
            label,
            text.body(one.value, bold=True, lines=2),
            text.muted(one.copied),
        ),
        spoken=". ".join(filter(None, (said, one.label, one.value, one.copied))),
    )


def _foot(
    texts: Texts,
    *,
    progress: str,
    set_code: Callable[[str], Any],
    finish: ft.Control,
    copy: ft.Control,
    is_entered: bool,
) -> ft.Control:
    field = Field(
        label=texts["ui.retype.code"],
        name="retype.code",
        width=330,
        on_change=set_code,
        disabled=is_entered,
    )
    return layout.row([text.body(progress), ft.Container(expand=True), field, finish, copy])
