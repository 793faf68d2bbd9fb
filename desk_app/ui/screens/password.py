"""Changing one's own password (đổi mật khẩu)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.ui import state
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
def ChangePassword(
    *,
    texts: Texts,
    change: Callable[[str, str], Any],
    on_done: Callable[[], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """`change(old, new)` is slow and raises what is wrong with either."""
    old, set_old = use_value("")
    new, set_new = use_value("")
    again, set_again = use_value("")
    running = state.use_running(texts)
    gap = use_gap()
    differ = bool(again) and again != new

    def confirm() -> Any:
        if not old:
            return gap.tell("password.old", texts["ui.gap.password"])
        if not new:
            return gap.tell("password.new", texts["ui.gap.new_password"])
        if again != new:
            return gap.tell("password.again", texts["ui.gap.again"])
        return running.start(lambda: change(old, new), lambda _: on_done())

    parts: list[ft.Control] = [
        Field(
            label=texts["ui.password.old"],
            name="password.old",
            secret=True,
            focus=True,
            gap=gap,
            on_change=set_old,
        ),
        Field(
            label=texts["ui.password.new"],
            name="password.new",
            secret=True,
            gap=gap,
            on_change=set_new,
        ),
        Field(
            label=texts["ui.set_up.again"],
            name="password.again",
            secret=True,
            error=texts["ui.password.differ"] if differ else None,
            gap=gap,
            on_change=set_again,
        ),
    ]
    if running.message is not None:
        parts.append(strip(running.message))
    if running.is_busy:
        parts.append(layout.busy(texts["ui.receive.running"]))
    return Dialog(
        title=texts["ui.person.password"],
        content=parts,
        confirm=texts["ui.person.password"],
        cancel=texts["ui.cancel"],
        on_confirm=confirm,
        on_cancel=on_cancel,
        is_busy=running.is_busy,
    )
