"""`desk receive`: one answer a line, and everything that can be wrong with a line."""

import json
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk_app.clock import WallClock
from tests.commands.lines import a_line, an_applicant, written
from tests.support.counter import RESIDENCE
from tests.support.words import words_on

ANSWER = [
    "dossier_id",
    "code",
    "temporary",
    "received_at",
    "due_at",
    "fee_vnd",
    "receipt_pdf",
    "qr_text",
    "warnings",
]


def receive(shell, *lines, **how):
    return shell.json("desk", "receive", "-", given=written(*lines), **how)


def stored(shell):
    return len(shell.json("desk", "list").documents)


def test_a_line_becomes_a_dossier_with_its_receipt_in_the_tray(shell):
    answer = receive(shell, a_line(pages=3, copies=2))

    told = answer.document
    assert answer.exit_code == 0
    assert list(told) == ANSWER
    assert told["code"].startswith("H17.20443-")
    assert not told["temporary"]
    assert shell.json("desk", "verify", told["qr_text"]).document["says"]["code"] == told["code"]
    assert told["fee_vnd"] == 10_000
    receipt = Path(told["receipt_pdf"])
    assert receipt.is_absolute()
    assert "Nguyễn Thị Sen" in words_on(receipt.read_bytes())


def test_moments_carry_their_offset(shell):
    told = receive(shell, a_line()).document

    received_at = datetime.fromisoformat(told["received_at"])
    assert abs(WallClock().now() - received_at) < timedelta(minutes=5)
    assert told["received_at"].endswith("+07:00")
    assert told["due_at"].endswith("+07:00")


def test_a_dossier_id_is_text_for_it_is_longer_than_a_float_holds(shell):
    told = receive(shell, a_line()).document

    assert told["dossier_id"].isdecimal()
    assert int(told["dossier_id"]) > 2**32


def test_what_is_known_of_a_person_is_kept(shell):
    person = an_applicant(
        personal_id="048191000009",
        birth_on="15/02/1991",
        address="Thôn Một",
        phone="0905 000 222",
        email="sen@vi.du",
    )
    submitter = {"name": "Bríu Văn Núi", "relation": "chồng"}

    code = receive(shell, a_line(applicant=person, submitter=submitter)).document["code"]

    shown = shell.json("desk", "show", code).document
    assert shown["applicant"] == "Nguyễn Thị Sen"
    assert shell.json("desk", "search", "0905000222").document["code"] == code


def test_what_may_be_left_out_may_be_null(shell):
    applicant = an_applicant(birth_on=None, address=None, phone=None, email=None)
    line = a_line(applicant=applicant) | {
        "case": None,
        "submitter": None,
        "copies": None,
        "pages": None,
        "note": None,
        "ref": None,
        "received_at": None,
    }

    assert receive(shell, line).exit_code == 0


def test_a_file_is_read_as_standard_input_is(shell, tmp_path):
    (tmp_path / "in.jsonl").write_bytes(written(a_line()))

    answer = shell.json("desk", "receive", tmp_path / "in.jsonl")

    assert answer.exit_code == 0
    assert answer.document["code"]


def test_nothing_in_is_nothing_done(shell):
    before = stored(shell)

    answer = shell.json("desk", "receive", "-", given=b"")

    assert (answer.exit_code, answer.out) == (0, "")
    assert stored(shell) == before


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(b"\xef\xbb\xbf" + written(a_line()), id="the mark of UTF-8 first"),
        pytest.param(b"\xef\xbb\xbf\n" + written(a_line()), id="nothing but the mark first"),
        pytest.param(written(a_line()).replace(b"\n", b"\r\n"), id="Windows line ends"),
        pytest.param(written(a_line()).rstrip(b"\n"), id="no line end at the end"),
        pytest.param(b"\n  \n\t\n" + written(a_line()) + b"\n\r\n", id="empty lines"),
        pytest.param(written(a_line(note="một\u2028hai\u0085ba")), id="line separators in a text"),
    ],
)
def test_a_file_may_come_from_any_editor(shell, given):
    answer = shell.json("desk", "receive", "-", given=given)

    assert answer.exit_code == 0
    assert answer.document["code"]


def test_a_bad_line_is_told_on_its_line_and_the_others_go_in(shell):
    before = stored(shell)

    answer = receive(shell, a_line(), "", "{", a_line(procedure="9.999999"), a_line())

    first, broken, unknown, last = answer.documents
    assert answer.exit_code == 1
    assert first["code"] != last["code"]
    assert (broken["line"], broken["error"]["code"]) == (3, "malformed_json")
    assert (unknown["line"], unknown["error"]["code"]) == (4, "unknown_procedure")
    assert unknown["error"]["message"]
    assert stored(shell) == before + 2


def test_a_person_is_told_the_line_on_standard_error(shell):
    answer = shell("desk", "receive", "-", "--lang", "en", given=written(a_line(), "{"))

    assert answer.exit_code == 1
    assert answer.out.startswith("H17.20443-")
    assert answer.err.startswith("Line 2: ")


@pytest.mark.parametrize(
    ("line", "error", "told"),
    [
        pytest.param("{", "malformed_json", "", id="half an object"),
        pytest.param("[]", "malformed_json", "", id="a list"),
        pytest.param('"text"', "malformed_json", "", id="a text"),
        pytest.param("null", "malformed_json", "", id="null"),
        pytest.param("{'procedure': 1}", "malformed_json", "", id="single quotes"),
        pytest.param("[" * 100_000, "malformed_json", "", id="a hundred thousand brackets"),
        pytest.param('{"copies": ' + "9" * 5000 + "}", "malformed_json", "", id="endless number"),
        pytest.param(
            json.dumps(a_line())[:-1] + ', "channel": "post"}', "malformed_json", "", id="key twice"
        ),
        pytest.param(a_line(procedure=None), "missing_keys", "procedure", id="no procedure"),
        pytest.param(a_line(applicant=None), "missing_keys", "applicant", id="no applicant"),
        pytest.param(
            a_line(applicant={"sex": "male"}), "missing_keys", "applicant.name", id="no name"
        ),
        pytest.param(
            a_line(submitter={"name": "Núi"}), "missing_keys", "relation", id="no relation"
        ),
        pytest.param(
            a_line(documents=[{"name": "Tờ khai"}]),
            "missing_keys",
            "documents[0].copies, documents[0].originals",
            id="a paper without counts",
        ),
        pytest.param(a_line(proceedure="x"), "unknown_keys", "proceedure", id="misspelt key"),
        pytest.param(
            a_line(applicant=an_applicant(fone="1")), "unknown_keys", "applicant.fone", id="inside"
        ),
        pytest.param(a_line(channel="fax"), "wrong_value", "channel", id="no such channel"),
        pytest.param(a_line(result_by="bird"), "wrong_value", "result_by", id="no such way back"),
        pytest.param(a_line(copies=1.5), "wrong_value", "copies", id="half a copy"),
        pytest.param(a_line(copies=True), "wrong_value", "copies", id="a truth for a number"),
        pytest.param(a_line(copies="2"), "wrong_value", "copies", id="a text for a number"),
        pytest.param(a_line(copies=-1), "count_out_of_range", "-1", id="fewer than none"),
        pytest.param(a_line(pages=10**30), "count_out_of_range", "", id="more than there are"),
        pytest.param(a_line(procedure=2.000815), "wrong_value", "procedure", id="a number as code"),
        pytest.param(a_line(applicant="Sen"), "wrong_value", "applicant", id="a name as person"),
        pytest.param(a_line(documents={}), "wrong_value", "documents", id="papers as an object"),
        pytest.param(a_line(documents=["x"]), "wrong_value", "documents[0]", id="paper as a text"),
        pytest.param(
            a_line(documents=[{"name": "x", "originals": 1, "copies": 0, "kind": "fake"}]),
            "wrong_value",
            "kind",
            id="no such kind of paper",
        ),
        pytest.param(
            a_line(procedure=RESIDENCE, documents=[]),
            "missing_documents",
            "CT01",
            id="papers missing",
        ),
        pytest.param(a_line(procedure="9.999999"), "unknown_procedure", "", id="no such procedure"),
        pytest.param(a_line(procedure=""), "unknown_procedure", "", id="no procedure in the text"),
        pytest.param(a_line(case="none-such"), "unknown_case", "", id="no such case"),
        pytest.param(a_line(applicant=an_applicant(name=" ")), "name_missing", "", id="blank name"),
        pytest.param(
            a_line(applicant=an_applicant(name="S" * 5000)), "too_long", "200", id="5,000 letters"
        ),
        pytest.param(
            a_line(applicant=an_applicant(name="Sen\x00")), "control_characters", "", id="a NUL"
        ),
        pytest.param(
            a_line(applicant=an_applicant(name="\u202eneS")), "control_characters", "", id="turned"
        ),
        pytest.param(
            json.dumps(a_line(applicant=an_applicant(name="Sen \ud800"))),
            "control_characters",
            "",
            id="half a surrogate pair",
        ),
        pytest.param(
            a_line(applicant=an_applicant(birth_on="30/02/1990")),
            "birth_date_impossible",
            "",
            id="30 February",
        ),
        pytest.param(
            a_line(applicant=an_applicant(birth_on="2990-01-01")),
            "birth_date_in_future",
            "",
            id="not born yet",
        ),
        pytest.param(
            a_line(applicant=an_applicant(sex="male")), "personal_id_contradicts_sex", "", id="sex"
        ),
        pytest.param(
            a_line(applicant=an_applicant(birth_on="1991-02-15")),
            "personal_id_contradicts_birth",
            "",
            id="year",
        ),
        pytest.param(
            a_line(applicant=an_applicant(personal_id="12345")),
            "personal_id_malformed",
            "",
            id="five digits",
        ),
        pytest.param(
            a_line(applicant=an_applicant(personal_id="000190001234")),
            "personal_id_unknown_province",
            "000",
            id="no such province",
        ),
        pytest.param(a_line(received_at="hôm qua"), "wrong_value", "received_at", id="yesterday"),
        pytest.param(
            a_line(received_at="2026-02-30T09:00"), "wrong_value", "received_at", id="no such day"
        ),
        pytest.param(
            a_line(received_at="0001-01-01T00:00+07:00"),
            "wrong_value",
            "received_at",
            id="before all time",
        ),
        pytest.param(
            a_line(received_at="2999-01-01T09:00"), "receipt_in_future", "", id="in the future"
        ),
        pytest.param(
            a_line(received_at="1999-01-04T09:00"), "receipt_too_long_ago", "", id="last century"
        ),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_reason(shell, line, error, told):
    before = stored(shell)

    answer = receive(shell, line)

    (document,) = answer.documents
    assert answer.exit_code == 1
    assert list(document) == ["line", "error"]
    assert document["line"] == 1
    assert document["error"]["code"] == error
    assert told in document["error"]["message"]
    assert stored(shell) == before


def test_bytes_that_are_no_text_cost_their_own_line(shell):
    answer = shell.json(
        "desk", "receive", "-", given=b'{"procedure": "\xff\xfe"}\n' + written(a_line())
    )

    bad, good = answer.documents
    assert bad["error"]["code"] == "not_utf8"
    assert good["code"]


def test_decomposed_letters_are_taken_and_composed(shell):
    name = unicodedata.normalize("NFD", "Nguyễn Thị Bưởi")

    code = receive(shell, a_line(applicant=an_applicant(name=name))).document["code"]

    assert shell.json("desk", "show", code).document["applicant"] == "Nguyễn Thị Bưởi"
    assert shell.json("desk", "search", name).document["code"] == code


def test_the_same_line_twice_is_two_dossiers(shell):
    first, second = receive(shell, a_line(), a_line()).documents

    assert first["code"] != second["code"]


def test_the_same_ref_again_gives_the_first_answer_again(shell):
    line = a_line(ref="mot-cua-2026/17")

    first = receive(shell, line).document
    again = receive(shell, line, line | {"note": "lần nữa"}).documents

    assert [one["code"] for one in again] == [first["code"]] * 2
    assert again[0] == first | {"warnings": []}
    assert stored(shell) == 2


def test_what_was_written_by_hand_during_an_outage_keeps_its_own_moment(shell):
    day = WallClock().today() - timedelta(days=1)
    line = a_line(received_at=f"{day}T02:00:00.75+00:00")

    told = receive(shell, line).document

    assert told["received_at"] == f"{day}T09:00:00+07:00"
    assert "backdated" in told["warnings"]
    shown = shell.json("desk", "show", told["code"]).document
    assert shown["timeline"][0]["at"] > told["received_at"]


def test_a_moment_without_an_offset_is_vietnam_time(shell):
    day = WallClock().today() - timedelta(days=1)

    told = receive(shell, a_line(received_at=f"{day}T09:00")).document

    assert told["received_at"] == f"{day}T09:00:00+07:00"


def test_a_fee_that_nobody_has_set_is_null_and_never_nought(shell):
    papers = [
        {"name": "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", "originals": 1, "copies": 0}
    ]

    told = receive(shell, a_line(procedure="1.004873", documents=papers)).document

    assert told["fee_vnd"] is None
    assert "fee_not_known" in told["warnings"]


def test_who_may_not_receive_is_told_before_anything_is_judged(shell):
    answer = receive(shell, "{", "{", user="nui")

    assert (answer.exit_code, answer.error) == (1, "not_permitted")


def test_who_may_not_receive_is_told_so_even_without_a_file(shell):
    answer = shell.json("desk", "receive", "/nowhere", user="nui")

    assert answer.error == "not_permitted"


def test_a_file_that_is_not_there_is_wrong_input(shell):
    answer = shell.json("desk", "receive", "/nowhere/in.jsonl")

    assert (answer.exit_code, answer.error) == (2, "unreadable_file")
