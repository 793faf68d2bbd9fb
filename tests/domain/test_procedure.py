"""A procedure's versions by day, and what a case and a channel make of limit, papers and fees."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.charge import (
    ActualCost,
    CouncilRate,
    FeeKind,
    FeeNotStated,
    FixedAmount,
    FreeOfCharge,
    PageTiers,
)
from desk_app.domain.procedure import (
    Case,
    Channel,
    ExpiredVersion,
    FeeRule,
    LimitUnit,
    Mark,
    PaperAlternative,
    PaperGroup,
    Procedure,
    ProcedureVersion,
    RequiredPaper,
    Route,
    TimeLimit,
    UnknownCase,
    UnknownProcedureVersion,
    VersionNotYetInForce,
)

THREE_DAYS = TimeLimit(
    unit=LimitUnit.WORKING_DAY, amount=Fraction(3), mark=Mark.CONFIRMED, text="3 ngày làm việc"
)
FORM = RequiredPaper(
    id="form",
    name="Tờ khai",
    group=PaperGroup.SUBMIT,
    originals=1,
    copies=0,
    mark=Mark.CONFIRMED,
    channels=(Channel.COUNTER, Channel.POST),
    alternatives=(
        PaperAlternative(
            id="e-form",
            name="Mẫu điện tử",
            group=PaperGroup.SUBMIT,
            originals=1,
            copies=0,
            channels=(Channel.ONLINE,),
        ),
    ),
)
CARD = RequiredPaper(
    id="card",
    name="Căn cước",
    group=PaperGroup.SHOW,
    originals=1,
    copies=0,
    mark=Mark.CONFIRMED,
    channels=(Channel.COUNTER,),
    alternatives=(
        PaperAlternative(
            id="card-copy",
            name="Bản sao chứng thực căn cước",
            group=PaperGroup.SUBMIT,
            originals=0,
            copies=1,
            channels=(Channel.POST,),
        ),
    ),
)
FREE = FeeRule(id="free", name="Miễn", charge=FreeOfCharge(), mark=Mark.CONFIRMED)
ONLINE_FEE = FeeRule(
    id="online",
    name="Lệ phí",
    charge=FixedAmount(vnd=7_000),
    mark=Mark.CONFIRMED,
    channels=(Channel.ONLINE,),
)
VERSION = ProcedureVersion(
    id="1.000001/1",
    valid_from=None,
    valid_until=None,
    validity_mark=Mark.UNCONFIRMED,
    time_limit=THREE_DAYS,
    papers=(FORM, CARD),
    fees=(FREE, ONLINE_FEE),
    channels=tuple(Channel),
    channels_mark=Mark.CONFIRMED,
    result="Giấy chứng nhận",
    result_mark=Mark.CONFIRMED,
    cases=(
        Case(
            id="late",
            name="Quá hạn",
            mark=Mark.CONFIRMED,
            time_limit=replace(THREE_DAYS, amount=Fraction(15, 2)),
            papers=(CARD,),
            fees=(),
        ),
        Case(id="plain", name="Thường", mark=Mark.INFERRED),
    ),
)


def procedure(*versions: ProcedureVersion) -> Procedure:
    return Procedure(
        code="1.000001",
        name="Thủ tục thử",
        name_mark=Mark.CONFIRMED,
        short_name="Thử",
        field="Thử",
        field_code=None,
        field_mark=Mark.CONFIRMED,
        decided_by="UBND cấp xã",
        decided_by_mark=Mark.CONFIRMED,
        received_at="Trung tâm PVHCC cấp xã",
        route=Route.PROVINCE,
        route_mark=Mark.INFERRED,
        ministry_system="",
        versions=versions,
    )


FIRST = replace(VERSION, valid_until=date(2026, 12, 31))
SECOND = replace(VERSION, id="1.000001/2", valid_from=date(2027, 3, 1))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(1950, 1, 1), "1.000001/1", id="any earlier day where the start is open"),
        pytest.param(date(2026, 12, 31), "1.000001/1", id="the last day is inside"),
        pytest.param(date(2027, 3, 1), "1.000001/2", id="the first day is inside"),
        pytest.param(date(2099, 1, 1), "1.000001/2", id="any later day where the end is open"),
    ],
)
def test_a_day_has_the_version_in_force(day, expected):
    of_two = procedure(FIRST, SECOND)

    version = of_two.version_on(day)

    assert version.id == expected


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2027, 1, 1), id="the day after the end"),
        pytest.param(date(2027, 2, 28), id="between two versions"),
    ],
)
def test_a_day_after_the_end_has_none_and_says_when_it_ended(day):
    of_two = procedure(FIRST, SECOND)

    with pytest.raises(ExpiredVersion) as broken:
        of_two.version_on(day)

    assert broken.value.code == "expired_procedure_version"
    assert broken.value.details == {
        "procedure": "1.000001",
        "day": day.isoformat(),
        "ended": "2026-12-31",
    }


def test_a_day_before_the_start_has_none_and_says_when_it_starts():
    new = procedure(SECOND)

    with pytest.raises(VersionNotYetInForce) as broken:
        new.version_on(date(2027, 2, 28))

    assert broken.value.details["starts"] == "2027-03-01"


@given(st.dates(), st.dates(), st.integers(0, 4000))
def test_a_version_holds_on_exactly_the_days_from_its_first_to_its_last(day, first, length):
    last = min(first.toordinal() + length, date.max.toordinal())
    version = replace(VERSION, valid_from=first, valid_until=date.fromordinal(last))

    holds = version.holds_on(day)

    assert holds == (timedelta(0) <= day - first <= timedelta(days=last - first.toordinal()))


def test_a_dossier_finds_the_version_it_was_received_under():
    of_two = procedure(FIRST, SECOND)

    version = of_two.version("1.000001/1")

    assert version == FIRST


def test_an_unknown_version_is_named():
    with pytest.raises(UnknownProcedureVersion) as broken:
        procedure(FIRST).version("1.000001/9")

    assert broken.value.details == {"procedure": "1.000001", "version": "1.000001/9"}


def test_a_case_has_its_own_limit_papers_and_fees():
    assert VERSION.time_limit_for("late").amount == Fraction(15, 2)
    assert VERSION.papers_for("late") == (CARD,)
    assert VERSION.fees_for("late") == ()


@pytest.mark.parametrize("case", ["plain", None])
def test_what_a_case_leaves_out_is_that_of_its_version(case):
    assert VERSION.time_limit_for(case) == THREE_DAYS
    assert VERSION.papers_for(case) == (FORM, CARD)
    assert VERSION.fees_for(case) == (FREE, ONLINE_FEE)


@pytest.mark.parametrize("ask", ["case", "time_limit_for", "papers_for", "fees_for"])
def test_an_unknown_case_is_named_beside_those_there_are(ask):
    with pytest.raises(UnknownCase) as broken:
        getattr(VERSION, ask)("early")

    assert broken.value.details == {
        "version": "1.000001/1",
        "case": "early",
        "known": "late, plain",
    }


def test_online_the_electronic_form_takes_the_place_of_the_paper_one():
    (form,) = VERSION.papers_for(channel=Channel.ONLINE)

    assert (form.id, form.name, form.alternatives) == ("form", "Mẫu điện tử", ())


def test_by_post_a_certified_copy_is_submitted_where_the_card_would_be_shown():
    _, card = VERSION.papers_for(channel=Channel.POST)

    assert (card.group, card.originals, card.copies) == (PaperGroup.SUBMIT, 0, 1)


def test_at_the_counter_no_form_of_another_channel_is_offered():
    papers = VERSION.papers_for(channel=Channel.COUNTER)

    assert [paper.names for paper in papers] == [("Tờ khai",), ("Căn cước",)]


def test_a_fee_of_one_channel_stays_with_it():
    assert VERSION.fees_for(channel=Channel.COUNTER) == (FREE,)
    assert VERSION.fees_for(channel=Channel.ONLINE) == (FREE, ONLINE_FEE)


@pytest.mark.parametrize(
    ("condition", "waived_when", "expected"),
    [
        pytest.param("", "", True, id="without a condition"),
        pytest.param("nếu ủy quyền", "", False, id="asked for only sometimes"),
        pytest.param("", "tra được CSDL", False, id="waived sometimes"),
    ],
)
def test_only_a_paper_without_conditions_is_always_required(condition, waived_when, expected):
    paper = replace(FORM, condition=condition, waived_when=waived_when)

    assert paper.is_always_required is expected


@pytest.mark.parametrize(
    ("charge", "kind"),
    [
        (FixedAmount(vnd=8_000), FeeKind.FIXED),
        (
            PageTiers(
                first_pages=2, first_page_vnd=2_000, further_page_vnd=1_000, most_vnd=200_000
            ),
            FeeKind.PAGE_TIERS,
        ),
        (CouncilRate(rate="civil-status/birth-late"), FeeKind.COUNCIL),
        (FreeOfCharge(), FeeKind.FREE),
        (FeeNotStated(), FeeKind.NOT_STATED),
        (ActualCost(), FeeKind.ACTUAL_COST),
    ],
)
def test_a_rule_tells_what_kind_of_fee_it_is(charge, kind):
    assert replace(FREE, charge=charge).kind is kind
