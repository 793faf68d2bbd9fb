"""One window's server and one loaded page for all windows of a run.

Loading flet's client costs a browser four seconds of its processor, a new session on the same page
half a second. A window of a test is such a session: the page object, the components and everything
behind them are new, only what the browser has loaded is kept.
"""

import asyncio
import atexit
import threading

import flet as ft
from flet.controls.context import _context_page
from flet_web.fastapi.flet_app_manager import app_manager

from desk_app.ui.server import WindowServer
from desk_app.ui.window import page_of

_EFFECTS_END_S = 0.05
_PATIENCE_S = 60
_WINDOWS_A_TAB = 40  # then the browser begins with a new one
_LET_IN = "if (location.protocol === 'http:') localStorage.setItem('reader', 'on')"
_NOTHING_SHOWN = "() => !document.querySelector('flt-semantics[role], flt-semantics input')"


def _keep_pages_to_the_end():
    """Let a server that ends leave the pages of the others where they are.

    With the first that ends, flet 1.0.5 deletes the prepared pages of every server of the process.
    The others then hand out flet's own page, which asks the network for its parts: a browser that
    loads it waits for ever.
    """
    atexit.register(app_manager.delete_temp_dirs)
    app_manager.delete_temp_dirs = lambda: None


_keep_pages_to_the_end()


class House:
    """The server that all windows share. One door is open at a time, or none."""

    def __init__(self):
        self._door = None
        self._pages = []  # flet's own, of the sessions that may still be shown
        self._loop = None
        self._has_begun = threading.Event()
        self._server = WindowServer(self._begin, title="Quầy Một Cửa", on_again=lambda: None)
        self._server.start()
        self.new_address = self._server.guard.new_address
        self.origin = f"http://127.0.0.1:{self._server.port}/"

    @property
    def is_open(self):
        return self._door is not None

    def open(self, door):
        """Every window that opens from now on is one of this door's."""
        self._door = door
        waiting = getattr(door, "waiting_room", None)
        if waiting is not None:
            waiting.open_at(self._server.port)
            self._server.guard._waiting = waiting

    def leave(self):
        """Take down what is shown, as if every window were closed; a new session finds no door."""
        self._door = None
        self.take_down()

    def take_down(self):
        """Leave every window empty; what its components watch and write ends with them."""
        self._do(self._take_down())

    def begin_anew(self):
        """Have the page that is kept begin a new session at the open door; returns when it has."""
        self._has_begun.clear()
        self._do(self._forget())
        assert self._has_begun.wait(_PATIENCE_S), "the page did not come back for a new session"

    def knows(self, label, text):
        """Whether the desk has been told that a field of that label holds this text."""
        return self._do(self._knows(label, text))

    def stop(self):
        self._server.stop()

    def _do(self, work):
        if self._loop is None:
            work.close()  # no window was ever opened
            return None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)

    def _begin(self, page):
        self._loop = asyncio.get_running_loop()
        self._pages.append(page)
        if self._door is not None:
            page_of(self._door)(page)
            self._has_begun.set()

    async def _take_down(self):
        for page in self._pages:
            _context_page.set(page)
            page.overlay.clear()
            page.views[0].controls = []
            page.update()
        await asyncio.sleep(_EFFECTS_END_S)

    async def _knows(self, label, text):
        return any(
            isinstance(control, ft.TextField)
            and label in f"{control.label}\n{control.hint_text}"
            and control.value == text
            for page in self._pages
            for control in list(page.session.index.values())
        )

    async def _forget(self):
        """A page whose session is unknown when it calls again gets a new one."""
        known = app_manager._FletAppManager__sessions
        for page in self._pages:
            for key in [key for key, session in known.items() if session is page.session]:
                await app_manager.delete_session(key)
            if page.session.connection is not None:
                await page.session.connection._FletApp__websocket.close()
        self._pages.clear()


class Tab:
    """A browser's context with one page, which may stay loaded from one window to the next."""

    def __init__(self, browser, address, *, screen, is_reading=True):
        """`is_reading`: a screen reader was let into this page before."""
        self.browser = browser
        self.context = browser.new_context(viewport=screen)
        if is_reading:
            self.context.add_init_script(_LET_IN)
        self.page = self.context.new_page()
        self.asked = []  # every address the page asked for since it was loaded
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.answered = []
        self.page.on("response", lambda response: self.answered.append(response.url))
        self.page.goto(address)
        self.is_used = True
        self._windows_left = _WINDOWS_A_TAB

    def turn_to(self, house):
        """Show a new window of the house in place of the old one."""
        self.is_used = True
        self._windows_left -= 1
        house.take_down()
        self.page.wait_for_function(_NOTHING_SHOWN)
        house.begin_anew()

    @property
    def may_be_kept(self):
        return self._windows_left > 0
