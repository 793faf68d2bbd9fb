"""Where pages go (Máy in), a card of Settings: the PDF tray, or a printer of this place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class PrinterCalls:
    chosen: Callable[[], str]  # "tray" or an address
    known: Callable[[], Sequence[tuple[str, str]]]  # slow; address and name, the tray first
    choose: Callable[[str], Any]  # slow; raises what is wrong with the address
    may_choose: bool
    set_up: Callable[[], Any]  # opens the screen of the printers
    ledger: Callable[[], Any]  # opens the print ledger


@component
def PrinterCard(*, texts: Texts, calls: PrinterCalls) -> ft.Control:
    now = calls.chosen()
    found, set_found = use_value(cast("Sequence[tuple[str, str]]", ()))
    typed, set_typed = use_value("")
    done, set_done = use_value(cast("Message | None", None))
    turn, renew = use_fold(0)
    running = state.use_running(texts)

    def finish(_: Any) -> None:
        set_done(Message(kind=Kind.DONE, words=texts["ui.printer.chosen"]))
        set_typed("")
        renew(lambda number: number + 1)

    def take(address: str) -> Any:
        set_done(None)
        return running.start(lambda: calls.choose(address), finish)

    known = dict(found) or {"tray": texts["ui.printer.tray"]}
    known.setdefault(now, now)
    parts: list[ft.Control] = [
        choose(
            [(address, name or address) for address, name in known.items()],
            label=texts["ui.printer.goes_to"],
            name="printer.choice",
            value=now,
            on_change=take,
            upright=True,
        )
    ]
    if calls.may_choose:
        parts += [
            Field(
                key=f"printer.address.{turn}",
                label=texts["ui.printer.address"],
                name="printer.address",
                hint="ipp://192.168.1.50/ipp/print",
                on_change=set_typed,
                on_submit=take,
            ),
            ft.Row(
                [
                    buttons.plain(
                        texts["ui.printer.use"],
                        name="printer.use",
                        press=lambda: take(typed),
                        missing=buttons.lacking(texts, address=bool(typed.strip())),
                    ),
                    buttons.plain(
                        texts["ui.printer.find"],
                        name="printer.find",
                        press=lambda: running.start(calls.known, set_found),
                    ),
                ]
            ),
        ]
    parts.append(
        ft.Row(
            [
                buttons.plain(
                    texts["ui.printer.set_up"], name="printer.set_up", press=calls.set_up
                ),
                buttons.plain(texts["ui.place.prints"], name="printer.ledger", press=calls.ledger),
            ]
        )
    )
    if running.is_busy:
        parts.append(layout.busy(texts["ui.printer.busy"]))
    message = running.message or done
    if message is not None:
        parts.append(strip(message))
    if not calls.may_choose:
        parts.append(text.muted(texts["ui.printer.ask_admin"]))
    return layout.card(parts, title=texts["ui.printer.title"], spacing=8)
