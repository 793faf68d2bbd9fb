"""What a due time is called on the screen."""

from datetime import timedelta

import pytest

from desk_app.domain.dossier import Status
from desk_app.domain.punctuality import Urgency
from desk_app.ui import words
from desk_app.ui.theme import Tone
from locales.catalogue import load
from tests.support.clock import MONDAY

TEXTS = load("vi")


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        pytest.param(timedelta(days=2, hours=3), "còn 2 ngày", id="days"),
        pytest.param(timedelta(hours=3), "còn 3 giờ", id="hours"),
        pytest.param(timedelta(minutes=5), "còn 5 phút", id="minutes"),
        pytest.param(timedelta(seconds=5), "còn 1 phút", id="never nothing"),
        pytest.param(timedelta(days=-1), "quá hạn 1 ngày", id="late"),
    ],
)
def test_what_is_left_is_told_in_one_unit(ahead, told):
    assert words.left(MONDAY + ahead, now=MONDAY, texts=TEXTS) == told


@pytest.mark.parametrize(
    ("status", "urgency", "tone", "told"),
    [
        pytest.param(Status.RECEIVED, Urgency.OVERDUE, Tone.LATE, "quá hạn", id="late"),
        pytest.param(Status.IN_PROGRESS, Urgency.DUE_TODAY, Tone.SOON, "quá hạn", id="today"),
        pytest.param(
            Status.SUPPLEMENT_REQUESTED, Urgency.OVERDUE, Tone.CLOSED, "đang dừng", id="waits"
        ),
        pytest.param(Status.RETURNED, Urgency.OVERDUE, Tone.CLOSED, "đã xong", id="over"),
    ],
)
def test_only_a_clock_that_runs_shows_its_light(status, urgency, tone, told):
    due = words.due_shown(
        MONDAY - timedelta(days=1), status=status, urgency=urgency, now=MONDAY, texts=TEXTS
    )

    assert due.tone is tone
    assert told in due.relative


def test_an_amount_nobody_stated_is_never_nought():
    assert words.money_or(None, texts=TEXTS) != words.money_or(0, texts=TEXTS)
