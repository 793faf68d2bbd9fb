"""The key to sign with: the one that is open, a token and its PIN, or a key file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.file_choice import ChosenFile, FileChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

_FILE = "file"


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenLine:
    """A token that is plugged in."""

    serial: str
    label: str
    warning: str = ""  # what it says of its PIN, where that is worth a warning
    is_locked: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyCalls:
    opened: Callable[[], str]  # whose key is open; empty where none is
    tokens: Callable[[], Sequence[TokenLine]]  # slow; raises why there is none
    unlock_token: Callable[[str, str], Any]  # slow
    unlock_file: Callable[[ChosenFile, str], Any]  # slow


@component
def KeyDialog(
    *,
    texts: Texts,
    count: int,
    calls: KeyCalls,
    on_open: Callable[[], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """Neither the file nor the PIN is kept; what they open is, until the desk is locked."""
    opened = ft.use_memo(calls.opened, [])
    tokens, set_tokens = use_value(cast("tuple[TokenLine, ...] | None", None))
    way, set_way = use_value("")
    file, set_file = use_value(cast("ChosenFile | None", None))
    secret, set_secret = use_value("")
    running = state.use_running(texts)
    looking = state.use_running(texts)

    async def look() -> None:
        if not opened:
            await looking.start(lambda: tuple(calls.tokens()), set_tokens)

    ft.use_effect(look, dependencies=[])
    found = tokens or ()
    chosen = way or (found[0].serial if found else _FILE)
    token = next((one for one in found if one.serial == chosen), None)

    def confirm() -> Any:
        if opened:
            return on_open()
        unlock = _unlocking(calls, token, file=file, secret=secret)
        return running.start(unlock, lambda _: on_open()) if unlock else None

    content: list[ft.Control]
    if opened:
        content = [text.body(texts.say("ui.sign.key_open", name=opened))]
    else:
        content = [
            text.muted(texts["ui.sign.not_kept"]),
            *_ways(texts, found, chosen=chosen, on_choose=set_way),
            *_asked(texts, token, file=file, on_file=set_file, on_secret=set_secret),
        ]
        if looking.is_busy:
            content.append(layout.busy(texts["ui.sign.looking"]))
    if running.message is not None:
        content.append(strip(running.message))
    if running.is_busy:
        content.append(layout.busy(texts["ui.sign.opening"]))
    return Dialog(
        title=texts.say("ui.sign.sign_seen", count=count),
        content=content,
        confirm=texts["act.sign-result"],
        cancel=texts["ui.cancel"],
        on_confirm=confirm,
        on_cancel=on_cancel,
        is_busy=running.is_busy,
    )


def _unlocking(
    calls: KeyCalls, token: TokenLine | None, *, file: ChosenFile | None, secret: str
) -> Callable[[], Any] | None:
    """What opens the key; None while something for it is lacking."""
    if not secret:
        return None
    if token is not None:
        return None if token.is_locked else partial(calls.unlock_token, token.serial, secret)
    return partial(calls.unlock_file, file, secret) if file is not None else None


def _ways(
    texts: Texts, found: Sequence[TokenLine], *, chosen: str, on_choose: Callable[[str], Any]
) -> list[ft.Control]:
    """Nothing to choose where no token is plugged in."""
    if not found:
        return []
    options = [(one.serial, f"{one.label} ({one.serial})") for one in found]
    return [
        choose(
            [*options, (_FILE, texts["ui.sign.by_file"])],
            label=texts["ui.sign.key"],
            name="sign.way",
            value=chosen,
            on_change=on_choose,
            upright=True,
        )
    ]


def _asked(
    texts: Texts,
    token: TokenLine | None,
    *,
    file: ChosenFile | None,
    on_file: Callable[[ChosenFile], Any],
    on_secret: Callable[[str], Any],
) -> list[ft.Control]:
    if token is None:
        return [
            FileChoice(
                texts=texts,
                label=texts["ui.sign.file"],
                name="sign.file",
                kinds=("p12", "pfx"),
                chosen=file,
                on_choose=on_file,
            ),
            Field(
                label=texts["ui.sign.password"],
                name="sign.password",
                secret=True,
                on_change=on_secret,
            ),
        ]
    warned: list[ft.Control] = (
        [strip(Message(kind=Kind.WARNING, words=token.warning))] if token.warning else []
    )
    return [
        *warned,
        Field(
            key=f"pin-{token.serial}",
            label=texts["ui.sign.pin"],
            name="sign.pin",
            secret=True,
            focus=True,
            on_change=on_secret,
        ),
    ]
