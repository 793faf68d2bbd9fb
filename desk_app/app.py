"""`desk open`: the data folder behind a door, the door behind a window, the sync loop beside it.

One core serves a data folder. A second start asks the first to show its window again and ends.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import ExitStack, suppress
from dataclasses import asdict
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from desk_app.clock import WallClock
from desk_app.enrolling import enrol_desk
from desk_app.opening import desk_places, opened_desk
from desk_app.published import install_published
from desk_app.store import machine
from desk_app.store.durable import held, held_at_once
from desk_app.store.errors import DatabaseBusy, NotEnrolled, StoreError
from desk_app.store.key_file import read_key_file
from desk_app.store.keys import unlock
from desk_app.store.lockout import Moment
from desk_app.store.sessions import SessionAct
from desk_app.ui.browser import AppWindow, find_browser, has_screen
from desk_app.ui.guard import ADDRESS, AGAIN, CONTROL
from desk_app.ui.server import WindowServer
from desk_app.ui.window import page_of
from desk_app.usecases.empty_tray import empty_tray
from desk_app.usecases.set_password import set_password
from locales.catalogue import LANGUAGES, load
from sync.client.link import HttpLink
from sync.client.loop import LoopStatus, Phase, SyncLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from desk_app.clock import Clock
    from desk_app.desk import Desk
    from sync.client.exchange import Round

_ANSWER_SECONDS = 5.0


def open_window(
    data: Path,
    *,
    port: int | None,
    has_window: bool,
    tell: Callable[[str], None],
    lang: str,
) -> None:
    """Serve the desk until its window is closed, or, without one, until Ctrl+C.

    `tell` gets the address when there is no window to open. Raises OSError when the port is taken.
    """
    folder = desk_places(data).data
    with ExitStack() as stack:
        try:
            stack.enter_context(held_at_once(folder / "window.lock"))
        except DatabaseBusy:
            _ask_the_first(folder, has_window=has_window, tell=tell)
            return
        _serve(data, folder, port=port, has_window=has_window, tell=tell, lang=lang)


def _serve(
    data: Path,
    folder: Path,
    *,
    port: int | None,
    has_window: bool,
    tell: Callable[[str], None],
    lang: str,
) -> None:
    browser = find_browser() if has_window and has_screen() else None
    window = AppWindow(browser, profile=folder / "browser") if browser else None
    again = threading.Event()
    with ExitStack() as stack:
        door = Doorway(data, language=lang)
        stack.callback(door.close)
        title = load(door.language)["ui.app"]
        server = WindowServer(page_of(door), title=title, port=port, on_again=again.set)
        stack.callback(server.stop)
        server.start()
        note = folder / "window.json"
        _write_note(note, port=server.port, secret=server.guard.control_secret)
        stack.callback(note.unlink, missing_ok=True)
        if window is None:
            tell(server.guard.new_address())
            with suppress(KeyboardInterrupt):
                threading.Event().wait()
            return
        stack.callback(window.close)
        window.open(server.guard.new_address())
        with suppress(KeyboardInterrupt):
            while not window.wait(seconds=0.3):
                if again.is_set():
                    again.clear()
                    window.show(server.guard.new_address())


class Doorway:
    """The door of one data folder: opens the desk for a person, syncs while it is open."""

    def __init__(self, data: Path, *, language: str, clock: Clock | None = None) -> None:
        self._data = data
        self._clock = clock or WallClock()
        self._places = desk_places(data)
        self._asked_language = language
        self._open: dict[int, ExitStack] = {}  # by the id of the desk object
        self._lock = threading.Lock()

    @property
    def is_set_up(self) -> bool:
        is_begun = self._places.key_file.exists() or self._places.key_file_copy.exists()
        return is_begun and not self._unfinished.exists()

    @property
    def user_names(self) -> Sequence[str]:
        try:
            keys = read_key_file(self._places)
        except StoreError:
            return ()  # signing in says what is wrong with the file
        return tuple(user.name for user in keys.users if user.key is not None)

    @property
    def language(self) -> str:
        with suppress(OSError):
            kept = self._language_file.read_text("utf-8").strip()
            if kept in LANGUAGES:
                return kept
        return self._asked_language

    def choose_language(self, language: str) -> None:
        self._language_file.write_text(language, "utf-8")

    def sign_in(self, name: str, password: str) -> Desk:
        desk = self._enter(opened_desk(self._data, user=name, password=password, clock=self._clock))
        if desk.journal.identity.author is None:
            self.sign_out(desk)
            self._unfinished.touch()
            raise NotEnrolled
        return desk

    def enrol(self, *, hub: str, code: str, name: str, password: str) -> Desk:
        self._places.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._unfinished.touch()  # cut short, the window begins with it again
        desk = self._enter(
            enrol_desk(
                self._data, hub=hub, code=code, admin=name, password=password, clock=self._clock
            )
        )
        self._unfinished.unlink(missing_ok=True)
        return desk

    def sign_out(self, desk: Desk) -> None:
        with self._lock:
            stack = self._open.pop(id(desk), None)
        if stack is not None:
            desk.store.sessions.note(desk.user.number, SessionAct.LOCKED, at=desk.clock.now())
            with suppress(Exception):  # a page somebody holds open must not keep the desk open
                empty_tray(desk)
            stack.close()

    def change_password(self, desk: Desk, *, old: str, new: str) -> None:
        moment = Moment(
            at=desk.clock.now(), boot=machine.boot_id(), monotonic=machine.monotonic_seconds()
        )
        unlock(self._places, desk.user.name, old, now=moment)
        set_password(desk, desk.user.number, new)

    def close(self) -> None:
        """End everybody's turn; what waits stays kept."""
        with self._lock:
            stacks, self._open = list(self._open.values()), {}
        for stack in stacks:
            stack.close()

    def _enter(self, opening: AbstractContextManager[Desk]) -> Desk:
        with ExitStack() as stack:
            desk = stack.enter_context(opening)
            desk.store.sessions.note(desk.user.number, SessionAct.SIGNED_IN, at=desk.clock.now())
            if desk.store.doubt is None and desk.journal.identity.hub_url:
                stack.callback(Beside(desk).start().stop)
            with self._lock:
                self._open[id(desk)] = stack.pop_all()
        return desk

    @property
    def _unfinished(self) -> Path:
        """There while an enrolment was begun and has not succeeded."""
        return self._places.data / "enrolment.begun"

    @property
    def _language_file(self) -> Path:
        return self._places.data / "language"


class Beside:
    """The sync loop of an open desk; a round holds the machine's sync lock and is written down."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._round = ExitStack()
        self._loop = SyncLoop(
            desk.replica,
            lambda: HttpLink(desk.journal.identity.hub_url),
            clock=desk.clock.now,
            changed=self._changed,
        )

    def start(self) -> Beside:
        self._loop.start()
        return self

    def stop(self) -> None:
        self._loop.stop(timeout_s=2.0)

    def _changed(self, status: LoopStatus) -> None:
        """Called by the loop's own thread at every step of a round."""
        if status.phase is Phase.EXCHANGING:
            self._round.enter_context(held(self._desk.store.places.lock("sync")))
            return
        self._round.close()
        with suppress(StoreError):  # the desk was locked meanwhile
            if status.phase is Phase.IDLE and status.last_round is not None:
                counts = _counts(status.last_round)
                self._desk.store.rounds.note("ok", counts, at=self._desk.clock.now())
                install_published(self._desk)
            elif status.trouble and status.phase is not Phase.STOPPED:
                self._desk.store.rounds.note(status.trouble, {}, at=self._desk.clock.now())


def _counts(round_: Round) -> dict[str, int]:
    return {name: value for name, value in asdict(round_).items() if isinstance(value, int)}


def _write_note(path: Path, *, port: int, secret: str) -> None:
    """How a second start finds this core; for this account alone."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"port": port, "secret": secret}, file)


def _ask_the_first(folder: Path, *, has_window: bool, tell: Callable[[str], None]) -> None:
    """Have the running core show its window, or give an address of its own."""
    note = json.loads((folder / "window.json").read_text("utf-8"))
    connection = HTTPConnection("127.0.0.1", note["port"], timeout=_ANSWER_SECONDS)
    try:
        path = AGAIN if has_window and has_screen() and find_browser() else ADDRESS
        connection.request("POST", path, headers={CONTROL: note["secret"]})
        answer = json.loads(connection.getresponse().read())
    except (OSError, HTTPException, ValueError) as error:
        raise DatabaseBusy from error
    finally:
        connection.close()
    if "url" in answer:
        tell(answer["url"])
