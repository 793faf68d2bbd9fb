"""Workbooks as another program reads them."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from desk_app.papers.spreadsheet import Leaf, as_workbook


def read(*leaves):
    return load_workbook(BytesIO(as_workbook(leaves)))


def a_leaf(**changes):
    fields = {"title": "Hồ sơ", "heads": ("Tên", "Số"), "widths": (30, 8), "rows": [("Sen", 2)]}
    return Leaf(**(fields | changes))


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+84912", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A", "\t=1", "=", "'=1"],
)
def test_a_name_that_looks_like_a_formula_stays_text(name):
    sheet = read(a_leaf(rows=[(name, 1), ("Sen", 2)], foot=(name, 3), above=(name,))).active

    cells = [sheet["A1"], sheet["A4"], sheet["A6"]]
    assert {(one.value, one.data_type) for one in cells} == {(name, "s")}
    assert bool(sheet["A4"].quotePrefix) is not name.startswith("'")
    assert (sheet["A5"].value, bool(sheet["A5"].quotePrefix)) == ("Sen", False)


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_whatever_people_type_is_written_as_text(texts):
    column = [row[0] for row in read(a_leaf(rows=[(one,) for one in texts])).active["A2:A9"]]

    assert {one.data_type for one in column if one.value is not None} <= {"s", "n"}
    assert not [one for one in column if isinstance(one.value, (int, float))]


def test_numbers_and_times_are_what_they_are():
    late = datetime(2026, 11, 23, 18, 5, tzinfo=UTC)  # the next day in Viet Nam
    sheet = read(a_leaf(rows=[(5, 2.5, late, date(2026, 11, 23), None)])).active

    values = [one.value for one in sheet[2]]
    assert values[:3] == [5, 2.5, datetime(2026, 11, 24, 1, 5)]  # noqa: DTZ001 - Excel knows no zones
    assert sheet["D2"].number_format == "dd/mm/yyyy"
    assert values[4:] in ([], [None])


def test_each_leaf_is_a_sheet_with_its_table():
    book = read(
        a_leaf(above=("Báo cáo tháng 11", "UBND xã Sơn Vĩ"), foot=("Cộng", 2)),
        a_leaf(title="Theo lĩnh vực: đất đai / môi trường"),
    )

    first, second = book.worksheets
    assert (first["A1"].value, first["A4"].value, first["A6"].value) == (
        "Báo cáo tháng 11",
        "Tên",
        "Cộng",
    )
    assert first["A1"].font.bold
    assert second.title == "Theo lĩnh vực  đất đai   môi tr"
    assert second.freeze_panes == "A2"
