"""Signing in (đăng nhập), and coming back after a lock: pick the name, type the password."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.handling import pressed
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.gap import use_gap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class UserChoice:
    name: str  # the sign-in name
    roles: str = ""  # in words, where they are known


@component
def Login(
    *,
    texts: Texts,
    desk_name: str,
    users: Sequence[UserChoice],
    last_user: str,
    message: Message | None,
    locked_seconds: int,
    is_busy: bool,
    on_sign_in: Callable[[str, str], Any],
    on_lost: Callable[[str], Any] | None = None,
) -> ft.Control:
    """`locked_seconds`: how long the next try has to wait; 0 when it need not.

    `on_lost(name)`: what somebody can do who has lost the password.
    """
    name, set_name = use_value(last_user or (users[0].name if users else ""))
    password = ft.use_ref("")
    tries, renew = use_fold(0)
    left, set_left = use_value(locked_seconds)
    gap = use_gap()
    ft.use_effect(lambda: set_left(locked_seconds), dependencies=[locked_seconds, message])
    ft.use_effect(_count_down(left, set_left), dependencies=[left])

    def sign_in(entered: str = "") -> Any:
        typed = entered or password.current
        if is_busy or left > 0:
            return None
        if not typed:
            return gap.tell("login.password", texts["ui.gap.password"])
        return on_sign_in(name, typed)

    def choose(chosen: str) -> None:
        set_name(chosen)
        password.current = ""
        renew(lambda n: n + 1)

    def anew() -> None:
        if message is not None:  # an empty field for the next try, and no sooner
            renew(lambda n: n + 1)

    keys.use_keys({keys.CONFIRM: sign_in})
    ft.use_effect(anew, dependencies=[message])
    parts: list[ft.Control] = [
        text.muted(desk_name),
        text.title(texts["ui.login.title"]),
        *(_user(user, name=name, choose=choose) for user in users),
        Field(
            key=f"password-{tries}",
            label=texts["ui.login.password"],
            name="login.password",
            secret=True,
            focus=True,
            disabled=left > 0,
            gap=gap,
            on_change=lambda value: _keep(password, value),
            on_submit=sign_in,
        ),
    ]
    if left > 0:
        parts.append(_locked(left, texts))
    elif message is not None:
        parts.append(strip(message))
    parts.append(
        layout.busy(texts["ui.login.opening"])
        if is_busy
        else buttons.primary(
            texts["ui.login.enter"],
            name="login.enter",
            press=sign_in,
            shortcut="Enter",
            disabled=left > 0,
        )
    )
    if on_lost is not None:
        parts.append(
            buttons.quiet(texts["ui.login.lost"], name="login.lost", press=lambda: on_lost(name))
        )
    return _page(parts)


def _keep(place: ft.MutableRef[str], value: str) -> None:  # pyright: ignore[reportGeneralTypeIssues]
    place.current = value


def _count_down(left: int, set_left: Callable[[int], None]) -> Callable[[], Any]:
    async def tick() -> None:
        if left > 0:
            await asyncio.sleep(1)
            set_left(left - 1)

    return tick


def _locked(seconds: int, texts: Texts) -> ft.Control:
    return strip(Message(kind=Kind.WARNING, words=texts.say("ui.login.locked", seconds=seconds)))


def _user(user: UserChoice, *, name: str, choose: Callable[[str], None]) -> ft.Control:
    is_chosen = user.name == name
    return ft.Semantics(
        key=f"login.user.{user.name}",
        selected=is_chosen,
        content=ft.Container(
            layout.row(
                [
                    ft.Icon(
                        ft.Icons.RADIO_BUTTON_CHECKED
                        if is_chosen
                        else ft.Icons.RADIO_BUTTON_UNCHECKED,
                        size=18,
                        color=theme.ACCENT if is_chosen else theme.FAINT,
                    ),
                    text.body(user.name, bold=is_chosen),
                    ft.Container(text.muted(user.roles, lines=1), expand=True),
                ]
            ),
            padding=ft.Padding.symmetric(horizontal=10, vertical=7),
            bgcolor=theme.ACCENT_TINT if is_chosen else None,
            border_radius=theme.RADIUS,
            ink=True,
            on_click=pressed(lambda: choose(user.name)),
        ),
    )


def _page(parts: Sequence[ft.Control]) -> ft.Control:
    return ft.Container(
        layout.card([layout.column(parts, spacing=10)], width=420, spacing=10),
        alignment=ft.Alignment.CENTER,
        expand=True,
        bgcolor=theme.CANVAS,
    )
