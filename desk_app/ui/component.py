"""Components that a mistake of ours cannot freeze.

flet 1.0.5 stops redrawing for good when a component raises; here the component alone is replaced by
words with a number, and the trace stands in the log under that number.
"""

from __future__ import annotations

import logging
import secrets
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

import flet as ft

from desk_app.ui.strip import Kind, Message, strip

if TYPE_CHECKING:
    from collections.abc import Callable

    from locales.catalogue import Texts

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


def component(render: Callable[P, ft.Control]) -> Callable[..., ft.Control]:
    """As `ft.component`; what raises is shown as an unexpected error with a number.

    Every component takes a `key` beside its own arguments: another key makes it anew.
    """

    @wraps(render)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ft.Control:
        try:
            return render(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 a bug must not freeze the window
            number = unexpected_number(error)
            texts = kwargs.get("texts")
            return strip(unexpected(number, cast("Texts | None", texts)))

    return ft.component(guarded)


def use_value(initial: T) -> tuple[T, Callable[[T], None]]:
    """What is typed or chosen and not yet sent; setting it draws the component again."""
    value, put = ft.use_state(cast("Any", lambda: initial))
    return value, cast("Callable[[T], None]", put)


def use_fold(initial: T) -> tuple[T, Callable[[Callable[[T], T]], None]]:
    """As `use_value`, changed by a function of what it is then: safe in fast bursts of events."""
    value, put = ft.use_state(cast("Any", lambda: initial))
    return value, cast("Callable[[Callable[[T], T]], None]", put)


def unexpected_number(error: Exception) -> str:
    """A number for what was not foreseen; the trace is logged under it."""
    number = secrets.token_hex(3).upper()
    logger.error("unexpected error %s", number, exc_info=error)
    return number


def unexpected(number: str, texts: Texts | None) -> Message:
    words = texts.say("ui.unexpected", number=number) if texts else number
    return Message(kind=Kind.TROUBLE, words=words)
