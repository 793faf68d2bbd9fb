"""How the window looks: one font, one accent, the colours of a dossier's state.

Sizes are logical pixels for a 1366×768 screen. Red is for overdue and danger alone; a colour never
speaks without a word or a shape beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import flet as ft

FONT = "Plex"  # IBM Plex Sans, in web/assets; its figures are all of one width

INK = "#18222C"
MUTED = "#53606D"
FAINT = "#7A8794"
LINE = "#D5DCE3"
CANVAS = "#F3F5F7"
SURFACE = "#FFFFFF"
ACCENT = "#0B5A73"
ACCENT_TINT = "#E3EFF3"
DANGER = "#B3261E"
DANGER_TINT = "#FCEBE9"
AMBER = "#8A5A00"
AMBER_TINT = "#FFF3DA"
GREEN = "#1C6B3A"
GREEN_TINT = "#E5F3EA"
BLUE = "#1A56B0"
BLUE_TINT = "#E6EEFA"
GREY_TINT = "#E9EDF1"

SMALL = 13
BODY = 14
LARGE = 16
TITLE = 20

GAP = 8
RADIUS = 6


class Tone(StrEnum):
    """What a state means to the person who looks at it (screens: colours)."""

    WAITING = "waiting"  # chờ
    WORKING = "working"  # đang xử lý
    SOON = "soon"  # sắp đến hạn
    LATE = "late"  # quá hạn
    DONE = "done"  # có kết quả
    CLOSED = "closed"  # đã trả
    ATTENTION = "attention"  # cần xử lý


@dataclass(frozen=True, kw_only=True, slots=True)
class ToneLook:
    ink: str
    tint: str
    icon: ft.IconData
    outline: str = ""


TONES: dict[Tone, ToneLook] = {
    Tone.WAITING: ToneLook(ink=MUTED, tint=GREY_TINT, icon=ft.Icons.HOURGLASS_EMPTY),
    Tone.WORKING: ToneLook(ink=BLUE, tint=BLUE_TINT, icon=ft.Icons.SYNC_ALT),
    Tone.SOON: ToneLook(ink=AMBER, tint=AMBER_TINT, icon=ft.Icons.SCHEDULE),
    Tone.LATE: ToneLook(ink=DANGER, tint=DANGER_TINT, icon=ft.Icons.WARNING_ROUNDED),
    Tone.DONE: ToneLook(ink=GREEN, tint=GREEN_TINT, icon=ft.Icons.TASK_ALT),
    Tone.CLOSED: ToneLook(ink=FAINT, tint=GREY_TINT, icon=ft.Icons.DONE_ALL),
    Tone.ATTENTION: ToneLook(ink=DANGER, tint=SURFACE, icon=ft.Icons.ERROR_OUTLINE, outline=DANGER),
}


def theme() -> ft.Theme:
    return ft.Theme(
        font_family=FONT,
        use_material3=True,
        visual_density=ft.VisualDensity.COMPACT,
        color_scheme=ft.ColorScheme(
            primary=ACCENT,
            on_primary=SURFACE,
            primary_container=ACCENT_TINT,
            on_primary_container=ACCENT,
            secondary=ACCENT,
            on_secondary=SURFACE,
            secondary_container=ACCENT_TINT,
            on_secondary_container=ACCENT,
            error=DANGER,
            on_error=SURFACE,
            surface=SURFACE,
            on_surface=INK,
            on_surface_variant=MUTED,
            outline=FAINT,
            outline_variant=LINE,
            surface_tint=SURFACE,
        ),
        text_theme=_text_theme(),
    )


def _text_theme() -> ft.TextTheme:
    """Material's styles in our font and sizes.

    Each names the font: flet 1.0.5 forgets the theme's family once a text theme is given.
    """
    large = ft.TextStyle(font_family=FONT, size=LARGE, color=INK, letter_spacing=0)
    body = ft.TextStyle(font_family=FONT, size=BODY, color=INK, letter_spacing=0)
    small = ft.TextStyle(font_family=FONT, size=SMALL, letter_spacing=0)
    title = ft.TextStyle(font_family=FONT, size=TITLE, weight=ft.FontWeight.W_600)
    return ft.TextTheme(
        display_large=title,
        display_medium=title,
        display_small=title,
        headline_large=title,
        headline_medium=title,
        headline_small=title,
        title_large=title,
        title_medium=large,
        title_small=body,
        body_large=large,
        body_medium=body,
        body_small=small,
        label_large=body,
        label_medium=small,
        label_small=small,
    )
