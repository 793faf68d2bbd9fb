"""Who is present at an open desk: by password first, by PIN after that, on that day alone."""

import pytest

from desk_app.domain.rights import Role
from desk_app.present import MOST_WRONG, Present
from desk_app.store.errors import (
    UserBarred,
    UserDisabled,
    UserLockedOut,
    WeakPin,
    WrongPassword,
)
from desk_app.store.lockout import Moment
from desk_app.store.sessions import SessionAct
from tests.support.clock import SetClock
from tests.support.counter import certification, received
from tests.support.desks import PASSWORD, a_desk, places_in

FIRST = "Quản trị"
PIN, OTHER_PIN = "271828", "314159"
THEIR_PASSWORD = "mat-khau-cua-lam"


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def desk(tmp_path, clock):
    with a_desk(tmp_path, clock=clock) as desk:
        desk.users.add("Lâm", THEIR_PASSWORD, roles=[Role.CLERK], by=1, at=clock.now())
        yield desk


def moment(desk):
    """Both clocks of the machine, as the test's clock tells."""
    at = desk.clock.now()
    return Moment(at=at, boot="đầu tiên", monotonic=at.timestamp())


@pytest.fixture
def present(desk, tmp_path):
    present = Present(places_in(tmp_path), desk, moment=moment)
    present.choose_pin(desk, password=PASSWORD, pin=PIN)
    return present


@pytest.fixture
def both(desk, present):
    """Both have given their password, and have a PIN."""
    theirs = present.come(desk, "Lâm", THEIR_PASSWORD)
    present.choose_pin(theirs, password=THEIR_PASSWORD, pin=OTHER_PIN)
    return theirs


def test_each_change_carries_who_sits_there(desk, present, both):
    assert both.user.name == "Lâm"

    of_lam = received(both, certification())
    again = present.come(both, FIRST, PIN)
    of_first = received(again, certification())

    writers = [
        [entry.actor for entry in desk.journal.timeline(one.entity)] for one in (of_lam, of_first)
    ]
    assert writers == [[both.user.number], [desk.user.number]]
    acts = [(mark.user, mark.act) for mark in desk.store.sessions.last(2)]
    assert acts == [
        (desk.user.number, SessionAct.UNLOCKED),
        (both.user.number, SessionAct.LOCKED),
    ]


def test_who_comes_back_finds_the_same_desk(desk, present):
    assert present.come(desk, FIRST, PIN) is desk


def test_a_pin_of_somebody_who_gave_no_password_yet_opens_nothing(desk, tmp_path):
    Present(places_in(tmp_path), desk).choose_pin(desk, password=PASSWORD, pin=PIN)
    lam = desk.signed_in(desk.users.find("Lâm"))
    after_a_restart = Present(places_in(tmp_path), lam)

    assert after_a_restart.names(desk) == frozenset()
    with pytest.raises(WrongPassword):
        after_a_restart.come(lam, FIRST, PIN)


@pytest.mark.usefixtures("both")
def test_a_pin_ends_with_the_day(desk, present, clock):
    assert present.names(desk) == {FIRST, "Lâm"}

    clock.pass_by(days=1)

    assert present.names(desk) == frozenset()


def test_ten_wrong_pins_leave_the_password_alone_to_count(desk, present, both, clock):
    for _ in range(10):
        with pytest.raises((WrongPassword, UserLockedOut)):
            present.come(both, FIRST, "999990")
        clock.pass_by(seconds=1)

    assert present.names(desk) == {"Lâm"}
    with pytest.raises(UserLockedOut):
        present.come(both, FIRST, PIN)


def test_after_too_many_wrong_pins_the_password_gives_the_pin_back(desk, present, both, clock):
    for _ in range(MOST_WRONG):
        with pytest.raises((WrongPassword, UserLockedOut)):
            present.come(both, FIRST, "999990")

    clock.pass_by(hours=1)
    present.come(both, FIRST, PASSWORD)

    assert FIRST in present.names(desk)


@pytest.mark.parametrize(
    "pin", ["", "12345", "1234567", "111111", "123456", "654321", "27182٨", "abcdef"]
)
def test_a_weak_pin_is_not_kept(desk, present, pin):
    with pytest.raises(WeakPin):
        present.choose_pin(desk, password=PASSWORD, pin=pin)

    assert present.come(desk, FIRST, PIN) is desk


def test_a_pin_is_chosen_by_who_knows_the_password(desk, present):
    with pytest.raises(WrongPassword):
        present.choose_pin(desk, password="khong-phai", pin="161803")


def test_a_closed_account_comes_back_by_neither(desk, present, both, clock):
    desk.users.disable(both.user.number, by=1, at=clock.now())

    assert present.names(desk) == {FIRST}
    for secret in (OTHER_PIN, THEIR_PASSWORD):
        with pytest.raises((UserDisabled, WrongPassword)):
            present.come(desk, "Lâm", secret)


@pytest.mark.usefixtures("both")
def test_whom_the_province_locked_out_does_not_come_back_by_pin(desk, present, clock):
    order = {"name": "Lâm", "locked": True, "at": int(clock.now().timestamp()), "reason": "chuyển"}
    desk.store.settings.put("access.users", {"lam": order})

    with pytest.raises(UserBarred):
        present.come(desk, "Lâm", OTHER_PIN)


def test_what_was_opened_to_sign_with_is_not_left_to_the_next(desk, present):
    other = present.come(desk, "Lâm", THEIR_PASSWORD)

    assert other.key is not desk.key
