"""What the shipped procedures say, against the facts they were curated from."""

from datetime import date

import pytest

from desk_app.domain.charge import (
    CouncilRate,
    FeeKind,
    FixedAmount,
    FreeOfCharge,
    PageTiers,
)
from desk_app.domain.procedure import (
    Channel,
    ExpiredVersion,
    FeeUnit,
    LimitUnit,
    Mark,
    PaperGroup,
    Route,
    UnknownProcedure,
    VersionNotYetInForce,
)

TODAY = date(2026, 11, 23)
CODES = """
1.001193 1.000894 1.000656 2.000635 1.004873 1.001022 1.000689 1.004884 1.004746 1.005461 1.004772
1.004837 1.004845 1.004859 2.002516 3.000323 3.000322 2.000528 2.000806 2.000779 1.001766 2.000748
2.002189 2.000554 2.000815 2.000884 2.001019 2.001035 2.000913 2.000927 2.000942 2.000992 2.001008
2.000908 1.001699 1.001653 1.001776 1.001731 1.014027 1.014028 2.000286 1.011606 1.011607 1.011608
3.000412 1.010833 1.010803 1.010814 2.002308 1.012812 1.013967 1.012753 1.115320 3.000610 1.013225
1.013226 1.013227 1.013228 1.013229 1.013232 1.009122 1.009141 1.013314 1.013313 1.004222 1.004194
1.002755 1.010038 1.003197 1.010028 1.010039 1.010041 1.003677 2.001159 1.001612 2.000720 1.001570
1.001266 2.000575 1.014034 1.004941 2.001944 2.001947 2.001263 1.002211 2.000950 2.000930 2.000424
1.003622 2.000794 1.008004 1.010091 2.001621 1.010736 1.005412 2.001661 3.000182 3.000722 2.002913
2.001909 2.001801 2.002409 2.002396 1.116556 1.116557
""".split()  # noqa: SIM905 -- a table of codes is read across


def version(catalogue, code):
    return catalogue.procedure(code).version_on(TODAY)


def test_all_105_procedures_are_there_each_once(catalogue):
    codes = [procedure.code for procedure in catalogue.procedures]

    assert len(codes) == 105
    assert sorted(codes) == sorted(CODES)


def test_an_unknown_code_is_named(catalogue):
    with pytest.raises(UnknownProcedure) as broken:
        catalogue.procedure("9.999999")

    assert broken.value.details == {"procedure": "9.999999"}


def test_a_birth_registration_lists_its_seven_papers_in_their_groups(catalogue):
    papers = version(catalogue, "1.001193").papers

    groups = {group: [paper.id for paper in papers if paper.group is group] for group in PaperGroup}
    assert groups == {
        PaperGroup.SUBMIT: [
            "to-khai",
            "giay-chung-sinh",
            "tre-bi-bo-roi",
            "mang-thai-ho",
            "uy-quyen",
        ],
        PaperGroup.SHOW: ["giay-to-tuy-than", "noi-cu-tru"],
    }
    birth = papers[1]
    assert birth.waived_when
    assert [other.id for other in birth.alternatives] == ["nguoi-lam-chung", "cam-doan"]


def test_no_procedure_lists_raw_notes_as_papers(catalogue):
    longest = max(
        len(one.papers_for(case))
        for procedure in catalogue.procedures
        for one in procedure.versions
        for case in (None, *(case.id for case in one.cases))
    )

    assert longest <= 7


def test_every_name_is_plain_nfc_and_short_names_are_short(catalogue):
    for procedure in catalogue.procedures:
        assert len(procedure.short_name) <= 50, procedure.code


@pytest.mark.parametrize(
    ("code", "case", "unit_and_amount", "mark"),
    [
        ("1.001193", None, (LimitUnit.SAME_DAY, 0), Mark.CONFIRMED),
        ("1.000894", None, (LimitUnit.SAME_DAY, 0), Mark.CONFIRMED),
        ("1.000894", "can-xac-minh", (LimitUnit.WORKING_DAY, 5), Mark.CONFIRMED),
        ("1.000656", "can-xac-minh", (LimitUnit.WORKING_DAY, 3), Mark.CONFIRMED),
        ("1.001022", "can-xac-minh", (LimitUnit.WORKING_DAY, 8), Mark.INFERRED),
        ("1.004859", None, (LimitUnit.WORKING_DAY, 3), Mark.CONFIRMED),
        ("1.004859", "bo-sung", (LimitUnit.SAME_DAY, 0), Mark.CONFIRMED),
        ("2.000779", None, (LimitUnit.CALENDAR_DAY, 10), Mark.CONFIRMED),
        ("2.000815", None, (LimitUnit.SAME_DAY, 0), Mark.CONFIRMED),
        ("2.000815", "nhieu-ban-phuc-tap", (LimitUnit.WORKING_DAY, 2), Mark.CONFIRMED),
        ("1.013225", None, (LimitUnit.WORKING_DAY, 10), Mark.CONFIRMED),
        ("1.013225", "nha-o", (LimitUnit.WORKING_DAY, 7), Mark.CONFIRMED),
        ("1.009122", "nha-o-do-thi", (LimitUnit.CALENDAR_DAY, 10), Mark.CONFIRMED),
        ("1.010041", "chua-co-trong-csdl", (LimitUnit.WORKING_DAY, 3), Mark.CONFIRMED),
        ("2.001159", None, (LimitUnit.HOUR, 1), Mark.CONFIRMED),
        ("1.001699", None, (LimitUnit.WORKING_DAY, 25), Mark.UNCONFIRMED),
        ("1.012812", None, (LimitUnit.CALENDAR_DAY, 30), Mark.UNCONFIRMED),
        ("3.000182", None, (LimitUnit.NOT_STATED, 0), Mark.UNCONFIRMED),
    ],
)
def test_limits_are_those_of_the_facts(catalogue, code, case, unit_and_amount, mark):
    limit = version(catalogue, code).time_limit_for(case)

    assert (limit.unit, limit.amount) == unit_and_amount
    assert limit.mark is mark


@pytest.mark.parametrize(
    ("code", "used", "also"),
    [
        ("1.004837", 3, 5),
        ("1.004845", 2, 3),
        ("2.000806", 5, 10),
        ("1.013225", 10, 20),
        ("2.000748", 3, 6),
        ("2.000554", 5, 8),
    ],
)
def test_where_the_source_contradicts_itself_both_limits_are_kept(catalogue, code, used, also):
    limit = version(catalogue, code).time_limit

    assert limit.amount == used
    assert [(other.amount, other.mark) for other in limit.also_stated] == [(also, limit.mark)]


def test_every_limit_has_an_amount_where_its_unit_asks_for_one_and_words_for_the_clerk(catalogue):
    unmeasured = {LimitUnit.SAME_DAY, LimitUnit.NOT_STATED}
    for procedure in catalogue.procedures:
        for one in procedure.versions:
            for limit in [one.time_limit, *(c.time_limit for c in one.cases if c.time_limit)]:
                assert (limit.amount == 0) == (limit.unit in unmeasured), procedure.code
                assert limit.text, procedure.code


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("1.013225", 10),
        ("1.013226", 8),
        ("1.013227", 9),
        ("1.013228", 9),
        ("1.013229", 8),
        ("1.013232", 8),
    ],
)
def test_building_permits_have_a_case_for_each_kind_of_work(catalogue, code, kinds):
    permit = version(catalogue, code)

    assert len(permit.cases) == kinds
    house = permit.fees_for("nha-o")[0].charge
    works = permit.fees_for("khong-theo-tuyen")[0].charge
    assert isinstance(house, CouncilRate)
    assert isinstance(works, CouncilRate)
    assert house.rate.endswith("-house")
    assert works.rate.endswith("-works")


def test_a_house_needs_no_approval_of_a_project(catalogue):
    permit = version(catalogue, "1.013225")

    assert [paper.id for paper in permit.papers_for("nha-o")] == ["don", "giay-to-dat", "ban-ve"]
    assert "du-an-tham-dinh" in [paper.id for paper in permit.papers_for("tuong-dai")]


def test_certified_copies_cost_by_page_up_to_a_most(catalogue):
    (fee,) = version(catalogue, "2.000815").fees

    assert fee.per is FeeUnit.COPY
    assert fee.charge == PageTiers(
        first_pages=2, first_page_vnd=2_000, further_page_vnd=1_000, most_vnd=200_000
    )
    assert fee.mark is Mark.CONFIRMED


@pytest.mark.parametrize(
    ("code", "case", "channel", "amount"),
    [
        ("2.000635", None, Channel.COUNTER, (8_000, FeeUnit.COPY)),
        ("2.000635", None, Channel.ONLINE, (8_000, FeeUnit.COPY)),
        ("2.002516", None, Channel.COUNTER, (8_000, FeeUnit.CASE)),
        ("2.000884", None, Channel.COUNTER, (10_000, FeeUnit.CASE)),
        ("2.001035", None, Channel.COUNTER, (50_000, FeeUnit.TRANSACTION)),
        ("2.000913", None, Channel.COUNTER, (30_000, FeeUnit.TRANSACTION)),
        ("2.000927", None, Channel.COUNTER, (25_000, FeeUnit.TRANSACTION)),
        ("1.004222", None, Channel.COUNTER, (20_000, FeeUnit.DOSSIER)),
        ("1.004222", None, Channel.ONLINE, (10_000, FeeUnit.DOSSIER)),
        ("1.004194", None, Channel.ONLINE, (7_000, FeeUnit.DOSSIER)),
        ("1.004194", "danh-sach", Channel.COUNTER, (10_000, FeeUnit.PERSON)),
        ("1.004194", "danh-sach", Channel.ONLINE, (5_000, FeeUnit.PERSON)),
        ("1.010038", None, Channel.ONLINE, (5_000, FeeUnit.DOSSIER)),
        ("1.009122", "nha-o", Channel.COUNTER, (50_000, FeeUnit.DOSSIER)),
        ("2.001263", None, Channel.COUNTER, (400_000, FeeUnit.DOSSIER)),
    ],
)
def test_fixed_amounts_are_those_of_the_facts(catalogue, code, case, channel, amount):
    (fee,) = version(catalogue, code).fees_for(case, channel=channel)

    vnd, per = amount
    assert (fee.charge, fee.per) == (FixedAmount(vnd=vnd), per)


def test_a_birth_registered_late_costs_what_the_council_set_and_names_who_does_not_pay(catalogue):
    birth = version(catalogue, "1.001193")

    on_time, late = birth.fees_for()[0], birth.fees_for("qua-han")[0]

    assert isinstance(on_time.charge, FreeOfCharge)
    assert late.charge == CouncilRate(rate="civil-status/birth-late")
    assert "hộ nghèo" in late.exempt


def test_an_extract_beside_the_result_is_paid_only_when_asked_for(catalogue):
    _, extract = version(catalogue, "1.001193").fees

    assert extract.is_on_request
    assert extract.charge == FixedAmount(vnd=8_000)


def test_no_amount_of_0_stands_for_a_fee_that_is_not_stated(catalogue):
    for procedure in catalogue.procedures:
        for one in procedure.versions:
            for case in (None, *(case.id for case in one.cases)):
                fees = one.fees_for(case)
                assert fees, f"{procedure.code} says nothing of fees"
                for fee in fees:
                    assert not isinstance(fee.charge, FixedAmount) or fee.charge.vnd > 0


@pytest.mark.parametrize("code", ["1.010039", "1.010041", "3.000722", "2.002913"])
def test_a_0_of_the_portal_is_kept_as_not_stated(catalogue, code):
    (fee,) = version(catalogue, code).fees

    assert fee.kind is FeeKind.NOT_STATED
    assert fee.mark is not Mark.CONFIRMED
    assert "0" in fee.text


@pytest.mark.parametrize(
    ("field", "route"),
    [
        ("Hộ tịch", Route.MINISTRY),
        ("Đăng ký, quản lý cư trú", Route.MINISTRY),
        ("Đất đai", Route.MINISTRY),
        ("Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)", Route.MINISTRY),
        ("Chứng thực", Route.PROVINCE),
        ("Tố cáo", Route.LOCAL),
    ],
)
def test_the_route_is_that_of_the_field(catalogue, field, route):
    of_field = [one for one in catalogue.procedures if one.field == field]

    assert of_field
    assert {one.route for one in of_field} == {route}
    assert all(bool(one.ministry_system) == (route is Route.MINISTRY) for one in of_field)


@pytest.mark.parametrize("code", ["1.011606", "1.011607", "1.011608", "3.000412"])
def test_the_four_poverty_procedures_end_with_2026(catalogue, code):
    procedure = catalogue.procedure(code)

    assert procedure.version_on(date(2026, 12, 31))
    with pytest.raises(ExpiredVersion):
        procedure.version_on(date(2027, 1, 1))


def test_a_business_household_is_no_matter_of_the_commune_before_july_2025(catalogue):
    with pytest.raises(VersionNotYetInForce):
        catalogue.procedure("1.001612").version_on(date(2025, 6, 30))


def test_under_the_new_civil_status_law_the_old_rules_go_on_as_unconfirmed(catalogue):
    birth = catalogue.procedure("1.001193")

    before, after = birth.version_on(date(2027, 2, 28)), birth.version_on(date(2027, 3, 1))

    assert (before.id, after.id, after.carries_over) == ("1.001193/1", "1.001193/2", "1.001193/1")
    assert [paper.id for paper in after.papers] == [paper.id for paper in before.papers]
    assert {paper.mark for paper in after.papers} == {Mark.UNCONFIRMED}
    assert {fee.mark for case in after.cases for fee in case.fees or ()} == {Mark.UNCONFIRMED}
    assert after.time_limit.mark is Mark.UNCONFIRMED
    assert (after.channels_mark, after.result_mark) == (Mark.UNCONFIRMED, Mark.UNCONFIRMED)
    assert "03/2026/QH16" in after.notes[0].text


def test_a_dossier_finds_its_version_by_the_id_alone(catalogue):
    found = catalogue.procedure_version("1.001193/1")

    assert found == catalogue.procedure("1.001193").versions[0]


def test_each_version_names_sources_that_the_catalogue_explains(catalogue):
    for procedure in catalogue.procedures:
        for one in procedure.versions:
            assert one.sources, procedure.code
            assert set(one.sources) <= set(catalogue.sources), procedure.code


def test_papers_from_no_source_are_marked_as_such(catalogue):
    papers = version(catalogue, "1.001699").papers

    assert {paper.mark for paper in papers} == {Mark.UNCONFIRMED}


def test_by_post_a_civil_status_dossier_carries_certified_copies(catalogue):
    papers = version(catalogue, "1.001193").papers_for(channel=Channel.POST)

    card = next(paper for paper in papers if paper.id == "giay-to-tuy-than")
    assert (card.group, card.copies) == (PaperGroup.SUBMIT, 1)
    assert "chứng thực" in card.name
