"""A PDF page by page; a page counts as seen once it is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import strip
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

_PAGE_WIDTH = 640


@component
def Document(
    *,
    texts: Texts,
    pages: int,
    picture: Callable[[int], bytes],
    on_seen: Callable[[int], Any] = lambda _: None,
    on_past: Callable[[int], Any] = lambda _: None,
    actions: Sequence[ft.Control] = (),
) -> ft.Control:
    """`picture` is slow: a PNG of one page, counted from 0.

    `on_past`: what turning on behind the last page (1) or before the first (-1) does.
    """
    page, set_page = use_value(0)
    shown, set_shown = use_value(cast("state.Outcome[bytes] | None", None))
    wanted = ft.use_ref(-1)

    def leave() -> None:
        wanted.current = -1

    async def load() -> None:
        wanted.current = page
        set_shown(None)
        outcome = await state.attempt(partial(picture, page), texts=texts)
        if wanted.current != page:
            return  # turned on meanwhile: what nobody saw does not count as seen
        set_shown(outcome)
        if outcome.trouble is None:
            on_seen(page)

    def turn(step: int) -> Any:
        if not 0 <= page + step < pages:
            return on_past(step)
        return set_page(page + step)

    ft.use_effect(load, dependencies=[page], cleanup=leave)
    keys.use_keys({keys.PAGE_DOWN: lambda: turn(1), keys.PAGE_UP: lambda: turn(-1)})
    label = texts.say("ui.sign.page", page=page + 1, pages=pages)
    sheet: ft.Control = layout.busy(texts["ui.sign.loading"])
    if shown is not None and shown.trouble is not None:
        sheet = strip(shown.trouble)
    elif shown is not None:
        sheet = ft.Image(src=shown.value or b"", width=_PAGE_WIDTH, semantics_label=label)
    head = layout.row(
        [
            ft.Container(text.body(label), expand=True),
            buttons.plain(
                texts["ui.page.before"],
                name="document.before",
                press=partial(turn, -1),
                disabled=page == 0,
            ),
            buttons.plain(
                texts["ui.page.next"],
                name="document.next",
                press=partial(turn, 1),
                disabled=page + 1 >= pages,
            ),
            *actions,
        ]
    )
    desk = ft.Container(
        ft.Column(
            [sheet],
            scroll=ft.ScrollMode.AUTO,
            expand=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        bgcolor=theme.GREY_TINT,
        padding=8,
        border_radius=theme.RADIUS,
        expand=True,
    )
    return layout.card([head, desk], expand=True)
