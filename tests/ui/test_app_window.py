"""The browser of the machine as an app window, on a screen of its own (Xvfb)."""

import subprocess
import sys
from queue import Queue
from shutil import which
from threading import Semaphore

import flet as ft
import pytest

from desk_app.ui.browser import AppWindow, find_browser, has_screen
from desk_app.ui.keys import name_of
from desk_app.ui.server import WindowServer
from tests.support.needs import needs

PATIENCE_S = 60
KEYS = {  # as the screen's keyboard names them: as we do
    "F2": "F2",
    "F4": "F4",
    "F8": "F8",
    "F9": "F9",
    "Escape": "Escape",
    "ctrl+k": "Ctrl+K",
    "ctrl+l": "Ctrl+L",
    **{f"alt+{number}": f"Alt+{number}" for number in range(1, 10)},
}


@pytest.fixture
def screen(monkeypatch):
    """A screen nobody looks at; the system chooses its number."""
    with subprocess.Popen(
        [which("Xvfb"), "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as xvfb:
        monkeypatch.setenv("DISPLAY", f":{xvfb.stdout.readline().strip()}")
        yield
        xvfb.terminate()


class Shown:
    """A page with one field, in the app window; remembers who came and which keys arrived."""

    def __init__(self, profile):
        self.came = Semaphore(0)
        self.keys = Queue()
        self.typed = Queue()
        self.server = WindowServer(self._draw, title="Keys", on_again=lambda: None)
        self.server.start()
        self.window = AppWindow(find_browser(), profile=profile)

    def _draw(self, page):
        page.title = "Keys"
        page.on_keyboard_event = lambda event: self.keys.put(name_of(event))
        page.add(ft.TextField(label="Chữ", autofocus=True, on_change=self._type))
        self.came.release()

    def _type(self, event):
        self.typed.put(event.control.value)

    def press(self, key):
        """A key of a keyboard, through the screen and the browser's own window."""
        subprocess.run([which("xdotool"), "key", "--clearmodifiers", key], check=True, timeout=20)

    def hears(self, name):
        """Wait for that key; others before it (those held) do not count."""
        while (heard := self.keys.get(timeout=PATIENCE_S)) != name:
            assert "+" not in heard or heard.split("+")[-1] in {"Control Left", "Alt Left"}, heard

    def close(self):
        self.window.close()
        self.server.stop()


@pytest.fixture
def shown(screen, tmp_path):  # noqa: ARG001 - the screen must be there
    shown = Shown(tmp_path / "profile")
    yield shown
    shown.close()


@pytest.mark.slow
@pytest.mark.screen
@needs("Xvfb")
@needs("chromium")
def test_the_window_comes_shows_again_and_leaves_nothing_behind(shown, tmp_path):
    shown.window.open(shown.server.guard.new_address())
    assert shown.came.acquire(timeout=PATIENCE_S)
    assert not shown.window.wait(seconds=0.1)
    shown.window.show(shown.server.guard.new_address())
    assert shown.came.acquire(timeout=PATIENCE_S)

    shown.window.close()

    assert shown.window.wait(seconds=5)
    assert list((tmp_path / "profile").iterdir()) == []


@pytest.mark.slow
@pytest.mark.screen
@needs("Xvfb")
@needs("chromium")
@needs("xdotool")
def test_every_key_of_ours_arrives_in_a_field_and_the_browser_keeps_none(shown):
    shown.window.open(shown.server.guard.new_address())
    assert shown.came.acquire(timeout=PATIENCE_S)
    found = [which("xdotool"), "search", "--sync", "--onlyvisible", "--name", "Keys"]
    window = subprocess.run(found, check=True, timeout=60, capture_output=True, text=True)
    number = window.stdout.split()[0]
    subprocess.run([which("xdotool"), "windowfocus", "--sync", number], check=True, timeout=20)
    centre = ["mousemove", "--window", number, "60", "30", "click", "1"]
    subprocess.run([which("xdotool"), *centre], check=True, timeout=20)
    shown.press("a")
    shown.hears("A")

    for key, name in KEYS.items():
        shown.press(key)
        shown.hears(name)

    shown.press("b")
    shown.hears("B")
    assert shown.typed.get(timeout=PATIENCE_S) == "a"
    assert shown.typed.get(timeout=PATIENCE_S) == "ab"  # nothing typed or lost between the two
    shown.press("ctrl+Return")  # last, for Enter ends the editing of a line
    shown.hears("Ctrl+Enter")
    assert not shown.came.acquire(timeout=1)  # no second window
    assert not shown.window.wait(seconds=0.1)


def test_edge_goes_before_chrome_and_chrome_before_chromium(tmp_path):
    for name in ("chromium", "google-chrome", "microsoft-edge"):
        browser = tmp_path / name
        browser.touch(mode=0o755)

        found = find_browser({"PATH": str(tmp_path)})

        assert found == browser


def test_a_machine_without_a_browser_or_a_screen_is_told_apart(tmp_path):
    assert find_browser({"PATH": str(tmp_path)}) is None
    if sys.platform == "linux":
        assert not has_screen({})
        assert has_screen({"WAYLAND_DISPLAY": "wayland-0"})
