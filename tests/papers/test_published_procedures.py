"""Changes of procedures as the province publishes them: the next receipt shows them."""

from dataclasses import replace
from datetime import date

import pytest

from desk_app.catalogue.changes import changed, read_changes
from desk_app.catalogue.entry import parse
from desk_app.catalogue.reader import read_catalogue
from desk_app.domain.charge import FixedAmount
from desk_app.domain.procedure import Channel, ExpiredVersion, LimitUnit, UnknownProcedure
from desk_app.importing import CatalogueShelf
from desk_app.opening import catalogue_at, the_catalogue
from desk_app.published import install_published
from desk_app.ui.connect.one_dossier import _case_name
from tests.support.counter import other_procedure, received

MARITAL_STATUS = "1.004873"
COLUMNS = tuple(CatalogueShelf.kinds["procedures"])
HEADS = "\t".join(COLUMNS)
DAY, BEFORE = date(2027, 1, 1), date(2026, 12, 31)
SHELF = CatalogueShelf()


def line(procedure=MARITAL_STATUS, *, what, first="01/01/2027", **cells):
    told = {"procedure": procedure, "what": what, "from": first, "source": "QĐ 1/QĐ-UBND"} | cells
    return "\t".join(told.get(name, "") for name in COLUMNS)


def reading(*lines):
    return SHELF.read("procedures", "thủ tục.tsv", "\n".join([HEADS, *lines]).encode())


def laid_over(folder, *lines):
    found = reading(*lines)
    assert found.flaws == ()
    (folder / found.file).write_bytes(found.content)
    return read_catalogue(overrides=folder)


@pytest.fixture
def publish(desk, monkeypatch):
    def put(*lines):
        found = reading(*lines)
        assert found.flaws == ()
        digest = desk.files.keep(found.content, purpose="published", entity=0, at=desk.clock.now())
        monkeypatch.setattr(type(desk.journal), "published", lambda _: {found.file: digest})
        assert install_published(desk) == ["procedures.json"]
        return replace(desk, catalogue=catalogue_at(desk.folder))

    return put


def test_what_was_received_before_keeps_its_rules_when_the_change_is_taken_back(publish):
    long_ago = "01/01/2026"
    slow = publish(
        line(what="thời hạn", value="9 ngày làm việc", first=long_ago),
        line(what="giấy tờ", key="don-moi", value="Đơn theo mẫu mới", copies="2", first=long_ago),
    )
    kept = received(slow, other_procedure(slow, MARITAL_STATUS))

    back = publish(line(what="thời hạn", value="3 ngày làm việc", first=long_ago))
    later = received(back, other_procedure(back, MARITAL_STATUS))

    for opened in (slow, back):
        version = opened.version_of(kept)
        assert version.time_limit.text == "9 ngày làm việc"
        assert version.papers[-1].name == "Đơn theo mẫu mới"
    assert back.version_of(later).time_limit.text == "3 ngày làm việc"
    assert kept.due_at > later.due_at


def test_each_kind_of_change_holds_from_its_day_on(tmp_path):
    birth, new = "1.001193", "9.123456"
    catalogue = laid_over(
        tmp_path,
        line(what="LIMIT", value="4 giờ", until="31/12/2027"),
        line(what="kết quả", value="Bản điện tử"),
        line(birth, what="giấy tờ", key="to-khai", value="Tờ khai mới", originals="2"),
        line(birth, what="bỏ giấy tờ", key="giay-chung-sinh"),
        line(birth, what="lệ phí", case="qua-han", key="le-phi-qua-han", value="Phí", vnd="5.000"),
        line(new, what="thủ tục mới", key="Hộ tịch", value="Thủ tục mới"),
        line(new, what="thời hạn", value="2 tháng"),
        line("1.004837", what="bãi bỏ"),
    )

    def on(code, day):
        return catalogue.procedure(code).version_on(day)

    shipped = the_catalogue().procedure(MARITAL_STATUS).version_on(BEFORE)
    assert on(MARITAL_STATUS, BEFORE) == replace(shipped, valid_until=BEFORE)
    assert on(MARITAL_STATUS, DAY).time_limit.unit is LimitUnit.HOUR
    assert on(MARITAL_STATUS, DAY).result == on(MARITAL_STATUS, date(2028, 1, 1)).result
    assert on(MARITAL_STATUS, date(2028, 1, 1)).time_limit.unit is not LimitUnit.HOUR
    papers = on(birth, DAY).papers_for(channel=Channel.COUNTER)
    assert (papers[0].name, papers[0].originals) == ("Tờ khai mới", 2)
    assert "giay-chung-sinh" not in {paper.id for paper in papers}
    assert FixedAmount(vnd=5000) in [fee.charge for fee in on(birth, DAY).fees_for("qua-han")]
    assert on(new, DAY).time_limit.text == "2 tháng"
    assert catalogue.search("9.123456")[0].code == new
    with pytest.raises(ExpiredVersion):
        on("1.004837", DAY)
    with pytest.raises(UnknownProcedure):
        the_catalogue().procedure(new)


@pytest.mark.parametrize(
    ("cells", "flaw"),
    [
        ({"procedure": "1.00119", "what": "bãi bỏ"}, ("procedure", "not_a_code")),
        ({"procedure": "9.999999", "what": "bãi bỏ"}, ("procedure", "unknown_procedure")),
        (
            {"what": "thủ tục mới", "key": "Hộ tịch", "value": "x"},
            ("procedure", "code_taken"),
        ),
        ({"what": "đổi"}, ("what", "unknown_what")),
        ({"what": "thời hạn", "value": "nhanh"}, ("value", "not_a_limit")),
        ({"what": "thời hạn", "value": "0 ngày"}, ("value", "not_a_limit")),
        ({"what": "thời hạn", "value": "1 ngày", "case": "x"}, ("case", "unknown_case")),
        ({"what": "kết quả", "value": "x", "vnd": "1"}, ("vnd", "not_here")),
        ({"what": "giấy tờ", "key": "Tờ khai", "value": "x"}, ("key", "not_a_key")),
        ({"what": "giấy tờ", "key": "a", "value": "x", "copies": "-1"}, ("copies", "not_a_count")),
        ({"what": "bỏ giấy tờ", "key": "khong-co"}, ("key", "unknown_paper")),
        ({"what": "lệ phí", "key": "a", "value": "x", "vnd": "=1+1"}, ("vnd", "not_an_amount")),
        ({"what": "bãi bỏ", "first": "30/02/2027"}, ("from", "not_a_day")),
        ({"what": "bãi bỏ", "until": "01/01/2026"}, ("until", "ends_before")),
        ({"what": "bãi bỏ", "source": ""}, ("source", "missing")),
    ],
)
def test_a_broken_line_is_told_with_its_column(cells, flaw):
    found = reading(line(**cells))

    assert (2, *flaw) in [each[:3] for each in found.flaws]
    assert found.content == b""


def test_a_code_given_twice_is_told_at_the_later_line_and_a_new_one_needs_a_limit():
    new = line("9.123456", what="thủ tục mới", key="Hộ tịch", value="A")
    again = line("9.123456", what="thủ tục mới", key="Chứng thực", value="B", first="2027-02-01")

    found = reading(new, "", again).flaws

    assert [each[:3] for each in found] == [
        (2, "what", "limit_missing"),
        (4, "from", "twice"),
        (4, "what", "limit_missing"),
    ]


def test_a_file_of_another_program_passes_over_what_it_does_not_know_but_not_a_broken_shape():
    content, shipped = reading(line(what="kết quả", value="x")).content, the_catalogue().procedures
    strange = content.replace(MARITAL_STATUS.encode(), b"8.888888")
    faults = []

    passed_over = read_changes(parse(strange, file="x", faults=faults))
    assert faults == []
    assert changed(shipped, passed_over) == shipped

    read_changes(parse(content.replace(b'"result"', b'"rumour"'), file="x", faults=faults))
    assert [fault.key for fault in faults] == ["what"]


def test_the_difference_names_procedure_and_first_day():
    was = reading(line(what="thời hạn", value="3 ngày"), line(what="kết quả", value="x"))
    now = reading(line(what="thời hạn", value="5 ngày"), line(what="bãi bỏ", first="01/05/2027"))

    found = SHELF.compare("procedures", was.content, now.content)

    assert sorted((one.what, one.begins) for one in found) == [
        ("changed", "2027-01-01"),
        ("ended", "2027-01-01"),
        ("new", "2027-05-01"),
    ]
    assert all(one.entry.startswith(MARITAL_STATUS) for one in found)


def test_a_dossier_of_a_colleague_with_a_newer_catalogue_opens_all_the_same(desk):
    dossier = received(desk)
    newer = replace(
        dossier.application, procedure="1.001193", version="1.001193/1~00000000", case="qua-han"
    )

    assert _case_name(desk, replace(dossier, application=newer)) == "qua-han"
