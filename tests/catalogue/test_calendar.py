"""Working days: the package's, the swap it misses, and those of a province or a commune."""

import json
from datetime import date, datetime
from fractions import Fraction

import pytest

from desk_app.catalogue.errors import CatalogueFaulty, UnknownUnit
from desk_app.catalogue.reader import read_catalogue
from desk_app.domain.deadline import due_at
from desk_app.domain.procedure import LimitUnit, Mark, TimeLimit
from desk_app.domain.work_calendar import VIETNAM, DayReason, DeskHours

HUNG_SON, DA_NANG = "20443", "48"
SAME_DAY = TimeLimit(unit=LimitUnit.SAME_DAY, amount=Fraction(0), mark=Mark.CONFIRMED, text="")


def working_days(amount):
    return TimeLimit(
        unit=LimitUnit.WORKING_DAY, amount=Fraction(amount), mark=Mark.CONFIRMED, text=""
    )


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        pytest.param((2026, 11, 23, 9, 0), working_days(1), date(2026, 11, 25), id="24 November"),
        pytest.param((2026, 11, 23, 9, 0), working_days(3), date(2026, 11, 27), id="over it"),
        pytest.param((2026, 11, 23, 15, 10), SAME_DAY, date(2026, 11, 25), id="after 15:00"),
        pytest.param((2027, 2, 2, 9, 0), working_days(5), date(2027, 2, 16), id="Tết 2027"),
        pytest.param((2025, 12, 31, 9, 0), working_days(3), date(2026, 1, 7), id="2 January off"),
        pytest.param((2026, 1, 8, 9, 0), working_days(2), date(2026, 1, 10), id="10 January works"),
        pytest.param((2026, 4, 24, 9, 0), working_days(3), date(2026, 5, 4), id="three holidays"),
        pytest.param((2026, 8, 21, 9, 0), working_days(2), date(2026, 8, 24), id="22 August works"),
        pytest.param((2026, 8, 28, 9, 0), working_days(3), date(2026, 9, 7), id="National Day"),
        pytest.param((2026, 12, 30, 9, 0), working_days(3), date(2027, 1, 5), id="new year"),
    ],
)
def test_the_law_s_ten_examples_come_out_by_the_real_calendar(catalogue, received, limit, due):
    calendar = catalogue.calendar(DA_NANG, HUNG_SON)

    promise = due_at(datetime(*received, tzinfo=VIETNAM), limit, calendar, hours=DeskHours())

    assert promise is not None
    assert promise.due_at.date() == due


@pytest.mark.parametrize(
    ("day", "counted", "why", "note"),
    [
        pytest.param(
            date(2026, 1, 2),
            False,
            DayReason.DAY_OFF,
            "Nghỉ hoán đổi, làm bù thứ Bảy 10/01/2026",
            id="the swap the package misses",
        ),
        pytest.param(
            date(2026, 1, 10),
            True,
            DayReason.WORKED_INSTEAD,
            "Làm bù cho thứ Sáu 02/01/2026",
            id="its Saturday",
        ),
        pytest.param(
            date(2026, 8, 31),
            False,
            DayReason.DAY_OFF,
            "Nghỉ hoán đổi, làm bù thứ Bảy 22/08/2026",
            id="the swap the package knows",
        ),
        pytest.param(
            date(2026, 8, 22),
            True,
            DayReason.WORKED_INSTEAD,
            "Làm bù cho thứ Hai 31/08/2026",
            id="its Saturday too",
        ),
        pytest.param(
            date(2025, 4, 26),
            True,
            DayReason.WORKED_INSTEAD,
            "Làm bù cho thứ Sáu 02/05/2025",
            id="the Saturday of 2025",
        ),
        pytest.param(
            date(2026, 11, 24), False, DayReason.DAY_OFF, "Ngày Văn hóa Việt Nam", id="24 November"
        ),
        pytest.param(
            date(2027, 2, 5),
            False,
            DayReason.DAY_OFF,
            "Giao thừa Tết Nguyên Đán (dự kiến)",
            id="not announced yet",
        ),
        pytest.param(date(2026, 11, 22), False, DayReason.WEEKEND, "", id="a Sunday"),
        pytest.param(date(2026, 11, 23), True, DayReason.WORKING_DAY, "", id="a Monday"),
    ],
)
def test_every_day_off_or_worked_says_why(catalogue, day, counted, why, note):
    looked = catalogue.calendar().look(day)

    assert (looked.counted, looked.why, looked.note) == (counted, why, note)


def test_every_day_off_or_worked_has_a_reason(catalogue):
    calendar = catalogue.calendar()

    assert calendar.days_off | calendar.days_worked <= calendar.reasons.keys()
    assert all(calendar.reasons.values())


def test_the_calendar_claims_to_know_only_what_is_announced(catalogue):
    calendar = catalogue.calendar()

    assert calendar.knows(date(2026, 12, 31))
    assert not calendar.knows(date(2027, 1, 1))


def override(scope, *days):
    return json.dumps(
        {
            "schema": 1,
            "scope": scope,
            "days": [
                {"on": on, "works": works, "reason": reason, "mark": "C"}
                for on, works, reason in days
            ],
        }
    )


def test_a_commune_s_word_goes_before_its_province_s_and_theirs_before_the_country_s(tmp_path):
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "48.json").write_text(
        override(
            "48",
            ("2026-11-25", False, "Bão, toàn thành phố nghỉ"),
            ("2026-11-26", False, "Bão, toàn thành phố nghỉ"),
            ("2026-01-02", True, "Thành phố vẫn làm"),
        )
    )
    (folder / "20443.json").write_text(
        override("20443", ("2026-11-26", True, "Xã vẫn làm"), ("2026-11-28", True, "Làm bù"))
    )

    laid_over = read_catalogue(overrides=tmp_path)

    country = laid_over.calendar()
    city = laid_over.calendar(DA_NANG)
    commune = laid_over.calendar(commune=HUNG_SON)
    november = [date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 28)]
    assert [country.is_working(day) for day in november] == [True, True, False]
    assert [city.is_working(day) for day in november] == [False, False, False]
    assert [commune.is_working(day) for day in november] == [False, True, True]
    assert commune.reasons[date(2026, 11, 26)] == "Xã vẫn làm"
    assert city.is_working(date(2026, 1, 2))
    assert not country.is_working(date(2026, 1, 2))


def test_a_commune_may_work_on_a_holiday_and_rest_on_a_saturday_worked_instead(tmp_path):
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "20443.json").write_text(
        override("20443", ("2026-11-24", True, "Xã vẫn làm"), ("2026-08-22", False, "Bầu cử ở xã"))
    )

    calendar = read_catalogue(overrides=tmp_path).calendar(commune=HUNG_SON)

    assert calendar.is_working(date(2026, 11, 24))
    assert not calendar.is_working(date(2026, 8, 22))


def test_the_version_changes_with_a_reason_alone(tmp_path, catalogue):
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "48.json").write_text(override("48", ("2026-11-24", False, "Ngày hội văn hóa")))

    laid_over = read_catalogue(overrides=tmp_path)

    assert laid_over.calendar(DA_NANG).days_off == catalogue.calendar(DA_NANG).days_off
    assert laid_over.calendar(DA_NANG).version != catalogue.calendar(DA_NANG).version


def test_the_version_changes_with_the_days_and_with_nothing_else(tmp_path, catalogue):
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "a.json").write_text(override("48", ("2026-12-01", False, "Mất điện")))

    laid_over = read_catalogue(overrides=tmp_path)

    before, after = catalogue.calendar(DA_NANG).version, laid_over.calendar(DA_NANG).version
    assert before != after
    assert before.startswith("2026-11-23.")
    assert laid_over.calendar("01").version == catalogue.calendar("01").version
    assert catalogue.calendar(DA_NANG, HUNG_SON).version == before


def test_the_province_can_announce_a_further_year(tmp_path):
    folder = tmp_path / "calendar"
    folder.mkdir()
    national = json.loads(override("national", ("2027-05-04", False, "Nghỉ bù")))
    national |= {"announced_from": "2025-01-01", "announced_until": "2027-05-03"}
    (folder / "national.json").write_text(json.dumps(national))

    calendar = read_catalogue(overrides=tmp_path).calendar()

    assert calendar.knows(date(2027, 2, 5))
    assert calendar.reasons[date(2027, 2, 5)] == "Giao thừa Tết Nguyên Đán"
    assert calendar.reasons[date(2027, 5, 3)] == "Ngày Quốc tế Lao động (nghỉ bù)"
    assert calendar.reasons[date(2027, 9, 2)] == "Quốc khánh (dự kiến)"
    assert not calendar.is_working(date(2026, 1, 2))
    assert not calendar.is_working(date(2027, 5, 4))


def test_an_unknown_commune_has_no_calendar(catalogue):
    with pytest.raises(UnknownUnit):
        catalogue.calendar("48", "99999")
    with pytest.raises(UnknownUnit):
        catalogue.calendar("99")


def test_a_faulty_override_is_named_by_file_day_and_key(tmp_path):
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "48.json").write_text(override("49", ("2026-13-01", False, "Bão")))

    with pytest.raises(CatalogueFaulty) as broken:
        read_catalogue(overrides=tmp_path)

    assert str(broken.value).splitlines() == [
        "calendar/48.json: scope: unknown reference ('49')",
        "calendar/48.json: 2026-13-01: on: not a date ('2026-13-01')",
    ]
