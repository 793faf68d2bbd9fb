"""A session in a village: planned, opened, worked in, closed at home, and what it brought."""

from datetime import timedelta

import pytest

from desk_app.domain.rights import NotPermitted, Role
from desk_app.domain.village import VillageOpenAlready, VillageUnfit, WrongVillageState
from desk_app.queries.reception import find_procedures
from desk_app.queries.villages import (
    Battery,
    VillageState,
    low_battery,
    packing,
    received_at,
    summary,
    village_list,
)
from desk_app.store.battery import linux_battery
from desk_app.ui.connect.villages import received_words
from desk_app.usecases.plan_village import (
    VillageTyped,
    close_village,
    draw_village_summary,
    open_village,
    plan_village,
)
from desk_app.usecases.print_paper import print_paper
from locales.catalogue import load
from tests.support.counter import bytes_in_tray, received, tray_pages
from tests.support.desks import as_role
from tests.support.words import words_on

PLACE = "Thôn A Xan 2"


def planned(desk, place=PLACE):
    codes = [one.code for one in desk.catalogue.procedures[-2:]]
    day = desk.clock.today() + timedelta(days=1)
    typed = VillageTyped(place=place, day=day, people=[desk.user.name], procedures=codes)
    return plan_village(desk, typed)


def test_what_is_received_between_leaving_and_coming_home_is_of_the_session(desk):
    before = received(desk)
    one = planned(desk)
    open_village(desk, one.entity)
    there = received(desk)

    closed = close_village(desk, one.entity, note="Đường sạt")
    home = received(desk)

    told = summary(desk, one.entity)
    assert [row.entity for row in told.dossiers] == [there.entity]
    assert (closed.closed.dossiers, closed.closed.note) == (1, "Đường sạt")
    assert closed.closed.cash_vnd == told.cash_vnd == there.paid_vnd - there.cashless_vnd
    assert (told.waiting, told.without_scan) == (1, 1)
    assert received_at(desk, there.entity).entity == one.entity
    assert PLACE in received_words(desk, there.entity, load("vi"))
    assert [received_at(desk, other.entity) for other in (before, home)] == [None, None]
    print_paper(desk, draw_village_summary(desk, one.entity))
    page = words_on(bytes_in_tray(desk, tray_pages(desk)[-1]))
    assert there.code in page
    assert "Chỉ ở máy này" in page


def test_an_open_session_puts_its_procedures_first_and_keeps_scans_back(desk):
    one = planned(desk)
    received(desk)
    assert find_procedures(desk, "")[0].code not in one.planned.procedures

    open_village(desk, one.entity)

    shown = [found.code for found in find_procedures(desk, "")]
    assert tuple(shown[:2]) == one.planned.procedures
    assert desk.replica.modes().records_only
    close_village(desk, one.entity)
    assert not desk.replica.modes().records_only


def test_a_machine_is_in_one_village_at_a_time_and_closes_once(desk):
    first, second = planned(desk), planned(desk, "Thôn Ga Ri")
    open_village(desk, first.entity)

    with pytest.raises(VillageOpenAlready):
        open_village(desk, second.entity)
    off = close_village(desk, second.entity)
    close_village(desk, first.entity)

    assert off.state is VillageState.CALLED_OFF
    with pytest.raises(WrongVillageState):
        close_village(desk, first.entity)
    with pytest.raises(WrongVillageState):
        open_village(desk, off.entity)
    assert len(village_list(desk)) == 2


@pytest.mark.parametrize("lack", ["place", "day", "people", "procedures"])
def test_a_plan_without_a_part_is_not_kept(desk, lack):
    typed = {
        "place": PLACE,
        "day": desk.clock.today(),
        "people": [desk.user.name],
        "procedures": [desk.catalogue.procedures[0].code],
    }
    nothing = {
        "place": " ",
        "day": typed["day"] - timedelta(days=1),
        "people": [],
        "procedures": [],
    }

    with pytest.raises(VillageUnfit) as caught:
        plan_village(desk, VillageTyped(**{**typed, lack: nothing[lack]}))

    assert caught.value.details == {"field": lack}
    assert village_list(desk) == []


def test_the_check_before_leaving_says_what_is_on_the_machine(desk):
    there = received(desk)
    one = planned(desk, there.application.applicant.address)

    told = packing(desk, one.entity, look=lambda: None)

    assert (told.people, told.battery, told.last_backup) == (1, None, "")
    assert told.catalogue == desk.catalogue.version
    assert told.lanes
    assert told.unsent > 0
    assert told.without_account == ()


def test_the_battery_warns_only_while_a_session_is_open_and_nothing_charges(desk):
    low = Battery(percent=29, is_charging=False, hours=1.0)
    empty = Battery(percent=15, is_charging=False, hours=None)
    one = planned(desk)
    assert low_battery(desk, look=lambda: empty) is None

    open_village(desk, one.entity)

    assert low_battery(desk, look=lambda: low) == (low, False)
    assert low_battery(desk, look=lambda: empty) == (empty, True)
    assert low_battery(desk, look=lambda: Battery(percent=9, is_charging=True, hours=None)) is None
    assert low_battery(desk, look=lambda: None) is None


def test_a_battery_is_read_as_the_kernel_tells_it_and_a_mouse_is_none(tmp_path):
    told = {
        "AC": {"type": "Mains"},
        "BAT0": {
            "type": "Battery",
            "status": "Discharging",
            "capacity": "64",
            "energy_now": "30000000",
            "power_now": "12000000",
        },
        "hid-mouse": {"type": "Battery", "scope": "Device", "capacity": "12"},
    }
    for name, facts in told.items():
        (tmp_path / name).mkdir()
        for fact, value in facts.items():
            (tmp_path / name / fact).write_text(value + "\n")

    assert linux_battery(tmp_path) == Battery(percent=64, is_charging=False, hours=2.5)
    assert linux_battery(tmp_path / "AC") is None


def test_postal_staff_plan_no_session(desk):
    one = planned(desk)

    with pytest.raises(NotPermitted):
        open_village(as_role(desk, Role.POSTAL), one.entity)
