"""Signing one document after another: progress, a stop in between, and what became of each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.component import use_fold, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.sign_pile import ToSign
    from locales.catalogue import Texts

_FEW = 3  # lines that leave the page its room


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """What became of one document."""

    id: str
    words: str
    is_done: bool
    is_last: bool = False  # nothing more can be signed now: the token is gone


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """One go over the documents that were read; it ends after the one in hand when stopped."""

    is_busy: bool
    total: int
    results: tuple[Signed, ...]
    start: Callable[[Sequence[ToSign]], Any]
    stop: Callable[[], Any]


def use_batch(sign: Callable[[ToSign], Signed], ended: Callable[[], Any]) -> Batch:
    """`sign` is slow; `ended` is called after the last."""
    total, set_total = use_value(0)
    is_busy, set_busy = use_value(False)
    results, add = use_fold(cast("tuple[Signed, ...]", ()))
    stopped = ft.use_ref(False)

    async def start(ready: Sequence[ToSign]) -> None:
        stopped.current = False
        set_total(len(ready))
        add(lambda _: ())
        set_busy(True)
        for one in ready:
            result = await asyncio.to_thread(sign, one)
            add(lambda now, result=result: (*now, result))  # type: ignore[misc]
            if result.is_last or stopped.current:
                break
        set_busy(False)
        ended()

    def stop() -> None:
        stopped.current = True

    return Batch(is_busy=is_busy, total=total, results=results, start=start, stop=stop)


def told(batch: Batch, *, texts: Texts) -> list[ft.Control]:
    """How far it has come, then each document that was not signed and why."""
    if not batch.total:
        return []
    done = sum(one.is_done for one in batch.results)
    if batch.is_busy:
        bar = ft.ProgressBar(value=len(batch.results) / batch.total, color=theme.ACCENT)
        words = texts.say("ui.sign.progress", count=done, total=batch.total)
        return [
            layout.row(
                [
                    ft.Container(layout.column([text.body(words), bar]), expand=True),
                    buttons.plain(texts["ui.sign.stop"], name="sign.stop", press=batch.stop),
                ]
            )
        ]
    lines = [
        strip(Message(kind=Kind.TROUBLE, words=r.words)) for r in batch.results if not r.is_done
    ]
    said = [one.words for one in batch.results if one.is_done]
    if len(said) > 1:
        said = [texts.say("ui.sign.done_many", count=done, total=batch.total)]
    lines[:0] = [strip(Message(kind=Kind.DONE, words=words)) for words in said]
    left = batch.total - len(batch.results)
    if left:
        words = texts.say("ui.sign.left", count=left)
        lines.append(strip(Message(kind=Kind.WARNING, words=words)))
    if len(lines) <= _FEW:
        return lines
    return [ft.Container(ft.ListView(lines, spacing=6), height=_FEW * 44)]
