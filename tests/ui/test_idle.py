"""A window nobody uses covers the work; the same person finds it as it was."""

import pytest

from tests.support.desks import PASSWORD
from tests.support.window import Eyes, served

pytestmark = [pytest.mark.screen, pytest.mark.slow]

NEVER, AT_ONCE = 3_600.0, -1.0
WAITED_MS = 1_200  # a wrong password makes the next try wait a second


@pytest.fixture
def doors():
    return []


@pytest.fixture
def eyes(folder, browser, clock, doors):
    with served(folder, clock=clock, doors=doors) as new_address:
        seeing = Eyes(browser, new_address())
        seeing.sign_in()
        yield seeing
        seeing.close()


def left_alone(eyes, doors):
    """Long enough; then somebody comes."""
    doors[0].idle_s = AT_ONCE
    eyes.sees("Màn hình đã được che")
    doors[0].idle_s = NEVER


def test_the_work_is_covered_and_comes_back_as_it_was(eyes, doors):
    eyes.keys("F2")
    eyes.write("Ghi chú", "chờ giấy của xã")

    left_alone(eyes, doors)
    eyes.picture("covered")
    eyes.sees_not("Ghi chú")
    eyes.write("Mật khẩu", "không phải")
    eyes.keys("Enter")
    eyes.sees("Tên hoặc mật khẩu không đúng")
    eyes.page.wait_for_timeout(WAITED_MS)
    eyes.write("Mật khẩu", PASSWORD)
    eyes.keys("Enter")
    eyes.sees_not("Màn hình đã được che")

    eyes.reads("Ghi chú", "chờ giấy của xã")


def test_an_open_question_is_covered_too_and_somebody_else_may_come(eyes, doors):
    eyes.press("Alt+8 Người dùng")
    eyes.press("Thêm người dùng")
    eyes.sees("Tên đăng nhập")

    left_alone(eyes, doors)
    eyes.picture("covered-question")
    eyes.sees_not("Tên đăng nhập")
    eyes.press("Đăng xuất, đóng quầy")

    eyes.sees_heading("Đăng nhập")
