import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.charge import (
    ActualCost,
    CouncilRate,
    FeeNotStated,
    FixedAmount,
    FreeOfCharge,
    PageTiers,
)
from desk_app.domain.fee import FeeReason, QuantityMissing, exemptions, fee
from desk_app.domain.procedure import Channel, FeeRule, FeeUnit, Mark

CERTIFICATION = PageTiers(
    first_pages=2, first_page_vnd=2_000, further_page_vnd=1_000, most_vnd=200_000
)
GROUNDS = ("gia đình có công với cách mạng", "hộ nghèo", "người khuyết tật")


def rule(charge, **parts):
    known = {"id": "phi", "name": "Phí", "charge": charge, "mark": Mark.CONFIRMED}
    return FeeRule(**(known | parts))


def fee_of(*rules, channel=Channel.COUNTER, rates=None, **counts):
    return fee(rules, channel=channel, rates=rates or {}, **counts)


@pytest.mark.parametrize(
    ("pages", "copies", "total_vnd"),
    [
        pytest.param(1, 1, 2_000, id="one page"),
        pytest.param(2, 1, 4_000, id="two pages"),
        pytest.param(3, 1, 5_000, id="the third costs 1,000"),
        pytest.param(10, 1, 12_000, id="ten pages"),
        pytest.param(3, 4, 20_000, id="four copies"),
        pytest.param(198, 1, 200_000, id="just the most"),
        pytest.param(199, 1, 200_000, id="over the most"),
        pytest.param(500, 3, 600_000, id="the most is for one copy"),
    ],
)
def test_copy_certification_by_the_tariff(pages, copies, total_vnd):
    paid = fee_of(rule(CERTIFICATION, per=FeeUnit.COPY), pages=pages, copies=copies)

    assert paid.total_vnd == total_vnd


def test_a_line_says_how_many_at_what_and_why():
    paid = fee_of(
        rule(CERTIFICATION, id="ct", name="Phí chứng thực bản sao", text="Theo bản chính."),
        pages=300,
        copies=2,
    )

    (line,) = paid.lines
    assert (line.rule, line.label, line.note) == ("ct", "Phí chứng thực bản sao", "Theo bản chính.")
    assert (line.quantity, line.unit_vnd, line.amount_vnd) == (2, 200_000, 400_000)
    assert line.why is FeeReason.MOST
    assert paid.explained is FeeReason.MOST
    assert paid.mark is Mark.CONFIRMED


@pytest.mark.parametrize(
    ("per", "total_vnd"),
    [
        pytest.param("dossier", 10, id="a dossier"),
        pytest.param("copy", 30, id="a copy"),
        pytest.param("page", 210, id="a page of each copy"),
        pytest.param("person", 50, id="a person of a list"),
        pytest.param("case", 20, id="a paper with signatures"),
        pytest.param("transaction", 20, id="a transaction"),
    ],
)
def test_an_amount_is_taken_once_for_each_of_its_unit(per, total_vnd):
    paid = fee_of(
        rule(FixedAmount(vnd=10), per=FeeUnit(per)), copies=3, pages=7, persons=5, cases=2
    )

    assert paid.total_vnd == total_vnd


def test_the_amount_follows_the_channel():
    rules = (
        rule(FixedAmount(vnd=20_000), id="tt", channels=(Channel.COUNTER,)),
        rule(FixedAmount(vnd=10_000), id="online", channels=(Channel.ONLINE,)),
    )

    assert fee_of(*rules).total_vnd == 20_000
    assert fee_of(*rules, channel=Channel.ONLINE).total_vnd == 10_000
    assert fee_of(*rules, channel=Channel.POST).total_vnd is None


@pytest.mark.parametrize(
    ("charge", "why"),
    [
        pytest.param(CouncilRate(rate="civil-status/birth-late"), "rate_not_set", id="council"),
        pytest.param(FeeNotStated(), "not_stated", id="not stated"),
        pytest.param(ActualCost(), "actual_cost", id="actual cost"),
    ],
)
def test_what_nobody_has_set_is_never_nought(charge, why):
    alone = fee_of(rule(charge))
    beside = fee_of(rule(FixedAmount(vnd=8_000)), rule(charge))

    assert alone.total_vnd is None
    assert (alone.lines[0].amount_vnd, alone.lines[0].unit_vnd) == (None, None)
    assert beside.total_vnd is None
    assert beside.explained == why
    assert [line.amount_vnd for line in beside.lines] == [8_000, None]


def test_no_rule_at_all_is_not_free():
    paid = fee_of()

    assert (paid.total_vnd, paid.explained, paid.mark) == (None, "not_stated", "U")


@pytest.mark.parametrize(
    ("rate_vnd", "total_vnd"), [(8_000, 8_000), (0, 0)], ids=["set", "set to nought"]
)
def test_a_council_rate_counts_once_the_province_has_set_it(rate_vnd, total_vnd):
    paid = fee_of(rule(CouncilRate(rate="birth-late")), rates={"birth-late": rate_vnd})

    assert (paid.total_vnd, paid.explained) == (total_vnd, "council")


def test_what_a_source_calls_free_is_nought():
    paid = fee_of(rule(FreeOfCharge(), per=FeeUnit.COPY), copies=0)

    assert (paid.total_vnd, paid.explained) == (0, "free")


def test_what_is_taken_on_request_waits_for_the_request():
    rules = (
        rule(FreeOfCharge(), id="le-phi"),
        rule(FixedAmount(vnd=8_000), id="trich-luc", per=FeeUnit.COPY, is_on_request=True),
    )

    assert fee_of(*rules, copies=3).total_vnd == 0
    assert fee_of(*rules, copies=3, on_request={"trich-luc"}).total_vnd == 24_000


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("hộ nghèo", id="as listed"),
        pytest.param("Ho ngheo", id="without marks"),
    ],
)
def test_a_listed_ground_exempts_even_from_a_rate_not_set(said):
    rules = (rule(CouncilRate(rate="r"), exempt=GROUNDS), rule(FixedAmount(vnd=8_000), id="copy"))

    paid = fee_of(*rules, exemption=said)

    assert [(line.amount_vnd, line.why) for line in paid.lines] == [
        (0, "exempt"),
        (8_000, "amount"),
    ]
    assert paid.exemption == said
    assert fee_of(rules[0], exemption=said).explained is FeeReason.EXEMPT


def test_what_is_free_for_all_needs_no_ground():
    paid = fee_of(rule(FreeOfCharge(), exempt=GROUNDS), exemption="hộ nghèo")

    assert (paid.explained, paid.exemption) == (FeeReason.FREE, "")


@pytest.mark.parametrize("said", ["", "người cao tuổi"])
def test_a_ground_that_is_not_listed_changes_nothing_and_is_not_kept(said):
    paid = fee_of(rule(FixedAmount(vnd=50_000), exempt=GROUNDS), exemption=said)

    assert (paid.total_vnd, paid.exemption) == (50_000, "")


def test_the_grounds_a_clerk_may_choose_come_from_the_rules():
    rules = [rule(FreeOfCharge(), exempt=GROUNDS), rule(FeeNotStated(), exempt=GROUNDS[1:])]

    assert exemptions(rules) == GROUNDS


def test_a_fee_is_as_sure_as_its_least_sure_line():
    sure, inferred = rule(FixedAmount(vnd=1)), rule(FixedAmount(vnd=1), mark=Mark.INFERRED)

    assert fee_of(sure, inferred).mark is Mark.INFERRED
    assert fee_of(inferred, rule(FeeNotStated(), mark=Mark.UNCONFIRMED), sure).mark == "U"


@pytest.mark.parametrize(
    ("charge", "per", "count"),
    [
        pytest.param(CERTIFICATION, "copy", "pages", id="pages of a copy"),
        pytest.param(CERTIFICATION, "copy", "copies", id="copies"),
        pytest.param(FixedAmount(vnd=1), "person", "persons", id="persons"),
        pytest.param(FixedAmount(vnd=1), "page", "pages", id="pages"),
        pytest.param(FixedAmount(vnd=1), "transaction", "cases", id="transactions"),
    ],
)
def test_a_count_of_nought_is_asked_for_rather_than_charged_nought(charge, per, count):
    with pytest.raises(QuantityMissing) as refused:
        fee_of(rule(charge, per=FeeUnit(per)), **{count: 0})

    assert refused.value.details == {"field": count}


CHARGES = st.one_of(
    st.builds(FixedAmount, vnd=st.integers(1, 10**6)),
    st.just(CERTIFICATION),
    st.builds(CouncilRate, rate=st.sampled_from("ab")),
    st.sampled_from([FreeOfCharge(), FeeNotStated(), ActualCost()]),
)
RULES = st.lists(st.builds(rule, CHARGES, per=st.sampled_from(FeeUnit)), max_size=4)
COUNTS = st.fixed_dictionaries(
    dict.fromkeys(("pages", "copies", "persons", "cases"), st.integers(1, 400))
)


@given(RULES, COUNTS, st.dictionaries(st.sampled_from("ab"), st.integers(0, 10**6)))
def test_a_total_is_the_sum_of_its_lines_or_not_known(rules, counts, rates):
    paid = fee_of(*rules, rates=rates, **counts)

    amounts = [line.amount_vnd for line in paid.lines]
    assert len(amounts) == len(rules)
    if not amounts or None in amounts:
        assert paid.total_vnd is None
        assert paid.explained in {"rate_not_set", "not_stated", "actual_cost"}
    else:
        assert paid.total_vnd == sum(amounts)
        assert all(line.quantity * line.unit_vnd == line.amount_vnd for line in paid.lines)


@given(st.integers(1, 600), st.integers(1, 600))
def test_more_pages_never_cost_less_nor_more_than_the_most(one, other):
    fewer, more = sorted((one, other))

    low = fee_of(rule(CERTIFICATION), pages=fewer).total_vnd
    high = fee_of(rule(CERTIFICATION), pages=more).total_vnd

    assert 2_000 <= low <= high <= 200_000
