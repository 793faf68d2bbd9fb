"""Signing (Ký số): the pile left, the page right, one password for all that was seen.

Each page is shown before it can be signed; a result is told document by document.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.handling import pressed
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.document import Document
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.file_choice import ChosenFile, FileChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class ToSign:
    id: str
    code: str
    name: str
    procedure: str
    file: str
    pages: int
    warning: str = ""  # what a signer should look at, in words


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """What became of one document."""

    id: str
    words: str
    is_done: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SignCalls:
    load: Callable[[], Sequence[ToSign]]
    page: Callable[[str, int], bytes]  # slow; a PNG of one page, counted from 0
    sign: Callable[[Sequence[str], ChosenFile, str], Sequence[Signed]]  # slow
    open_dossier: Callable[[str], Any]


@component
def Sign(*, texts: Texts, bar: str, calls: SignCalls, begin: str) -> ft.Control:
    """`begin`: the dossier whose document is shown first; empty for the first of the pile.

    `bar`: why nothing can be signed now, in words.
    """
    round_, renew = use_fold(0)
    pile = ft.use_memo(calls.load, [round_])
    at, set_at = use_value(begin or (pile[0].id if pile else ""))
    seen, see = use_fold(cast("frozenset[tuple[str, int]]", frozenset()))
    asking, set_asking = use_value(False)
    outcome, set_outcome = use_value(cast("tuple[Signed, ...]", ()))
    running = state.use_running(texts)
    here = next((one for one in pile if one.id == at), pile[0] if pile else None)
    ready = [one.id for one in pile if all((one.id, n) in seen for n in range(one.pages))]

    def finish(results: Sequence[Signed]) -> None:
        set_asking(False)
        set_outcome(tuple(results))
        renew(lambda number: number + 1)

    def sign(file: ChosenFile, password: str) -> Any:
        return running.start(lambda: calls.sign(ready, file, password), finish)

    def ask() -> None:
        if ready and not running.is_busy and not bar:
            running.say(None)
            set_asking(True)

    keys.use_keys({} if asking else {keys.CONFIRM: ask})
    head = layout.row(
        [
            ft.Container(text.title(texts["ui.place.sign"]), expand=True),
            buttons.primary(
                texts.say("ui.sign.sign_seen", count=len(ready)),
                name="sign.sign",
                press=ask,
                shortcut=keys.CONFIRM,
                disabled=not ready or running.is_busy,
                bar=bar,
            ),
        ]
    )
    results = [
        strip(Message(kind=Kind.DONE if one.is_done else Kind.TROUBLE, words=one.words))
        for one in outcome
    ]
    if not pile or here is None:
        return layout.screen([head, *results, layout.empty(texts["ui.sign.empty"])])
    body = ft.Row(
        [
            _pile(pile, texts=texts, here=here, ready=ready, on_choose=set_at),
            ft.Container(
                Document(
                    key=f"document-{here.id}",
                    texts=texts,
                    pages=here.pages,
                    picture=partial(calls.page, here.id),
                    on_seen=lambda page: see(lambda now: now | {(here.id, page)}),
                    actions=[
                        buttons.plain(
                            texts["ui.open"],
                            name="sign.open",
                            press=partial(calls.open_dossier, here.id),
                        )
                    ],
                ),
                expand=True,
            ),
        ],
        spacing=12,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    dialog = (
        [
            Password(
                texts=texts,
                count=len(ready),
                message=running.message,
                is_busy=running.is_busy,
                on_sign=sign,
                on_cancel=lambda: set_asking(False),
            )
        ]
        if asking
        else []
    )
    return layout.screen([head, *results, body, *dialog])


def _pile(
    pile: Sequence[ToSign],
    *,
    texts: Texts,
    here: ToSign,
    ready: Sequence[str],
    on_choose: Callable[[str], Any],
) -> ft.Control:
    lines: list[ft.Control] = [
        ft.Semantics(
            key=f"sign.{one.id}",
            selected=one is here,
            content=ft.Container(
                layout.row(
                    [
                        ft.Icon(
                            ft.Icons.VISIBILITY if one.id in ready else ft.Icons.VISIBILITY_OFF,
                            size=18,
                            color=theme.GREEN if one.id in ready else theme.FAINT,
                        ),
                        ft.Container(
                            ft.Column(
                                [
                                    text.body(one.name, bold=True, lines=1),
                                    text.body(one.procedure, lines=2),
                                    text.muted(f"{one.code} · {one.file}"),
                                    *(_flag(one.warning) if one.warning else []),
                                ],
                                spacing=0,
                                tight=True,
                            ),
                            expand=True,
                        ),
                    ]
                ),
                padding=8,
                bgcolor=theme.ACCENT_TINT if one is here else None,
                border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
                ink=True,
                on_click=pressed(partial(on_choose, one.id)),
            ),
        )
        for one in pile
    ]
    return layout.card(
        [ft.ListView(lines, key="sign.pile", expand=True)],
        title=texts.say("ui.sign.pile", count=len(pile)),
        width=400,
        expand=None,
    )


def _flag(words: str) -> list[ft.Control]:
    return [ft.Text(words, size=theme.SMALL, color=theme.AMBER)]


@component
def Password(
    *,
    texts: Texts,
    count: int,
    message: Message | None,
    is_busy: bool,
    on_sign: Callable[[ChosenFile, str], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """The file of the signing key and its password; neither is kept."""
    file, set_file = use_value(cast("ChosenFile | None", None))
    password, set_password = use_value("")

    def confirm() -> Any:
        return on_sign(file, password) if file is not None and password else None

    parts: list[ft.Control] = [
        text.muted(texts["ui.sign.not_kept"]),
        FileChoice(
            texts=texts,
            label=texts["ui.sign.file"],
            name="sign.file",
            kinds=("p12", "pfx"),
            chosen=file,
            on_choose=set_file,
        ),
        Field(
            label=texts["ui.sign.password"],
            name="sign.password",
            secret=True,
            on_change=set_password,
        ),
    ]
    if message is not None:
        parts.append(strip(message))
    if is_busy:
        parts.append(layout.busy(texts["ui.sign.signing"]))
    return Dialog(
        title=texts.say("ui.sign.sign_seen", count=count),
        content=parts,
        confirm=texts["act.sign-result"],
        cancel=texts["ui.cancel"],
        on_confirm=confirm,
        on_cancel=on_cancel,
        is_busy=is_busy,
    )
