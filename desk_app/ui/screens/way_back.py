"""Back in after a lost password (mất mật khẩu): the request on a stick, then the new password."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_fold
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.gap import use_gap

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class _Typed:
    folder: str = ""
    new: str = ""
    again: str = ""


@component
def WayBack(
    *,
    texts: Texts,
    name: str,
    ask: Callable[[str, str], tuple[str, str]],
    take: Callable[[str, str, str], None],
    on_taken: Callable[[], object],
    on_back: Callable[[], object],
) -> ft.Control:
    """`ask(name, folder)` and `take(name, folder, password)` are slow."""
    typed, change = use_fold(_Typed())
    running = state.use_running(texts)
    differ = bool(typed.again) and typed.again != typed.new
    may_take = bool(typed.folder and typed.new) and typed.again == typed.new
    gap = use_gap()

    def field(part: str, label: str, *, secret: bool = True, error: str | None = None) -> Any:
        return Field(
            label=texts[label],
            name=f"way_back.{part}",
            secret=secret,
            focus=part == "folder",
            error=error,
            gap=gap,
            on_change=lambda value: change(lambda now: replace(now, **{part: value.strip()})),
        )

    def written(told: tuple[str, str]) -> None:
        words = texts.say("ui.way_back.asked", file=told[0], spoken=told[1])
        running.say(Message(kind=Kind.NOTE, words=words))

    def ask_now() -> Any:
        if not typed.folder:
            return gap.tell("way_back.folder", texts["ui.gap.folder"])
        return running.start(lambda: ask(name, typed.folder), written)

    def take_now() -> Any:
        if not may_take:
            return None
        return running.start(lambda: take(name, typed.folder, typed.new), lambda _: on_taken())

    keys.use_keys({keys.CONFIRM: take_now, keys.BACK: on_back})
    parts: list[ft.Control] = [
        text.title(texts["ui.way_back.title"]),
        text.muted(texts["ui.way_back.why"]),
        text.body(texts.say("ui.way_back.person", name=name), bold=True),
        field("folder", "ui.way_back.folder", secret=False),
        buttons.plain(
            texts["ui.way_back.ask"],
            name="way_back.ask",
            press=ask_now,
            disabled=running.is_busy,
        ),
        field("new", "ui.way_back.new"),
        field("again", "ui.set_up.again", error=texts["ui.password.differ"] if differ else None),
        *([strip(running.message)] if running.message else []),
        layout.busy(texts["ui.login.opening"])
        if running.is_busy
        else buttons.primary(
            texts["ui.way_back.take"],
            name="way_back.take",
            press=take_now,
            shortcut=keys.CONFIRM,
            missing=buttons.lacking(
                texts,
                folder=bool(typed.folder),
                new_password=bool(typed.new),
                same_again=typed.again == typed.new,
            ),
            upright=True,
        ),
        buttons.plain(
            texts["ui.way_back.back"], name="way_back.back", press=on_back, shortcut="Esc"
        ),
    ]
    return ft.Container(
        layout.card([layout.column(parts, spacing=12)], width=460),
        alignment=ft.Alignment.CENTER,
        expand=True,
        bgcolor=theme.CANVAS,
    )
