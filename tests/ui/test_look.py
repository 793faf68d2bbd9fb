"""Light and dark, small and large: what the window looks like, and that it can be read."""

from io import BytesIO

import pytest
from PIL import Image

from desk_app.doorway import Doorway
from desk_app.training import mark_of
from desk_app.ui import palette
from desk_app.ui.palette import DARK, LIGHT
from desk_app.ui.theme import Look, Mode, Size, use_size
from tests.support.window import Eyes, served

BAND = "TẬP HUẤN – không phải hồ sơ thật"
_TRIES = 100
_BETWEEN_MS = 50


@pytest.fixture(autouse=True)
def _usual_size():
    yield
    use_size(Size.NORMAL)


def _height(window, heading):
    box = window.page.get_by_role("heading", name=heading).first.bounding_box()
    return box["height"] if box else 0  # between two drawings


def _ground(window):
    """The colour of the last pixel, where nothing stands."""
    seen = Image.open(BytesIO(window.page.screenshot()))
    red, green, blue = seen.convert("RGB").getpixel((seen.width - 1, seen.height - 1))
    return f"#{red:02X}{green:02X}{blue:02X}"


def _until(window, is_so):
    """Colours turn in a few frames, and nothing of the page tells when they have."""
    for _ in range(_TRIES):
        if is_so():
            return
        window.page.wait_for_timeout(_BETWEEN_MS)
    assert is_so()


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_written_can_be_read_on_its_ground(colours):
    told = {
        (word, ground): palette.contrast(getattr(colours, word), getattr(colours, ground))
        for word, grounds in palette.WORDS
        for ground in grounds
    }
    signs = {
        (sign, ground): palette.contrast(getattr(colours, sign), getattr(colours, ground))
        for sign, grounds in palette.SIGNS
        for ground in grounds
    }

    assert {pair: found for pair, found in told.items() if found < 4.5} == {}
    assert {pair: found for pair, found in signs.items() if found < 3} == {}
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.screen
@pytest.mark.slow
def test_the_look_is_chosen_at_once_and_kept(folder, window):
    window.sign_in()
    window.keys("Alt+9")
    window.sees_heading("Cài đặt")
    small = _height(window, "Cài đặt")

    window.page.get_by_role("radio", name="Tối").click()
    window.page.get_by_role("radio", name="Rất to").click()
    _until(window, lambda: _height(window, "Cài đặt") > 1.1 * small)
    _until(window, lambda: _ground(window) == DARK.canvas)

    assert window.page.get_by_role("radio", name="Tối").is_checked()
    window.picture("settings-dark")
    assert Doorway(folder, language="vi").look == Look(mode=Mode.DARK, size=Size.LARGEST)


@pytest.mark.screen
@pytest.mark.slow
def test_the_training_desk_says_so_before_and_after_the_sign_in(folder, browser, clock):
    mark_of(folder).touch()

    with served(folder, clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        eyes.sees(BAND)
        eyes.sees("Mau-hoa-1")
        eyes.picture("training-login")
        eyes.sign_in()
        eyes.sees(BAND)
        eyes.keys("Alt+h")
        eyes.sees("Phím dùng được ở đây")
        eyes.sees("Đi từng dòng")
        eyes.picture("training-help")
        eyes.close()


def test_a_look_that_cannot_be_read_is_the_usual_one(tmp_path):
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "look").write_text("loud huge", "utf-8")

    assert Doorway(tmp_path, language="vi").look == Look()
