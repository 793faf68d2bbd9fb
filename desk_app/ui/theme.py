"""How the window looks: one font, one accent, the colours of a dossier's state, by day and night.

Sizes are logical pixels for a 1366×768 screen. Red is for overdue and danger alone; a colour never
speaks without a word or a shape beside it. The colours here are names of roles: what they are is
in `palette`, and a window turns dark without being drawn anew. The sizes of words are those of the
last `use_size`: one process shows one machine's windows, and they look alike.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum

import flet as ft

from desk_app.ui.palette import DARK, LIGHT, ROLES, Palette

FONT = "Plex"  # IBM Plex Sans, in web/assets; its figures are all of one width

INK = ROLES["ink"]
MUTED = ROLES["muted"]
FAINT = ROLES["faint"]
LINE = ROLES["line"]
CANVAS = ROLES["canvas"]
SURFACE = ROLES["surface"]
ACCENT = ROLES["accent"]
ACCENT_TINT = ROLES["accent_tint"]
DANGER = ROLES["danger"]
DANGER_TINT = ROLES["danger_tint"]
AMBER = ROLES["amber"]
AMBER_TINT = ROLES["amber_tint"]
GREEN = ROLES["green"]
GREEN_TINT = ROLES["green_tint"]
BLUE = ROLES["blue"]
BLUE_TINT = ROLES["blue_tint"]
GREY_TINT = ROLES["grey_tint"]

SMALL: int = 13
BODY: int = 14
LARGE: int = 16
TITLE: int = 20

GAP = 8
RADIUS = 6


class Mode(StrEnum):
    """When the window is dark."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"  # as the machine is set


class Size(StrEnum):
    """How large words are."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a person chooses for this machine's window."""

    mode: Mode = Mode.LIGHT
    size: Size = Size.NORMAL


_MODES = {
    Mode.LIGHT: ft.ThemeMode.LIGHT,
    Mode.DARK: ft.ThemeMode.DARK,
    Mode.SYSTEM: ft.ThemeMode.SYSTEM,
}
_SIZES = {
    Size.NORMAL: {"SMALL": 13, "BODY": 14, "LARGE": 16, "TITLE": 20},
    Size.LARGE: {"SMALL": 14, "BODY": 16, "LARGE": 18, "TITLE": 22},
    Size.LARGEST: {"SMALL": 16, "BODY": 17, "LARGE": 20, "TITLE": 24},
}


def put_on(page: ft.Page, look: Look) -> None:
    """Dress the page; words that are drawn already keep their size until they are drawn anew."""
    use_size(look.size)
    page.theme = _theme(LIGHT)
    page.dark_theme = _theme(DARK)
    page.theme_mode = _MODES[look.mode]
    page.bgcolor = CANVAS


def use_size(size: Size) -> None:
    """Every word drawn after this has the sizes of the step."""
    here = sys.modules[__name__]
    for name, pixels in _SIZES[size].items():
        setattr(here, name, pixels)


def for_words(pixels: int) -> int:
    """How wide a place must be now that held the same words at the normal size."""
    return round(pixels * BODY / _SIZES[Size.NORMAL]["BODY"])


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
    Tone.CLOSED: ToneLook(ink=MUTED, tint=GREY_TINT, icon=ft.Icons.DONE_ALL),
    Tone.ATTENTION: ToneLook(ink=DANGER, tint=SURFACE, icon=ft.Icons.ERROR_OUTLINE, outline=DANGER),
}


def _theme(colours: Palette) -> ft.Theme:
    return ft.Theme(
        font_family=FONT,
        use_material3=True,
        visual_density=ft.VisualDensity.COMPACT,
        color_scheme=_scheme(colours),
        text_theme=_text_theme(colours),
        tooltip_theme=ft.TooltipTheme(
            text_style=ft.TextStyle(font_family=FONT, size=SMALL, color=colours.surface),
            decoration=ft.BoxDecoration(bgcolor=colours.ink, border_radius=RADIUS),
        ),
    )


def _scheme(colours: Palette) -> ft.ColorScheme:
    return ft.ColorScheme(
        primary=colours.accent,
        on_primary=colours.surface,
        primary_container=colours.accent_tint,
        on_primary_container=colours.accent,
        secondary=colours.accent,
        on_secondary=colours.surface,
        secondary_container=colours.accent_tint,
        on_secondary_container=colours.accent,
        tertiary=colours.amber,
        on_tertiary=colours.surface,
        tertiary_container=colours.amber_tint,
        on_tertiary_container=colours.amber,
        error=colours.danger,
        on_error=colours.surface,
        error_container=colours.danger_tint,
        on_error_container=colours.danger,
        surface=colours.surface,
        on_surface=colours.ink,
        on_surface_variant=colours.muted,
        surface_dim=colours.canvas,
        surface_container=colours.surface,
        surface_container_low=colours.surface,
        surface_container_lowest=colours.surface,
        surface_container_high=colours.surface,
        surface_container_highest=colours.grey_tint,
        inverse_surface=colours.ink,
        on_inverse_surface=colours.surface,
        outline=colours.faint,
        outline_variant=colours.line,
        surface_tint=colours.surface,
        primary_fixed=colours.green,
        primary_fixed_dim=colours.green_tint,
        secondary_fixed=colours.blue,
        secondary_fixed_dim=colours.blue_tint,
    )


def _text_theme(colours: Palette) -> ft.TextTheme:
    """Material's styles in our font and sizes.

    Each names the font: flet 1.0.5 forgets the theme's family once a text theme is given.
    """
    large = ft.TextStyle(font_family=FONT, size=LARGE, color=colours.ink, letter_spacing=0)
    body = ft.TextStyle(font_family=FONT, size=BODY, color=colours.ink, letter_spacing=0)
    small = ft.TextStyle(font_family=FONT, size=SMALL, letter_spacing=0)
    title = ft.TextStyle(
        font_family=FONT, size=TITLE, color=colours.ink, weight=ft.FontWeight.W_600
    )
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
