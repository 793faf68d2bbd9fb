"""The colours of the window by day and by night, and which may stand on which.

A colour is asked for by its role, so that the window turns dark without being drawn anew. Words on
a ground keep a contrast of at least 4.5 : 1, signs and borders 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """One value of every role, as #RRGGBB."""

    ink: str
    muted: str
    faint: str  # signs and borders alone, never words
    line: str
    canvas: str
    surface: str
    accent: str
    accent_tint: str
    danger: str
    danger_tint: str
    amber: str
    amber_tint: str
    green: str
    green_tint: str
    blue: str
    blue_tint: str
    grey_tint: str


LIGHT = Palette(
    ink="#18222C",
    muted="#53606D",
    faint="#74818E",
    line="#D5DCE3",
    canvas="#F3F5F7",
    surface="#FFFFFF",
    accent="#0B5A73",
    accent_tint="#E3EFF3",
    danger="#B3261E",
    danger_tint="#FCEBE9",
    amber="#855600",
    amber_tint="#FFF3DA",
    green="#1C6B3A",
    green_tint="#E5F3EA",
    blue="#1A56B0",
    blue_tint="#E6EEFA",
    grey_tint="#E9EDF1",
)

DARK = Palette(
    ink="#E6EBF0",
    muted="#AEBAC5",
    faint="#8592A0",
    line="#3A4651",
    canvas="#11171D",
    surface="#1A222A",
    accent="#7CCBE3",
    accent_tint="#143643",
    danger="#FFA69D",
    danger_tint="#4A1E1B",
    amber="#F3C063",
    amber_tint="#40300E",
    green="#85D5A1",
    green_tint="#16381F",
    blue="#9CC1F7",
    blue_tint="#1C304E",
    grey_tint="#2B3640",
)

# What Material calls each of them. Those named "fixed" are used by none of its controls.
ROLES = {
    "ink": "onsurface",
    "muted": "onsurfacevariant",
    "faint": "outline",
    "line": "outlinevariant",
    "canvas": "surfacedim",
    "surface": "surface",
    "accent": "primary",
    "accent_tint": "primarycontainer",
    "danger": "error",
    "danger_tint": "errorcontainer",
    "amber": "tertiary",
    "amber_tint": "tertiarycontainer",
    "green": "primaryfixed",
    "green_tint": "primaryfixeddim",
    "blue": "secondaryfixed",
    "blue_tint": "secondaryfixeddim",
    "grey_tint": "surfacecontainerhighest",
}

# Words, and the grounds they stand on somewhere in the window.
WORDS = (
    ("ink", ("canvas", "surface", "accent_tint", "amber_tint", "grey_tint")),
    ("ink", ("green_tint", "danger_tint", "blue_tint")),
    ("muted", ("canvas", "surface", "accent_tint", "grey_tint")),
    ("accent", ("canvas", "surface", "accent_tint", "grey_tint")),
    ("danger", ("canvas", "surface", "accent_tint", "danger_tint")),
    ("amber", ("canvas", "surface", "accent_tint", "amber_tint")),
    ("green", ("canvas", "surface", "accent_tint", "green_tint")),
    ("blue", ("surface", "blue_tint")),
    ("surface", ("accent", "danger", "amber", "ink")),
)
SIGNS = (("faint", ("canvas", "surface")),)


def contrast(one: str, other: str) -> float:
    """Between two colours, 1 to 21 (WCAG 2.2: relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
