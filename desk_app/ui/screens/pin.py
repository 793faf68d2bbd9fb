"""Choosing the PIN by which one comes back to an open desk (mã PIN đổi người)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.ui import state, text
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import strip
from desk_app.ui.widgets import layout
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.gap import use_gap

if TYPE_CHECKING:
    from collections.abc import Callable

    import flet as ft

    from locales.catalogue import Texts


@component
def ChoosePin(
    *,
    texts: Texts,
    choose: Callable[[str, str], Any],
    on_done: Callable[[], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """`choose(password, pin)` is slow and raises what is wrong with either."""
    password, set_password = use_value("")
    pin, set_pin = use_value("")
    again, set_again = use_value("")
    running = state.use_running(texts)
    gap = use_gap()
    differ = bool(again) and again != pin

    def confirm() -> Any:
        if not password:
            return gap.tell("pin.password", texts["ui.gap.password"])
        if not pin:
            return gap.tell("pin.new", texts["ui.gap.new_pin"])
        if again != pin:
            return gap.tell("pin.again", texts["ui.gap.again"])
        return running.start(lambda: choose(password, pin), lambda _: on_done())

    parts: list[ft.Control] = [
        text.muted(texts["ui.pin.told"], lines=4),
        Field(
            label=texts["ui.login.password"],
            name="pin.password",
            secret=True,
            focus=True,
            gap=gap,
            on_change=set_password,
        ),
        Field(label=texts["ui.pin.new"], name="pin.new", secret=True, gap=gap, on_change=set_pin),
        Field(
            label=texts["ui.pin.again"],
            name="pin.again",
            secret=True,
            error=texts["ui.pin.differ"] if differ else None,
            gap=gap,
            on_change=set_again,
        ),
    ]
    if running.message is not None:
        parts.append(strip(running.message))
    if running.is_busy:
        parts.append(layout.busy(texts["ui.receive.running"]))
    return Dialog(
        title=texts["ui.person.pin"],
        content=parts,
        confirm=texts["ui.pin.keep"],
        cancel=texts["ui.cancel"],
        on_confirm=confirm,
        on_cancel=on_cancel,
        is_busy=running.is_busy,
    )
