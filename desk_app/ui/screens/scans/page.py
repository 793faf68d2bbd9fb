"""One page as it will be bound, and the buttons that put it right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.scans.data import PageRow, Scanning
    from locales.catalogue import Texts

_STEPS: tuple[tuple[str, ft.IconData], ...] = (
    ("turn_left", ft.Icons.ROTATE_LEFT),
    ("turn_right", ft.Icons.ROTATE_RIGHT),
    ("earlier", ft.Icons.ARROW_UPWARD),
    ("later", ft.Icons.ARROW_DOWNWARD),
)


@component
def PageView(
    *,
    texts: Texts,
    page: PageRow | None,
    scanning: Scanning,
    picture: Callable[[int, Scanning], bytes],
    arrange: Callable[[int, str], Any],
) -> ft.Control:
    """A page goes from the tray for good, and only after a question."""
    shown, set_shown = use_value(cast("state.Outcome[bytes] | None", None))
    is_dropping, set_dropping = use_value(False)

    async def load() -> None:
        if page is not None:
            set_shown(await state.attempt(partial(picture, page.id, scanning), texts=texts))

    ft.use_effect(load, dependencies=[], cleanup=lambda: None)
    if page is None:
        return layout.card(
            [layout.empty(texts["ui.scan.begin"], icon=ft.Icons.DOCUMENT_SCANNER_OUTLINED)],
            expand=True,
        )
    sheet: ft.Control = layout.busy(texts["ui.sign.loading"])
    if shown is not None and shown.trouble is not None:
        sheet = strip(shown.trouble)
    elif shown is not None and shown.value:
        sheet = ft.Image(
            src=shown.value, fit=ft.BoxFit.CONTAIN, expand=True, semantics_label=page.name
        )
    desk = ft.Container(
        ft.Column([sheet], expand=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER),
        bgcolor=theme.GREY_TINT,
        padding=6,
        border_radius=theme.RADIUS,
        expand=True,
    )
    tools = _tools(texts, page, arrange, drop=lambda: set_dropping(True))
    asked = [
        Dialog(
            title=texts["ui.scan.drop"],
            content=[text.body(texts.say("ui.scan.drop_ask", page=page.name), lines=3)],
            confirm=texts["ui.scan.drop"],
            cancel=texts["ui.cancel"],
            on_confirm=partial(arrange, page.id, "drop"),
            on_cancel=lambda: set_dropping(False),
            is_danger=True,
        )
    ]
    return layout.card([tools, desk, *(asked if is_dropping else [])], expand=True, spacing=6)


def _tools(
    texts: Texts, page: PageRow, arrange: Callable[[int, str], Any], *, drop: Callable[[], Any]
) -> ft.Control:
    if page.is_whole:
        return layout.row(
            [
                ft.Container(text.muted(texts["ui.scan.whole"], lines=2), expand=True),
                _drop(texts, drop),
            ]
        )
    made = [
        buttons.quiet(
            texts[f"ui.scan.{how}"],
            name=f"scan.{how}",
            press=partial(arrange, page.id, how),
            icon=icon,
        )
        for how, icon in _STEPS
    ]
    return layout.row([*made, _drop(texts, drop)], spacing=0, wrap=True)


def _drop(texts: Texts, drop: Callable[[], Any]) -> ft.Control:
    return buttons.quiet(
        texts["ui.scan.drop"], name="scan.drop", press=drop, icon=ft.Icons.DELETE_OUTLINE
    )
