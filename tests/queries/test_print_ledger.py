"""The report of every original and copy: what is found, counted, and written for others."""

import csv
import io
from datetime import date, timedelta

import pytest

from desk_app.domain.print_reasons import AskedBecause, SpoiltBy
from desk_app.papers.print_report import Wanted, as_csv, totals
from desk_app.queries.print_ledger import print_report, report_csv
from desk_app.store.prints import PrintKind, PrintState
from desk_app.usecases.print_list import list_page, print_list
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.reprint_paper import reprint_paper
from desk_app.usecases.spoil_print import spoil_print
from locales.catalogue import load
from tests.printing.reading import pages_of, running_text
from tests.support.counter import certification, printed, residence, tray_pages
from tests.support.desks import a_desk
from tests.support.samples import an_applicant

VI = load("vi")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with a_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def busy(desk):
    """Two days: a receipt with a copy, a spoiled one with its second, and a refusal that waits."""
    first = printed(desk, residence(applicant=an_applicant(name="Đỗ Thị Hòa")))
    print_paper(desk, reprint_paper(desk, first.entity, "receipt", why=AskedBecause.LOST))
    desk.clock.pass_by(days=1)
    second = printed(desk)
    spoil_print(desk, desk.prints.of(second.entity)[0].id, SpoiltBy.PALE)
    print_paper(desk, reprint_paper(desk, second.entity, "receipt"))
    turned_away = register_dossier(desk, certification())
    refuse_dossier(desk, turned_away.entity, reason="không thuộc thẩm quyền")
    return first, second, turned_away


def numbers(report):
    return [line.page.id for line in report.lines]


def test_every_page_is_there_the_newest_first(desk, busy):
    report = print_report(desk, Wanted(), texts=VI)

    assert numbers(report) == [5, 4, 3, 2, 1]
    assert report.total == 5
    assert report.of_kind(PrintKind.ORIGINAL) == 2
    assert (report.in_state(PrintState.SPOILED), report.in_state(PrintState.QUEUED)) == (1, 1)
    assert totals(report, VI).startswith("2 bản chính, 1 bản in lại")
    assert report.lines[-1].page.code == busy[0].code


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param({"form": "refusal"}, [5], id="form"),
        pytest.param({"person": "do thi hoa"}, [2, 1], id="citizen, without marks"),
        pytest.param({"states": (PrintState.SPOILED,)}, [3], id="state"),
        pytest.param({"kinds": (PrintKind.COPY,)}, [2], id="kind"),
        pytest.param({"clerk": "Quản trị"}, [5, 4, 3, 2, 1], id="clerk"),
        pytest.param({"clerk": "Nobody"}, [], id="nobody"),
        pytest.param({"typed": "tu choi"}, [5], id="typed: the form's name"),
        pytest.param({"typed": "h17.20443-261116"}, [2, 1], id="typed: a part of the code"),
        pytest.param({"typed": "hòa"}, [2, 1], id="typed: a part of the name"),
        pytest.param({"typed": "quan tri", "kinds": (PrintKind.COPY,)}, [2], id="typed: the clerk"),
    ],
)
@pytest.mark.usefixtures("busy")
def test_the_report_is_narrowed(desk, wanted, found):
    assert numbers(print_report(desk, Wanted(**wanted), texts=VI)) == found


def test_days_are_whole_days_of_viet_nam(desk, busy):
    day = desk.clock.today() - timedelta(days=1)

    report = print_report(desk, Wanted(first=day, last=day), texts=VI)
    assert numbers(report) == [2, 1]
    assert numbers(print_report(desk, Wanted(code=busy[1].code), texts=VI)) == [4, 3]
    assert numbers(print_report(desk, Wanted(last=date(2020, 1, 1)), texts=VI)) == []


@pytest.mark.usefixtures("busy")
def test_a_long_report_comes_in_parts_and_is_counted_whole(desk):
    first = print_report(desk, Wanted(), texts=VI, limit=2)
    rest = print_report(desk, Wanted(), texts=VI, limit=9, before=first.lines[-1].page.id)

    assert (numbers(first), numbers(rest)) == ([5, 4], [3, 2, 1])
    assert first.total == 5


@pytest.mark.usefixtures("busy")
def test_a_spreadsheet_gets_every_cell(desk):
    text = report_csv(desk, Wanted(), texts=VI)

    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert text.startswith(b"\xef\xbb\xbf")
    assert rows[0][:3] == ["Số", "Yêu cầu lúc", "Mã hồ sơ"]
    assert rows[4][4:7] == ["bản in lại 1", "người dân làm mất", "đã in"]
    assert rows[3][6] == "hỏng: mờ, nhòe"
    assert rows[5][10] == "khay PDF"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum"])
def test_no_cell_is_a_formula(cell):
    text = as_csv(["Tên"], [[cell]]).decode("utf-8-sig")

    assert text == f"Tên\r\n'{cell}\r\n"


@pytest.mark.usefixtures("busy")
def test_the_list_on_paper_has_every_page_and_nobody_s_name_but_the_clerk_s(desk):
    page = list_page(desk, Wanted())

    text = running_text(page)
    assert "SỔ IN GIẤY TỜ" in text
    assert "hỏng: mờ, nhòe" in text
    assert "Đỗ Thị Hòa" not in text
    assert all(word.right < width - 20 for width, _, found in pages_of(page) for word in found)
    assert page == list_page(desk, Wanted())


@pytest.mark.usefixtures("busy")
def test_the_list_is_printed_and_stands_in_no_ledger(desk):
    before = print_report(desk, Wanted(), texts=VI).total

    print_list(desk, Wanted(kinds=(PrintKind.COPY,)))

    assert [name for name in tray_pages(desk) if name.startswith("so-in-")]
    assert print_report(desk, Wanted(), texts=VI).total == before
