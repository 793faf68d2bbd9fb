"""The commune's relay (Trạm chuyển tiếp), a card of Settings: be one, or go to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class RelayShown:
    is_on: bool
    facts: Sequence[tuple[str, str]]  # code, address, what is kept, which relay is used
    has_relay: bool  # one was chosen for this desk


@dataclass(frozen=True, kw_only=True, slots=True)
class RelayCalls:
    load: Callable[[], RelayShown]
    switch: Callable[[bool], str]  # slow
    find: Callable[[], Sequence[tuple[str, str]]]  # slow; address and name
    join: Callable[[str, str], str]  # slow; address and code
    leave: Callable[[], str]
    visit: Callable[[], str]  # slow
    may_manage: bool


@component
def RelayCard(*, texts: Texts, calls: RelayCalls) -> ft.Control:
    round_, renew = use_fold(0)
    url, set_url = use_value("")
    code, set_code = use_value("")
    found, set_found = use_value(cast("Sequence[tuple[str, str]]", ()))
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)
    shown = ft.use_memo(calls.load, [round_])

    def finish(words: str) -> None:
        set_done(Message(kind=Kind.DONE, words=words))
        renew(lambda number: number + 1)

    def run(work: Callable[[], str]) -> Any:
        set_done(None)
        return running.start(work, finish)

    parts: list[ft.Control] = [
        layout.fact(label, value, label_width=150) for label, value in shown.facts
    ]
    if calls.may_manage:
        parts.append(_switch(shown, texts=texts, calls=calls, run=run))
        parts += _joining(
            found,
            texts=texts,
            on_url=set_url,
            on_code=set_code,
            find=lambda: running.start(calls.find, set_found),
            join=lambda: run(lambda: calls.join(url, code)),
            missing=buttons.lacking(texts, relay=bool(url.strip()), code=bool(code.strip())),
        )
    if shown.has_relay:
        parts.append(_using(texts=texts, calls=calls, run=run))
    if running.is_busy:
        parts.append(layout.busy(texts["ui.relay.busy"]))
    message = running.message or done
    if message is not None:
        parts.append(strip(message))
    return layout.card(parts, title=texts["ui.relay.title"], spacing=6)


def _switch(
    shown: RelayShown,
    *,
    texts: Texts,
    calls: RelayCalls,
    run: Callable[[Callable[[], str]], Any],
) -> ft.Control:
    key = "ui.relay.switch_off" if shown.is_on else "ui.relay.switch_on"
    return ft.Row(
        [
            buttons.plain(
                texts[key],
                name="relay.switch",
                press=lambda: run(lambda: calls.switch(not shown.is_on)),
            )
        ]
    )


def _joining(
    found: Sequence[tuple[str, str]],
    *,
    texts: Texts,
    on_url: Callable[[str], Any],
    on_code: Callable[[str], Any],
    find: Callable[[], Any],
    join: Callable[[], Any],
    missing: str,
) -> list[ft.Control]:
    """Which relay this desk goes to: found or typed, its code typed from the relay's screen."""
    where: ft.Control = Field(
        label=texts["ui.relay.address"],
        name="relay.address",
        hint="http://192.168.1.20:8411",
        on_change=on_url,
    )
    if found:
        where = choose(
            found,
            label=texts["ui.relay.found"],
            name="relay.found",
            value="",
            on_change=on_url,
            upright=True,
        )
    return [
        text.muted(texts["ui.relay.compare"]),
        where,
        Field(label=texts["ui.relay.code"], name="relay.code", hint="ABCD-EFGH", on_change=on_code),
        layout.row(
            [
                buttons.plain(texts["ui.relay.find"], name="relay.find", press=find),
                buttons.plain(
                    texts["ui.relay.join"], name="relay.join", press=join, missing=missing
                ),
            ],
            wrap=True,
        ),
    ]


def _using(
    *, texts: Texts, calls: RelayCalls, run: Callable[[Callable[[], str]], Any]
) -> ft.Control:
    acts = [
        buttons.plain(texts["ui.relay.visit"], name="relay.visit", press=lambda: run(calls.visit))
    ]
    if calls.may_manage:
        acts.append(
            buttons.quiet(
                texts["ui.relay.leave"], name="relay.leave", press=lambda: run(calls.leave)
            )
        )
    return ft.Row(acts)
