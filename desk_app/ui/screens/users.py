"""The people of this desk (Người dùng): who they are, what they may do, added and disabled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.domain.rights import Role
from desk_app.ui import state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.handling import ticked
from desk_app.ui.screens.mandates import MandateCalls, MandatesCard
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.theme import Tone
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.gap import use_gap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class UserLine:
    name: str
    roles: str  # in words
    is_enabled: bool
    is_self: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class UserCalls:
    load: Callable[[], Sequence[UserLine]]
    add: Callable[[str, Sequence[Role], str], Any]  # slow; name, roles, first password
    disable: Callable[[str], Any]  # slow
    may_manage: bool


@component
def Users(*, texts: Texts, bar: str, calls: UserCalls, mandates: MandateCalls) -> ft.Control:
    """`bar`: why no account can be made or ended now, in words."""
    round_, renew = use_fold(0)
    users = ft.use_memo(calls.load, [round_])
    asked, set_asked = use_value("")  # "+" adds; a name disables
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)

    def finish(key: str, name: str) -> Callable[[Any], None]:
        def note(_: Any) -> None:
            set_asked("")
            set_done(Message(kind=Kind.DONE, words=texts.say(key, name=name)))
            renew(lambda number: number + 1)

        return note

    def add(name: str, roles: Sequence[Role], password: str) -> Any:
        return running.start(
            lambda: calls.add(name, roles, password), finish("ui.users.added", name)
        )

    def ask(what: str) -> None:
        running.say(None)
        set_done(None)
        set_asked(what)

    head = layout.row(
        [
            ft.Container(text.title(texts["ui.place.users"]), expand=True),
            *(
                [
                    buttons.primary(
                        texts["ui.users.add"], name="users.add", press=partial(ask, "+"), bar=bar
                    )
                ]
                if calls.may_manage
                else []
            ),
        ]
    )
    lines = [
        _line(
            user,
            texts=texts,
            bar=bar,
            may_manage=calls.may_manage,
            on_disable=partial(ask, user.name),
        )
        for user in users
    ]
    parts: list[ft.Control] = [
        head,
        *([strip(done)] if done else []),
        layout.card([ft.ListView(lines, key="users.list", expand=True)], expand=True),
        MandatesCard(texts=texts, bar=bar, calls=mandates),
    ]
    if asked == "+":
        parts.append(
            AddUser(
                texts=texts,
                message=running.message,
                is_busy=running.is_busy,
                on_add=add,
                on_cancel=lambda: set_asked(""),
            )
        )
    elif asked:
        name = asked
        parts.append(
            Dialog(
                title=texts["ui.users.disable"],
                content=[
                    text.body(texts.say("ui.users.disable_ask", name=name)),
                    *([strip(running.message)] if running.message else []),
                ],
                confirm=texts["ui.users.disable"],
                cancel=texts["ui.cancel"],
                on_confirm=lambda: running.start(
                    lambda: calls.disable(name), finish("ui.users.disabled", name)
                ),
                on_cancel=lambda: set_asked(""),
                is_danger=True,
                is_busy=running.is_busy,
            )
        )
    return layout.screen(parts)


def _line(
    user: UserLine,
    *,
    texts: Texts,
    bar: str,
    may_manage: bool,
    on_disable: Callable[[], Any],
) -> ft.Control:
    tone = Tone.DONE if user.is_enabled else Tone.CLOSED
    parts: list[ft.Control] = [
        ft.Icon(ft.Icons.PERSON_OUTLINE, size=20, color=theme.MUTED),
        ft.Container(text.body(user.name, bold=True), width=180),
        ft.Container(text.body(user.roles, lines=2), expand=True),
        ft.Container(
            status.badge(tone, texts["ui.users.on" if user.is_enabled else "ui.users.off"]),
            width=160,
        ),
        buttons.plain(
            texts["ui.users.disable"],
            name=f"users.disable.{user.name}",
            press=on_disable,
            disabled=not user.is_enabled,  # as stands beside it
            bar=bar or (texts["ui.users.yourself"] if user.is_self else ""),
        ),
    ]
    if not may_manage:
        parts.pop()
    return ft.Container(
        layout.row(parts, spacing=12),
        padding=ft.Padding.symmetric(horizontal=4, vertical=6),
        border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
    )


@component
def AddUser(
    *,
    texts: Texts,
    message: Message | None,
    is_busy: bool,
    on_add: Callable[[str, Sequence[Role], str], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    name, set_name = use_value("")
    password, set_password = use_value("")
    again, set_again = use_value("")
    roles, change = use_fold(cast("frozenset[Role]", frozenset()))
    gap = use_gap()
    differ = bool(again) and again != password

    def confirm() -> Any:
        there = {
            "name": bool(name.strip()),
            "roles": bool(roles),
            "password": bool(password),
            "again": again == password,
        }
        for field, is_there in there.items():
            if not is_there:
                return gap.tell(f"users.{field}", texts[f"ui.users.gap.{field}"])
        return on_add(name.strip(), [r for r in Role if r in roles], password)

    def tick(role: Role, is_on: bool) -> None:  # noqa: FBT001 - what a box says
        gap.close("users.roles")
        change(lambda now: now | {role} if is_on else now - {role})

    boxes = [
        ft.Checkbox(
            key=f"users.role.{role}",
            label=texts[f"role.{role}"],
            value=role in roles,
            on_change=ticked(partial(tick, role)),
        )
        for role in Role
    ]
    no_role = gap.words("users.roles")
    return Dialog(
        title=texts["ui.users.add"],
        content=[
            Field(
                label=texts["ui.users.name"],
                name="users.name",
                focus=True,
                gap=gap,
                on_change=set_name,
            ),
            text.muted(texts["ui.users.roles"]),
            layout.column(boxes, spacing=0),
            *([text.body(no_role, color=theme.DANGER)] if no_role else []),
            Field(
                label=texts["ui.users.first_password"],
                name="users.password",
                secret=True,
                gap=gap,
                on_change=set_password,
            ),
            Field(
                label=texts["ui.set_up.again"],
                name="users.again",
                secret=True,
                error=texts["ui.password.differ"] if differ else None,
                gap=gap,
                on_change=set_again,
            ),
            *([strip(message)] if message else []),
            *([layout.busy(texts["ui.receive.running"])] if is_busy else []),
        ],
        confirm=texts["ui.users.add"],
        cancel=texts["ui.cancel"],
        on_confirm=confirm,
        on_cancel=on_cancel,
        is_busy=is_busy,
    )
