"""The real window in a real Chromium: a desk's folder, its server in this process, a person's eyes.

One browser a run, one server, one page that stays loaded; every test has a session of its own on it
(see `house`). Pictures go to the folder MOTCUA_PICTURES names, for looking at; without it none are
made. With MOTCUA_LOOKS each is made four times: small and large, by day and by night.
"""

import os
import re
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Error, expect, sync_playwright

from desk_app.domain.dossier_code import Lane
from desk_app.domain.rights import Role
from desk_app.doorway import Doorway
from desk_app.opening import opened_desk
from desk_app.store.identity import Enrolment
from desk_app.store.opening import FirstAdmin, create_store, enrol
from desk_app.store.places import usual_places
from desk_app.ui.theme import Mode, Size
from desk_app.usecases.add_user import add_user
from tests.support.clock import SetClock
from tests.support.desks import EVERY_ROLE, ORGANISATION, PASSWORD, QUICK
from tests.support.house import House, Tab

PERSON = "Hoa"  # signs in, may do everything unless a test says otherwise
SCREEN = {"width": 1366, "height": 768}
_LOOKS = {
    "-large": ({"width": 1920, "height": 1080}, "light"),
    "-large-dark": ({"width": 1920, "height": 1080}, "dark"),
    "-dark": (SCREEN, "dark"),
    "": (SCREEN, "light"),  # last: so it stays
}
_TURNS_MS = 700  # until the window has its new size and colours
_MOST_TURNS = 6
_LOADS_MS = 120_000  # the client's code, compiled by a browser that has just begun
PATIENCE_MS = 60_000  # for a busy machine; nobody waits who finds what it looks for
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
_SETTLES_MS = 2_000
_LOOKS_AGAIN_MS = 30
_DRAWN_TWICE = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_HAS_CURSOR = "field => field === document.activeElement"
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
    if os.environ.get("MOTCUA_LOOKS"):
        (folder / "desk" / "look").write_text(f"{Mode.SYSTEM} {Size.NORMAL}", "utf-8")
    return folder


def with_user(folder: Path, name: str, *roles: Role) -> None:
    """One more user, of these roles alone, with the same password."""
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        add_user(desk, name, PASSWORD, roles=roles)


@contextmanager
def served(folder: Path, *, clock=None, lang="vi", doors=None):
    """The window's server over the folder; gives a call that makes addresses.

    `doors`: a list that gets the door. A desk served while another is has a server of its own.
    """
    door = Doorway(folder, language=lang, clock=clock or SetClock())
    if doors is not None:
        doors.append(door)
    kept = _KEPT.house()
    house = House() if kept.is_open else kept
    house.open(door)
    _HOUSES[house.origin] = house
    try:
        yield house.new_address
    finally:
        house.leave()
        del _HOUSES[house.origin]
        door.close()
        if house is not kept:
            house.stop()


@contextmanager
def a_browser(*more: str):
    """`more`: flags beside the usual ones."""
    with _KEPT.driver() as playwright:
        flags = [*_FLAGS, *more]
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=flags)
        try:
            yield browser
        finally:
            _KEPT.forget_tab(browser)
            browser.close()


class _Kept:
    """What stays from one window to the next in this process."""

    def __init__(self):
        self._house = None
        self._tab = None
        self._playwright = None

    @contextmanager
    def driver(self):
        """Playwright, which runs once in a thread, however many browsers are open."""
        if self._playwright is not None:
            yield self._playwright
            return
        with sync_playwright() as started:
            self._playwright = started
            try:
                yield started
            finally:
                self._playwright = None

    def house(self):
        if self._house is None:
            self._house = House()
        return self._house

    def tab_for(self, browser, address):
        """The kept tab, or a new one where that is used, another browser's or another server's."""
        is_ours = self._house is not None and address.startswith(self._house.origin)
        tab = self._tab
        if is_ours and tab is not None and tab.browser is browser and not tab.is_used:
            tab.turn_to(self._house)
            return tab
        tab = Tab(browser, address, screen=SCREEN)
        if is_ours and self._tab is None:
            self._tab = tab
        open_eyes(tab.page)
        return tab

    def give_back(self, tab):
        if tab is not self._tab:
            tab.context.close()
        elif tab.may_be_kept:
            tab.is_used = False
        else:
            self.forget_tab()

    def forget_tab(self, browser=None):
        """Before that browser ends; without one, whichever it is."""
        if self._tab is not None and browser in {None, self._tab.browser}:
            tab, self._tab = self._tab, None
            with suppress(Error):
                tab.context.close()

    def start_over(self):
        """After a test that failed: whatever it left behind meets no other."""
        self.forget_tab()
        if self._house is not None:
            self._house.stop()
            self._house = None


_KEPT = _Kept()
_HOUSES = {}  # by where they serve: those of this process that have a door open
start_over = _KEPT.start_over


def open_eyes(page):
    """Wait for the accessibility tree, in which the eyes look about.

    Every tab begins as one that a screen reader was let into before (see `reader.js`). A page that
    is none of ours has to be asked.
    """
    page.wait_for_selector(
        "flt-semantics, flt-semantics-placeholder", state="attached", timeout=_LOADS_MS
    )
    page.evaluate("document.querySelector('flt-semantics-placeholder')?.click()")
    page.wait_for_selector("flt-semantics", state="attached", timeout=_LOADS_MS)


class Eyes:
    """A person before the window: looks by label and name, presses keys, types in bursts."""

    def __init__(self, browser, address: str, *, patience_ms: int = PATIENCE_MS) -> None:
        self._tab = _KEPT.tab_for(browser, address)
        self._house = next((_HOUSES[at] for at in _HOUSES if address.startswith(at)), None)
        self._context = self._tab.context
        self._context.set_default_timeout(patience_ms)
        self.page = self._tab.page
        self.asked = self._tab.asked
        self.answered = self._tab.answered

    def open_eyes(self) -> None:
        """After the page was loaded again."""
        open_eyes(self.page)

    def close(self) -> None:
        _KEPT.give_back(self._tab)

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
        """Into the field, in place of what stands there, all at once as from the clipboard.

        A letter at a time, as `type` and `burst` do it, costs a drawing of the screen each. With
        the accessibility tree on, letters that come before Flutter has seen the click stand in the
        browser and go no further: who finds that the desk was not told of them writes once more,
        as long as there is patience. `type` and `burst` never do.
        """
        ends = time.monotonic() + PATIENCE_MS / 1_000
        while time.monotonic() < ends:
            self.field(label).click()
            self.page.evaluate(_DRAWN_TWICE)
            if not self.field(label).evaluate(_HAS_CURSOR):
                continue  # the letters would stand in the field that still has it
            self.keys("Control+a")
            self.page.keyboard.insert_text(text)
            if self._has_told(label, text):
                return
        expect(self.field(label)).to_have_value(text, timeout=_SETTLES_MS)
        assert self._has_told(label, text), f"the desk never heard what was written into {label}"

    def _has_told(self, label: str, text: str) -> bool:
        try:
            expect(self.field(label)).to_have_value(text, timeout=_SETTLES_MS)
        except AssertionError:
            return False
        ends = time.monotonic() + _SETTLES_MS / 1_000
        while self._house is not None and not self._house.knows(label, text):
            if time.monotonic() > ends:
                return False
            self.page.wait_for_timeout(_LOOKS_AGAIN_MS)
        return True

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Where the cursor is."""
        self.page.keyboard.type(text)

    def burst(self, *steps: int | str) -> None:
        """What UniKey sends, with no pause: a number is so many Backspaces, text its letters.

        The first comes when the window has been drawn twice, as the first of a hand does that has
        clicked before: with the accessibility tree on, a field takes its cursor in a drawing.
        """
        self.page.evaluate(_DRAWN_TWICE)
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

    def drops(self, *paths: Path) -> None:
        """Files let go over the middle of the window, as from the system's own file window."""
        held = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        wire = self._context.new_cdp_session(self.page)
        for kind in ("dragEnter", "dragOver"):
            _drag(wire, kind, held)
        self.page.locator("#drop").wait_for(state="visible")
        _drag(wire, "dragOver", held)  # only now is the pointer told that files are taken
        _drag(wire, "drop", held)
        wire.detach()

    def picture(self, name: str) -> None:
        folder = os.environ.get("MOTCUA_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.wait_for_timeout(400)
            for look in _LOOKS if os.environ.get("MOTCUA_LOOKS") else [""]:
                self._put_on(look)
                self.page.screenshot(path=Path(folder) / f"{name}{look}.png")

    def _put_on(self, look: str) -> None:
        if os.environ.get("MOTCUA_LOOKS"):
            size, colours = _LOOKS[look]
            self.page.set_viewport_size(size)
            self.page.emulate_media(color_scheme=colours)
            before = self.page.screenshot()
            for _ in range(_MOST_TURNS):  # colours turn in many drawings; a cursor blinks for ever
                self.page.wait_for_timeout(_TURNS_MS)
                now = self.page.screenshot()
                if before == now:
                    break
                before = now

    def _anywhere(self, words: str):
        return self.page.get_by_text(words, exact=False).or_(
            self.page.get_by_label(words, exact=False)
        )


def _drag(wire, kind: str, held: dict) -> None:
    wire.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 400, "data": held})


def _press(wire, *, key: str, code: int, text: str) -> None:
    event = {"key": key, "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code}
    down = {"type": "keyDown" if text else "rawKeyDown", "text": text, **event}
    wire.send("Input.dispatchKeyEvent", down)
    wire.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
