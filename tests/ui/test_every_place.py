"""Every place of the window, reached by keys alone, in a language a third longer than ours."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from desk_app import catalogue
from tests.support.desks import PASSWORD
from tests.support.pseudo import Pseudo, bare, plain
from tests.support.walking import every_place, with_work
from tests.support.window import Eyes, served

pytestmark = [pytest.mark.screen, pytest.mark.slow]

NAMES = (
    "Alt Ctrl Enter Esc Hoa xã Hùng Sơn Nguyễn Thị Sen Văn phòng H QMC Tiếng Việt English http",
    "Nguyễn Thị Sen",
    "Thôn Một xã Hùng Sơn",
)
SPOKEN = """() => [...document.querySelectorAll('flt-semantics, flt-semantics *')].flatMap(
  one => [one.getAttribute('aria-label') || '',
          ...[...one.childNodes].filter(node => node.nodeType == 3).map(node => node.data)]
).filter(Boolean)"""
CONTROLS = """() => [...document.querySelectorAll(
  'flt-semantics[role=button], flt-semantics[role=checkbox], flt-semantics[role=radio],'
  + ' flt-semantics input, flt-semantics textarea')].map(one => {
    const place = one.getBoundingClientRect();
    const node = one.closest('flt-semantics');
    return {name: (one.getAttribute('aria-label') || one.textContent || '').trim(), id: node.id,
            isStop: node.getAttribute('aria-disabled') != 'true' && !one.disabled
              && place.left >= 170
              && (node.getAttribute('role') != 'radio'
                  || node.getAttribute('aria-checked') == 'true'),
            isOut: place.width > 0 && (place.right > innerWidth - 8 || place.left < 2)}})"""
REMEMBER_STOPS = """() => { window.stops = []; document.addEventListener('focusin', event => {
  const node = event.target.closest('flt-semantics'); if (node) window.stops.push(node.id); }) }"""
NEXT_STOP = """() => new Promise(done => {
  const ends = Date.now() + 1500;
  const look = () => window.stops.length || Date.now() > ends
    ? done(window.stops.splice(0)) : requestAnimationFrame(look);
  look() })"""
AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
}
GRAVE = {"serious", "critical"}


@pytest.fixture
def data(folder):
    """What the screens may say without a text of ours: the catalogue, people, where data lies."""
    kept = Path(catalogue.__file__).parent / "data"
    told = [path.read_text("utf-8") for path in sorted(kept.rglob("*.json"))]
    return plain(" ".join([*told, *NAMES, str(folder)]))


def never_reached(eyes, controls):
    """Which controls Tab does not come to: forwards, and then back past where it began.

    Not asked: the rail, which has keys of its own, and radios that are not chosen, to which the
    arrows go. Flutter moves the browser's focus a little later than the key, and a long list grows
    while Tab goes down it: the way back is many times as long.
    """
    wanted = {one["id"]: one["name"] for one in controls if one["isStop"]}
    eyes.page.evaluate("() => window.stops.splice(0)")
    steps = len(wanted) + 2
    for key in (*["Tab"] * steps, *["Shift+Tab"] * 12 * steps):
        eyes.keys(key)
        for stop in eyes.page.evaluate(NEXT_STOP):
            wanted.pop(stop, None)
        if not wanted:
            break
    return sorted(wanted.values())


def grave(eyes):
    """What axe finds serious in what a screen reader is told; colours it cannot see."""
    told = Axe().run(eyes.page, options=AXE).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in told if one["impact"] in GRAVE]


def test_every_place_is_in_our_words_and_is_used_by_keys_and_by_a_screen_reader(
    folder, browser, clock, data, monkeypatch
):
    """MOTCUA_PICTURES keeps each place as it looks then."""
    code = with_work(folder).code
    texts = Pseudo()
    monkeypatch.setattr("desk_app.ui.window.load", lambda _: texts)
    with served(folder, clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        eyes.write(texts["ui.login.password"], PASSWORD)
        eyes.keys("Enter")
        eyes.sees_heading(texts["ui.place.today"])
        eyes.page.evaluate(REMEMBER_STOPS)

        for place in every_place(eyes, texts, code=code):
            strangers = {
                stretch
                for spoken in eyes.page.evaluate(SPOKEN)
                for stretch in bare(re.sub(rf"{code[:9]}\S*", "", spoken))
                if stretch not in data
            }
            controls = eyes.page.evaluate(CONTROLS)

            assert strangers == set(), place
            assert [one for one in controls if not one["name"]] == [], place
            assert [one["name"] for one in controls if one["isOut"]] == [], place
            assert grave(eyes) == [], place
            eyes.picture(f"longer-{place}")
            assert never_reached(eyes, controls) == [], place
        eyes.close()
