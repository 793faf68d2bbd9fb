"""The whole: its version, its seal, its speed and the report that the README shows."""

import json
from datetime import date
from fractions import Fraction

from desk_app.catalogue import manifest
from desk_app.catalogue.reader import read_catalogue
from desk_app.catalogue.report import count, report_markdown
from desk_app.domain.charge import FeeKind
from desk_app.domain.procedure import LimitUnit, Mark


def test_the_version_is_a_growing_number_of_its_day(catalogue):
    assert catalogue.version // 100 == int(catalogue.as_of.strftime("%Y%m%d"))
    assert catalogue.version < 2**63


def test_the_fingerprint_changes_with_any_byte(copy, catalogue):
    copy.spoil("sources.json", lambda content: content["sources"].update(khac="Nguồn khác"))

    assert read_catalogue(copy.folder).fingerprint != catalogue.fingerprint


def test_sealing_anew_makes_an_edited_catalogue_readable(copy):
    copy.spoil("sources.json", lambda content: content["sources"].update(khac="Nguồn khác"))

    manifest.seal(copy.folder, version=2026112402)

    assert read_catalogue(copy.folder).version == 2026112402


def test_half_days_and_fractions_are_read_exactly_and_said_as_people_say_them(copy):
    def change(content):
        limits = [
            {"unit": "working_day", "amount": 7.5, "mark": "C"},
            {"unit": "working_day", "amount": 17.5, "mark": "C"},
            {"unit": "half_day", "amount": 1, "mark": "C"},
            {"unit": "month", "amount": 2, "mark": "C"},
        ]
        for procedure, limit in zip(content["procedures"], limits, strict=False):
            procedure["versions"][0]["time_limit"] = limit

    copy.spoil("procedures/chung-thuc.json", change)

    read = read_catalogue(copy.folder)

    certifying = [one for one in read.procedures if one.field == "Chứng thực"]
    limits = [one.versions[0].time_limit for one in certifying[:4]]
    assert [(limit.unit, limit.amount, limit.text) for limit in limits] == [
        (LimitUnit.WORKING_DAY, Fraction(15, 2), "7,5 ngày làm việc"),
        (LimitUnit.WORKING_DAY, Fraction(35, 2), "17,5 ngày làm việc"),
        (LimitUnit.HALF_DAY, 1, "1 buổi"),
        (LimitUnit.MONTH, 2, "2 tháng"),
    ]


def test_a_version_carried_over_doubts_the_papers_of_its_cases_too(copy):
    def change(content):
        case = content["procedures"][0]["versions"][0]["cases"][0]
        case["papers"] = ["to-khai"]
        case["time_limit"] = {"unit": "hour", "amount": 4, "mark": "C"}

    copy.spoil("procedures/ho-tich.json", change)

    carried = read_catalogue(copy.folder).procedure_version("1.001193/2")

    (paper,) = carried.papers_for("qua-han")
    assert paper.mark is Mark.UNCONFIRMED
    assert carried.time_limit_for("qua-han").mark is Mark.UNCONFIRMED


def test_the_files_are_written_for_people_to_read():
    for path in sorted((manifest.DATA / "procedures").glob("*.json")):
        text = path.read_text(encoding="utf-8")
        assert "\\u" not in text, path.name
        assert text.endswith("}\n"), path.name
        assert json.loads(text)["schema"] == 1


def test_the_report_counts_each_thing_once_by_its_mark(catalogue):
    counted = count(catalogue.procedures)

    assert counted.procedures == {Mark.CONFIRMED: 105}
    assert counted.versions == 129  # 24 of them carry civil-status rules over the change of law
    assert counted.cases.total() == 80
    assert counted.papers.total() == 282
    assert counted.alternatives == 82
    assert counted.limits.total() == 136
    assert counted.fees.total() == 130
    assert counted.fee_kinds[FeeKind.COUNCIL] == len(catalogue.rates.names)


def test_the_report_is_a_table_with_a_row_for_each_field(catalogue):
    lines = report_markdown(catalogue).splitlines()

    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == 2 + len(catalogue.fields) + 1
    assert {row.count("|") for row in rows} == {9}
    assert "34 provinces, 3321 communes" in lines[0]
    birth = next(row for row in rows if row.startswith("| Hộ tịch "))
    assert birth.startswith("| Hộ tịch | 24 (24·0·0) | 48 |")


def test_the_grounds_of_a_refusal_are_dated_and_those_of_the_field_stand_first(catalogue):
    now = catalogue.grounds_on(date(2026, 11, 23), field="Chứng thực")
    before = catalogue.grounds_on(date(2026, 8, 4), field="Chứng thực")

    assert now[0].article == "Điều 22 Nghị định 23/2015/NĐ-CP"
    assert now[-1].fields == ()
    assert [ground.id for ground in now if ground not in before] == [
        "khong-thuoc-tham-quyen",
        "chua-du-chua-dung",
    ]
    assert all(
        "Chứng thực" not in ground.fields
        for ground in catalogue.grounds_on(date(2026, 11, 23), field="Hộ tịch")
    )
