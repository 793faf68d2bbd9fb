"""One page of the print ledger: what is known of it and what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.print_reasons import SpoiltBy
from desk_app.ui import text
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import flet as ft

    from desk_app.ui.screens.print_row import Doing, PrintRow
    from locales.catalogue import Texts

_WITH_A_WORD = ("spoil", "print")


@component
def PrintDialog(
    *,
    texts: Texts,
    row: PrintRow,
    ways: Sequence[tuple[str, str]],
    message: Message | None,
    is_busy: bool,
    on_do: Callable[[Doing, str], Any],
    on_open: Callable[[], Any],
    on_close: Callable[[], Any],
) -> ft.Control:
    """Ctrl+Enter opens the dossier."""
    why, set_why = use_value("")
    way, set_way = use_value(ways[0][0] if ways else "")
    at_once = [doing for doing in row.doings if doing not in _WITH_A_WORD]
    content: list[ft.Control] = [
        text.body(row.paper, bold=True),
        layout.fact(texts["print_report.code"], row.code or "…"),
        layout.fact(texts["print_report.state"], f"{row.state}. {row.detail}".removesuffix(". ")),
        layout.fact(texts["ui.prints.who"], ", ".join(filter(None, (row.who, row.printer)))),
        *([strip(message)] if message else []),
        *([text.body(texts["ui.prints.question"])] if "came_out" in row.doings else []),
    ]
    if at_once:
        content.append(
            layout.row(
                [
                    buttons.plain(
                        texts[f"ui.prints.do.{doing}"],
                        name=f"prints.do.{doing}",
                        press=partial(on_do, doing, ""),
                        disabled=is_busy,
                    )
                    for doing in at_once
                ],
                wrap=True,
                spacing=8,
            )
        )
    for doing in row.doings:
        if doing == "spoil":
            reasons = [(one.value, texts[f"print_reason.{one}"]) for one in SpoiltBy]
            content += _worded(
                texts, doing, reasons, chosen=why, pick=set_why, on_do=on_do, is_busy=is_busy
            )
        if doing == "print":
            content += _worded(
                texts, doing, ways, chosen=way, pick=set_way, on_do=on_do, is_busy=is_busy
            )
    return Dialog(
        title=texts.say("ui.prints.page", number=row.id),
        content=content,
        confirm=texts["ui.prints.open"],
        cancel=texts["ui.close"],
        on_confirm=on_open,
        on_cancel=on_close,
        is_busy=is_busy,
        width=600,
    )


def _worded(
    texts: Texts,
    doing: Doing,
    options: Sequence[tuple[str, str]],
    *,
    chosen: str,
    pick: Callable[[str], Any],
    on_do: Callable[[Doing, str], Any],
    is_busy: bool,
) -> list[ft.Control]:
    """A choice, and the button that does it."""
    return [
        choose(
            options,
            label=texts[f"ui.prints.with.{doing}"],
            name=f"prints.with.{doing}",
            value=chosen,
            on_change=pick,
            upright=True,
        ),
        layout.row(
            [
                buttons.plain(
                    texts[f"ui.prints.do.{doing}"],
                    name=f"prints.do.{doing}",
                    press=lambda: on_do(doing, chosen),
                    disabled=is_busy,
                    missing=_missing(texts, doing, chosen),
                )
            ]
        ),
    ]


def _missing(texts: Texts, doing: Doing, chosen: str) -> str:
    if doing == "print":
        return buttons.lacking(texts, printer=bool(chosen))
    return buttons.lacking(texts, reason=bool(chosen))
