"""What to bring: every paper of the procedure, its picture, what is there already."""

import pytest

from desk_app.domain import submission
from desk_app.papers.checklist import pictogram_of
from desk_app.queries.dossiers import every_dossier
from desk_app.ui.connect.catalogue import procedure_calls
from desk_app.usecases.print_checklist import print_checklist
from locales.catalogue import load
from printing.pictograms import SIDE, Pictogram, rows_of
from tests.support.counter import bytes_in_tray, certification, tray_pages
from tests.support.words import words_on

BIRTH = "1.001193"


def papers(desk):
    version = desk.catalogue.procedure(BIRTH).version_on(desk.clock.today())
    return version.papers_for(None, channel="counter")


def test_the_list_names_every_paper_and_goes_to_the_printer(desk):
    asked = papers(desk)
    there = submission.PaperTaken(name=asked[0].name, paper_id=asked[0].id, originals=1)

    print_checklist(desk, certification(procedure=BIRTH, papers=(there,)))

    (page,) = tray_pages(desk)
    words = words_on(bytes_in_tray(desk, page))
    assert page.startswith("giay-to-can-mang-1.001193")
    for paper in asked:
        assert paper.name in words
    assert "GIẤY TỜ CẦN MANG" in words


def test_who_only_asks_gets_the_list_of_any_procedure_and_is_not_written_down(desk):
    calls = procedure_calls(desk, load("vi"), receive=lambda code: None)

    for one in calls.find("")[:12]:
        calls.print_list(one.id)

    assert len(tray_pages(desk)) == 12
    assert list(every_dossier(desk)) == []


def test_the_picture_is_of_the_paper_the_name_speaks_of(desk):
    shown = {paper.name: pictogram_of(paper) for paper in papers(desk)}

    assert shown["Tờ khai đăng ký khai sinh theo mẫu"] is Pictogram.FORM
    assert Pictogram.CARD in shown.values()


@pytest.mark.parametrize("pictogram", Pictogram)
def test_a_picture_stays_in_its_square(pictogram):
    rows = rows_of(pictogram)

    assert 0 < len(rows) <= SIDE
    assert all(column + length <= SIDE for runs in rows for column, length in runs)
    assert any(rows)
