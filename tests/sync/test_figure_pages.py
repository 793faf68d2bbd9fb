"""The figures as an operator sees them: pages, the dossiers behind a figure, files, who may."""

import io
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from desk_app.exporting import Exports
from desk_app.figures import IndexFormulas
from sync.hub.booklet import Booklet, ProcedureTold
from sync.hub.figures.province import figures_of
from sync.hub.figures.reading import period_at
from sync.hub.figures.satisfaction import satisfaction
from sync.hub.figures.spans import Span
from sync.hub.voice_tables import ratings
from tests.sync.test_figures import NOW, some_dossiers
from tests.sync.visiting import visiting

NAMES = {"H48.20443": ("=HYPERLINK(1)", "UBND thành phố Đà Nẵng")}

NAMED = ProcedureTold(
    code="2.000815",
    name="Chứng thực bản sao từ bản chính",
    field="Chứng thực",
    field_key="chung-thuc",
    decided_by="",
    result="",
    channels=(),
    cases=(),
    valid_until=None,
)


@contextmanager
def signed_in(hub, role):
    """A visitor of a hub whose province has formulas and files."""
    about = replace(
        hub.province,
        formulas=IndexFormulas(),
        office=Exports(),
        names_of=NAMES.get,
        booklet=lambda day, _: Booklet(version=1, as_of=day, procedures=(NAMED,)),
    )
    with visiting(replace(hub, province=about), role, f"Lê {role}") as visitor:
        yield visitor


def test_a_figure_leads_to_its_dossiers(hub, prepared):
    some_dossiers(hub, prepared)

    with signed_in(hub, "operator") as visitor:
        page = visitor.get("/figures?by=promise_kept")
        unit = visitor.get("/figures/unit?org=H48.20443")
        behind = visitor.get("/figures/dossiers?column=overdue&org=H48.20443")

    assert [one.status_code for one in (page, unit, behind)] == [200, 200, 200]
    assert "column=overdue" in page.text
    assert "=HYPERLINK(1)" in unit.text
    assert "H48.20443-261123-0003" in behind.text
    assert "nguyen van an" not in page.text + unit.text + behind.text


def test_behind_a_figure_procedures_have_names_and_codes_lead_on(hub, prepared):
    some_dossiers(hub, prepared)
    path, link = "/figures/dossiers?column=overdue", 'href="/dossiers/H48.20443-261123-0003"'

    with signed_in(hub, "operator") as visitor:
        seen = visitor.get(path).text
    with signed_in(hub, "approver") as visitor:
        unseen = visitor.get(path).text

    assert link in seen
    assert NAMED.name in seen
    assert link not in unseen  # whose page would be refused


def test_what_citizens_said_stands_in_the_period_and_unit_it_is_about(hub):
    said = [("H48.20443", "2026-11-23", 5), ("H48.20443", "2026-11-30", 2)]
    said += [("H48.20443", "2026-10-31", 1), ("H48.00002", "2026-11-23", 4)]
    rows = [{"org": o, "rated_on": d, "face": f, "reasons": "", "words": ""} for o, d, f in said]
    with hub.database.writing() as connection:
        connection.execute(ratings.insert(), rows)
        month = period_at(Span.MONTH, NOW, now=NOW)
        told = satisfaction(connection, month), satisfaction(connection, month, org="H48.20443")

    with signed_in(hub, "operator") as visitor:
        page = visitor.get("/figures/unit?org=H48.20443").text

    assert told == ((3, 2), (2, 1))
    assert "<strong>50,0</strong>" in page


def test_units_are_ranked_by_what_citizens_said_and_few_slips_rank_nobody(hub):
    happy = [("H48.00002", 5)] * 27 + [("H48.00002", 1)] * 3  # nine of ten
    unhappy = [("H48.20443", 4)] * 15 + [("H48.20443", 2)] * 15
    few = [("H48.00003", 5)] * 29
    rows = [
        {"org": org, "rated_on": "2026-11-23", "face": face, "reasons": "", "words": ""}
        for org, face in (*unhappy, *few, *happy)
    ]
    with hub.database.writing() as connection:
        connection.execute(ratings.insert(), rows)
    month = period_at(Span.MONTH, NOW, now=NOW)
    about = replace(hub.province, formulas=IndexFormulas())

    found = figures_of(replace(hub, province=about), month, by="rated")
    with signed_in(hub, "operator") as visitor:
        answer = visitor.get("/figures/workbook?by=rated")
        page = visitor.get("/figures?by=rated").text

    units = [(one.rank, one.org, one.shares["rated"].points) for one in found.units]
    assert units == [
        (1, "H48.00002", 6),
        (2, "H48.20443", Fraction(10, 3)),
        (None, "H48.00003", 6),
    ]
    assert (found.all.shares["rated"].hits, found.all.shares["rated"].base) == (71, 89)
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"Hài lòng %", 90} <= texts
    assert "measure=rated" not in page  # no dossiers stand behind it


def test_a_name_like_a_formula_is_words_in_the_workbook(hub, prepared):
    some_dossiers(hub, prepared)

    with signed_in(hub, "auditor") as visitor:
        answer = visitor.get("/figures/workbook?span=year")
        paper = visitor.get("/figures/page?span=week")

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=HYPERLINK(1)" and cell.data_type == "s" for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    assert paper.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "query",
    [
        "span=century",
        "at=2026-13-01",
        "at=9999-01-01",
        "at=0001-01-01",
        "by=x%22%3E%3Cscript%3E",
    ],
)
def test_an_address_that_asks_for_no_period_is_refused_with_words(hub, query):
    with signed_in(hub, "approver") as visitor:
        answer = visitor.get(f"/figures?{query}")

    assert answer.status_code == 422
    assert "<script>" not in answer.text


def test_an_agency_sees_no_figures_and_only_an_operator_counts_again(hub):
    with signed_in(hub, "agency") as visitor:
        assert visitor.get("/figures").status_code == 403
    with signed_in(hub, "auditor") as visitor:
        assert visitor.post("/figures/recount").status_code == 403
    with signed_in(hub, "operator") as visitor:
        assert visitor.post("/figures/recount").status_code == 200
