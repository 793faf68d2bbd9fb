"""The till (thu phí): what was taken since its last closing, and counting it by two people."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import formats, keys, state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.till_data import ClosedLine, Counting, TakenLine, TillCalls, TillShown
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from locales.catalogue import Texts

_LOOK_SECONDS = 5.0
_NOTE_WIDTH = 118
_LABEL_WIDTH = 210
RECEIPTS_KEY = "Alt+B"  # biên lai


@component
def Till(*, texts: Texts, bar: str, calls: TillCalls) -> ft.Control:
    round_, renew = use_fold(0)
    shown = state.use_watched(calls.load, seconds=_LOOK_SECONDS, anew=round_)
    typed, set_typed = use_value(cast("Mapping[str, str]", {}))
    asks, set_asks = use_value(False)
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)
    counting = _counting(typed, calls.denominations)
    counted = sum(value * count for value, count in counting.counts.items())

    def put(name: str, value: str) -> None:
        set_typed({**typed, name: value})

    def ask() -> None:
        set_done(None)
        running.say(None)
        set_asks(True)

    def finished(words: str) -> None:
        set_typed({})
        renew(lambda number: number + 1)
        set_done(Message(kind=Kind.DONE, words=words))

    def confirm() -> Any:
        set_asks(False)
        return running.start(lambda: calls.close(counting), finished)

    opened = {RECEIPTS_KEY: calls.open_receipts}
    keys.use_keys(opened | ({keys.CONFIRM: ask} if calls.may_close and not bar else {}))
    message = running.message or done
    head: list[ft.Control] = [
        layout.row(
            [
                ft.Container(text.title(texts["ui.place.till"]), expand=True),
                buttons.plain(
                    texts["ui.receipts.open"],
                    name="till.receipts",
                    press=calls.open_receipts,
                    shortcut=RECEIPTS_KEY,
                ),
            ]
        )
    ]
    if message is not None:
        head.append(strip(message))
    sides: list[ft.Control] = [
        ft.Container(_taken(shown, texts, calls.open_dossier), expand=5),
    ]
    if calls.may_close:
        count = _count(
            shown, texts, typed=typed, put=put, counted=counted, round_=round_, calls=calls
        )
        close = buttons.primary(
            texts["ui.till.close"],
            name="till.close",
            press=ask,
            shortcut=keys.CONFIRM,
            bar=bar,
            disabled=running.is_busy,
            missing=buttons.lacking(texts, witness=bool(typed.get("witness"))),
            upright=True,
        )
        sides.append(ft.Container(layout.column([count, close], scroll=True, spacing=10), expand=4))
    parts = [*head, ft.Container(layout.row(sides, top=True, spacing=12), expand=True)]
    if asks:
        parts.append(_question(shown, texts, counted=counted, yes=confirm, no=set_asks, bar=bar))
    return layout.screen(parts)


def _taken(shown: TillShown, texts: Texts, open_dossier: Callable[[str], Any]) -> ft.Control:
    facts = [layout.fact(label, value, label_width=_LABEL_WIDTH) for label, value in shown.facts]
    lines = [_line(one, texts["ui.till.open"], open_dossier) for one in shown.lines]
    if shown.more:
        lines.append(text.muted(texts.say("ui.till.more", count=shown.more)))
    if not lines:
        lines.append(text.muted(texts["ui.till.nothing"]))
    return layout.column(
        [
            layout.card(facts, title=shown.since, spacing=4),
            layout.card(lines, title=texts["ui.till.payments"], spacing=2),
            layout.card(
                [_closing(one) for one in shown.closed] or [text.muted(texts["ui.till.never"])],
                title=texts["ui.till.closings"],
                spacing=4,
            ),
        ],
        scroll=True,
        expand=True,
        spacing=10,
    )


def _line(one: TakenLine, open_words: str, open_dossier: Callable[[str], Any]) -> ft.Control:
    return layout.row(
        [
            ft.Container(text.muted(one.at), width=92),
            ft.Container(text.body(one.slip), width=100),
            ft.Container(text.body(one.payer, lines=1), expand=True),
            ft.Container(text.muted(one.method), width=96),
            ft.Container(text.body(one.amount, bold=True), width=92),
            buttons.quiet(
                open_words, name=f"till.open.{one.slip}", press=partial(open_dossier, one.id)
            ),
        ],
        spacing=6,
    )


def _closing(one: ClosedLine) -> ft.Control:
    parts: list[ft.Control] = [
        ft.Container(text.body(one.number, bold=True), width=110),
        ft.Container(text.muted(one.told, lines=2), expand=True),
        ft.Container(text.body(one.counted), width=100),
    ]
    if one.difference:
        parts.append(text.body(one.difference, color=theme.DANGER))
    return layout.row(parts, spacing=6)


def _count(
    shown: TillShown,
    texts: Texts,
    *,
    typed: Mapping[str, str],
    put: Callable[[str, str], None],
    counted: int,
    round_: int,
    calls: TillCalls,
) -> ft.Control:
    """Notes by denomination, two in a row; what should be there beside what is."""
    fields = [
        Field(
            key=f"till-{round_}-{value}",
            label=formats.money(value),
            name=f"till.note.{value}",
            width=_NOTE_WIDTH,
            on_change=partial(put, str(value)),
        )
        for value in calls.denominations
    ]
    difference = counted - shown.expected_vnd
    told: list[ft.Control] = [
        layout.fact(texts["ui.till.expected"], formats.money(shown.expected_vnd)),
        layout.fact(texts["ui.till.counted"], text.body(formats.money(counted), bold=True)),
    ]
    if difference:
        words = texts["ui.till.over" if difference > 0 else "ui.till.short"]
        ink = text.body(formats.money(abs(difference)), color=theme.DANGER, bold=True)
        told.append(layout.fact(words, ink))
        told.append(
            Field(
                key=f"till-{round_}-reason",
                label=texts["ui.till.reason"],
                name="till.reason",
                initial=typed.get("reason", ""),
                on_change=partial(put, "reason"),
                lines=2,
            )
        )
    else:
        told.append(layout.fact(texts["ui.till.difference"], texts["ui.till.none"]))
    witness: ft.Control = choose(
        [(name, name) for name in shown.witnesses],
        label=texts["ui.till.witness"],
        name="till.witness",
        value=typed.get("witness", ""),
        on_change=partial(put, "witness"),
        upright=True,
    )
    if not shown.witnesses:
        witness = text.body(texts["ui.till.nobody"], color=theme.AMBER)
    left = Field(
        key=f"till-{round_}-left",
        label=texts["ui.till.left"],
        name="till.left",
        helper=texts["ui.till.left_said"],
        on_change=partial(put, "left"),
    )
    grid = ft.Row(fields, wrap=True, spacing=8, run_spacing=8)
    return layout.card([grid, *told, left, witness], title=texts["ui.till.count"], spacing=8)


def _question(
    shown: TillShown,
    texts: Texts,
    *,
    counted: int,
    yes: Callable[[], Any],
    no: Callable[[bool], Any],
    bar: str,
) -> ft.Control:
    difference = counted - shown.expected_vnd
    words = texts.say(
        "ui.till.sure",
        counted=formats.money(counted),
        expected=formats.money(shown.expected_vnd),
        difference=formats.money(difference),
    )
    return Dialog(
        title=texts["ui.till.close"],
        content=[text.body(words, lines=4)],
        confirm=texts["ui.till.close"],
        cancel=texts["ui.cancel"],
        on_confirm=yes,
        on_cancel=lambda: no(False),
        bar=bar,
    )


def _counting(typed: Mapping[str, str], denominations: Sequence[int]) -> Counting:
    """Letters where a number belongs count as too many, so that the count is refused."""
    counts = {value: _number(typed.get(str(value), "")) for value in denominations}
    return Counting(
        counts={value: count for value, count in counts.items() if count},
        left_vnd=_number(typed.get("left", "")),
        reason=typed.get("reason", ""),
        witness=typed.get("witness", ""),
    )


def _number(words: str) -> int:
    plain = words.strip().replace(".", "")
    if not plain:
        return 0
    return int(plain) if plain.isascii() and plain.isdecimal() else -1
