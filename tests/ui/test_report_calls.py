"""What the screen of reports is given, without a window: ways between reports, lists, files."""

from datetime import date
from functools import partial

import pytest

from desk_app.domain.index import Measure, Side
from desk_app.domain.report_period import Period
from desk_app.domain.standing import Figure
from desk_app.papers.period_report import By, Pick
from desk_app.papers.period_workbook import ExportCancelled
from desk_app.queries import reports as queries
from desk_app.ui.connect import reports
from desk_app.ui.connect.books import NotADay
from desk_app.ui.connect.reports import View, Wanted, report_calls
from desk_app.ui.screens.report_data import Save
from locales.catalogue import load
from tests.support.counter import certification, received, residence
from tests.support.desks import a_desk

VI = load("vi")
NOVEMBER = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as opened:
        received(opened, certification())
        received(opened, residence())
        received(opened, residence())
        yield opened


def asked(desk, what=""):
    return report_calls(desk, VI, what, open_report=None, open_dossier=None)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(period=NOVEMBER),
        Wanted(period=NOVEMBER, view=View.INDEX),
        Wanted(period=NOVEMBER, view=View.WEEKS),
        Wanted(period=NOVEMBER, pick=Pick(), start=50),
        Wanted(period=NOVEMBER, view=By.HANDLER, pick=Pick(figure=Figure.LATE, by=By.HANDLER)),
        Wanted(period=NOVEMBER, pick=Pick(figure=Figure.DONE, by=By.FIELD, key='Đất đai / "Rừng"')),
        Wanted(period=NOVEMBER, pick=Pick(measure=Measure.REUSED, side=Side.HIT)),
    ],
)
def test_a_report_is_found_again_by_its_text(wanted):
    assert Wanted.of(wanted.text(), today=date(2020, 1, 1)) == wanted


def test_every_number_leads_to_as_many_dossiers(desk):
    for view in asked(desk).load().views:
        shown = asked(desk, view.what).load()
        numbers = [one for line in (*shown.figures, *shown.measures) for one in line.numbers]
        numbers += [one for week in shown.weeks for one in (week.done, week.late, week.overdue)]
        for number in filter(lambda one: one.what, numbers):
            behind = asked(desk, number.what).load().behind

            assert str(len(behind.lines)) == number.words, number.spoken


def test_a_long_list_has_pages(desk, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr(reports, "PAGE", 2)
    every = Wanted(period=NOVEMBER, pick=Pick(figure=Figure.ENTERED)).text()

    first = asked(desk, every).load().behind
    second = asked(desk, first.after).load().behind

    assert (first.told, second.told) == ("1 – 2 trong 3 hồ sơ", "3 – 3 trong 3 hồ sơ")
    assert (first.before, second.after) == ("", "")
    assert asked(desk, second.before).load().behind == first


def test_days_are_typed_and_what_is_no_day_is_refused(desk):
    calls = asked(desk)

    shown = asked(desk, calls.days("1/10/2026", "15/11/2026")).load()

    assert (shown.period, shown.figures) == ("Từ 01/10/2026 đến 15/11/2026", [])
    with pytest.raises(NotADay):
        calls.days("32/10/2026", "15/11/2026")


def test_a_report_is_saved_and_printed(desk):
    calls = asked(desk)

    said = [calls.save(Save.EXCEL), calls.save(Save.PDF), calls.print()]

    kept = {path.suffix for path in (desk.folder / "desk" / "reports").iterdir()}
    assert kept == {".xlsx", ".pdf"}
    assert all(partial(str.startswith, words)("Đã") for words in said), said


def test_a_workbook_under_way_tells_how_far_it_is_and_stops_without_a_file(desk, monkeypatch):
    calls = asked(desk)
    told = []
    go_on = reports.Going.goes_on

    def stopped_there(going, done, total):
        go_on(going, done, total)
        told.append(calls.going())
        calls.stop()
        return go_on(going, done, total)

    before = sorted(desk.folder.rglob("*.xlsx"))
    monkeypatch.setattr(reports.Going, "goes_on", stopped_there)
    with pytest.raises(ExportCancelled):
        calls.save(Save.EXCEL)
    monkeypatch.undo()

    assert told == ["Đã ghi 0/3 hồ sơ vào bảng tính"]
    assert sorted(desk.folder.rglob("*.xlsx")) == before
    assert "xlsx" in calls.save(Save.EXCEL)  # the next one is not stopped
    assert calls.going() == ""
