"""Catalogue files: read with their lines, compared, approved once by a second person, sent out."""

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import insert, select

import printing
from desk_app.catalogue.reader import read_laid_over
from desk_app.exporting import Exports
from desk_app.importing import CatalogueShelf
from desk_app.papers.spreadsheet import Leaf, as_workbook
from locales.catalogue import load
from printing.template_node import FaultKind
from sync.errors import SyncError
from sync.hub.audit_log import Who
from sync.hub.console.shelf.drafts import (
    approve,
    decline,
    differences,
    draft,
    in_force,
    prepare,
    roll_back,
    touched,
)
from sync.hub.console.shelf.errors import DraftDecided, DraftOvertaken, ImportRefused, SamePerson
from sync.hub.tables import dossiers, files
from tests.support.words import words_on
from tests.sync.conftest import BOTH
from tests.sync.visiting import visiting

EDITOR, SECOND, THIRD = (Who(name=name, role="approver") for name in ("Sen", "Mai", "Lan"))
HEADS = "rate\tprovince\tchannel\tvnd\tfrom\tuntil\tsource"
BIRTH = "civil-status/birth-late"
ONE = f"{HEADS}\n{BIRTH}\t48\t\t8000\t2027-01-01\t\tNQ 12/2026\n"
TWO = f"{HEADS}\n{BIRTH}\t48\t\t9000\t2027-01-01\t\tNQ 13/2026\n"
SHELF = CatalogueShelf()
TEMPLATES = Path(printing.__file__).parent / "templates"


@pytest.fixture
def publisher(hub):
    """The hub with the shelf of the desks' catalogue."""
    return replace(hub, province=replace(hub.province, shelf=SHELF, office=Exports()))


def flaws_of(text, *, kind="rates", name="fees.tsv"):
    content = text if isinstance(text, bytes) else text.encode()
    return [(one.line, one.column, one.why) for one in SHELF.read(kind, name, content).flaws]


@pytest.mark.parametrize(
    ("lines", "flaws"),
    [
        pytest.param([f"{BIRTH}\t48\t\t8000\t2027-01-01\t\tNQ"], [], id="right"),
        pytest.param([f"{BIRTH}\t48\t\t8.000\t01/01/2027\t31/12/2027\tNQ"], [], id="as written"),
        pytest.param(["no/such\t48\t\t1\t2027-01-01\t\tNQ"], [(2, "rate", "unknown_rate")]),
        pytest.param(
            [f"{BIRTH}\t99\t\t1\t2027-01-01\t\tNQ"], [(2, "province", "unknown_province")]
        ),
        pytest.param([f"{BIRTH}\t48\tx\t1\t2027-01-01\t\tNQ"], [(2, "channel", "unknown_channel")]),
        pytest.param([f"{BIRTH}\t48\t\t-1\t2027-01-01\t\tNQ"], [(2, "vnd", "not_an_amount")]),
        pytest.param([f"{BIRTH}\t48\t\t=1+1\t2027-02-30\t\t"], None, id="three at once"),
        pytest.param(
            ["", f"{BIRTH}\t48\t\t1\t2027-01-01\t\tNQ", "", f"{BIRTH}\t48\t\t2\t2028-01-01\t\tNQ"],
            [(5, "from", "twice")],
            id="duplicate",
        ),
        pytest.param(
            [f"{BIRTH}\t48\t\t1\t2027-01-01\t2026-01-01\tNQ"], [(2, "until", "ends_before")]
        ),
        pytest.param(['"open\t48'], [(2, "", "quotes")], id="an open quote"),
        pytest.param([], [(0, "", "empty")], id="heads alone"),
    ],
)
def test_every_flaw_is_told_with_its_line(lines, flaws):
    found = flaws_of("\n".join([HEADS, *lines]))

    if flaws is None:
        flaws = [(2, "from", "not_a_day"), (2, "source", "missing"), (2, "vnd", "not_an_amount")]
    assert found == flaws


@pytest.mark.parametrize(
    ("name", "content", "flaw"),
    [
        ("fees.tsv", b"", (0, "", "empty")),
        ("fees.tsv", b"rate\n\xff", (2, "", "not_utf8")),
        ("fees.tsv", b"rate\tprovince", (1, "", "column_missing")),
        ("fees.xlsx", b"PK no workbook", (0, "", "workbook")),
        ("fees.pdf", b"%PDF", (0, "", "kind_of_file")),
        ("fees.json", b'{\n"rates": [}', (2, "", "json")),
        ("fees.json", b'{"rates": 5}', (0, "", "no_list")),
        ("fees.json", b"[" * 100_000, (0, "", "json")),
    ],
)
def test_a_file_that_is_no_table_is_told_so(name, content, flaw):
    assert flaws_of(content, name=name) == [flaw]


def test_workbook_tsv_and_json_give_the_same_file():
    row = [BIRTH, "48", "trực tiếp", 8000, datetime(2027, 1, 1, tzinfo=UTC), None, "NQ 12"]
    heads = ["Mã mức thu", "Tỉnh", "Hình thức", "Số tiền", "Từ ngày", "Đến ngày", "Căn cứ"]
    book = as_workbook([Leaf(title="x", heads=heads, widths=[9] * 7, rows=[row])])
    tsv = f"{HEADS}\n{BIRTH}\t48\tcounter\t8000\t2027-01-01\t\tNQ 12\n".encode()

    from_book = SHELF.read("rates", "a.xlsx", book)
    from_tsv = SHELF.read("rates", "a.tsv", tsv)
    from_json = SHELF.read("rates", "a.json", from_tsv.content)

    assert from_book.flaws == ()
    assert from_book.content == from_tsv.content == from_json.content
    assert (from_tsv.file, from_tsv.rows, str(from_tsv.begins)) == ("rates.json", 1, "2027-01-01")


def test_a_flaw_in_json_has_its_line():
    text = '{"schema": 1,\n "rates": [\n  {"rate": "x"},\n\n  {"rate": "y"}]}'

    assert {line for line, _, _ in flaws_of(text, name="a.json")} == {3, 5}


@BOTH
def test_what_differs_is_new_changed_or_ended(publisher):
    more = ONE + f"{BIRTH}\t48\tonline\t4000\t2027-01-01\t\tNQ 12/2026\n"
    approve(publisher, SECOND, _prepared(publisher, more))
    second = _prepared(publisher, TWO + f"{BIRTH}\t01\t\t5000\t2027-01-01\t\tNQ 1\n")

    with publisher.database.reading() as connection:
        found = differences(publisher, connection, draft(connection, second))

    assert sorted((one.what, one.before[:5], one.after[:5]) for one in found) == [
        ("changed", "8.000", "9.000"),
        ("ended", "4.000", ""),
        ("new", "", "5.000"),
    ]


@BOTH
def test_two_approvers_at_once_publish_once(publisher):
    number = _prepared(publisher, ONE)
    told = []

    def decide(who):
        try:
            approve(publisher, who, number)
            told.append("published")
        except SyncError as error:
            told.append(error.code)

    both = [Thread(target=decide, args=(who,)) for who in (SECOND, THIRD)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(told) == ["draft_decided", "published"]
    with publisher.database.reading() as connection:
        assert len(connection.execute(select(files)).all()) == 1


def test_nobody_approves_what_they_prepared_nor_what_is_overtaken_or_decided(publisher):
    first, second = _prepared(publisher, ONE), _prepared(publisher, TWO)

    with pytest.raises(SamePerson):
        approve(publisher, EDITOR, first)
    approve(publisher, SECOND, first)
    with pytest.raises(DraftOvertaken):
        approve(publisher, SECOND, second)
    decline(publisher, SECOND, second, "nhầm")
    with pytest.raises(DraftDecided):
        approve(publisher, THIRD, second)


def test_going_back_is_a_new_version_of_the_old_content(publisher):
    first = _prepared(publisher, ONE)
    approve(publisher, SECOND, first)
    approve(publisher, SECOND, _prepared(publisher, TWO))

    back = roll_back(publisher, EDITOR, first)
    approve(publisher, SECOND, back)

    with publisher.database.reading() as connection:
        now = in_force(connection, "rates.json")
        assert now.number == back
        assert now.content == draft(connection, first).content


def test_a_day_off_names_the_promises_printed_for_it(publisher):
    text = "scope\ton\tworks\treason\tsource\n20443\t30/11/2026\tkhông\tBão\t\n"
    with publisher.database.writing() as connection:
        for ent, (code, org) in enumerate([("a", "H48.20443"), ("b", "H48.20446")]):
            row = {"scope": org, "ent": ent, "code": code, "org": org, "status": "received"}
            due = int(datetime(2026, 11, 30, 10, tzinfo=UTC).timestamp())
            told = {
                **row,
                "procedure": "x",
                "applicant_folded": "x",
                "phone_end": "",
                "due_at": due,
            }
            connection.execute(insert(dossiers), {k: told[k] for k in told if k in dossiers.c})
    number = prepare(publisher, EDITOR, kind="calendar", name="a.tsv", content=text.encode())

    with publisher.database.reading() as connection:
        one = draft(connection, number)
        found = touched(publisher, connection, one)

    assert (one.file, [each.code for each in found]) == ("calendar-20443.json", ["a"])
    assert json.loads(one.content)["days"][0]["works"] is False


def test_a_flawed_file_takes_nothing(publisher):
    with pytest.raises(ImportRefused) as refused:
        prepare(publisher, EDITOR, kind="rates", name="a.tsv", content=b"x")

    assert [one.line for one in refused.value.flaws] == [1]


@contextmanager
def _two(publisher):
    with (
        visiting(publisher, "editor", "Sen") as editor,
        visiting(publisher, "approver", "Mai") as approver,
    ):
        yield editor, approver


def test_two_people_publish_a_table_by_the_pages(publisher):
    with _two(publisher) as (editor, approver):
        wrong = editor.post(
            "/catalogue/import",
            files={"file": ("phí.tsv", HEADS.encode() + b"\nx", "text/plain")},
            kind="rates",
        )
        right = editor.post(
            "/catalogue/import",
            files={"file": ("phí.tsv", ONE.encode(), "text/plain")},
            kind="rates",
        )
        refused = editor.post("/catalogue/approve", number="1")
        done = approver.post("/catalogue/approve", number="1")
        again = approver.post("/catalogue/approve", number="1")
        book = approver.get("/catalogue/workbook?number=1")

    assert (wrong.status_code, "unknown_rate" in wrong.text) == (422, False)
    assert "Mã mức thu không có trong danh mục" in wrong.text
    assert (right.status_code, "8.000 đ" in right.text) == (200, True)
    assert refused.status_code == 403
    assert (done.status_code, "đang áp dụng" in done.text) == (200, True)
    assert again.status_code == 422
    assert SHELF.read("rates", "a.xlsx", book.content).flaws == ()


def _prepared(hub, text):
    return prepare(hub, EDITOR, kind="rates", name="fees.tsv", content=text.encode())


ACCOUNTS = (
    "Đơn vị\tMã ngân hàng\tTên ngân hàng\tSố tài khoản\tChủ tài khoản\tTừ ngày\tĐến ngày\tCăn cứ"
)
OWN = "20443\t970436\tVietcombank\t0123456789\tUBND xã Hùng Sơn\t01/11/2026\t\tQĐ 5"


@pytest.mark.parametrize(
    ("lines", "flaws"),
    [
        pytest.param([OWN], [], id="right"),
        pytest.param([OWN.replace("20443", "48", 1)], [], id="a province"),
        pytest.param([OWN.replace("20443", "99999", 1)], [(2, "unit", "unknown_unit")]),
        pytest.param([OWN.replace("20443", "", 1)], [(2, "unit", "unknown_unit")]),
        pytest.param([OWN.replace("970436", "97043")], [(2, "bank", "not_a_bank")]),
        pytest.param([OWN.replace("0123456789", "012-3")], [(2, "account", "not_an_account")]),
        pytest.param([OWN.replace("UBND xã Hùng Sơn", "")], [(2, "holder", "missing")]),
        pytest.param([OWN.replace("01/11/2026", "mai")], [(2, "from", "not_a_day")]),
        pytest.param([OWN.replace("2026\t", "2026\t01/10/2026")], [(2, "until", "ends_before")]),
        pytest.param([OWN, OWN.replace("2026", "2027")], [(3, "from", "twice")], id="two at once"),
        pytest.param(
            [OWN.replace("2026\t", "2026\t31/12/2026"), OWN.replace("2026", "2027")],
            [],
            id="one after another",
        ),
    ],
)
def test_an_account_is_read_with_its_flaws(lines, flaws):
    assert flaws_of("\n".join((ACCOUNTS, *lines)), kind="accounts", name="tk.tsv") == flaws


def test_an_account_that_two_people_publish_is_the_one_in_the_next_transfer(publisher):
    table = f"{ACCOUNTS}\n{OWN}".encode()
    number = prepare(publisher, EDITOR, kind="accounts", name="tk.tsv", content=table)
    approve(publisher, SECOND, number)
    with publisher.database.reading() as connection:
        content = in_force(connection, "accounts.json").content
        (change,) = differences(publisher, connection, draft(connection, number))

    account = read_laid_over({"accounts.json": content}).accounts.on(
        date(2026, 11, 23), commune="20443", province="48"
    )

    assert (account.bank, account.account) == ("970436", "0123456789")
    assert (change.what, change.entry) == ("new", "Hùng Sơn 20443")
    assert "0123456789, UBND xã Hùng Sơn" in change.after


@pytest.mark.parametrize(
    ("cells", "flaws"),
    [
        pytest.param("done\tHồ sơ {code}: {place}, {link}", [], id="right"),
        pytest.param("Có kết quả\tHồ sơ {code}", [], id="in our words"),
        pytest.param("returned\tHồ sơ {code}", [(2, "state", "unknown_state")]),
        pytest.param("done\t", [(2, "words", "missing")]),
        pytest.param("done\tHồ sơ xong", [(2, "words", "code_lacking")]),
        pytest.param("done\t{code} {name}", [(2, "words", "unknown_place")], id="of a person"),
        pytest.param("done\t{code} {code.__class__}", [(2, "words", "unknown_place")]),
        pytest.param("done\t{code} }", [(2, "words", "unknown_place")]),
        pytest.param("done\t{code}" + "x" * 300, [(2, "words", "too_long")]),
    ],
)
def test_a_message_is_read_with_its_flaws(cells, flaws):
    table = f"state\twords\tfrom\tuntil\tsource\n{cells}\t2026-01-01\t\tCV 3"

    assert flaws_of(table, kind="messages", name="m.tsv") == flaws


LAST = "Kết thúc thì lưu cùng hồ sơ."
SHEET = json.loads((TEMPLATES / "control-sheet.json").read_bytes())


def a_form(**changed):
    return json.dumps({**SHEET, **changed}, ensure_ascii=False).encode()


def test_a_form_is_seen_on_paper_before_it_is_published_and_compared_with_the_last(publisher):
    first = prepare(publisher, EDITOR, kind="forms", name="06.json", content=a_form())
    approve(publisher, SECOND, first)
    other = a_form().replace(LAST.encode(), b"Xong.")
    second = prepare(publisher, EDITOR, kind="forms", name="06.json", content=other)
    with publisher.database.reading() as connection:
        one = draft(connection, second)
        found = differences(publisher, connection, one)
    with visiting(publisher, "approver", "Mai") as approver:
        page = approver.get(f"/catalogue/version?number={second}").text
        paper = approver.get(f"/catalogue/preview?number={second}")

    assert one.file == f"template-control-sheet-{SHEET['from']}.json"
    (change,) = found
    assert change.what == "changed"
    assert change.entry.startswith("blocks ")
    assert LAST in change.before
    assert f"/catalogue/preview?number={second}" in page
    assert paper.headers["content-type"] == "application/pdf"
    assert LAST not in words_on(paper.content)
    assert "Xong." in words_on(paper.content)


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        pytest.param(b"{", ("", "form_unreadable"), id="cut off"),
        pytest.param(a_form(form="no-such"), ("form", "form_not_a_choice"), id="of no form"),
        pytest.param(a_form(blocks=[]), None, id="without its values"),
        pytest.param(a_form(title="{no_such_value}"), None, id="a value nobody knows"),
        pytest.param(a_form(more=1), ("more", "form_unknown_key"), id="a key too many"),
    ],
)
def test_a_form_is_refused_with_the_place_of_each_fault(content, flaw):
    reading = SHELF.read("forms", "06.json", content)

    assert reading.content == b""
    found = [(one.column, one.why) for one in reading.flaws]
    assert found
    assert flaw is None or flaw in found
    assert all(f"web.flaw.{one.why}" in load("vi") for one in reading.flaws)


def test_every_fault_of_a_form_has_words():
    assert [kind for kind in FaultKind if f"web.flaw.form_{kind}" not in load("en")] == []


def test_a_table_has_no_paper_to_be_seen_on(publisher):
    number = prepare(publisher, EDITOR, kind="rates", name="a.tsv", content=ONE.encode())

    with visiting(publisher, "approver", "Mai") as approver:
        assert approver.get(f"/catalogue/preview?number={number}").status_code == 422
