"""Where a dossier stands and when it is due: a colour, a shape and a word, always all three."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from desk_app.ui import theme
from desk_app.ui.theme import TONES, Tone


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A promised time in words, and how near it is."""

    tone: Tone
    relative: str  # "còn 2 ngày", "quá hạn 1 ngày"
    written: str  # "16:30 27/11/2026"


def badge(tone: Tone, word: str) -> ft.Control:
    look = TONES[tone]
    inside = ft.Container(
        ft.Row(
            [
                ft.Icon(look.icon, size=14, color=look.ink),
                ft.Text(
                    word,
                    size=theme.SMALL,
                    weight=ft.FontWeight.W_500,
                    color=look.ink,
                    no_wrap=True,
                ),
            ],
            spacing=5,
            tight=True,
        ),
        padding=ft.Padding.symmetric(horizontal=8, vertical=3),
        bgcolor=look.tint,
        border=ft.Border.all(1, look.outline) if look.outline else None,
        border_radius=12,
    )
    return ft.Row([inside], tight=True)


def due_line(due: Due) -> ft.Control:
    """For a list: relative first, the day under it."""
    look = TONES[due.tone]
    return ft.Column(
        [
            ft.Text(
                due.relative,
                size=theme.SMALL,
                weight=ft.FontWeight.W_600,
                color=look.ink,
                no_wrap=True,
            ),
            ft.Text(due.written, size=theme.SMALL, color=theme.MUTED, no_wrap=True),
        ],
        spacing=0,
        tight=True,
    )


def due_big(due: Due, *, label: str) -> ft.Control:
    """For one dossier: the promise with its traffic light."""
    look = TONES[due.tone]
    return ft.Container(
        ft.Row(
            [
                ft.Icon(look.icon, size=30, color=look.ink),
                ft.Column(
                    [
                        ft.Text(label, size=theme.SMALL, color=look.ink),
                        ft.Text(due.written, size=18, weight=ft.FontWeight.W_600, color=look.ink),
                        ft.Text(
                            due.relative,
                            size=theme.SMALL,
                            weight=ft.FontWeight.W_500,
                            color=look.ink,
                        ),
                    ],
                    spacing=0,
                    tight=True,
                ),
            ],
            spacing=10,
            tight=True,
        ),
        padding=ft.Padding.symmetric(horizontal=14, vertical=8),
        bgcolor=look.tint,
        border_radius=theme.RADIUS,
    )
