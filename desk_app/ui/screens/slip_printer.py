"""The slip printer (máy in phiếu nhiệt), a card of the printers' screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text
from desk_app.ui.component import component, use_value
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts

WIDTHS = ("80", "58")


@dataclass(frozen=True, kw_only=True, slots=True)
class SlipShown:
    address: str  # empty where there is none
    width: str


@component
def SlipCard(
    *,
    texts: Texts,
    shown: SlipShown,
    may_choose: bool,
    is_busy: bool,
    on_choose: Callable[[str, str], Any],
) -> ft.Control:
    typed, set_typed = use_value(shown.address)
    width, set_width = use_value(shown.width)
    goes = shown.address or texts["ui.printers.no_slip"]
    lines: list[ft.Control] = [text.body(f"{goes} · {shown.width} mm" if shown.address else goes)]
    if may_choose:
        lines += [
            Field(
                label=texts["ui.printers.slip_address"],
                name="slip.address",
                initial=shown.address,
                hint="raw://192.168.1.60:9100",
                on_change=set_typed,
            ),
            choose(
                [(one, f"{one} mm") for one in WIDTHS],
                label=texts["ui.printers.width"],
                name="slip.width",
                value=width,
                on_change=set_width,
            ),
            ft.Row(
                [
                    buttons.plain(
                        texts["ui.printers.keep"],
                        name="slip.keep",
                        press=lambda: on_choose(typed.strip(), width),
                        disabled=is_busy,
                    )
                ]
            ),
        ]
    return layout.card(lines, title=texts["ui.printers.slip"], spacing=8)
