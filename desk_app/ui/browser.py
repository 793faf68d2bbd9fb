"""The browser on the machine that shows the page as an app window: Edge, Chrome or Chromium.

Its profile is a folder of ours, emptied at start and at exit, so no page, cookie or typed word
outlives the window.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNIX_NAMES = (
    "microsoft-edge",
    "microsoft-edge-stable",
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
)
_WINDOWS_PLACES = (
    r"Microsoft\Edge\Application\msedge.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
)
_WINDOWS_ROOTS = ("ProgramFiles(x86)", "ProgramFiles", "LocalAppData")
_END_SECONDS = 5.0
_EMPTYING_TURNS = 20
_MOMENT_S = 0.1
_QUIET = (
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-extensions",
    "--disable-translate",
    "--disable-features=Translate,msEdgeSidebarV2,AutofillServerCommunication",
    "--disable-background-mode",
    "--disable-session-crashed-bubble",
    "--window-size=1366,768",
)


def find_browser(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The first browser found that can show an app window; None where there is none."""
    if sys.platform == "win32":
        roots = [Path(environment[root]) for root in _WINDOWS_ROOTS if root in environment]
        places = (root / place for place in _WINDOWS_PLACES for root in roots)
        return next((place for place in places if place.is_file()), None)
    found = (shutil.which(name, path=environment.get("PATH")) for name in _UNIX_NAMES)
    return next((Path(path) for path in found if path), None)


def has_screen(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown here at all."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


class AppWindow:
    """The browser's process with the page as its only window."""

    def __init__(self, browser: Path, *, profile: Path) -> None:
        self._browser = browser
        self._profile = profile
        self._process: subprocess.Popen[bytes] | None = None
        self._handed: list[subprocess.Popen[bytes]] = []

    def open(self, address: str) -> None:
        """Show the address in the first window; its profile starts empty."""
        empty(self._profile)
        self._process = self._started(address)

    def show(self, address: str) -> None:
        """Bring the desk to the front again: one more window of the same browser."""
        if self._process is None or self._process.poll() is not None:
            self.open(address)
        else:
            # Hands its address to the one that runs, and ends.
            self._handed.append(self._started(address))

    def wait(self, *, seconds: float) -> bool:
        """Wait so long for the person to close the window; whether they did."""
        if self._process is None:
            return True
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def close(self) -> None:
        """End the browser if it still runs and empty its profile; safe to repeat."""
        for process in (*self._handed, self._process):
            if process is not None and process.poll() is None:
                _end(process)
        for _ in range(_EMPTYING_TURNS):  # its helpers may write a moment longer than it lives
            empty(self._profile)
            time.sleep(_MOMENT_S)
            if not any(self._profile.iterdir()):
                break

    def _started(self, address: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - the browser was found, the address is ours
            self._command(address),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _command(self, address: str) -> list[str]:
        own = [f"--user-data-dir={self._profile}", f"--app={address}"]
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        return [str(self._browser), *_QUIET, *(["--no-sandbox"] if is_root else []), *own]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def empty(folder: Path) -> None:
    """Remove the folder and what is in it, and make it anew for this person alone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
