"""What stands over the work: the person is away, or another takes their place for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.strip import strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.gap import use_gap

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from locales.catalogue import Texts

_WIDTH = 440
_LINE_HEIGHT = 40
_MOST_LINES = 6  # more people are scrolled to


@component
def Cover(
    *,
    texts: Texts,
    name: str,
    names: Sequence[str],
    with_pin: Callable[[], Collection[str]],
    come: Callable[[str, str], Any],
    on_come: Callable[[Any], Any],
    on_leave: Callable[[], Any],
) -> ft.Control:
    """`name` works here; `come(name, secret)` is slow and raises what is wrong.

    `with_pin`: whose PIN counts now. `on_leave` closes the desk.
    """
    chosen, set_chosen = use_value(name)
    secret = ft.use_ref("")
    tries, renew = use_fold(0)
    running = state.use_running(texts)
    by_pin = chosen in with_pin()
    gap = use_gap()

    def anew() -> None:
        if running.message is not None:  # an empty field for the next try, and no sooner
            renew(lambda count: count + 1)

    def confirm(entered: str = "") -> Any:
        typed = entered or secret.current
        if running.is_busy:
            return None
        if not typed:
            return gap.tell("cover.password", texts["ui.gap.pin" if by_pin else "ui.gap.password"])
        secret.current = ""
        return running.start(lambda: come(chosen, typed), on_come)

    def keep(typed: str) -> None:
        secret.current = typed

    def pick(other: str) -> None:
        secret.current = ""
        set_chosen(other)
        renew(lambda count: count + 1)

    ft.use_effect(anew, dependencies=[running.message])
    keys.use_keys({keys.CONFIRM: confirm, keys.LOCK: lambda: None}, modal=True)
    parts: list[ft.Control] = [
        text.title(texts["ui.cover.title"]),
        text.body(texts.say("ui.cover.told", name=name), lines=3),
        *([_people(names, chosen=chosen, pick=pick, texts=texts)] if len(names) > 1 else []),
        Field(
            key=f"cover-{tries}",
            label=texts["ui.cover.pin" if by_pin else "ui.login.password"],
            name="cover.password",
            secret=True,
            focus=True,
            gap=gap,
            on_change=keep,
            on_submit=confirm,
        ),
        *([strip(running.message)] if running.message else []),
        *([] if chosen == name else [text.muted(texts.say("ui.cover.other", name=name), lines=3)]),
        layout.busy(texts["ui.login.opening"])
        if running.is_busy
        else buttons.primary(
            texts["ui.cover.go_on" if chosen == name else "ui.login.enter"],
            name="cover.go_on",
            press=confirm,
            shortcut="Enter",
        ),
        buttons.plain(texts["ui.person.leave"], name="cover.leave", press=on_leave),
    ]
    dialog = ft.AlertDialog(  # over whatever else asks something; its barrier hides the rest
        modal=True,
        barrier_color=theme.CANVAS,
        content=ft.Container(
            ft.Column(
                parts,
                spacing=10,
                tight=True,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
            width=_WIDTH,
        ),
        scrollable=True,
        shape=ft.RoundedRectangleBorder(radius=theme.RADIUS + 2),
        bgcolor=theme.SURFACE,
        semantics_label=texts["ui.cover.title"],
    )
    ft.use_dialog(dialog)
    return ft.Container(width=0, height=0)


def _people(
    names: Sequence[str], *, chosen: str, pick: Callable[[str], Any], texts: Texts
) -> ft.Control:
    group = choose(
        [(name, name) for name in names],
        label=texts["ui.cover.who"],
        name="cover.who",
        value=chosen,
        on_change=pick,
        upright=True,
    )
    if len(names) <= _MOST_LINES:
        return group
    return ft.Column([group], scroll=ft.ScrollMode.AUTO, height=_MOST_LINES * _LINE_HEIGHT)
