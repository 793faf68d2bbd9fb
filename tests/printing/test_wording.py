"""How papers write days, moments, money and counts."""

from datetime import date

import pytest

from printing.wording import BLANK_MOMENT, count, day_in_words, moment_as_written, vnd


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(date(2026, 11, 23), "ngày 23 tháng 11 năm 2026", id="as it is"),
        pytest.param(date(2026, 1, 2), "ngày 02 tháng 01 năm 2026", id="January takes a nought"),
        pytest.param(date(2026, 2, 9), "ngày 09 tháng 02 năm 2026", id="February takes a nought"),
        pytest.param(date(2026, 3, 10), "ngày 10 tháng 3 năm 2026", id="March takes none"),
    ],
)
def test_a_day_is_written_as_the_decree_says(day: date, words: str):
    assert day_in_words(day) == words


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        pytest.param("2026-11-23T09:05", "09 giờ 05 phút, ngày\u00a023/11/2026", id="local"),
        pytest.param(
            "2026-11-23T02:05:30+00:00", "09 giờ 05 phút, ngày\u00a023/11/2026", id="from UTC"
        ),
        pytest.param(
            "2026-11-23T18:30:00+00:00", "01 giờ 30 phút, ngày\u00a024/11/2026", id="next day here"
        ),
        pytest.param("", BLANK_MOMENT, id="not known yet"),
    ],
)
def test_a_moment_is_written_in_the_time_of_vietnam(moment: str, written: str):
    assert moment_as_written(moment) == written


def test_money_is_grouped_by_points():
    assert [vnd(0), vnd(8000), vnd(1_250_000)] == ["0 đồng", "8.000 đồng", "1.250.000 đồng"]


def test_a_count_has_two_digits_and_none_is_left_white():
    assert [count(0), count(2), count(12)] == ["", "02", "12"]
