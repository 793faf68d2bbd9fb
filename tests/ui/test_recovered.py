"""The window of a desk that was put back: why it only reads, and the work found again."""

import shutil
from pathlib import Path

import pytest

from desk_app.store.backup import back_up, restore
from desk_app.store.places import usual_places
from tests.support.samples import an_applicant
from tests.support.window import PERSON, Eyes, served
from tests.sync.real_desks import RealHub, a_new_desk

pytestmark = [pytest.mark.screen, pytest.mark.slow]


@pytest.fixture
def hub(machine, clock):
    with RealHub(machine / "hub", clock).up() as up:
        yield up


@pytest.fixture
def unsent(hub, machine):
    """What a desk had not sent when its backup was made; the backup is put back since."""
    data = machine / "data"
    made = a_new_desk(hub, data, admin=PERSON, places=usual_places(data / "desk"))
    made.receive()
    made.sync()
    dossier = made.receive(applicant=an_applicant(name="Trần Thị Mẫu"))
    copy = back_up(made.desk.store, machine / "stick", at=hub.clock.now())
    made.receive()
    made.close()
    shutil.rmtree(made.places.data)
    restore(copy.file, made.places)
    return dossier


@pytest.fixture
def restored_window(unsent, machine, browser, clock):
    assert unsent.code
    with served(Path(machine / "data"), clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        yield eyes
        eyes.close()


def test_a_restored_desk_asks_for_a_new_epoch_and_its_work_is_reviewed(restored_window):
    window = restored_window
    window.sign_in()
    window.sees("Máy này được khôi phục từ bản sao lưu")
    window.picture("recovered-banner")

    window.press("Xem và xử lý")
    window.sees("Chỉ xem")
    window.picture("recovered-frozen")
    window.press("Xin mã lượt mới")
    window.sees("Đã có mã lượt mới")
    window.press("Đăng nhập lại")
    window.sign_in()
    window.sees("Có 1 việc tỉnh chưa nhận được")
    window.press("Xem và xử lý")
    window.sees("Trần Thị Mẫu")
    window.picture("recovered-list")
    window.press("Đưa vào")

    window.sees("Đã đưa vào 1 việc")
    window.picture("recovered-done")


def test_work_is_left_out_with_a_reason(restored_window):
    window = restored_window
    window.sign_in()
    window.press("Xem và xử lý")
    window.press("Xin mã lượt mới")
    window.sees("Đã có mã lượt mới")
    window.press("Đăng nhập lại")
    window.sign_in()
    window.press("Xem và xử lý")

    window.press("Bỏ ra")
    window.write("Lý do", "Đã nhập lại bằng tay")
    window.picture("recovered-leave")
    window.keys("Control+Enter")

    window.sees("bỏ ra 1 việc")
    window.sees("Đã nhập lại bằng tay")
    window.picture("recovered-left")
