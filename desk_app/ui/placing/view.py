"""What a screen is made from: the person's place, the desk behind it, and the ways out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.ui.routes import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from desk_app.ui.routes import Trail
    from desk_app.ui.theme import Look
    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """One visit of one place; a new visit makes a new screen."""

    trail: Trail
    desk: Desk
    texts: Texts
    bar: str  # why nothing can be written now, in words, or empty
    open_spot: Callable[..., Any]  # with a place, and what of it
    on_language: Callable[[str], Any]
    look: Look  # of this machine's window
    on_look: Callable[[Look], Any]
    on_leave: Callable[[], Any]  # closes the desk
    waiting_address: Callable[[], str]  # of the waiting room's screen, good once

    @property
    def key(self) -> str:
        """Another one at every visit."""
        return f"{self.trail.here.place}-{self.trail.visit}"

    @property
    def what(self) -> str:
        """What of the place: a dossier's id, a search, a procedure's code."""
        return self.trail.here.what

    @property
    def open_dossier(self) -> Callable[[str], Any]:
        return partial(self.open_spot, Place.DOSSIER)

    def way_to(self, place: Place) -> Callable[..., Any]:
        return partial(self.open_spot, place)
