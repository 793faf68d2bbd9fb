"""From a letter typed to the list drawn anew, in a real Chromium: the full desk's and a bare one.

Counted in the browser, without the tree of a screen reader as most people work: from the key going
down to the first picture that was built after the answer came. Buttons fade on after it, the cursor
blinks; small answers are other news, not the list.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.bench.figures import Figure, Times
from tests.bench.full_desk import PASSWORD
from tests.bench.window import BARE_LIST, PATIENCE_MS, desk, running
from tests.support.window import SCREEN, a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Page

_MOST_MS = 150
_SLOW_MS = 100  # a bare list that takes longer is the measure instead
_MOST_TIMES = 1.5
_LETTERS = "ntlphvdbcm"  # each begins other people's names, so that every row changes
_QUIET_MS = 250  # no other answer for so long: the list stands
_SETTLES_MS = 2_500  # what a screen does once it is shown
_WATCH = """
(() => {
  const A_LIST = 2000;  // bytes
  let pressed = 0, answered = 0, built = 0, drawn = 0;
  addEventListener('keydown', () => {
    pressed = performance.now();
    answered = built = drawn = 0;
  }, true);
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if ((data.size || data.byteLength || data.length) < A_LIST) return;
        answered = performance.now();
        built = drawn = 0;
      });
    }
  };
  const frame = window.requestAnimationFrame;
  window.requestAnimationFrame = work => frame(at => {
    if (answered && !built) built = performance.now();
    work(at);
  });
  const show = ImageBitmapRenderingContext.prototype.transferFromImageBitmap;
  ImageBitmapRenderingContext.prototype.transferFromImageBitmap = function (picture) {
    show.call(this, picture);
    if (built && !drawn) drawn = performance.now();
  };
  window.listTook = quiet =>
    drawn && performance.now() - drawn > quiet ? drawn - pressed : 0;
})();
"""


def figures(full: Path, *, letters: int) -> list[Figure]:
    """`full`: the data folder of a desk with its ten years; `letters`: typed and taken away."""
    typed = [_LETTERS[number % len(_LETTERS)] for number in range(letters)]
    with a_browser() as browser:
        with _window(browser, desk(full)) as page:
            page.keyboard.type(PASSWORD)
            for key in ("Enter", "Alt+3"):
                page.keyboard.press(key)
                page.wait_for_timeout(_SETTLES_MS)
            ours = _pressed(page, typed)
        with _window(browser, BARE_LIST) as page:
            bare = _pressed(page, typed)
    return [judged(ours, bare), Figure(name="  a bare list as long", measured=str(bare))]


def judged(ours: Times, bare: Times) -> Figure:
    most = max(_MOST_MS, _MOST_TIMES * bare.p95) if bare.p95 > _SLOW_MS else _MOST_MS
    return Figure(
        name="key press to the updated list in Chromium",
        measured=f"{ours} = {ours.p95 / bare.p95:.2f} × the bare list's",
        promised=f"p95 ≤ {most:.0f} ms",
        holds=ours.p95 <= most,
    )


@contextmanager
def _window(browser: Browser, command: Sequence[str]) -> Iterator[Page]:
    """Its cursor stands in its first field."""
    with running(command) as (_, address):
        context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("flutter-view", state="attached", timeout=PATIENCE_MS)
        page.wait_for_timeout(_SETTLES_MS)
        yield page
        context.close()


def _pressed(page: Page, letters: Sequence[str]) -> Times:
    """Milliseconds of each key; the first letter only warms up."""
    keys = [key for letter in (_LETTERS[0], *letters) for key in (letter, "Backspace")]
    spent = [_press(page, key) for key in keys]
    return Times(all_ms=tuple(spent[2:]))


def _press(page: Page, key: str) -> float:
    page.keyboard.press(key)
    took = page.wait_for_function("quiet => window.listTook(quiet)", arg=_QUIET_MS)
    return float(took.json_value())
