"""First start on a new machine (thiết lập lần đầu): enrol with the province, make the admin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, text, theme
from desk_app.ui.component import component, use_fold
from desk_app.ui.strip import Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.gap import use_gap

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrolment:
    hub: str = ""  # the hub's address
    code: str = ""  # one-time, from the province
    name: str = ""  # the first admin's
    password: str = ""
    again: str = ""

    @property
    def first_gap(self) -> str:
        """The field that is to be filled next; empty when all is there.

        The code may lie on the stick, as an invitation.
        """
        is_stick = not self.hub.startswith(("http://", "https://"))
        there = {
            "hub": bool(self.hub),
            "code": bool(self.code) or is_stick,
            "name": bool(self.name),
            "password": bool(self.password),
            "again": self.again == self.password,
        }
        return next((name for name, is_there in there.items() if not is_there), "")


@component
def SetUp(
    *,
    texts: Texts,
    message: Message | None,
    is_busy: bool,
    on_enrol: Callable[[Enrolment], Any],
) -> ft.Control:
    typed, change = use_fold(Enrolment())
    differ = bool(typed.again) and typed.again != typed.password
    gap = use_gap()

    def field(name: str, *, secret: bool = False, focus: bool = False) -> ft.Control:
        return Field(
            label=texts[f"ui.set_up.{name}"],
            name=f"set_up.{name}",
            secret=secret,
            focus=focus,
            error=texts["ui.password.differ"] if name == "again" and differ else None,
            gap=gap,
            on_change=lambda value: change(lambda now: replace(now, **{name: value.strip()})),
        )

    def enrol() -> Any:
        if is_busy:
            return None
        first = typed.first_gap
        if first:
            return gap.tell(f"set_up.{first}", texts[f"ui.set_up.gap.{first}"])
        return on_enrol(typed)

    keys.use_keys({keys.CONFIRM: enrol})
    parts: list[ft.Control] = [
        text.title(texts["ui.set_up.title"]),
        text.muted(texts["ui.set_up.why"]),
        field("hub", focus=True),
        field("code"),
        field("name"),
        field("password", secret=True),
        field("again", secret=True),
    ]
    if message is not None:
        parts.append(strip(message))
    parts.append(
        layout.busy(texts["ui.set_up.running"])
        if is_busy
        else buttons.primary(
            texts["ui.set_up.enrol"],
            name="set_up.enrol",
            press=enrol,
            shortcut=keys.CONFIRM,
        )
    )
    return ft.Container(
        layout.card([layout.column(parts, spacing=12)], width=460),
        alignment=ft.Alignment.CENTER,
        expand=True,
        bgcolor=theme.CANVAS,
    )
