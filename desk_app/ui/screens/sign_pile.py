"""The pile of results to sign: what was read, what is set apart, what should be read twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.component import component
from desk_app.ui.handling import pressed
from desk_app.ui.widgets import layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.status import due_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.widgets.status import Due
    from locales.catalogue import Texts


class Sorting(StrEnum):
    """`ui.sign.by.<value>` in locales/."""

    URGENCY = "urgency"
    RISK = "risk"


@dataclass(frozen=True, kw_only=True, slots=True)
class ToSign:
    id: str
    code: str
    name: str
    procedure: str
    file: str
    sha256: str  # of the file that is shown, and no other is signed
    pages: int
    due: Due | None = None
    risks: tuple[str, ...] = ()  # in words
    trouble: str = ""  # why it cannot be shown, in words

    @property
    def key(self) -> str:
        """What was read: this file, for this dossier."""
        return f"{self.id}:{self.sha256}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What was shown so far, by the dossier and its file: another file is unread."""

    pages: frozenset[tuple[str, int]] = frozenset()
    kept_out: frozenset[str] = frozenset()

    def with_page(self, key: str, page: int) -> Seen:
        return replace(self, pages=self.pages | {(key, page)})

    def with_kept_out(self, key: str) -> Seen:
        """Set apart, or taken in again."""
        return replace(self, kept_out=self.kept_out ^ {key})


def is_read(one: ToSign, seen: Seen) -> bool:
    return not one.trouble and all((one.key, n) in seen.pages for n in range(one.pages))


def is_ready(one: ToSign, seen: Seen) -> bool:
    return is_read(one, seen) and one.key not in seen.kept_out


def sorted_pile(pile: Sequence[ToSign], sorting: Sorting) -> list[ToSign]:
    """As it comes, the most urgent first; or what should be read twice first."""
    if sorting is Sorting.URGENCY:
        return list(pile)
    return sorted(pile, key=lambda one: -len(one.risks))


@component
def Pile(
    *,
    texts: Texts,
    pile: Sequence[ToSign],
    here: str,
    seen: Seen,
    sorting: Sorting,
    on_sort: Callable[[str], Any],
    on_choose: Callable[[str], Any],
) -> ft.Control:
    read = sum(is_read(one, seen) for one in pile)
    order = choose(
        [(one, texts[f"ui.sign.by.{one}"]) for one in Sorting],
        label=texts["ui.sign.by"],
        name="sign.by",
        value=sorting,
        on_change=on_sort,
        label_width=64,
    )
    return layout.card(
        [
            order,
            text.muted(texts.say("ui.sign.read", count=read, total=len(pile))),
            ft.ListView(
                [
                    _line(one, texts=texts, is_here=one.id == here, seen=seen, choose_=on_choose)
                    for one in pile
                ],
                key="sign.pile",
                expand=True,
            ),
        ],
        title=texts.say("ui.sign.pile", count=len(pile)),
        width=400,
        expand=None,
    )


def _line(
    one: ToSign, *, texts: Texts, is_here: bool, seen: Seen, choose_: Callable[[str], Any]
) -> ft.Control:
    words: list[ft.Control] = [
        text.body(one.name, bold=True, lines=1),
        text.body(one.procedure, lines=2),
        text.muted(f"{one.code} · {one.file}", lines=1),
    ]
    if one.due:
        words.append(due_line(one.due))
    if one.risks:
        words.append(ft.Text(" · ".join(one.risks), size=theme.SMALL, color=theme.AMBER))
    if one.trouble:
        words.append(ft.Text(one.trouble, size=theme.SMALL, color=theme.DANGER))
    icon, ink, said = _mark(one, seen)
    return ft.Semantics(
        key=f"sign.{one.id}",
        selected=is_here,
        content=ft.Container(
            layout.row(
                [
                    ft.Icon(icon, size=18, color=ink, tooltip=texts[f"ui.sign.mark.{said}"]),
                    ft.Container(ft.Column(words, spacing=0, tight=True), expand=True),
                ]
            ),
            padding=8,
            bgcolor=theme.ACCENT_TINT if is_here else None,
            border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
            ink=True,
            on_click=pressed(partial(choose_, one.id)),
        ),
    )


def _mark(one: ToSign, seen: Seen) -> tuple[ft.IconData, str, str]:
    if one.key in seen.kept_out:
        return ft.Icons.FLAG, theme.AMBER, "kept_out"
    if is_read(one, seen):
        return ft.Icons.VISIBILITY, theme.GREEN, "read"
    return ft.Icons.VISIBILITY_OFF, theme.FAINT, "unread"
