"""`desk act`: every act of the counter from the command line, with the details each takes."""

import json
from datetime import timedelta

import pytest

from desk_app.clock import VIETNAM, WallClock
from desk_app.signing.sample import make_demo_signer
from tests.commands.lines import a_line, written
from tests.support.counter import RESIDENCE, result_pdf

FORM = "Tờ khai thay đổi thông tin cư trú (CT01, TT 53/2025/TT-BCA)"
PAPERS = [
    {"name": FORM, "originals": 1, "copies": 0},
    {"name": "Giấy tờ về chỗ ở hợp pháp", "originals": 1, "copies": 0},
]
HAND_ON = {"to": "Văn phòng"}
SUPPLEMENT = {"items": ["Tờ khai có chữ ký"], "reason": "Thiếu chữ ký"}


@pytest.fixture
def residence(shell):
    """The code of a dossier of three working days."""
    line = a_line(procedure=RESIDENCE, documents=PAPERS)
    return shell.json("desk", "receive", "-", given=written(line)).document["code"]


@pytest.fixture
def act(shell, residence):
    """Does one act on the dossier and returns it as it then stands."""

    def do(name, details=None, **account):
        given = json.dumps(details or {}).encode()
        answer = shell.json("desk", "act", name, residence, "--with", "-", given=given, **account)
        assert answer.exit_code == 0, answer.out
        return answer.document

    return do


def test_a_dossier_goes_from_hand_to_hand_to_its_approval(act):
    assert act("hand-on", HAND_ON, user="hoa")["status"] == "in_progress"
    assert act("appraise", {"sufficient": True, "note": "đủ"}, user="lam")["acts"][0] == "approve"
    assert act("approve", user="nui")["status"] == "in_progress"


def test_a_supplement_is_asked_for_and_comes(act, shell, residence):
    asked = act("request-supplement", SUPPLEMENT)
    listed = shell.json("desk", "act", "--list", residence).documents
    added = act("add-supplement", {"documents": PAPERS[:1]})

    assert asked["status"] == "supplement_requested"
    assert {"act": "add-supplement"} in listed
    assert added["status"] in {"received", "in_progress"}
    assert len(added["papers"]) == 3


def test_a_second_supplement_needs_its_reason(act, shell, residence):
    act("request-supplement", SUPPLEMENT)
    act("add-supplement", {"documents": PAPERS[:1]})

    refused = shell.json(
        *("desk", "act", "request-supplement", residence, "--with", "-"),
        given=json.dumps(SUPPLEMENT).encode(),
    )

    assert refused.error == "second_supplement"
    overridden = act("request-supplement", SUPPLEMENT | {"override_reason": "Công dân đề nghị"})
    assert overridden["supplement_requests"] == 2


def test_money_is_asked_for_and_paid(act):
    act("hand-on", HAND_ON)
    asked = act("require-payment", {"amount_vnd": 300_000, "what": "Lệ phí trước bạ"})
    paid = act("record-payment", {"amount_vnd": 300_000, "method": "transfer", "reference": "FT1"})

    assert asked["status"] == "payment_requested"
    assert paid["paid_vnd"] == 300_000


def test_a_promise_moves_with_an_apology(act):
    later = (WallClock().now() + timedelta(days=30)).astimezone(VIETNAM).replace(hour=10)
    act("hand-on", HAND_ON)

    extended = act(
        "extend",
        {"due_at": later.isoformat(), "reason": "Chờ xác minh", "signer": "Bríu Văn Núi"},
    )

    assert extended["extensions"] == 1
    assert extended["due_at"] > extended["first_due_at"]


@pytest.mark.parametrize(
    ("name", "details", "status"),
    [
        pytest.param("refuse", {"reason": "Không thuộc thẩm quyền"}, "stopped", id="refuse"),
        pytest.param("stop", {"reason": "Chờ nơi khác", "ground": "office"}, "stopped", id="stop"),
        pytest.param(
            "withdraw",
            {"reason": "Chưa cần nữa", "papers_back": True},
            "withdrawal_requested",
            id="withdraw",
        ),
        pytest.param("cancel", {"reason": "Tiếp nhận nhầm"}, "stopped", id="cancel"),
    ],
)
def test_work_may_end_before_its_result(act, name, details, status):
    assert act(name, details)["status"] == status


def test_a_cancelled_dossier_keeps_its_number_and_says_so(act, residence):
    ended = act("cancel", {"reason": "Tiếp nhận nhầm"})

    assert ended["code"] == residence
    assert ended["cancelled"] is True
    assert ended["acts"] == ["print"]


def test_a_name_is_put_right(act):
    mended = act(
        "correct", {"field": "applicant.name", "value": "Nguyễn Thị Sen Hồng", "reason": "Gõ sót"}
    )

    assert mended["applicant"] == "Nguyễn Thị Sen Hồng"


def test_a_result_is_attached_signed_checked_and_returned(act, shell, residence, tmp_path):
    pkcs12, _root = make_demo_signer("Bríu Văn Núi", "UBND xã", "mo-khoa", at=WallClock().now())
    (tmp_path / "leader.p12").write_bytes(pkcs12)
    (tmp_path / "result.pdf").write_bytes(result_pdf())
    act("hand-on", HAND_ON)
    act("appraise")
    act("approve")
    attached = act("attach-result", {"file": str(tmp_path / "result.pdf"), "number": "17/GXN"})

    signed = act("sign-result", {"pkcs12": str(tmp_path / "leader.p12"), "password": "mo-khoa"})
    returned = act("return-result", {"receiver": "Nguyễn Thị Sen", "paper": "Căn cước"})

    assert attached["result"]["signed_sha256"] is None
    assert signed["status"] == "done"
    assert signed["result"]["signer"] == "Bríu Văn Núi"
    assert returned["status"] == "returned"
    assert [m["event"] for m in shell.json("desk", "show", residence).document["timeline"]] == [
        "DossierReceived",
        "HandedOn",
        "Appraised",
        "Approved",
        "ResultAttached",
        "ResultSigned",
        "ResultReturned",
    ]


def test_a_signing_password_may_come_from_the_environment(
    act, shell, residence, tmp_path, monkeypatch
):
    pkcs12, _root = make_demo_signer("Bríu Văn Núi", "UBND xã", "mo-khoa", at=WallClock().now())
    (tmp_path / "leader.p12").write_bytes(pkcs12)
    (tmp_path / "result.pdf").write_bytes(result_pdf())
    act("hand-on", HAND_ON)
    act("appraise")
    act("approve")
    act("attach-result", {"file": str(tmp_path / "result.pdf")})
    given = json.dumps({"pkcs12": str(tmp_path / "leader.p12")}).encode()
    command = ("desk", "act", "sign-result", residence, "--with", "-")

    without = shell.json(*command, given=given)
    monkeypatch.setenv("MOTCUA_PKCS12_PASSWORD", "mo-khoa")
    having = shell.json(*command, given=given)

    assert without.error == "wrong_pkcs12_password"
    assert having.document["status"] == "done"


def test_only_what_this_user_may_do_now_is_listed(shell, residence):
    clerk = shell.json("desk", "act", "--list", residence, user="hoa").documents
    leader = shell.json("desk", "act", "--list", residence, user="nui").documents

    assert {"act": "hand-on"} in clerk
    assert {"act": "hand-on"} not in leader
    assert leader == [{"act": "extend"}, {"act": "stop"}]


def test_what_is_listed_can_be_done(shell, residence):
    """Each is a name that `desk act` knows: it asks for details or does the act."""
    for document in shell.json("desk", "act", "--list", residence).documents:
        answer = shell.json("desk", "act", document["act"], residence)

        assert "error" not in answer.document or answer.error != "no_such_act"


@pytest.mark.parametrize(
    ("name", "details", "error"),
    [
        pytest.param("require-payment", {"amount_vnd": "1", "what": "x"}, "wrong_value", id="text"),
        pytest.param(
            "request-supplement", {"items": "CT01", "reason": "x"}, "wrong_value", id="no list"
        ),
        pytest.param(
            "request-supplement", {"items": [], "reason": "x"}, "nothing_asked_for", id="nothing"
        ),
        pytest.param("refuse", {"reason": " "}, "reason_missing", id="a reason of blanks"),
        pytest.param("refuse", {"reason": "x" * 5000}, "too_long", id="a long reason"),
        pytest.param(
            "correct",
            {"field": "code", "value": "x", "reason": "y"},
            "not_correctable",
            id="the code corrected",
        ),
        pytest.param(
            "correct",
            {"field": "applicant.name", "value": "Nguyễn Thị Sen", "reason": "y"},
            "nothing_to_correct",
            id="nothing corrected",
        ),
        pytest.param("stop", {"reason": "x", "ground": "rain"}, "wrong_value", id="no ground"),
        pytest.param("approve", {"note": 1}, "wrong_value", id="a number for a note"),
        pytest.param("withdraw", {"reason": "x", "papers_back": "yes"}, "wrong_value", id="yes"),
    ],
)
def test_details_that_cannot_be_change_nothing(shell, residence, name, details, error):
    before = shell.json("desk", "show", residence).document

    answer = shell.json(
        *("desk", "act", name, residence, "--with", "-"), given=json.dumps(details).encode()
    )

    assert answer.error == error
    assert shell.json("desk", "show", residence).document == before


@pytest.mark.parametrize(
    ("amount_vnd", "error"),
    [
        (0, "amount_not_positive"),
        (-1, "amount_not_positive"),
        (10**13, "amount_too_large"),
        (2**63, "amount_too_large"),
        (10**30, "amount_too_large"),
    ],
)
def test_money_that_nobody_owes_is_not_asked_for(act, shell, residence, amount_vnd, error):
    act("hand-on", HAND_ON)
    details = {"amount_vnd": amount_vnd, "what": "Lệ phí"}

    answer = shell.json(
        *("desk", "act", "require-payment", residence, "--with", "-"),
        given=json.dumps(details).encode(),
    )

    assert answer.error == error
