"""Settings (Cài đặt): the language, where the papers go, and what this desk is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desk_app.ui import keys, text
from desk_app.ui.component import component
from desk_app.ui.screens.hub_address import HubCard
from desk_app.ui.screens.printer import PrinterCard
from desk_app.ui.screens.relay import RelayCard
from desk_app.ui.screens.sign_pictures import SignPicturesCard
from desk_app.ui.theme import Mode, Size
from desk_app.ui.widgets import layout
from desk_app.ui.widgets.choose import choose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import flet as ft

    from desk_app.ui.screens.hub_address import HubCalls
    from desk_app.ui.screens.printer import PrinterCalls
    from desk_app.ui.screens.relay import RelayCalls
    from desk_app.ui.screens.sign_pictures import SignPicturesCalls
    from desk_app.ui.theme import Look
    from locales.catalogue import Texts

_KEYS = (
    (keys.RECEIVE, "receive"),
    (keys.SEARCH, "search"),
    (keys.SYNC, "sync"),
    (keys.PRINT, "print"),
    (keys.CONFIRM, "confirm"),
    ("Esc", "back"),
    (keys.COMMANDS, "commands"),
    ("Alt+1…9", "places"),
    (keys.LOCK, "lock"),
    (keys.HELP, "help"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingsShown:
    facts: Sequence[tuple[str, str]]  # about this desk: label, value
    language: str


@component
def Settings(
    *,
    texts: Texts,
    load: Callable[[], SettingsShown],
    printer: PrinterCalls,
    relay: RelayCalls,
    hub: HubCalls,
    pictures: SignPicturesCalls,
    on_language: Callable[[str], Any],
    look: Look,
    on_look: Callable[[Look], Any],
) -> ft.Control:
    shown = load()
    language = layout.card(
        [
            choose(
                (("vi", "Tiếng Việt"), ("en", "English")),
                label=texts["ui.settings.language"],
                name="settings.language",
                value=shown.language,
                on_change=on_language,
            )
        ],
        title=texts["ui.settings.language"],
    )
    about = layout.card(
        [layout.fact(label, value, label_width=190) for label, value in shown.facts],
        title=texts["ui.settings.about"],
        spacing=4,
    )
    key_list = layout.card(
        [layout.fact(key, texts[f"ui.key.{name}"], label_width=110) for key, name in _KEYS],
        title=texts["ui.settings.keys"],
        spacing=4,
    )
    columns = layout.row(
        [
            layout.column(
                [
                    language,
                    _look(texts, look=look, on_look=on_look),
                    PrinterCard(texts=texts, calls=printer),
                    SignPicturesCard(texts=texts, calls=pictures),
                    about,
                ],
                spacing=10,
                expand=3,
            ),
            layout.column(
                [
                    key_list,
                    HubCard(texts=texts, calls=hub),
                    RelayCard(texts=texts, calls=relay),
                ],
                spacing=10,
                expand=2,
            ),
        ],
        top=True,
        spacing=12,
    )
    return layout.screen(
        [
            text.title(texts["ui.place.settings"]),
            layout.column([columns], scroll=True, expand=True),
        ]
    )


def _look(texts: Texts, *, look: Look, on_look: Callable[[Look], Any]) -> ft.Control:
    """Light or dark, and how large words are; at once, for this machine."""
    return layout.card(
        [
            choose(
                [(mode, texts[f"ui.look.mode.{mode}"]) for mode in Mode],
                label=texts["ui.look.mode"],
                name="settings.mode",
                value=look.mode,
                on_change=lambda chosen: on_look(replace(look, mode=Mode(chosen))),
            ),
            choose(
                [(size, texts[f"ui.look.size.{size}"]) for size in Size],
                label=texts["ui.look.size"],
                name="settings.size",
                value=look.size,
                on_change=lambda chosen: on_look(replace(look, size=Size(chosen))),
            ),
        ],
        title=texts["ui.look.title"],
    )
