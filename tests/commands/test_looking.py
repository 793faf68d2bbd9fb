"""`desk list · search · show · due`: what is found, in which order, and how it is written."""

from datetime import datetime, timedelta

import pytest

from desk_app.clock import WallClock
from desk_app.domain.dossier import Status
from tests.commands.lines import a_line, written

OWN_DAY_OFF = """{
  "schema": 1, "scope": "20443",
  "days": [{"on": "2026-11-25", "works": false, "reason": "Lễ mừng lúa mới", "mark": "C"}]
}"""


@pytest.fixture
def three(shell):
    """Dossiers of three people, the last one three weeks old and so overdue."""
    day = WallClock().today() - timedelta(days=21)
    lines = [
        a_line(applicant={"name": "Zơrâm Thị Sen", "phone": "0900000017"}),
        a_line(applicant={"name": "Alăng Núi"}),
        a_line(applicant={"name": "Bríu Thị Lan"}, received_at=f"{day}T08:00"),
    ]
    answer = shell.json("desk", "receive", "-", given=written(*lines))
    return [document["code"] for document in answer.documents]


def codes(answer):
    assert answer.exit_code == 0
    return [document["code"] for document in answer.documents]


def test_the_newest_stands_first(shell, code, three):
    assert codes(shell.json("desk", "list")) == [*reversed(three), code]


def test_a_status_narrows_the_list(shell, three):
    details = b'{"to": "V\xc4\x83n ph\xc3\xb2ng"}'
    shell.json("desk", "act", "hand-on", three[0], "--with", "-", given=details)

    assert codes(shell.json("desk", "list", "--status", "in_progress")) == [three[0]]
    assert codes(shell.json("desk", "list", "--status", "returned")) == []


def test_the_ten_states_are_the_national_ones_in_their_order():
    assert [status.value for status in Status] == [
        "registered",
        "received",
        "not_received",
        "in_progress",
        "supplement_requested",
        "payment_requested",
        "withdrawal_requested",
        "stopped",
        "done",
        "returned",
    ]


def test_only_what_is_past_its_promise_is_overdue(shell, three):
    late = [
        document["code"]
        for document in shell.json("desk", "list").documents
        if datetime.fromisoformat(document["due_at"]) < WallClock().now()
    ]

    assert sorted(codes(shell.json("desk", "list", "--overdue"))) == sorted(late)
    assert three[2] in late


@pytest.mark.parametrize(
    "text", ["Zơrâm", "zoram", "ZORAM THI SEN", "sen zoram", "0900000017", "0900 000 017"]
)
def test_search_finds_by_name_and_number(shell, three, text):
    assert codes(shell.json("desk", "search", text)) == [three[0]]


def test_search_finds_by_the_end_of_a_code(shell, three):
    assert codes(shell.json("desk", "search", three[1][-11:])) == [three[1]]


def test_search_finds_nothing_quietly(shell):
    answer = shell.json("desk", "search", "không ai cả")

    assert (answer.exit_code, answer.out, answer.err) == (0, "", "")


def test_a_dossier_is_shown_by_its_code_and_by_its_id(shell, three):
    by_code = shell.json("desk", "show", three[0])
    by_id = shell.json("desk", "show", by_code.document["dossier_id"])

    assert by_id == by_code


def test_show_tells_what_happened_and_what_may_happen(shell, three):
    shown = shell.json("desk", "show", three[0]).document

    (moment,) = shown["timeline"]
    assert moment["event"] == "DossierReceived"
    assert moment["user"] == "mau"
    assert moment["verdict"] == "waiting"
    assert moment["at"].endswith("+07:00")
    assert "hand-on" in shown["acts"]
    assert shown["result"] is None
    assert shown["case"] is None


def test_words_of_a_timeline_are_in_the_language_asked_for(shell, code):
    vietnamese = shell.json("desk", "show", code).document["timeline"][0]["words"]
    english = shell.json("desk", "show", code, "--lang", "en").document["timeline"][0]["words"]

    assert (vietnamese, english) == ("Tiếp nhận hồ sơ", "Received")


def test_due_counts_or_skips_every_day_and_says_why(bare):
    answer = bare.json(
        *(
            "desk",
            "due",
            "--procedure",
            "1.004873",
            "--received-at",
            "2026-11-20T09:00",
            "--lang=en",
        )
    )

    told = answer.document
    assert told["due_at"] == "2026-11-26T17:00:00+07:00"
    assert told["procedure"] == "1.004873"
    assert told["version"]
    assert told["limit"]["amount"] == 3
    assert [(day["date"], day["counted"], day["why"]) for day in told["days"]] == [
        ("2026-11-20", False, "Day of receipt, not counted"),
        ("2026-11-21", False, "Saturday or Sunday"),
        ("2026-11-22", False, "Saturday or Sunday"),
        ("2026-11-23", True, "Working day"),
        ("2026-11-24", False, "Ngày Văn hóa Việt Nam"),
        ("2026-11-25", True, "Working day"),
        ("2026-11-26", True, "Working day"),
    ]


def test_due_takes_another_offset_for_the_same_moment(bare):
    asked = ("desk", "due", "--procedure", "2.000815", "--received-at")

    late_in_vietnam = bare.json(*asked, "2026-11-20T09:30:00+00:00").document
    early_in_vietnam = bare.json(*asked, "2026-11-20T09:30:00+07:00").document

    assert late_in_vietnam["due_at"] == "2026-11-23T17:00:00+07:00"  # after 15:00 on a Friday
    assert early_in_vietnam["due_at"] == "2026-11-20T17:00:00+07:00"


def test_due_promises_nothing_where_no_limit_is_stated(bare):
    answer = bare.json("desk", "due", "--procedure", "1.010814", "--received-at", "2026-11-20")

    assert answer.exit_code == 0
    assert answer.document["due_at"] is None
    assert answer.document["days"] == []


def test_due_counts_by_the_calendar_of_the_place(empty):
    """The commune Hùng Sơn has its own day off in its data folder."""
    folder = empty.data / "catalogue" / "calendar"
    folder.mkdir(parents=True)
    (folder / "hung-son.json").write_text(OWN_DAY_OFF, "utf-8")
    asked = ("desk", "due", "--procedure", "1.004873", "--received-at", "2026-11-20T09:00")

    here = empty.json(*asked, "--org", "H17.20443").document
    elsewhere = empty.json(*asked).document

    assert here["due_at"] == "2026-11-27T17:00:00+07:00"
    assert elsewhere["due_at"] == "2026-11-26T17:00:00+07:00"
    assert [day["why"] for day in here["days"] if day["date"] == "2026-11-25"] == [
        "Lễ mừng lúa mới"
    ]


def test_due_needs_no_desk_and_makes_none(empty):
    answer = empty.json("desk", "due", "--procedure", "1.004873", "--received-at", "2026-11-20")

    assert answer.exit_code == 0
    assert not empty.data.exists()


def test_due_in_words_is_a_line_a_day(bare):
    answer = bare(
        *("desk", "due", "--procedure", "1.004873", "--received-at", "2026-11-20T09:00"),
        "--lang=vi",
    )

    assert answer.out.splitlines() == [
        "Thời hạn: 3 ngày làm việc",
        "  · 20/11/2026  Ngày nhận hồ sơ, không tính",
        "  · 21/11/2026  Thứ Bảy, Chủ nhật",
        "  · 22/11/2026  Thứ Bảy, Chủ nhật",
        "  + 23/11/2026  Ngày làm việc",
        "  · 24/11/2026  Ngày Văn hóa Việt Nam",
        "  + 25/11/2026  Ngày làm việc",
        "  + 26/11/2026  Ngày làm việc",
        "Hẹn trả: 17:00 26/11/2026",
    ]


def test_what_nobody_has_enrolled_is_said_to_be_missing(empty):
    answer = empty.json("desk", "list")

    assert (answer.exit_code, answer.error) == (1, "database_missing")
