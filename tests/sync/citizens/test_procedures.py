"""The procedure pages follow what the province publishes, on the same day as the desks."""

from dataclasses import replace

import pytest

from desk_app.importing import CatalogueShelf
from sync.hub.audit_log import Who
from sync.hub.console.shelf.drafts import approve, prepare
from sync.hub.results import publish_file
from tests.sync.citizens.conftest import visiting
from tests.sync.real_desks import RealHub

EDITOR, SECOND = (Who(name=name, role="approver") for name in ("Sen", "Mai"))
BIRTH = "/thu-tuc/ho-tich/1.001193"
RATES = "rate\tprovince\tchannel\tvnd\tfrom\tuntil\tsource\n"
LATE = "civil-status/birth-late\t48\t"
CHANGES = "procedure\tcase\twhat\tkey\tvalue\toriginals\tcopies\tvnd\tfrom\tuntil\tsource\n"
UNKNOWN = "theo nghị quyết của Hội đồng nhân dân tỉnh; hỏi tại quầy"


@pytest.fixture
def province(tmp_path):
    with RealHub(tmp_path / "hub").up() as hub:
        hub.hub = replace(hub.hub, province=replace(hub.hub.province, shelf=CatalogueShelf()))
        yield hub


@pytest.fixture
def visitor(province):
    with visiting(province) as client:
        yield client


def published(hub, kind, table):
    number = prepare(hub, EDITOR, kind=kind, name=f"{kind}.tsv", content=table.encode())
    approve(hub, SECOND, number)


def test_a_council_fee_is_told_with_its_resolution_once_it_is_published(province, visitor):
    assert UNKNOWN in visitor.get(BIRTH).text

    by_all = f"{LATE}\t8000\t2026-01-01\t\tNQ 12/2026\n"
    online = f"{LATE}online\t0\t2026-01-01\t\tNQ 12/2026\n"
    published(province.hub, "rates", RATES + by_all + online)

    page = visitor.get(BIRTH).text
    assert UNKNOWN not in page
    assert "8.000 đồng/hồ sơ; trực tuyến trên Cổng Dịch vụ công quốc gia: không thu" in page
    assert "(NQ 12/2026)" in page


def test_a_fee_that_holds_from_a_later_day_is_not_told_before_it(province, visitor):
    published(province.hub, "rates", f"{RATES}{LATE}\t8000\t2027-01-01\t\tNQ 12/2026\n")

    assert UNKNOWN in visitor.get(BIRTH).text


def test_a_procedure_is_told_as_the_province_changed_it(province, visitor):
    before = visitor.get("/thu-tuc/cu-tru/1.004194")
    published(
        province.hub,
        "procedures",
        f"{CHANGES}1.004194\t\tlimit\t\t2 ngày\t\t\t\t2026-11-01\t\tQĐ 9\n",
    )

    after = visitor.get("/thu-tuc/cu-tru/1.004194")

    assert before.status_code == after.status_code == 200
    assert "2 ngày" not in before.text
    assert "2 ngày" in after.text


def test_what_no_desk_could_read_changes_no_page(province, visitor, tmp_path):
    before = visitor.get(BIRTH).text
    (tmp_path / "rates.json").write_bytes(b'{"schema": 1, "rates": [{"rate": "no/such"}]}')

    publish_file(province.hub, tmp_path / "rates.json")

    assert visitor.get(BIRTH).text == before
