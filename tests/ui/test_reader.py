"""A screen reader is let into the window by hand, as the browser offers it, and then for good."""

import pytest

from tests.support.desks import PASSWORD
from tests.support.house import Tab
from tests.support.window import PATIENCE_MS, SCREEN, served

pytestmark = [pytest.mark.screen, pytest.mark.slow]
_DOOR = "flt-semantics-placeholder"
_CURSOR_BESIDE_THE_TREE = "flt-text-editing-host input"


def test_letters_go_through_the_tree_of_a_reader_let_in_after_the_cursor(folder, browser, clock):
    with served(folder, clock=clock) as new_address:
        tab = Tab(browser, new_address(), screen=SCREEN, is_reading=False)
        tab.page.wait_for_selector(_CURSOR_BESIDE_THE_TREE, timeout=PATIENCE_MS)

        with tab.page.expect_navigation():
            tab.page.locator(_DOOR).dispatch_event("click")
        field = tab.page.get_by_label("Mật khẩu").first
        field.click(timeout=PATIENCE_MS)

        assert tab.page.locator(_CURSOR_BESIDE_THE_TREE).count() == 0
        tab.page.keyboard.type(PASSWORD)
        assert field.input_value() == PASSWORD
        tab.page.keyboard.press("Enter")
        tab.page.get_by_role("heading", name="Hôm nay").wait_for(
            state="attached", timeout=PATIENCE_MS
        )
        tab.page.reload()
        tab.page.get_by_role("heading", name="Hôm nay").wait_for(
            state="attached", timeout=PATIENCE_MS
        )
        tab.context.close()
