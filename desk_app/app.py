"""`desk open`: the data folder behind a door, the door behind a window.

One core serves a data folder. A second start asks the first to show its window again and ends.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from desk_app.doorway import Doorway
from desk_app.store.durable import held_at_once
from desk_app.store.errors import DatabaseBusy
from desk_app.store.places import desk_places
from desk_app.ui.browser import AppWindow, find_browser, has_screen
from desk_app.ui.guard import ADDRESS, AGAIN, CONTROL
from desk_app.ui.server import WindowServer
from desk_app.ui.window import page_of
from locales.catalogue import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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
        server = WindowServer(
            page_of(door), title=title, port=port, on_again=again.set, waiting=door.waiting_room
        )
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
