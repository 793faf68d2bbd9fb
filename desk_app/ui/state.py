"""What the window remembers while it is open: where the person is, and what runs.

A component holds only what is typed but not sent; these hooks hold the rest.
"""

from __future__ import annotations

import asyncio
import inspect
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import flet as ft

from desk_app.ui.component import unexpected, unexpected_number, use_value
from desk_app.ui.strip import Kind, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from locales.catalogue import Texts

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome(Generic[T]):
    """What an attempt gave, or the words for why it did not."""

    value: T | None = None
    trouble: Message | None = None
    code: str = ""  # the error's key; empty when it went well
    details: Mapping[str, str] = field(default_factory=dict)


async def attempt(work: Callable[[], T], *, texts: Texts) -> Outcome[T]:
    """Do slow work off the window's loop; see `attempt_now`."""
    return await asyncio.to_thread(attempt_now, work, texts=texts)


def attempt_now(work: Callable[[], T], *, texts: Texts) -> Outcome[T]:
    """Do the work; a known error becomes its words, a bug a number that also stands in the log."""
    try:
        return Outcome(value=work())
    except Exception as error:  # noqa: BLE001 told with a number and logged
        code, details = getattr(error, "code", None), getattr(error, "details", None)
        if isinstance(code, str) and isinstance(details, dict):
            words = texts.error(code, details)
            trouble = Message(kind=Kind.TROUBLE, words=words)
            return Outcome(trouble=trouble, code=code, details=details)
        return Outcome(trouble=unexpected(unexpected_number(error), texts), code="unexpected")


def use_watched(look: Callable[[], T], *, seconds: float, anew: object = None) -> T:
    """What `look` says, looked at again now and then and whenever `anew` changes.

    The first look is made at once; later ones off the window's loop, and only what has changed
    draws the component again.
    """
    seen, set_seen = use_value(cast("T | None", None))
    first = ft.use_memo(look, [])

    async def watch() -> None:
        while True:
            with suppress(Exception):  # the next look may do; a locked desk is watched no more
                set_seen(await asyncio.to_thread(look))
            await asyncio.sleep(seconds)

    # Without a cleanup flet lets the watch run on after the component is gone.
    ft.use_effect(watch, dependencies=[anew], cleanup=lambda: None)
    return first if seen is None else seen


def done(words: str) -> Message:
    return Message(kind=Kind.DONE, words=words)


@dataclass(frozen=True, kw_only=True, slots=True)
class Running:
    """One thing at a time: `start` does nothing while something runs."""

    is_busy: bool
    message: Message | None
    start: Callable[..., Any]
    say: Callable[[Message | None], None]


def use_running(texts: Texts) -> Running:
    """Runs a use case for a screen and keeps its last word.

    `start(work, then)` awaits `work` in a thread, then calls `then(value)`, which may be awaited;
    trouble goes to `message` and `then` is not called.
    """
    is_busy, set_busy = use_value(False)
    message, set_message = use_value(cast("Message | None", None))
    gate = ft.use_ref(False)

    async def start(work: Callable[[], Any], then: Callable[[Any], Any] | None = None) -> None:
        if gate.current:
            return
        gate.current = True
        set_busy(True)
        set_message(None)
        outcome = await attempt(work, texts=texts)
        gate.current = False
        set_busy(False)
        if outcome.trouble is not None:
            set_message(outcome.trouble)
        elif then is not None:
            answer = then(outcome.value)
            if inspect.isawaitable(answer):
                await answer

    return Running(is_busy=is_busy, message=message, start=start, say=set_message)
