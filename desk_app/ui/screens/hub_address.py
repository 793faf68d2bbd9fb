"""Where the province's hub is found: for a machine that was enrolled by a stick, or a hub moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.gap import use_gap

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class HubCalls:
    now: Callable[[], str]  # the address in use; empty where there is no line
    choose: Callable[[str], str]  # slow; the words of what is so now
    may_choose: bool


@component
def HubCard(*, texts: Texts, calls: HubCalls) -> ft.Control:
    now = calls.now()
    typed, set_typed = use_value(now)
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)
    gap = use_gap()

    def take(address: str) -> Any:
        set_done(None)
        if not address.strip():
            return gap.tell("hub.address", texts["ui.hub.gap.address"])
        if address.strip() == now:
            return gap.tell("hub.address", texts["ui.hub.gap.same"])
        return running.start(
            lambda: calls.choose(address),
            lambda words: set_done(Message(kind=Kind.DONE, words=words)),
        )

    parts: list[ft.Control] = [text.muted(texts["ui.hub.on_line" if now else "ui.hub.by_stick"])]
    if calls.may_choose:
        parts += [
            Field(
                label=texts["ui.hub.address"],
                name="hub.address",
                hint="https://motcua.tinh.gov.vn:8400",
                initial=now,
                gap=gap,
                on_change=set_typed,
                on_submit=take,
            ),
            ft.Row(
                [
                    buttons.plain(
                        texts["ui.hub.use"],
                        name="hub.use",
                        press=lambda: take(typed),
                        disabled=running.is_busy,
                    ),
                    *([layout.busy(texts["ui.receive.running"])] if running.is_busy else []),
                ]
            ),
        ]
    else:
        parts.append(text.muted(texts["ui.hub.ask_admin"]))
    message = running.message or done
    if message is not None:
        parts.append(strip(message))
    return layout.card(parts, title=texts["ui.hub.title"], spacing=8)
