"""Serves the flet page on a port of 127.0.0.1, behind the guard; nothing leaves the machine."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import flet_web.fastapi  # type: ignore[import-untyped]
import uvicorn
from flet.controls.types import RouteUrlStrategy
from flet.messaging.protocol import Message
from flet.messaging.session import Session

from desk_app.ui.dropping import DROPS, Drops
from desk_app.ui.guard import Guard

if TYPE_CHECKING:
    from collections.abc import Callable

    import flet as ft

    from desk_app.ui.waiting_room import WaitingRoom

WEB_FOLDER = Path(__file__).parent / "web"  # our fonts; flet's own client lies in its wheel
_START_SECONDS = 20.0


class WindowServer:
    """The page of one installation; lives until `stop`."""

    def __init__(
        self,
        main: Callable[[ft.Page], None],
        *,
        title: str,
        port: int | None = None,
        on_again: Callable[[], None],
        waiting: WaitingRoom | None = None,
    ) -> None:
        """Bind the port (None: any free one); raises OSError when it is taken."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._socket.bind(("127.0.0.1", port or 0))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        _keep_messages_quiet()
        _forgive_late_answers()
        drops = Drops()

        def begin(page: ft.Page) -> None:
            page.session.store.set(DROPS, drops)
            main(page)

        page = flet_web.fastapi.app(
            begin,
            assets_dir=str(WEB_FOLDER),
            app_name=title,
            no_cdn=True,
            route_url_strategy=RouteUrlStrategy.HASH,
        )
        if waiting is not None:
            waiting.open_at(self.port)
        self.guard = Guard(page, port=self.port, on_again=on_again, waiting=waiting, drops=drops)
        config = uvicorn.Config(
            self.guard,
            log_config=None,
            access_log=False,  # addresses hold the ticket
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Serve from a thread; returns once requests are answered."""
        self._thread = threading.Thread(target=self._run, name="window-server", daemon=True)
        self._thread.start()
        waited = threading.Event()
        for _ in range(int(_START_SECONDS / 0.01)):
            if self._server.started or not self._thread.is_alive():
                break
            waited.wait(0.01)

    def stop(self) -> None:
        """Close what is open and return when the last answer is out; safe to repeat."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(timeout=5)
        with contextlib.suppress(OSError):
            self._socket.close()

    def _run(self) -> None:
        with contextlib.suppress(SystemExit):
            self._server.run(sockets=[self._socket])


def _keep_messages_quiet() -> None:
    """Let a message to the browser be named, not written out whole, by flet's own logging.

    flet_web 1.0.5 formats every message for its log before it asks whether anybody logs: nine
    tenths of the time of a redraw. Over when FletApp.send_message no longer does.
    """
    Message.__repr__ = object.__repr__  # type: ignore[method-assign]


def _forgive_late_answers() -> None:
    """Let a control answer after it is gone.

    flet 1.0.5 drops the connection when the browser reports on a field (where the cursor was put)
    that has left the page meanwhile. Over when Session.handle_invoke_method_results lets it pass.
    """
    strict = Session.handle_invoke_method_results
    if getattr(strict, "is_forgiving", False):
        return

    def forgiving(session: Session, *answer: Any, **named: Any) -> None:
        with contextlib.suppress(RuntimeError):
            strict(session, *answer, **named)

    forgiving.is_forgiving = True  # type: ignore[attr-defined]
    Session.handle_invoke_method_results = forgiving  # type: ignore[assignment, method-assign]
