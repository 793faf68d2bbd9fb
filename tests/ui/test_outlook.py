"""What fits through the line now and when, as the screen of rounds says it."""

from datetime import timedelta

import pytest

from desk_app.ui.connect.outlook import outlook_words
from desk_app.usecases.choose_line import choose_line
from locales.catalogue import load
from tests.support.counter import received
from tests.support.desks import a_desk


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as opened:
        yield opened


def test_nothing_is_said_of_a_line_that_nobody_measured(desk):
    received(desk)

    assert outlook_words(desk, load("vi")) == ""


def test_records_and_scans_are_told_with_their_hour_or_their_day(desk):
    received(desk)
    waiting = desk.journal.waiting().changes
    for minutes in range(5):
        at = desk.clock.now() - timedelta(minutes=minutes)
        desk.store.rounds.note("ok", {"rate": 100}, at=at)

    told = outlook_words(desk, load("vi"))

    assert f"{waiting} thay đổi trước 09:0" in told
    assert "estimate" in outlook_words(desk, load("en"))

    choose_line(desk, paused=True, records_only=False)
    assert outlook_words(desk, load("vi")) == ""
