"""Every statement a hub hands its driver, whichever way it takes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

_WAYS = ("do_execute", "do_executemany", "do_execute_no_params")


def overhear(engine: Engine, hear: Callable[[str], None]) -> None:
    """Tell `hear` each statement before it runs; what it raises is as if the driver had."""
    for way in _WAYS:
        setattr(engine.dialect, way, _heard(getattr(engine.dialect, way), hear))


@contextmanager
def overheard(engine: Engine, hear: Callable[[str], None]) -> Iterator[None]:
    """As `overhear`, for a while."""
    overhear(engine, hear)
    try:
        yield
    finally:
        for way in _WAYS:
            delattr(engine.dialect, way)


def _heard(run: Callable[..., None], hear: Callable[[str], None]) -> Callable[..., None]:
    def heard(cursor: object, statement: str, *more: object, **named: object) -> None:
        hear(statement)
        run(cursor, statement, *more, **named)

    return heard
