"""The door of one data folder: what the window asks before anybody has signed in.

The page where one signs in stands before the desk itself is loaded (`turn`).
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from desk_app.clock import WallClock
from desk_app.store.ending import end_mark
from desk_app.store.errors import NotEnrolled, StoreError
from desk_app.store.key_file import read_key_file
from desk_app.store.places import desk_places
from desk_app.training import Training, mark_of
from desk_app.ui.door import Ended
from desk_app.ui.theme import Look, Mode, Size
from desk_app.ui.waiting_room import WaitingRoom
from locales.catalogue import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from desk_app.clock import Clock
    from desk_app.desk import Desk
    from desk_app.present import Present

_IDLE_S = 600.0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Turn:
    """An open desk: what ends it, and who is there."""

    ending: ExitStack
    present: Present


class Doorway:
    """The door of one data folder: opens the desk for a person, syncs while it is open."""

    def __init__(
        self, data: Path, *, language: str, clock: Clock | None = None, idle_s: float = _IDLE_S
    ) -> None:
        self.idle_s = idle_s
        self.waiting_room = WaitingRoom()
        self._data = data
        self._clock = clock or WallClock()
        self._places = desk_places(data)
        self._asked_language = language
        self._training = Training(data=data)
        self._open: dict[int, _Turn] = {}  # by the id of the open store
        self._lock = threading.Lock()

    @property
    def is_set_up(self) -> bool:
        is_begun = self._places.key_file.exists() or self._places.key_file_copy.exists()
        return is_begun and not self._unfinished.exists()

    @property
    def ended(self) -> Ended | None:
        try:
            mark = end_mark(self._places)
        except StoreError:
            return None  # signing in says what is wrong
        if mark is None:
            return None
        error = mark.error()
        return Ended(code=error.code, details=error.details, folder=str(self._places.data))

    @property
    def user_names(self) -> Sequence[str]:
        try:
            keys = read_key_file(self._places)
        except StoreError:
            return ()  # signing in says what is wrong with the file
        return tuple(user.name for user in keys.users if user.key or user.is_barred)

    @property
    def language(self) -> str:
        with suppress(OSError):
            kept = self._language_file.read_text("utf-8").strip()
            if kept in LANGUAGES:
                return kept
        return self._asked_language

    def choose_language(self, language: str) -> None:
        self._language_file.write_text(language, "utf-8")

    @property
    def look(self) -> Look:
        try:
            mode, size = self._look_file.read_text("utf-8").split()
            return Look(mode=Mode(mode), size=Size(size))
        except (OSError, ValueError):
            return Look()

    def choose_look(self, look: Look) -> None:
        self._look_file.write_text(f"{look.mode} {look.size}", "utf-8")

    @property
    def is_training(self) -> bool:
        return mark_of(self._data).exists()

    def start_training(self, language: str) -> None:
        self._training.start(lang=language)

    def training_waits(self) -> tuple[int, int]:
        return self._training.waiting()

    def cancel_training(self) -> None:
        self._training.cancel()

    def get_ready(self) -> None:
        import_module("desk_app.turn")
        import_module("desk_app.ui.work")

    def sign_in(self, name: str, password: str) -> Desk:
        from desk_app.turn import signed_in  # noqa: PLC0415 - see above

        self.get_ready()
        desk = self._enter(signed_in(self._data, user=name, password=password, clock=self._clock))
        if desk.journal.identity.author is None:
            self.sign_out(desk)
            self._unfinished.touch()
            raise NotEnrolled
        return desk

    def enrol(self, *, hub: str, code: str, name: str, password: str) -> Desk:
        from desk_app.turn import enrolled  # noqa: PLC0415 - see above

        self.get_ready()
        self._places.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._unfinished.touch()  # cut short, the window begins with it again
        desk = self._enter(
            enrolled(
                self._data, hub=hub, code=code, admin=name, password=password, clock=self._clock
            )
        )
        self._unfinished.unlink(missing_ok=True)
        return desk

    def ask_way_back(self, name: str, folder: str) -> tuple[str, str]:
        from desk_app.recovering import ask_way_back  # noqa: PLC0415 - see above

        return ask_way_back(self._data, name, folder)

    def take_way_back(self, name: str, folder: str, password: str) -> None:
        from desk_app.recovering import take_way_back  # noqa: PLC0415 - see above

        take_way_back(self._data, name, folder, password)

    def sign_out(self, desk: Desk) -> None:
        from desk_app.turn import end_turn  # noqa: PLC0415 - see above

        with self._lock:
            turn = self._open.pop(id(desk.store), None)
        if turn is not None:
            end_turn(desk)
            turn.ending.close()

    def who_may_use_pin(self, desk: Desk) -> Collection[str]:
        return self._turn_of(desk).present.names(desk)

    def come(self, desk: Desk, name: str, secret: str) -> Desk:
        return self._turn_of(desk).present.come(desk, name, secret)

    def choose_pin(self, desk: Desk, *, password: str, pin: str) -> None:
        self._turn_of(desk).present.choose_pin(desk, password=password, pin=pin)

    def change_password(self, desk: Desk, *, old: str, new: str) -> None:
        from desk_app.turn import change_password  # noqa: PLC0415 - see above

        change_password(desk, self._turn_of(desk).present, old=old, new=new)

    def close(self) -> None:
        """End everybody's turn; what waits stays kept."""
        with self._lock:
            turns, self._open = list(self._open.values()), {}
        for turn in turns:
            turn.ending.close()

    def _enter(self, opening: AbstractContextManager[Desk]) -> Desk:
        from desk_app.present import Present  # noqa: PLC0415 - see above

        with ExitStack() as stack:
            desk = stack.enter_context(opening)
            turn = _Turn(ending=stack.pop_all(), present=Present(self._places, desk))
            with self._lock:
                self._open[id(desk.store)] = turn
        return desk

    def _turn_of(self, desk: Desk) -> _Turn:
        with self._lock:
            return self._open[id(desk.store)]

    @property
    def _unfinished(self) -> Path:
        """There while an enrolment was begun and has not succeeded."""
        return self._places.data / "enrolment.begun"

    @property
    def _language_file(self) -> Path:
        return self._places.data / "language"

    @property
    def _look_file(self) -> Path:
        return self._places.data / "look"
