"""Signing (Ký số): the pile left, the page right, one PIN for all that was read.

Each page is shown before it can be signed; what became of each document is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.sign_back import SendBack
from desk_app.ui.screens.sign_batch import Signed, told, use_batch
from desk_app.ui.screens.sign_key import KeyCalls, KeyDialog
from desk_app.ui.screens.sign_pile import Pile, Seen, Sorting, ToSign, is_ready, sorted_pile
from desk_app.ui.strip import Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

KEEP_OUT = "F6"
SEND_BACK = "F7"
_KEY, _BACK = "key", "back"  # the dialogs


@dataclass(frozen=True, kw_only=True, slots=True)
class SignCalls:
    load: Callable[[], Sequence[ToSign]]
    seen: Callable[[], Seen]
    keep_seen: Callable[[Seen], Any]
    page: Callable[[str, int], bytes]  # slow; a PNG of one page, counted from 0
    sign: Callable[[ToSign], Signed]  # slow; with the key that was opened
    send_back: Callable[[ToSign, str], str]  # slow; what is told afterwards
    notice: Callable[[], Message | None]  # what signed papers wait for
    key: KeyCalls
    open_dossier: Callable[[str], Any]


@component
def Sign(*, texts: Texts, bar: str, calls: SignCalls, begin: str) -> ft.Control:
    """`begin`: the dossier whose document is shown first; empty for the first of the pile.

    `bar`: why nothing can be signed now, in words.
    """
    desk = _use_reading(calls, begin)
    dialog, set_dialog = use_value("")
    running = state.use_running(texts)
    batch = use_batch(calls.sign, desk.renew)
    is_idle = not (running.is_busy or batch.is_busy)
    here = desk.here

    def close() -> None:
        set_dialog("")

    def open_dialog(name: str) -> None:
        is_open_to_it = desk.ready if name == _KEY else here
        if is_open_to_it and is_idle and not bar:
            running.say(None)
            set_dialog(name)

    def sign() -> Any:
        close()
        return batch.start(desk.ready)

    def sent_back(words: str) -> None:
        close()
        running.say(state.done(words))
        desk.renew()

    pressed: dict[str, Callable[[], Any]] = {
        keys.CONFIRM: partial(open_dialog, _KEY),
        keys.UP: partial(desk.move, -1),
        keys.DOWN: partial(desk.move, 1),
        KEEP_OUT: desk.keep_out,
        SEND_BACK: partial(open_dialog, _BACK),
    }
    keys.use_keys({} if dialog else pressed)
    head: list[ft.Control] = [
        layout.row(
            [
                ft.Container(text.title(texts["ui.place.sign"]), expand=True),
                buttons.primary(
                    texts.say("ui.sign.sign_seen", count=len(desk.ready)),
                    name="sign.sign",
                    press=partial(open_dialog, _KEY),
                    shortcut=keys.CONFIRM,
                    disabled=not is_idle,
                    missing=buttons.lacking(texts, seen=bool(desk.ready)),
                    bar=bar,
                ),
            ]
        ),
        *(strip(said) for said in (desk.notice, running.message) if said and not dialog),
        *told(batch, texts=texts),
    ]
    if here is None:
        return layout.screen([*head, layout.empty(texts["ui.sign.empty"])])
    over: dict[str, Callable[[], ft.Control]] = {
        _KEY: lambda: KeyDialog(
            texts=texts, count=len(desk.ready), calls=calls.key, on_open=sign, on_cancel=close
        ),
        _BACK: lambda: SendBack(
            texts=texts,
            code=here.code,
            running=running,
            on_send=lambda why: running.start(partial(calls.send_back, here, why), sent_back),
            on_cancel=close,
        ),
    }
    body = ft.Row(
        [
            Pile(
                texts=texts,
                pile=desk.shown,
                here=here.id,
                seen=desk.seen,
                sorting=desk.sorting,
                on_sort=desk.sort,
                on_choose=desk.choose,
            ),
            ft.Container(
                Document(
                    key=f"document-{here.key}",
                    texts=texts,
                    pages=here.pages,
                    picture=partial(calls.page, here.id),
                    on_seen=partial(desk.see, here.key),
                    on_past=desk.move,
                    actions=_actions(
                        texts,
                        is_kept_out=here.key in desk.seen.kept_out,
                        keep_out=desk.keep_out,
                        send_back=partial(open_dialog, _BACK),
                        open_dossier=partial(calls.open_dossier, here.id),
                        bar=bar,
                    ),
                ),
                expand=True,
            ),
        ],
        spacing=12,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return layout.screen([*head, body, *([over[dialog]()] if dialog else [])])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reading:
    """The pile as it lies, and where in it the person reads."""

    shown: list[ToSign]
    here: ToSign | None
    seen: Seen
    ready: list[ToSign]  # read and not set apart
    notice: Message | None
    sorting: Sorting
    sort: Callable[[str], None]
    choose: Callable[[str], None]
    move: Callable[[int], None]  # so many documents down the pile
    see: Callable[[str, int], None]  # a page was shown
    keep_out: Callable[[], None]
    renew: Callable[[], None]


def _use_reading(calls: SignCalls, begin: str) -> _Reading:
    round_, renew = use_fold(0)
    pile = ft.use_memo(calls.load, [round_])
    notice = ft.use_memo(calls.notice, [round_])
    at, set_at = use_value(begin or (pile[0].id if pile else ""))
    seen, see = use_fold(ft.use_memo(calls.seen, []))
    sorting, set_sorting = use_value(Sorting.URGENCY)
    shown = sorted_pile(pile, sorting)
    here = next((one for one in shown if one.id == at), shown[0] if shown else None)

    def change(how: Callable[[Seen], Seen]) -> None:
        def kept(now: Seen) -> Seen:
            after = how(now)
            calls.keep_seen(after)
            return after

        see(kept)

    def move(step: int) -> None:
        if here is not None:
            place = min(max(shown.index(here) + step, 0), len(shown) - 1)
            set_at(shown[place].id)

    def keep_out() -> None:
        if here is not None:
            key = here.key
            change(lambda now: now.with_kept_out(key))

    return _Reading(
        shown=shown,
        here=here,
        seen=seen,
        ready=[one for one in shown if is_ready(one, seen)],
        notice=notice,
        sorting=sorting,
        sort=lambda value: set_sorting(Sorting(value)),
        choose=set_at,
        move=move,
        see=lambda key, page: change(lambda now: now.with_page(key, page)),
        keep_out=keep_out,
        renew=lambda: renew(lambda number: number + 1),
    )


def _actions(
    texts: Texts,
    *,
    is_kept_out: bool,
    keep_out: Callable[[], Any],
    send_back: Callable[[], Any],
    open_dossier: Callable[[], Any],
    bar: str,
) -> list[ft.Control]:
    return [
        buttons.plain(
            texts["ui.sign.take_in" if is_kept_out else "ui.sign.keep_out"],
            name="sign.keep_out",
            press=keep_out,
            shortcut=KEEP_OUT,
        ),
        buttons.plain(
            texts["ui.sign.send_back"],
            name="sign.send_back",
            press=send_back,
            shortcut=SEND_BACK,
            bar=bar,
        ),
        buttons.plain(texts["ui.open"], name="sign.open", press=open_dossier),
    ]
