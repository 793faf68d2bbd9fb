from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.dossier_code import (
    CodeMalformed,
    DossierCode,
    Lane,
    LaneExhausted,
    LaneMalformed,
    LanesOverlap,
    OrganisationMalformed,
    TemporaryNumber,
    check_apart,
    check_organisation,
    is_temporary,
    next_code,
    parse_code,
    parse_lane,
    parse_temporary,
)

DAY = date(2026, 11, 23)
ORGANISATIONS = st.from_regex(
    r"([0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}|[A-Z][0-9]{2}(\.[0-9A-Z]{1,5}){0,3})",
    fullmatch=True,
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
NUMBERS = st.integers(1, 9999)


def code_of(organisation, day, number, digits=4):
    return DossierCode(organisation=organisation, day=day, number=number, digits=digits)


@pytest.mark.parametrize(
    ("text", "code", "ministry"),
    [
        pytest.param(
            "000.00.00.H47-251031-0042",
            code_of("000.00.00.H47", date(2025, 10, 31), 42),
            "",
            id="old organisation code",
        ),
        pytest.param("H17.123-261123-0001", code_of("H17.123", DAY, 1), "", id="two levels"),
        pytest.param(
            "H15.50.05.13-261008-0975",
            code_of("H15.50.05.13", date(2026, 10, 8), 975),
            "",
            id="four levels",
        ),
        pytest.param("H17-240229-9999", code_of("H17", date(2024, 2, 29), 9999), "", id="leap day"),
        pytest.param("G15-261123-150123", code_of("G15", DAY, 150_123, 6), "15", id="six digits"),
        pytest.param("G09.1-261123-0900077", code_of("G09.1", DAY, 900_077, 7), "09", id="seven"),
    ],
)
def test_official_codes_are_read(text, code, ministry):
    read = parse_code(text)

    assert read == code
    assert str(read) == text
    assert read.ministry == ministry


@pytest.mark.parametrize("text", [" h17.123-261123-0001\r\n", "H17.123–261123—0001"])
def test_a_code_typed_a_little_wrong_is_read_all_the_same(text):
    assert str(parse_code(text)) == "H17.123-261123-0001"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("H17.123-261123-001", id="three digits"),
        pytest.param("H17.123-261123-00001", id="five digits"),
        pytest.param("H17.123-261123-00000001", id="eight digits"),
        pytest.param("H17.123-261323-0001", id="month 13"),
        pytest.param("H17.123-260230-0001", id="30 February"),
        pytest.param("H17.123-250229-0001", id="29 February of a common year"),
        pytest.param("H1-261123-0001", id="one digit after the letter"),
        pytest.param("H17..1-261123-0001", id="empty level"),
        pytest.param("H17.123456-261123-0001", id="level of six"),
        pytest.param("000.00.00.Z47-261123-0001", id="Z in the old shape"),
        pytest.param("H17-261123-٠٠٠١", id="digits of another script"),
        pytest.param("H17-261123-0001\n0002", id="two lines"),
        pytest.param("T-17.1-261123-0001", id="temporary"),
        pytest.param("Nguyễn Văn An", id="a name"),
    ],
)
def test_what_is_no_code_is_refused(text):
    with pytest.raises(CodeMalformed) as refused:
        parse_code(text)

    assert refused.value.details == {}


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"number": 10_000}, id="too many digits"),
        pytest.param({"number": 123_456}, id="six digits as four"),
        pytest.param({"number": -1}, id="negative"),
        pytest.param({"day": date(1999, 12, 31)}, id="last century"),
        pytest.param({"organisation": "h17"}, id="small letters"),
        pytest.param({"organisation": "H17\n"}, id="line break"),
        pytest.param({"digits": 5}, id="five digits"),
    ],
)
def test_no_code_is_made_of_wrong_parts(parts):
    with pytest.raises(CodeMalformed):
        DossierCode(**{"organisation": "H17", "day": DAY, "number": 1} | parts)


@given(ORGANISATIONS, DAYS, NUMBERS)
def test_a_code_reads_back_as_itself(organisation, day, number):
    code = DossierCode(organisation=organisation, day=day, number=number)

    assert parse_code(str(code)) == code
    assert not is_temporary(str(code))


@given(st.integers(0, 2**23 - 1), st.integers(0, 255), DAYS, NUMBERS)
def test_a_temporary_number_is_never_taken_for_a_code(machine, epoch, day, number):
    temporary = TemporaryNumber(machine=machine, epoch=epoch, day=day, number=number)
    text = str(temporary)

    assert parse_temporary(text.lower()) == temporary
    assert is_temporary(text)
    for start in range(len(text)):
        with pytest.raises(CodeMalformed):
            parse_code(text[start:])


@pytest.mark.parametrize(
    "text",
    [
        "H17.123-261123-0001",
        "T-17-261123-0001",
        "T17.1-261123-0001",
        "T-17.1-260230-0001",
        "",
        "T-",
    ],
)
def test_what_is_no_temporary_number_is_refused(text):
    with pytest.raises(CodeMalformed):
        parse_temporary(text)


def test_a_temporary_number_of_wrong_parts_is_refused():
    with pytest.raises(CodeMalformed):
        TemporaryNumber(machine=17, epoch=1, day=DAY, number=10_000)


@pytest.mark.parametrize(
    ("highest_used", "number"),
    [
        pytest.param(None, 2000, id="first of the day"),
        pytest.param(2000, 2001, id="next"),
        pytest.param(2998, 2999, id="last"),
        pytest.param(17, 2000, id="a number from before the lane"),
    ],
)
def test_a_lane_goes_on_after_the_highest_number(highest_used, number):
    lane = Lane(organisation="H17.123", first=2000, last=2999)

    assert lane.next_number(highest_used) == number


@pytest.mark.parametrize("highest_used", [2999, 5000])
def test_a_used_up_lane_says_so(highest_used):
    lane = Lane(organisation="H17.123", first=2000, last=2999)

    with pytest.raises(LaneExhausted) as refused:
        lane.next_number(highest_used)

    assert refused.value.details == {"lane": "2000-2999", "organisation": "H17.123"}


@given(st.data(), NUMBERS)
def test_a_lane_gives_every_number_once_and_in_order(data, first):
    lane = Lane(organisation="H17", first=first, last=data.draw(st.integers(first, 9999)))
    given_out = []

    for _ in range(min(50, lane.last - lane.first + 1)):
        given_out.append(lane.next_number(given_out[-1] if given_out else None))

    assert given_out == list(range(first, first + len(given_out)))
    assert all(number in lane for number in given_out)


def test_the_next_lane_takes_over_and_then_there_is_no_code():
    one = Lane(organisation="H17", first=1, last=2)
    two = Lane(organisation="H17", first=11, last=11)
    used = {}
    codes = []

    for lane in (one, one, two):
        code = next_code((one, two), DAY, highest_used=used)
        used[lane] = code.number
        codes.append(str(code))

    assert codes == ["H17-261123-0001", "H17-261123-0002", "H17-261123-0011"]
    assert next_code((one, two), DAY, highest_used=used) is None
    assert next_code((), DAY, highest_used={}) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [("1-1999", "0001-1999"), (" 2000 – 2999 ", "2000-2999"), ("7-7", "0007-0007")],
)
def test_a_lane_is_read_as_an_operator_writes_it(text, shown):
    assert str(parse_lane("H17", text)) == shown


@pytest.mark.parametrize("text", ["0-10", "10-9", "1-10000", "5", "a-b", "", "1-2-3"])
def test_what_is_no_lane_is_refused(text):
    with pytest.raises(LaneMalformed):
        parse_lane("H17", text)


def lane(first, last, organisation="H17"):
    return Lane(organisation=organisation, first=first, last=last)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(lane(1, 10), lane(10, 20), id="one number"),
        pytest.param(lane(1, 100), lane(40, 50), id="inside"),
        pytest.param(lane(5, 5), lane(5, 5), id="the same"),
    ],
)
def test_lanes_of_one_organisation_never_overlap(one, other):
    with pytest.raises(LanesOverlap):
        check_apart([other, lane(200, 300), one])

    assert one.overlaps(other)
    assert other.overlaps(one)


def test_lanes_beside_each_other_or_of_two_organisations_are_apart():
    check_apart([lane(11, 20), lane(1, 10), lane(1, 10, "H18"), lane(21, 21)])


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)), max_size=6))
def test_lanes_are_apart_when_no_number_is_in_two(spans):
    lanes = [lane(first, first + more) for first, more in spans]
    numbers = [number for each in lanes for number in range(each.first, each.last + 1)]

    try:
        check_apart(lanes)
        apart = True
    except LanesOverlap:
        apart = False

    assert apart == (len(numbers) == len(set(numbers)))


@pytest.mark.parametrize("code", ["H55", "H55.242", "000.00.00.H55", "H15.50.05.13", "Z01"])
def test_organisation_codes(code):
    assert check_organisation(code) == code


@pytest.mark.parametrize("code", ["", "h55", "H55.", "55.H", "H55.24-2", "H55" + ".12345" * 6])
def test_what_is_no_organisation_code_is_refused(code):
    with pytest.raises(OrganisationMalformed):
        check_organisation(code)
