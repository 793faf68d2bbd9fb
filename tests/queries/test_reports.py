"""Reports of a real desk: what is counted, and the dossiers behind each figure."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from desk_app.domain.choices import BackReason
from desk_app.domain.index import Measure, Side
from desk_app.domain.report_period import Period, Span, period_of
from desk_app.domain.standing import Figure
from desk_app.papers.period_report import By, Pick
from desk_app.queries.reports import (
    WEEKS,
    behind,
    period_report,
    report_page,
    report_workbook,
    weekly_progress,
)
from desk_app.store.rebuild import rebuild
from desk_app.usecases.ask_back import ask_back
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.print_period_report import print_period_report
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.save_report import save_report
from locales.catalogue import load
from tests.printing.reading import running_text
from tests.support.counter import (
    CERTIFICATION,
    RESIDENCE,
    certification,
    received,
    residence,
    tray_pages,
)
from tests.support.desks import a_desk
from tests.support.samples import an_applicant

VI = load("vi")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with a_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def busy(desk):
    """This week: kept, late, refused in time, never received, a mistake; one came twice."""
    first = received(desk)
    asked = received(desk, certification())
    request_supplement(desk, asked.entity, items=("Bản chính",), reason="thiếu bản chính")
    begun = ask_back(desk, residence(), reason=BackReason.PAPERS_MISSING)
    again = receive_dossier(desk, residence(), registered=begun.entity).dossier
    refuse_dossier(desk, again.entity, reason="không thuộc thẩm quyền")
    turned_away = register_dossier(desk, certification())
    refuse_dossier(desk, turned_away.entity, reason="không thuộc thẩm quyền")
    mistake = received(desk)
    cancel_dossier(desk, mistake.entity, reason="nhập hai lần")
    desk.clock.pass_by(days=9)
    return {"first": first, "asked": asked, "again": again}


def told(row):
    return {figure.value: row[figure] for figure in Figure if row[figure]}


def test_a_week_is_counted_as_the_monthly_report_counts(desk, busy):
    day = busy["first"].received_at.date()

    report = period_report(desk, Period(first=day, last=day + timedelta(days=5)))

    assert told(report.whole()) == {
        "entered": 3,
        "by_hand": 3,
        "done": 1,
        "early": 1,
        "open": 2,
        "in_time": 1,
        "overdue": 1,
    }
    assert (report.not_received, report.mistaken) == (1, 1)
    by_procedure = {row.key: row[Figure.ENTERED] for row in report.rows(By.PROCEDURE)}
    assert by_procedure == {RESIDENCE: 2, CERTIFICATION: 1}
    assert [row[Figure.ENTERED] for row in report.rows(By.CHANNEL)] == [3]
    assert report.trips().again == 1


@pytest.mark.usefixtures("busy")
def test_what_is_open_is_carried_into_the_days_after(desk):
    today = desk.clock.today()

    report = period_report(desk, Period(first=today, last=today))

    assert told(report.whole()) == {
        "entered": 2,
        "carried": 2,
        "open": 2,
        "in_time": 1,
        "overdue": 1,
    }


@pytest.mark.usefixtures("busy")
def test_progress_goes_week_by_week_and_what_is_late_stays_until_it_is_done(desk):
    found = weekly_progress(desk, desk.clock.today())

    assert [week.last for week, _ in found] == [
        found[0][0].last - timedelta(weeks=weeks) for weeks in range(WEEKS)
    ]
    entered = [row[Figure.BY_HAND] for _, row in found]
    overdue = [row[Figure.OVERDUE] for _, row in found]
    assert sum(entered) == 3
    assert overdue[0] == 1
    assert not any(row[Figure.ENTERED] for _, row in found[3:])


@pytest.mark.parametrize(
    ("pick", "names"),
    [
        (Pick(figure=Figure.ENTERED), ["again", "asked", "first"]),
        (Pick(figure=Figure.OVERDUE), ["first"]),
        (Pick(figure=Figure.OPEN, by=By.PROCEDURE, key=CERTIFICATION), ["asked"]),
        (Pick(figure=Figure.OPEN, by=By.STATUS, key="received"), ["first"]),
        (Pick(figure=Figure.DONE, by=By.CHANNEL, key="online"), []),
        (Pick(measure=Measure.PROMISE_KEPT, side=Side.MISS), ["first"]),
        (Pick(measure=Measure.PROMISE_KEPT, side=Side.HIT), ["again", "asked"]),
        (Pick(), ["again"]),
    ],
)
def test_the_dossiers_behind_a_figure_are_listed(desk, busy, pick, names):
    day = busy["first"].received_at.date()
    report = period_report(desk, Period(first=day, last=day + timedelta(days=5)))

    found = behind(desk, report, pick)

    assert found.total == len(names)
    assert {row.entity for row in found.rows} == {busy[name].entity for name in names}


@pytest.mark.usefixtures("busy")
def test_a_report_is_the_same_when_all_tables_are_made_anew(desk):
    period = period_of(Span.YEAR, desk.clock.today())
    before = period_report(desk, period)

    rebuild(desk.store.database)

    after = period_report(desk, period)
    assert sorted(one[1:] for one, _ in after.placed) == sorted(one[1:] for one, _ in before.placed)
    assert after.whole() == before.whole()


@pytest.mark.usefixtures("busy")
def test_a_year_before_anything_happened_is_empty(desk):
    report = period_report(desk, period_of(Span.YEAR, date(2020, 1, 1)))

    assert told(report.whole()) == {}
    assert report.trips().mean is None
    assert all(share.points is None for share in report.shares().values())


def test_the_workbook_holds_every_dossier_and_no_formula(desk, busy):
    received(desk, residence(applicant=an_applicant(name="=HYPERLINK('x')")))
    report = period_report(desk, period_of(Span.YEAR, desk.clock.today()))

    book = load_workbook(BytesIO(report_workbook(desk, report, texts=VI)))

    listed = list(book["Danh sách hồ sơ"].iter_rows(min_row=2))
    assert [row[0].value for row in listed][:1] == [busy["first"].code]
    assert len(listed) == report.whole()[Figure.ENTERED]
    assert {cell.data_type for row in listed for cell in row[:6]} == {"s"}
    table = list(book["Lĩnh vực"].iter_rows(values_only=True))
    assert table[-1][:2] == ("Tổng cộng", report.whole()[Figure.ENTERED])


def test_the_report_goes_onto_paper_and_into_a_file(desk, busy):
    day = busy["first"].received_at.date()
    period = Period(first=day, last=day + timedelta(days=5))
    pdf = report_page(desk, period_report(desk, period))

    print_period_report(desk, period)
    path = save_report(desk, pdf, name="bao-cao", suffix="pdf")

    words = running_text(pdf)
    assert "Không đủ dữ liệu tại quầy" in words
    assert "1 hồ sơ không tiếp nhận, 1 hồ sơ hủy vì nhập nhầm" in words
    assert (path.name[:8], path.suffix, path.stat().st_mode & 0o77) == ("bao-cao-", ".pdf", 0)
    assert tray_pages(desk)
