"""`desk report`: the figures of a period, and what is written of them."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.support.words import words_on


def test_the_month_is_told_as_figures(shell, code):
    head, *rest = shell.json("desk", "report", "--by", "procedure").documents

    rows = {one["row"]: one for one in rest if "row" in one}
    measures = {one["measure"]: one for one in rest if "measure" in one}
    assert (head["first"][-2:], head["came_again"]) == ("01", 0)
    assert rows[""]["by"] == "all"
    assert rows[""]["entered"] == rows[""]["done"] + rows[""]["open"] == 1
    assert (measures["promise_kept"]["of"], measures["promise_kept"]["points"]) == (1, 20)
    assert code not in shell("desk", "report").out


def test_the_report_is_written_for_excel_and_as_a_page(shell, code, tmp_path):
    answer = shell("desk", "report", "--excel", "bc.xlsx", "--pdf", "bc.pdf", "--lang", "vi")

    assert "Tổng cộng: Tiếp nhận: tổng số 1" in answer.out
    assert "Phản ánh, kiến nghị được trả lời đúng hạn · 0/0" in answer.out
    book = load_workbook(BytesIO((tmp_path / "bc.xlsx").read_bytes()))
    assert book.sheetnames[0] == "Lĩnh vực"
    assert [row[0].value for row in book["Danh sách hồ sơ"].rows] == ["Mã hồ sơ", code]
    words = words_on((tmp_path / "bc.pdf").read_bytes())
    assert "BÁO CÁO TÌNH HÌNH TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ" in words


@pytest.mark.usefixtures("code")
def test_days_are_taken_from_the_command_line(shell):
    whole = [
        next(one for one in shell.json("desk", "report", *how).documents if one.get("row") == "")
        for how in (
            ("--span", "year"),
            ("--from", "2020-01-01", "--to", "2020-01-31"),
            ("--span", "day", "--day", "2020-01-01"),
        )
    ]

    assert [one["entered"] for one in whole] == [1, 0, 0]
    wrong = shell.json("desk", "report", "--from", "2020-02-01", "--to", "2020-01-31")
    assert wrong.error == "period_wrong"
