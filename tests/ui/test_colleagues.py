"""A colleague's dossiers in the window: marked, with words, never as if the province had them."""

import pytest

from desk_app.relaying import RelayService, meet_colleagues, own_code
from desk_app.store.places import usual_places
from desk_app.usecases.join_relay import join_relay
from tests.support.samples import an_applicant
from tests.support.window import PERSON, Eyes, served
from tests.sync.real_desks import RealHub, a_new_desk


@pytest.fixture
def office(machine, clock):
    """The data folder of the back office, which met the counter while the province was away."""
    hub, data = RealHub(machine / "hub", clock), machine / "data"
    with hub.up():
        counter = a_new_desk(hub, machine / "counter")
        office = a_new_desk(
            hub, machine / "office", admin=PERSON, places=usual_places(data / "desk")
        )
        counter.sync()
        office.sync()
    counter.receive(applicant=an_applicant(name="Trần Thị Bích Ngọc"))
    office.receive(applicant=an_applicant(name="Lê Văn Tám"))
    relay = RelayService(counter.desk, host="127.0.0.1", port=0, is_announced=False)
    join_relay(office.desk, relay.url, own_code(counter.desk))
    meet_colleagues(office.desk)
    relay.stop()
    for desk in (counter, office):
        desk.close()
    return data


@pytest.fixture
def screen(office, browser, clock):
    with served(office, clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        eyes.sign_in()
        yield eyes
        eyes.close()


def test_a_colleagues_dossier_is_marked_and_found_and_the_machine_is_named(screen):
    screen.keys("Alt+3")
    screen.sees("Trần Thị Bích Ngọc")
    screen.sees("từ máy đồng nghiệp")
    screen.picture("colleagues-list")

    screen.keys("Alt+7")
    screen.sees("Máy trong xã")
    screen.sees("Máy số")
    screen.sees("tỉnh chưa báo nhận")
    screen.picture("colleagues-sync")
