from datetime import timedelta

import pytest

from desk_app.domain import events
from desk_app.domain.course import course_of, punctuality
from desk_app.domain.folding import apply
from desk_app.domain.punctuality import Punctuality
from tests.support.samples import (
    HANDED_ON,
    MONDAY,
    SUPPLEMENT_ASKED,
    a_dossier,
    a_reception,
    a_result,
    a_signature,
)

DUE = MONDAY + timedelta(days=3)
RETURNED = events.ResultReturned(method="counter", receiver="Sen", paper="CC")


@pytest.mark.parametrize(
    ("done_at", "expected"),
    [
        pytest.param(DUE - timedelta(days=1), Punctuality.EARLY, id="the day before"),
        pytest.param(DUE, Punctuality.ON_TIME, id="to the minute"),
        pytest.param(DUE + timedelta(minutes=1), Punctuality.OVERDUE, id="a minute late"),
    ],
)
def test_the_signature_decides_not_the_hand_over(done_at, expected):
    dossier = apply(a_dossier(HANDED_ON, a_result()), a_signature(), at=done_at)
    returned = apply(dossier, RETURNED, at=DUE + timedelta(days=30))

    assert punctuality(returned, now=DUE + timedelta(days=60)) is expected


def test_an_open_dossier_is_judged_at_the_end_of_the_period():
    assert punctuality(a_dossier(), now=DUE) is Punctuality.OPEN_IN_TIME
    assert punctuality(a_dossier(), now=DUE + timedelta(hours=1)) is Punctuality.OPEN_OVERDUE


def test_a_first_supplement_request_ends_the_time_and_a_second_makes_it_late():
    asked = a_dossier(HANDED_ON, SUPPLEMENT_ASKED)

    assert punctuality(asked, now=DUE + timedelta(days=90)).is_on_time
    twice = apply(
        apply(
            asked,
            events.SupplementReceived(
                papers=(), received_at=DUE, due_at=DUE, due_less_waiting_at=None
            ),
            at=DUE,
        ),
        SUPPLEMENT_ASKED,
        at=DUE,
    )
    assert punctuality(twice, now=DUE).is_overdue


def test_a_cancelled_reception_is_not_counted():
    cancelled = a_dossier(events.Cancelled(reason="Nhầm"))

    assert punctuality(cancelled, now=DUE) is Punctuality.NOT_COUNTED


def test_regardless_of_boundary_the_time_starts_with_the_competent_body():
    elsewhere = apply(None, a_reception(competent="H17.9", due_at=None), at=MONDAY, entity=1)
    taken_at = MONDAY + timedelta(days=5)

    begun = apply(
        elsewhere,
        events.CompetentReceived(received_at=taken_at, due_at=taken_at + timedelta(days=3)),
        at=taken_at,
    )

    assert course_of(elsewhere).start == MONDAY
    assert course_of(begun).start == taken_at
