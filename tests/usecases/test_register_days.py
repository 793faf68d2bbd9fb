"""The register by numbers of a year and by days: which lines are printed."""

from datetime import date, timedelta

import pytest

from desk_app.domain.paper_names import NO_DOSSIER
from desk_app.papers.office import NothingToList
from desk_app.usecases.draw_desk_paper import Wanted, draw_desk_paper
from tests.support.counter import received, residence


def lines_printed(desk, **wanted):
    draw_desk_paper(desk, Wanted(form="register", **wanted))
    return desk.prints.of(NO_DOSSIER)[-1].form.split("/")[2]


@pytest.fixture
def three_days(desk):
    """One dossier on the first day, two on the second, one on the third."""
    for count in (1, 2, 1):
        for _ in range(count):
            received(desk, residence())
        desk.clock.pass_by(days=1)
    return desk.clock.today() - timedelta(days=3)


def test_days_print_the_lines_received_in_them(desk, three_days):
    second = three_days + timedelta(days=1)

    assert lines_printed(desk, first_on=three_days) == "1_1"
    assert lines_printed(desk, first_on=second) == "2_3"
    assert lines_printed(desk, first_on=three_days, last_on=second) == "1_3"
    assert lines_printed(desk) == "1_4"


def test_days_in_which_nothing_was_received_are_told(desk, three_days):
    with pytest.raises(NothingToList):
        draw_desk_paper(desk, Wanted(form="register", first_on=three_days - timedelta(days=30)))
    with pytest.raises(NothingToList):
        draw_desk_paper(desk, Wanted(form="register", first_on=date(2020, 1, 1)))
