"""A text field with its label, written by the person alone.

Nothing writes back into a field: each render repeats what the client last said it holds, because
UniKey sends Backspace and letters in bursts that a late answer would break. To change a field from
outside, give the component another `key`: a new field takes the old one's place.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import flet as ft

from desk_app.ui import theme
from desk_app.ui.component import component
from desk_app.ui.handling import pressed, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.widgets.gap import Gap

_BORDERS: dict[ft.ControlState, ft.InputBorder] = {
    ft.ControlState.DEFAULT: ft.OutlineInputBorder(side=ft.BorderSide(1, theme.FAINT)),
    ft.ControlState.FOCUSED: ft.OutlineInputBorder(side=ft.BorderSide(2, theme.ACCENT)),
    ft.ControlState.ERROR: ft.OutlineInputBorder(side=ft.BorderSide(2, theme.DANGER)),
}


@component
def Field(
    *,
    label: str,
    name: str,
    initial: str = "",
    hint: str | None = None,
    error: str | None = None,
    helper: str | None = None,
    on_change: Callable[[str], object] | None = None,
    on_submit: Callable[[str], object] | None = None,
    on_blur: Callable[[str], object] | None = None,
    on_focus: Callable[[], object] | None = None,
    focus: bool = False,
    secret: bool = False,
    lines: int = 1,
    width: int | None = None,
    disabled: bool = False,
    icon: ft.IconData | None = None,
    gap: Gap | None = None,
) -> ft.Control:
    """`name` is the control's key; `focus` puts the cursor here once, when the field appears.

    `gap`: its form's, which may tell that something is missing here.
    """
    here: ft.Ref[ft.TextField] = ft.use_memo(ft.Ref[ft.TextField], [])
    told = gap.turn(name) if gap else 0

    async def take_focus() -> None:
        if here.current is not None:
            with suppress(RuntimeError):  # the field went away before its turn came
                await here.current.focus()  # type: ignore[no-untyped-call]

    def type_in(value: str) -> object:
        if gap is not None:
            gap.close(name)
        return on_change(value) if on_change else None

    ft.use_effect(take_focus if focus else _nothing, dependencies=[])
    ft.use_effect(take_focus if told else _nothing, dependencies=[told])
    before = here.current  # as it stands in the browser: flet has put there what was typed
    field = ft.TextField(
        ref=here,
        key=name,
        label=label,
        value=initial if before is None else before.value,
        hint_text=hint,
        error=error or (gap.words(name) if gap else None),
        helper=helper,
        password=secret,
        can_reveal_password=secret,
        multiline=lines > 1,
        min_lines=lines if lines > 1 else None,
        max_lines=lines if lines > 1 else None,
        disabled=disabled,
        prefix_icon=icon,
        dense=True,
        text_size=theme.BODY + 1,
        label_style=ft.TextStyle(size=theme.BODY, color=theme.MUTED),
        border=_BORDERS,
        content_padding=ft.Padding.symmetric(horizontal=10, vertical=11),
        autocorrect=False,
        enable_suggestions=False,
        error_max_lines=3,
        helper_max_lines=2,
        on_change=typed(type_in) if on_change or gap else None,
        on_submit=typed(on_submit) if on_submit else None,
        on_blur=typed(on_blur) if on_blur else None,
        on_focus=pressed(on_focus) if on_focus else None,
    )
    return ft.Container(field, width=width)  # flet 1.0.5 cannot keep the text of a root control


def _nothing() -> None:
    """No effect: hooks are called in every drawing alike."""
