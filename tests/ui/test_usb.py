"""The stick in the window: what waits, send it, take the answer, plain words when it fails."""

from contextlib import closing

import pytest

from desk_app.clock import WallClock
from desk_app.domain.dossier_code import Lane
from desk_app.judging import province
from desk_app.opening import desk_over, opened_desk
from desk_app.store.identity import Enrolment
from desk_app.store.opening import FirstAdmin, create_store, enrol
from desk_app.store.places import usual_places
from sync.client.enrol import enrol as ask_hub
from sync.hub.access import invite_desk
from sync.hub.hub import make_hub
from sync.hub.parcels import take_parcel
from sync.hub.parcels_back import export_back
from sync.parcel.stick import Stick
from tests.support.counter import received
from tests.support.desks import EVERY_ROLE, ORGANISATION, PASSWORD, QUICK
from tests.support.window import PERSON, Eyes, served
from tests.sync.wires import DirectLink


@pytest.fixture
def hub(tmp_path):
    opened = make_hub(tmp_path / "hub", province(WallClock()))
    yield opened
    opened.database.close()


@pytest.fixture
def folder(machine, hub, clock):
    """A desk that is enrolled for good, with two dossiers."""
    data = machine / "data"
    admin = FirstAdmin(name=PERSON, password=PASSWORD, roles=EVERY_ROLE)
    store = create_store(usual_places(data / "desk"), admin, at=clock.now(), effort=QUICK)
    identity = store.journal.identity
    granted = ask_hub(
        DirectLink(hub),
        invite_desk(hub, ORGANISATION).code,
        device_key=identity.public_key,
        sign=identity.sign,
        name="Máy 1",
        app="test",
        recipient_key=store.recipient(),
    )
    enrolment = Enrolment(
        author=granted.dev,
        epoch=granted.ep,
        hub_id=granted.hub_id,
        hub_key=granted.hub_key,
        hub_url="http://127.0.0.1:9",
        organisation=granted.org,
        key_list=granted.key_list,
    )
    lanes = [Lane(organisation=one.org, first=one.first, last=one.last) for one in granted.lanes]
    with closing(enrol(store, enrolment, lanes, at=clock.now())) as opened:
        desk = desk_over(data, opened, clock=clock)
        received(desk)
        received(desk)
    return data


@pytest.fixture
def screen(folder, browser, clock):
    with served(folder, clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        eyes.sign_in()
        eyes.keys("Alt+7")
        yield eyes
        eyes.close()


def test_work_goes_out_on_a_stick_and_the_answer_comes_back(screen, hub, folder, tmp_path, clock):
    stick = tmp_path / "usb"
    stick.mkdir()
    screen.sees("Chờ gửi:")
    screen.picture("usb-before")

    screen.write("Thư mục của USB", str(stick))
    screen.press(screen.button("Gửi bằng USB"))
    screen.sees("đọc lại đúng")
    screen.sees("chưa phải là đã gửi")
    screen.picture("usb-sent")
    (path,) = stick.iterdir()
    with path.open("rb") as file:
        dev = take_parcel(hub, file).dev
    export_back(hub, dev, Stick(stick))
    screen.press(screen.button("Nhận từ USB"))
    screen.sees("Tỉnh xác nhận")
    screen.picture("usb-taken")

    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        assert desk.journal.waiting().changes == 0


def test_a_stick_that_is_not_there_is_told_in_words(screen, tmp_path):
    screen.write("Thư mục của USB", str(tmp_path / "nowhere"))
    screen.press(screen.button("Gửi bằng USB"))

    screen.sees("Không còn thấy USB")
    screen.picture("usb-gone")


def test_the_relay_is_switched_and_its_code_shown(screen):
    screen.keys("Alt+9")

    screen.sees("Trạm chuyển tiếp của xã")
    screen.sees("Mã của máy này")
    screen.picture("relay")
