"""A PDF page by page; a page counts as seen once it is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

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
    actions: Sequence[ft.Control] = (),
) -> ft.Control:
    """`picture` is slow: a PNG of one page, counted from 0."""
    page, set_page = use_value(0)
    image, set_image = use_value(b"")
    running = state.use_running(texts)

    def show(png: bytes) -> None:
        set_image(png)
        on_seen(page)

    async def load() -> None:
        await running.start(partial(picture, page), show)

    def turn(step: int) -> None:
        set_page(min(max(page + step, 0), pages - 1))

    ft.use_effect(load, dependencies=[page])
    keys.use_keys({"Page Down": lambda: turn(1), "Page Up": lambda: turn(-1)})
    label = texts.say("ui.sign.page", page=page + 1, pages=pages)
    shown: ft.Control = layout.busy(texts["ui.sign.loading"])
    if running.message is not None:
        shown = strip(running.message)
    elif image:
        shown = ft.Image(src=image, width=_PAGE_WIDTH, semantics_label=label)
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
    sheet = ft.Container(
        ft.Column(
            [shown],
            scroll=ft.ScrollMode.AUTO,
            expand=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        bgcolor=theme.GREY_TINT,
        padding=8,
        border_radius=theme.RADIUS,
        expand=True,
    )
    return layout.card([head, sheet], expand=True)
