"""Books and lists in the window, and the papers that a dossier's screen offers."""

import pytest

from desk_app.domain.paper_names import NO_DOSSIER, form_of
from desk_app.opening import opened_desk
from desk_app.usecases.record_payment import record_payment
from tests.support.counter import received
from tests.support.desks import PASSWORD
from tests.support.window import PERSON

LOOKS = 20
pytestmark = [pytest.mark.screen, pytest.mark.slow]


@pytest.fixture
def paid(folder, clock):
    """A dossier of this morning whose fee was paid."""
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        entity = received(desk).entity
        record_payment(desk, entity, amount_vnd=15_000)
        return entity


def test_the_day_is_closed_with_its_lists_and_a_slip_for_the_money(
    paid, desk_window, folder, clock
):
    desk_window.press("Sổ sách, cuối ngày")
    desk_window.sees("Sổ theo dõi hồ sơ (Mẫu 07)")
    desk_window.press("In danh sách bàn giao")
    desk_window.sees("Đã in")
    desk_window.press("In biên bản")
    desk_window.sees("Biên bản chưa có hồ sơ nào")
    desk_window.press("In bảng kê")
    desk_window.sees("Đã in")
    desk_window.picture("books")
    desk_window.keys("Alt+3")
    desk_window.sees("Nguyễn Thị Sen")
    desk_window.keys("Enter")
    desk_window.press("Phiếu thu")
    desk_window.sees("Đã in")
    desk_window.picture("papers-of-a-dossier")

    for _ in range(LOOKS):  # the receipt was printed too: those words alone say nothing
        with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
            lists = {form_of(one.form) for one in desk.prints.of(NO_DOSSIER)}
            slips = [one.form for one in desk.prints.of(paid) if form_of(one.form) != "receipt"]
        if slips:
            break
        desk_window.page.wait_for_timeout(500)
    assert lists == {"shift-list", "money-list"}
    assert [form_of(form) for form in slips] == ["collection-slip"]
