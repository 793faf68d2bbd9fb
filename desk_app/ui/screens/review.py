"""What a person must look at: fields with two values, and what the province set aside.

Each item says what, why, whose and when, what can be done now, and has a button for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.why import AskWhy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

VALUES = "values"  # beside the remedies of the rules: two values of one field


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewItem:
    """One thing to look at."""

    id: str  # of the change, or of dossier and field
    dossier: str  # empty where it is about none
    code: str
    what: str
    why: str
    who: str  # who, where and when
    remedy: str  # in words
    action: str  # VALUES, or a remedy: send_again, receive_again, open, ask, wait


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewCalls:
    open_dossier: Callable[[str], Any]
    settle: Callable[[str], Any]  # leads to the screen with the values side by side
    receive_again: Callable[[str], Any]
    send_again: Callable[[str], str]  # slow; the words of what was done
    leave: Callable[[str, str], str]  # slow; the item, why nothing is to be done


@component
def Review(
    *,
    texts: Texts,
    items: Sequence[ReviewItem],
    total: int,
    bar: str,
    calls: ReviewCalls,
    run: Callable[[Callable[[], str]], Any],
) -> ft.Control:
    """`run` does slow work and says what came of it; `bar`: why nothing can be settled now."""
    leaving, set_leaving = use_value(cast("ReviewItem | None", None))
    lines: list[ft.Control] = [
        _line(item, texts=texts, bar=bar, calls=calls, run=run, on_leave=partial(set_leaving, item))
        for item in items
    ]
    if total > len(items):
        lines.append(text.muted(texts.say("ui.review.more", count=total - len(items))))
    if not lines:
        lines = [layout.empty(texts["ui.sync.none_aside"], icon=ft.Icons.TASK_ALT)]
    parts: list[ft.Control] = [ft.ListView(lines, expand=True, spacing=6)]
    if leaving is not None:
        item = leaving

        def confirm(reason: str) -> Any:
            set_leaving(None)
            return run(lambda: calls.leave(item.id, reason))

        parts.append(
            AskWhy(
                texts=texts,
                act=texts["ui.review.leave"],
                question=texts["ui.review.leave_why"],
                name="leave.reason",
                on_confirm=confirm,
                on_cancel=lambda: set_leaving(None),
            )
        )
    return layout.card(parts, title=texts.say("ui.sync.set_aside", count=total), expand=5)


def _line(
    item: ReviewItem,
    *,
    texts: Texts,
    bar: str,
    calls: ReviewCalls,
    run: Callable[[Callable[[], str]], Any],
    on_leave: Callable[[], Any],
) -> ft.Control:
    words = ft.Column(
        [
            layout.row([text.code(item.code), text.body(item.what, bold=True)], wrap=True),
            text.body(item.why),
            text.muted(item.who),
            text.muted(item.remedy),
        ],
        spacing=1,
        tight=True,
    )
    made = _buttons(item, texts, bar=bar, calls=calls, run=run, on_leave=on_leave)
    return ft.Container(
        layout.column(
            [words, layout.row(made, wrap=True, spacing=6)],
            spacing=4,
        ),
        padding=8,
        border=ft.Border(left=ft.BorderSide(3, theme.DANGER), bottom=ft.BorderSide(1, theme.LINE)),
    )


def _buttons(
    item: ReviewItem,
    texts: Texts,
    *,
    bar: str,
    calls: ReviewCalls,
    run: Callable[[Callable[[], str]], Any],
    on_leave: Callable[[], Any],
) -> list[ft.Control]:
    presses: dict[str, Callable[[], Any]] = {
        VALUES: lambda: calls.settle(item.id),
        "send_again": lambda: run(lambda: calls.send_again(item.id)),
        "receive_again": lambda: calls.receive_again(item.dossier),
    }
    made: list[ft.Control] = []
    if item.action in presses:
        made.append(
            buttons.plain(
                texts[f"ui.review.{item.action}"],
                name=f"review.{item.id}.{item.action}",
                press=presses[item.action],
                bar="" if item.action == VALUES else bar,
            )
        )
    if item.dossier:
        made.append(
            buttons.plain(
                texts["ui.open"],
                name=f"review.{item.id}.open",
                press=partial(calls.open_dossier, item.dossier),
            )
        )
    if item.action not in {VALUES, "wait"}:
        made.append(
            buttons.quiet(
                texts["ui.review.leave"], name=f"review.{item.id}.leave", press=on_leave, bar=bar
            )
        )
    return made
