from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.birth_provinces import PROVINCES
from desk_app.domain.identity import (
    BirthDateImpossible,
    BirthDateInFuture,
    BirthDateTooLongAgo,
    OldIdNumber,
    PassportNumber,
    PersonalIdContradictsBirth,
    PersonalIdContradictsSex,
    PersonalIdMalformed,
    PersonalIdUnknownProvince,
    PersonalNumber,
    Sex,
    SexUnknown,
    check_birth,
    check_person,
    cross_check,
    parse_birth,
    parse_personal_id,
    parse_sex,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "province", "sex", "birth_year"),
    [
        pytest.param("048085000123", "Đà Nẵng", "male", 1985, id="man of the 20th century"),
        pytest.param("048185000123", "Đà Nẵng", "female", 1985, id="woman of the 20th century"),
        pytest.param("001206012345", "Hà Nội", "male", 2006, id="man of the 21st century"),
        pytest.param("001325012345", "Hà Nội", "female", 2025, id="girl of the 21st century"),
        pytest.param("049190000001", "Quảng Nam", "female", 1990, id="a merged province"),
        pytest.param("001 085 000 123", "Hà Nội", "male", 1985, id="in groups"),
        pytest.param("123085000001", "", "male", 1985, id="born abroad"),
    ],
)
def test_a_personal_number_tells_province_sex_and_year(typed, province, sex, birth_year):
    number = parse_personal_id(typed)

    assert isinstance(number, PersonalNumber)
    assert (number.province, number.sex, number.birth_year) == (province, sex, birth_year)
    assert number.is_born_abroad == (not province)


def test_all_63_provinces_of_before_2025_stay_valid():
    assert len(PROVINCES) == 63
    assert all(parse_personal_id(code + "085000123").province for code in PROVINCES)


@pytest.mark.parametrize("code", ["000", "003", "028", "097", "099"])
def test_a_number_of_no_province_is_refused(code):
    with pytest.raises(PersonalIdUnknownProvince) as refused:
        parse_personal_id(code + "085000123")

    assert refused.value.details == {"place": code}


def test_an_old_number_of_nine_digits_and_a_passport_are_taken_as_such():
    assert parse_personal_id("201.234.567") == OldIdNumber(digits="201234567")
    assert parse_personal_id("c1234567") == PassportNumber(text="C1234567")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("48085000123", id="the leading zero lost"),
        pytest.param("0480850001234", id="13 digits"),
        pytest.param("04808500O123", id="letter O for a nought"),
        pytest.param("2012345678", id="10 digits"),
        pytest.param("٠٤٨٠٨٥٠٠٠١٢٣", id="digits of another script"),
        pytest.param("Nguyễn Văn An", id="a name"),
    ],
)
def test_what_is_no_number_is_refused_without_repeating_it(typed):
    with pytest.raises(PersonalIdMalformed) as refused:
        parse_personal_id(typed)

    assert set(refused.value.details) == {"length"}


@given(st.sampled_from(sorted(PROVINCES)), st.integers(1900, 2099), st.sampled_from(Sex), st.data())
def test_a_number_made_by_the_rule_reads_back(place, year, sex, data):
    century_digit = (year - 1900) // 100 * 2 + (sex is Sex.FEMALE)
    rest = data.draw(st.integers(0, 999_999))

    number = parse_personal_id(f"{place}{century_digit}{year % 100:02d}{rest:06d}")

    assert (number.place, number.birth_year, number.sex) == (place, year, sex)


@given(st.text(max_size=16))
def test_any_text_is_a_number_or_is_refused(text):
    try:
        number = parse_personal_id(text)
    except (PersonalIdMalformed, PersonalIdUnknownProvince):
        return

    assert isinstance(number, PersonalNumber | OldIdNumber | PassportNumber)


MAN_OF_1985 = PersonalNumber(digits="048085000123")


def test_a_number_that_fits_passes():
    cross_check(MAN_OF_1985, today=TODAY, sex="male", birth_year=1985)
    cross_check(MAN_OF_1985, today=TODAY)


def test_a_number_of_the_other_sex_is_refused():
    with pytest.raises(PersonalIdContradictsSex):
        cross_check(MAN_OF_1985, today=TODAY, sex="female")


def test_a_number_of_another_year_is_refused():
    with pytest.raises(PersonalIdContradictsBirth):
        cross_check(MAN_OF_1985, today=TODAY, birth_year=1958)


def test_a_number_of_someone_not_born_yet_is_refused():
    with pytest.raises(PersonalIdMalformed):
        cross_check(PersonalNumber(digits="048227000123"), today=TODAY)


@pytest.mark.parametrize(
    ("known", "error"),
    [
        pytest.param({"personal_id": "048085000123", "sex": "male"}, None, id="fits"),
        pytest.param({}, None, id="nothing known"),
        pytest.param({"personal_id": "201234567", "sex": "female"}, None, id="old number"),
        pytest.param({"personal_id": "12"}, PersonalIdMalformed, id="malformed"),
        pytest.param(
            {"personal_id": "048085000123", "sex": "female"}, PersonalIdContradictsSex, id="sex"
        ),
        pytest.param(
            {"personal_id": "048085000123", "birth_on": date(1986, 1, 1)},
            PersonalIdContradictsBirth,
            id="birth",
        ),
        pytest.param({"sex": "khác"}, SexUnknown, id="a third sex"),
        pytest.param({"birth_on": date(2026, 11, 24)}, BirthDateInFuture, id="tomorrow"),
        pytest.param({"birth_on": date(1895, 1, 1)}, BirthDateTooLongAgo, id="131 years"),
    ],
)
def test_a_person_is_checked_as_a_whole(known, error):
    person = {"personal_id": "", "sex": "", "birth_on": None} | known

    if error is None:
        check_person(**person, today=TODAY)
    else:
        with pytest.raises(error):
            check_person(**person, today=TODAY)


@pytest.mark.parametrize("birth_on", [TODAY, date(1896, 1, 1)], ids=["today", "130 years ago"])
def test_the_newborn_and_the_oldest_pass(birth_on):
    check_birth(birth_on, today=TODAY)


@pytest.mark.parametrize(
    "typed", ["23/11/1990", "23-11-1990", "23.11.1990", " 23111990 ", "1990-11-23"]
)
def test_a_birth_date_is_read_in_each_usual_form(typed):
    assert parse_birth(typed) == date(1990, 11, 23)


@pytest.mark.parametrize(
    "typed", ["30/02/1990", "29/02/2025", "00/01/1990", "1/13/1990", "1990", "", "hôm qua"]
)
def test_an_impossible_birth_date_is_refused(typed):
    with pytest.raises(BirthDateImpossible):
        parse_birth(typed)


@pytest.mark.parametrize(
    ("text", "sex"),
    [("Nam", "male"), ("NỮ", "female"), ("Nu\u031b\u0303", "female"), ("female", "female")],
)
def test_sex_is_read_as_cards_write_it(text, sex):
    assert parse_sex(text) == sex
