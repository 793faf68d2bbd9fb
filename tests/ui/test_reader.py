"""A screen reader is let into the window by hand, as the browser offers it, and then for good."""

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError  # noqa: A004 - its own

from tests.support.desks import PASSWORD
from tests.support.house import Tab
from tests.support.window import SCREEN, a_browser, served

PATIENCE_MS = 20_000  # three tries of the whole fit into the time a test has
_TRIES = 3
pytestmark = [pytest.mark.screen, pytest.mark.slow]
_DOOR = "flt-semantics-placeholder"
_CURSOR_BESIDE_THE_TREE = "flt-text-editing-host input"
_CURSOR_IN_THE_TREE = "flt-semantics input:focus"


def test_letters_go_through_the_tree_of_a_reader_let_in_after_the_cursor(folder, clock):
    with served(folder, clock=clock) as new_address, a_browser() as browser:
        tab = Tab(browser, new_address(), screen=SCREEN, is_reading=False)
        page = tab.page
        page.set_default_timeout(PATIENCE_MS)
        page.wait_for_selector(_CURSOR_BESIDE_THE_TREE)

        with page.expect_navigation():
            page.locator(_DOOR).dispatch_event("click")
        field = page.get_by_label("Mật khẩu").first
        for _ in range(_TRIES):  # a click while the page is being drawn may never be answered
            with suppress(TimeoutError):
                field.click(timeout=PATIENCE_MS / _TRIES)
                break
        page.wait_for_selector(_CURSOR_IN_THE_TREE)

        assert page.locator(_CURSOR_BESIDE_THE_TREE).count() == 0
        page.keyboard.type(PASSWORD)
        assert field.input_value() == PASSWORD
        page.keyboard.press("Enter")
        today = page.get_by_role("heading", name="Hôm nay")
        today.wait_for(state="attached")
        page.reload()
        today.wait_for(state="attached")
        tab.context.close()
