"""A press that found something missing: the field says what, and takes the cursor.

For forms whose button can always be pressed; where a button waits instead, see `buttons.lacking`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk_app.ui.component import use_fold

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    name: str = ""  # of the field
    words: str = ""
    turn: int = 0  # every press that finds a gap puts the cursor there again


@dataclass(frozen=True, slots=True)
class Gap:
    _told: _Told
    _change: Callable[[Callable[[_Told], _Told]], None] = field(repr=False)

    def tell(self, name: str, words: str) -> None:
        self._change(lambda now: _Told(name=name, words=words, turn=now.turn + 1))

    def words(self, name: str) -> str | None:
        return self._told.words or None if self._told.name == name else None

    def turn(self, name: str) -> int:
        return self._told.turn if self.words(name) else 0

    def close(self, name: str) -> None:
        """Something is typed there now."""
        if self.words(name):
            self._change(lambda now: _Told(turn=now.turn))


def use_gap() -> Gap:
    """One for a form; each of its fields gets it."""
    return Gap(*use_fold(_Told()))
