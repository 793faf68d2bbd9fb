"""What stands over the work when nobody has used the window for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_fold
from desk_app.ui.strip import strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts

_WIDTH = 420


@component
def Cover(
    *,
    texts: Texts,
    name: str,
    prove: Callable[[str], Any],
    on_proved: Callable[[], Any],
    on_leave: Callable[[], Any],
) -> ft.Control:
    """`prove(password)` is slow and raises what is wrong; `on_leave` ends the person's turn."""
    password = ft.use_ref("")
    tries, renew = use_fold(0)
    running = state.use_running(texts)
    ft.use_effect(lambda: renew(lambda count: count + 1), dependencies=[running.message])

    def confirm(_: str = "") -> Any:
        typed = password.current
        if not typed or running.is_busy:
            return None
        password.current = ""
        return running.start(lambda: prove(typed), lambda _: on_proved())

    def keep(typed: str) -> None:
        password.current = typed

    keys.use_keys({keys.CONFIRM: confirm, keys.LOCK: on_leave}, modal=True)
    parts: list[ft.Control] = [
        text.title(texts["ui.cover.title"]),
        text.body(texts.say("ui.cover.told", name=name), lines=3),
        Field(
            key=f"cover-{tries}",
            label=texts["ui.login.password"],
            name="cover.password",
            secret=True,
            focus=True,
            on_change=keep,
            on_submit=confirm,
        ),
        *([strip(running.message)] if running.message else []),
        layout.busy(texts["ui.login.opening"])
        if running.is_busy
        else buttons.primary(
            texts["ui.cover.go_on"], name="cover.go_on", press=confirm, shortcut="Enter"
        ),
        buttons.plain(texts["ui.cover.leave"], name="cover.leave", press=on_leave),
    ]
    dialog = ft.AlertDialog(  # over whatever else asks something; its barrier hides the rest
        modal=True,
        barrier_color=theme.CANVAS,
        content=ft.Container(layout.column(parts, spacing=10), width=_WIDTH),
        shape=ft.RoundedRectangleBorder(radius=theme.RADIUS + 2),
        bgcolor=theme.SURFACE,
        semantics_label=texts["ui.cover.title"],
    )
    ft.use_dialog(dialog)
    return ft.Container(width=0, height=0)
