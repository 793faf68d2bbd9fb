"""When power or the line was away, as the desk itself saw it, and the paper that tells it."""

from datetime import timedelta

import pytest

from desk_app.papers.office import NothingToList
from desk_app.store.outages import Away, Start
from desk_app.usecases.draw_desk_paper import Wanted, draw_desk_paper
from desk_app.usecases.print_paper import print_paper
from tests.support.counter import bytes_in_tray, tray_pages
from tests.support.desks import a_desk
from tests.support.words import words_on

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
MORNING = Start(boot="first", up_s=60)
LATER = Start(boot="second", up_s=60)


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def outages(desk):
    return desk.store.rounds.outages


@pytest.fixture
def now(desk):
    return desk.clock.now()


def kept(outages, now):
    return [
        (one.kind, one.since, one.until)
        for one in outages.between(now - 30 * HOUR, now + 30 * HOUR)
    ]


def test_a_turn_that_never_ended_before_the_machine_was_started_anew_was_a_power_cut(outages, now):
    outages.begin(MORNING, at=now)
    outages.beat(MORNING, at=now + HOUR)

    outages.begin(LATER, at=now + 3 * HOUR)

    assert kept(outages, now) == [(Away.POWER, now + HOUR, now + 3 * HOUR)]


def test_neither_an_evening_nor_a_program_that_fell_down_is_a_power_cut(outages, now):
    outages.begin(MORNING, at=now)
    outages.end()
    outages.begin(LATER, at=now + 14 * HOUR)
    outages.begin(LATER, at=now + 15 * HOUR)

    assert kept(outages, now) == []


def test_without_a_name_of_the_start_the_time_since_it_tells(outages, now):
    outages.begin(Start(boot="", up_s=600), at=now)
    outages.begin(Start(boot="", up_s=600 + 3600), at=now + HOUR)
    assert kept(outages, now) == []

    outages.begin(Start(boot="", up_s=60), at=now + 2 * HOUR)

    assert kept(outages, now) == [(Away.POWER, now + HOUR, now + 2 * HOUR)]


def test_the_line_was_away_from_the_first_try_that_failed_to_the_first_that_did_not(
    desk, outages, now
):
    for minutes, outcome in (
        (0, "ok"),
        (5, "hub_unreachable"),
        (30, "hub_unreachable"),
        (65, "ok"),
    ):
        desk.store.rounds.note(outcome, {}, at=now + minutes * MINUTE)

    assert kept(outages, now) == [(Away.LINE, now + 5 * MINUTE, now + 65 * MINUTE)]


def test_a_hub_that_answers_with_a_refusal_was_reached_and_a_short_gap_is_none(desk, outages, now):
    for minutes, outcome in ((0, "hub_unreachable"), (9, "hub_busy"), (60, "hub_busy")):
        desk.store.rounds.note(outcome, {}, at=now + minutes * MINUTE)

    assert kept(outages, now) == []


def test_what_nobody_tried_is_not_told_as_away(desk, outages, now):
    for hours, outcome in ((0, "hub_unreachable"), (1, "hub_unreachable"), (15, "ok"), (16, "ok")):
        desk.store.rounds.note(outcome, {}, at=now + hours * HOUR)

    assert kept(outages, now) == [(Away.LINE, now, now + HOUR)]


def test_a_gap_that_lasts_is_told_as_far_as_it_was_tried(desk, outages, now):
    desk.store.rounds.note("hub_unreachable", {}, at=now)
    desk.store.rounds.note("hub_unreachable", {}, at=now + 20 * MINUTE)

    assert kept(outages, now) == [(Away.LINE, now, now + 20 * MINUTE)]


def test_the_certificate_tells_each_with_its_hours_on_one_page(desk, outages, now):
    with pytest.raises(NothingToList):
        draw_desk_paper(desk, Wanted(form="outage-certificate"))
    outages.begin(MORNING, at=now)
    outages.begin(LATER, at=now + 95 * MINUTE)

    print_paper(desk, draw_desk_paper(desk, Wanted(form="outage-certificate")))

    (page,) = tray_pages(desk)
    words = words_on(bytes_in_tray(desk, page))
    assert "XÁC NHẬN" in words
    assert "Mất điện, máy ngừng" in words
    assert "1 giờ 35 phút" in words
