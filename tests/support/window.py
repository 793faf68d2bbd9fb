"""The real window in a real Chromium: a desk's folder, its server in this process, a person's eyes.

One browser a run, a fresh context a test. Pictures go to the folder MOTCUA_PICTURES names, for
looking at; without it none are made.
"""

import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from desk_app.app import Doorway
from desk_app.domain.dossier_code import Lane
from desk_app.domain.rights import Role
from desk_app.opening import opened_desk
from desk_app.store.identity import Enrolment
from desk_app.store.opening import FirstAdmin, create_store, enrol
from desk_app.store.places import usual_places
from desk_app.ui.server import WindowServer
from desk_app.ui.window import page_of
from desk_app.usecases.add_user import add_user
from tests.support.clock import SetClock
from tests.support.desks import EVERY_ROLE, ORGANISATION, PASSWORD, QUICK

PERSON = "Hoa"  # signs in, may do everything unless a test says otherwise
SCREEN = {"width": 1366, "height": 768}
PATIENCE_MS = 20_000
_CHROMIUM = "/usr/bin/chromium"
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_TRIES = 3
_SETTLES_MS = 2_000
_VK_PACKET = 231  # the key code under which UniKey sends letters no key has


def a_set_up_folder(folder: Path, *, roles=EVERY_ROLE, clock=None) -> Path:
    """The data folder of a desk of Hùng Sơn whose only user is PERSON; its hub answers nowhere."""
    at = (clock or SetClock()).now()
    admin = FirstAdmin(name=PERSON, password=PASSWORD, roles=roles)
    store = create_store(usual_places(folder / "desk"), admin, at=at, effort=QUICK)
    enrolment = Enrolment(
        author=17,
        epoch=0,
        hub_id=b"h" * 8,
        hub_key=b"k" * 32,
        hub_url="http://127.0.0.1:9",
        organisation=ORGANISATION,
    )
    lane = Lane(organisation=ORGANISATION, first=1, last=1999)
    enrol(store, enrolment, [lane], at=at).close()
    return folder


def with_user(folder: Path, name: str, *roles: Role) -> None:
    """One more user, of these roles alone, with the same password."""
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        add_user(desk, name, PASSWORD, roles=roles)


@contextmanager
def served(folder: Path, *, clock=None, lang="vi", doors=None):
    """The window's server over the folder; gives a call that makes addresses.

    `doors`: a list that gets the door.
    """
    door = Doorway(folder, language=lang, clock=clock or SetClock())
    if doors is not None:
        doors.append(door)
    server = WindowServer(
        page_of(door),
        title="Quầy Một Cửa",
        on_again=lambda: None,
        waiting=door.waiting_room,
    )
    server.start()
    try:
        yield server.guard.new_address
    finally:
        server.stop()
        door.close()


@contextmanager
def a_browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_FLAGS))
        yield browser
        browser.close()


class Eyes:
    """A person before the window: looks by label and name, presses keys, types in bursts."""

    def __init__(self, browser, address: str, *, patience_ms: int = PATIENCE_MS) -> None:
        self._context = browser.new_context(viewport=SCREEN)
        self._context.set_default_timeout(patience_ms)
        self.page = self._context.new_page()
        self.asked: list[str] = []  # every address the page asked for
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.answered: list[str] = []
        self.page.on("response", lambda response: self.answered.append(response.url))
        self.page.goto(address)
        self.open_eyes()

    def open_eyes(self) -> None:
        """Have Flutter show its accessibility tree, as a screen reader does."""
        self.page.wait_for_selector("flt-semantics-placeholder", state="attached")
        self.page.evaluate("document.querySelector('flt-semantics-placeholder').click()")

    def close(self) -> None:
        self._context.close()

    def sign_in(self, name: str = PERSON, password: str = PASSWORD) -> None:
        if name != PERSON:
            self.press(self.button(name))
        self.write("Mật khẩu", password)
        self.keys("Enter")
        self.sees_heading("Hôm nay")

    def field(self, label: str):
        """By the beginning of its label: the sign after it is of no interest."""
        return self.page.get_by_label(label, exact=False).first

    def button(self, name: str):
        """By the beginning of what stands on it: its key is of no interest."""
        return self.page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}")).first

    def press(self, thing) -> None:
        if isinstance(thing, str):
            thing = self.button(thing)
        thing.click()

    def write(self, label: str, text: str) -> None:
        """Into the field, in place of what stands there.

        With the accessibility tree on, letters typed before Flutter has seen the click are lost on
        a busy machine: who sees that types once more. `type` and `burst` never do.
        """
        for _ in range(_TRIES):
            self.field(label).click()
            self.keys("Control+a")
            self.page.keyboard.type(text)
            with suppress(AssertionError):
                expect(self.field(label)).to_have_value(text, timeout=_SETTLES_MS)
                return
        expect(self.field(label)).to_have_value(text, timeout=_SETTLES_MS)

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Where the cursor is."""
        self.page.keyboard.type(text)

    def burst(self, *steps: int | str) -> None:
        """What UniKey sends, with no pause: a number is so many Backspaces, text its letters."""
        wire = self._context.new_cdp_session(self.page)
        for step in steps:
            if isinstance(step, int):
                for _ in range(step):
                    _press(wire, key="Backspace", code=8, text="")
            else:
                for letter in step:
                    _press(wire, key=letter, code=_VK_PACKET, text=letter)
        wire.detach()

    def sees(self, words: str) -> None:
        """The words stand somewhere on the screen, as text or on a control."""
        expect(self._anywhere(words).first).to_be_attached(timeout=PATIENCE_MS)

    def sees_not(self, words: str) -> None:
        expect(self._anywhere(words)).to_have_count(0, timeout=PATIENCE_MS)

    def sees_heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", name=words).first).to_be_attached(
            timeout=PATIENCE_MS
        )

    def cursor_in(self, label: str) -> None:
        """Wait until the cursor is in that field."""
        self.page.wait_for_function(
            "label => (document.activeElement.getAttribute('aria-label') || '').startsWith(label)",
            arg=label,
        )

    def reads(self, label: str, text: str) -> None:
        """Wait until the field says this; clicked, because a field only tells while it is used."""
        self.field(label).click()
        expect(self.field(label)).to_have_value(text, timeout=PATIENCE_MS)

    def chooses_file(self, button: str, path: Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.press(button)
        chooser.value.set_files(path)
        self.sees(path.name)

    def picture(self, name: str) -> None:
        folder = os.environ.get("MOTCUA_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.wait_for_timeout(400)
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    def _anywhere(self, words: str):
        return self.page.get_by_text(words, exact=False).or_(
            self.page.get_by_label(words, exact=False)
        )


def _press(wire, *, key: str, code: int, text: str) -> None:
    event = {"key": key, "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code}
    down = {"type": "keyDown" if text else "rawKeyDown", "text": text, **event}
    wire.send("Input.dispatchKeyEvent", down)
    wire.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
