"""What receiving now would promise and cost, with the reason of each, and what to beware of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.screens.receive.procedure import unconfirmed
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.receive.data import DayShown, Preview
    from locales.catalogue import Texts


def promise_card(
    *, texts: Texts, preview: Preview, is_why_open: bool, on_why: Callable[[], Any]
) -> ft.Control:
    due: list[ft.Control] = [
        _big(texts["ui.receive.due"], preview.due, key="receive.due"),
        layout.row(
            [
                ft.Container(text.muted(preview.limit, lines=2), expand=True),
                *([] if preview.is_limit_confirmed else [unconfirmed(texts)]),
            ]
        ),
    ]
    if preview.days:
        word = texts["ui.receive.why_hide" if is_why_open else "ui.receive.why"]
        due.append(ft.Row([buttons.quiet(word, name="receive.why", press=on_why)]))
    fee: list[ft.Control] = [
        _big(texts["ui.receive.fee"], preview.fee, key="receive.fee"),
        *(text.muted(line, lines=2) for line in preview.fee_why),
        *([] if preview.is_fee_confirmed else [ft.Row([unconfirmed(texts)])]),
    ]
    halves = layout.row(
        [
            ft.Container(layout.column(due, spacing=2), expand=1),
            ft.Container(layout.column(fee, spacing=2), expand=1),
        ],
        top=True,
        spacing=14,
    )
    parts: list[ft.Control] = [halves]
    if is_why_open:
        parts.append(_days(preview, texts))
    parts.extend(_warning(words) for words in preview.warnings)
    return layout.card(parts, spacing=6)


def _big(label: str, value: str, *, key: str) -> ft.Control:
    return ft.Column(
        [
            text.muted(label),
            ft.Text(value, key=key, size=17, weight=ft.FontWeight.W_600),
        ],
        spacing=0,
        tight=True,
    )


def _days(preview: Preview, texts: Texts) -> ft.Control:
    lines: list[ft.Control] = [_day(day, texts) for day in preview.days]
    return ft.Container(
        ft.ListView(lines, key="receive.days", spacing=0),
        height=min(26 * len(lines) + 8, 150),
        bgcolor=theme.CANVAS,
        border_radius=theme.RADIUS,
        padding=4,
    )


def _day(day: DayShown, texts: Texts) -> ft.Control:
    word = texts["ui.receive.counted" if day.is_counted else "ui.receive.not_counted"]
    return layout.row(
        [
            ft.Icon(
                ft.Icons.CHECK if day.is_counted else ft.Icons.REMOVE,
                size=16,
                color=theme.GREEN if day.is_counted else theme.FAINT,
            ),
            ft.Container(text.body(day.day), width=150),
            text.muted(f"{word} · {day.why}" if day.why else word),
        ],
        spacing=6,
    )


def _warning(words: str) -> ft.Control:
    return layout.row(
        [
            ft.Icon(ft.Icons.WARNING_AMBER, size=18, color=theme.AMBER),
            ft.Container(text.body(words, color=theme.AMBER), expand=True),
        ],
        spacing=6,
        top=True,
    )
