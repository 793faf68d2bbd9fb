"""What the window may ask before anybody has signed in, and what ends a person's turn.

The application above implements it over the data folder; the window never opens a store itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from desk_app.desk import Desk
    from desk_app.ui.theme import Look
    from desk_app.ui.waiting_room import WaitingRoom


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """A desk that nobody can open any more."""

    code: str  # of the error that opening it raises
    details: Mapping[str, str]
    folder: str


class Door(Protocol):
    """All but the properties are slow and run off the window's loop."""

    @property
    def is_set_up(self) -> bool:
        """Whether this machine is enrolled; if not, the window begins with that."""
        ...

    @property
    def ended(self) -> Ended | None:
        """What is to be said of a desk whose keys are destroyed; None of one that lives."""
        ...

    @property
    def user_names(self) -> Sequence[str]:
        """Who may try to sign in; known without a password."""
        ...

    @property
    def language(self) -> str:
        """The language chosen for this desk's window: vi or en."""
        ...

    @property
    def look(self) -> Look:
        """How the window of this machine was chosen to look."""
        ...

    @property
    def is_training(self) -> bool:
        """Everything behind this door is invented."""
        ...

    def start_training(self, language: str) -> None:
        """Open the training desk in a window of its own; raises OSError."""
        ...

    def training_waits(self) -> tuple[int, int]:
        """How much of the training desk is made, of how much; of 0 while nothing is made."""
        ...

    def cancel_training(self) -> None:
        """Stop making it."""
        ...

    def get_ready(self) -> None:
        """Load what comes after signing in, while the person still types. Safe to leave out."""
        ...

    def sign_in(self, name: str, password: str) -> Desk:
        """The open desk in this person's hands; raises WrongPassword, UserLockedOut and more."""
        ...

    def enrol(self, *, hub: str, code: str, name: str, password: str) -> Desk:
        """A new desk, open for its first admin; `hub` is an address, or the folder of a stick.

        Without a code the invitation on the stick counts.

        Raises what enrolment raises.
        """
        ...

    def ask_way_back(self, name: str, folder: str) -> tuple[str, str]:
        """The way back of who lost the last password: its request lies on the stick.

        Returns the file and the letters to read to the province. Raises what recovery raises.
        """
        ...

    def take_way_back(self, name: str, folder: str, password: str) -> None:
        """A new password by the province's answer on the stick; raises what recovery raises."""
        ...

    def sign_out(self, desk: Desk) -> None:
        """Close the desk and empty the tray; what waits stays kept. Safe to repeat."""
        ...

    def change_password(self, desk: Desk, *, old: str, new: str) -> None:
        """Raises WrongPassword, WeakPassword."""
        ...

    @property
    def waiting_room(self) -> WaitingRoom:
        """What the second screen shows, whoever is signed in."""
        ...

    @property
    def idle_s(self) -> float:
        """After so many seconds without use the work is covered."""
        ...

    def who_may_use_pin(self, desk: Desk) -> Collection[str]:
        """The sign-in names of those whose PIN counts now."""
        ...

    def come(self, desk: Desk, name: str, secret: str) -> Desk:
        """The same desk in the hands of who proves to be `name`, by PIN or by password.

        Raises WrongPassword, UserLockedOut and more.
        """
        ...

    def choose_pin(self, desk: Desk, *, password: str, pin: str) -> None:
        """Raises WrongPassword, WeakPin."""
        ...

    def choose_language(self, language: str) -> None:
        """Keep it for the next start."""
        ...

    def choose_look(self, look: Look) -> None:
        """Keep it for the next start."""
        ...
