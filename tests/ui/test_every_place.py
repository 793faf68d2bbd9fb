"""Every place of the window, reached by keys alone, in a language a third longer than ours."""

import re
from pathlib import Path

import pytest

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
    return {name: (one.getAttribute('aria-label') || one.textContent || '').trim(),
            isOut: place.width > 0 && (place.right > innerWidth + 1 || place.left < -1)}})"""


@pytest.fixture
def data(folder):
    """What the screens may say without a text of ours: the catalogue, people, where data lies."""
    kept = Path(catalogue.__file__).parent / "data"
    told = [path.read_text("utf-8") for path in sorted(kept.rglob("*.json"))]
    return plain(" ".join([*told, *NAMES, str(folder)]))


def test_every_text_is_one_of_ours_and_every_control_has_a_name(
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
            eyes.picture(f"longer-{place}")
        eyes.close()
