"""The rail at the left: the places this person may go to, and how much waits in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import reach, theme
from desk_app.ui.handling import pressed
from desk_app.ui.routes import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from locales.catalogue import Texts

_ICONS: dict[Place, ft.IconData] = {
    Place.TODAY: ft.Icons.TODAY_OUTLINED,
    Place.RECEIVE: ft.Icons.NOTE_ADD_OUTLINED,
    Place.DOSSIERS: ft.Icons.FOLDER_OUTLINED,
    Place.SIGN: ft.Icons.DRAW_OUTLINED,
    Place.RETURN: ft.Icons.OUTBOX_OUTLINED,
    Place.PROCEDURES: ft.Icons.MENU_BOOK_OUTLINED,
    Place.SYNC: ft.Icons.SYNC,
    Place.USERS: ft.Icons.PEOPLE_OUTLINE,
    Place.TILL: ft.Icons.PAYMENTS_OUTLINED,
    Place.SETTINGS: ft.Icons.SETTINGS_OUTLINED,
    Place.VERIFY: ft.Icons.QR_CODE_SCANNER,
    Place.RETYPE: ft.Icons.COPY_ALL,
    Place.HAND_OVER: ft.Icons.MOVE_DOWN,
    Place.QUEUE: ft.Icons.CONFIRMATION_NUMBER_OUTLINED,
}
_RAIL_WIDTH = 170


def rail(
    *,
    texts: Texts,
    places: Sequence[Place],
    counts: Mapping[Place, int],
    place: Place,
    on_go: Callable[[Place], Any],
) -> ft.Control:
    """`counts`: what waits for this person there; `place`: where the person is."""
    by_key = reach.keys_of(places)
    entries = [
        _entry(
            target,
            texts=texts,
            count=counts.get(target, 0),
            shortcut=by_key.get(target),
            is_here=target is place,
            on_go=on_go,
        )
        for target in places
    ]
    column = ft.Container(
        ft.Column(
            entries,
            spacing=2,
            scroll=ft.ScrollMode.AUTO,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        width=_RAIL_WIDTH,
        padding=ft.Padding.symmetric(horizontal=6, vertical=10),
        bgcolor=theme.SURFACE,
        border=ft.Border(right=ft.BorderSide(1, theme.LINE)),
    )
    # A group of its own: the browser takes the focus from a field whose neighbours are put in
    # another order, and a screen reader walks past the rail in one step.
    return ft.Semantics(container=True, content=column)


def _entry(
    target: Place,
    *,
    texts: Texts,
    count: int,
    shortcut: str | None,
    is_here: bool,
    on_go: Callable[[Place], Any],
) -> ft.Control:
    word = texts[f"ui.place.{target}"]
    ink = theme.ACCENT if is_here else theme.INK
    parts: list[ft.Control] = [
        ft.Icon(_ICONS[target], size=20, color=ink),
        ft.Text(
            word,
            size=theme.BODY,
            color=ink,
            weight=ft.FontWeight.W_600 if is_here else ft.FontWeight.W_400,
            no_wrap=True,
            expand=True,
        ),
    ]
    if count:
        parts.append(_count(count))
    shown = ft.Container(
        ft.Row(parts, spacing=8),
        padding=ft.Padding.symmetric(horizontal=8, vertical=8),
        bgcolor=theme.ACCENT_TINT if is_here else None,
        border_radius=theme.RADIUS,
        tooltip=shortcut,
    )
    # No stop of Tab: it goes by rows over the whole window, and would lead from a field into the
    # rail beside it. Keys come here by Alt and the list of commands.
    tapped = ft.GestureDetector(
        shown, mouse_cursor=ft.MouseCursor.CLICK, on_tap=pressed(lambda: on_go(target))
    )
    return ft.Semantics(key=f"rail.{target}", selected=is_here, button=True, content=tapped)


def _count(count: int) -> ft.Control:
    return ft.Container(
        ft.Text(str(count), size=12, weight=ft.FontWeight.W_600, color=theme.SURFACE, no_wrap=True),
        bgcolor=theme.ACCENT,
        border_radius=9,
        padding=ft.Padding.symmetric(horizontal=6, vertical=1),
    )
