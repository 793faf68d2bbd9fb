"""A real desk without the demo: hub, invitation, enrolment, people, numbers, and a day's work."""

import json
from pathlib import Path

import pytest

from desk_app.clock import WallClock
from desk_app.signing.sample import make_demo_signer
from tests.commands.lines import a_line, an_applicant, written
from tests.journey.machines import PASSWORD, Province
from tests.support.command_line import Shell, run
from tests.support.counter import result_pdf
from tests.support.words import words_on

pytestmark = pytest.mark.slow


def receive(desk, *names):
    lines = [a_line(applicant={"name": name}) for name in names or ("Nguyễn Thị Sen",)]
    answer = desk.json("desk", "receive", "-", given=written(*lines))
    assert answer.exit_code == 0, answer.out
    return answer.documents


def act(desk, name, code, **details):
    answer = desk.json("desk", "act", name, code, "--with", "-", given=json.dumps(details).encode())
    assert answer.exit_code == 0, answer.out
    return answer.document


def shown(desk, code):
    return desk.json("desk", "show", code).document


def synced(desk):
    answer = desk.json("desk", "sync", "--once")
    assert answer.exit_code == 0, answer.out
    return answer.document


def test_every_step_of_a_set_up_is_a_process_of_its_own(tmp_path):
    """As the README tells it; nothing is shared but the folders and the network."""
    hub, desk = ("--data", tmp_path / "province"), ("--data", tmp_path / "commune")
    admin = {"MOTCUA_USER": "Quản trị", "MOTCUA_PASSWORD": PASSWORD}
    machine = {"XDG_STATE_HOME": str(tmp_path / "state")}
    province = Province(folder=tmp_path / "province")
    run("hub", "init", *hub)
    url = province.start()
    try:
        invited = run("hub", "invite", "--org", "H17.20443", *hub, "--json").document["code"]
        enrol = ("desk", "enrol", "--hub", url, "--code", invited, *desk, "--json")
        made = run(*enrol, **admin, **machine)
        user = ("desk", "user", "add", "Hoa", "--role", "clerk", *desk, "--json")
        added = run(*user, **admin, **machine).document
        clerk = {"MOTCUA_USER": "Hoa", "MOTCUA_PASSWORD": added["password"]}

        received = run(
            *("desk", "receive", "-", *desk, "--json"), given=written(a_line()), **clerk, **machine
        )
        sent = run("desk", "sync", *desk, "--json", **clerk, **machine)
    finally:
        ended = province.stop()

    assert made.document["unit"] == "xã Hùng Sơn"
    assert made.document["lanes"]
    assert made.document["roles"] == ["admin"]
    assert Path(received.document["receipt_pdf"]).is_file()
    assert not received.document["temporary"]
    assert sent.document["settled"] >= 1
    assert ended == 0


def test_an_enrolled_desk_knows_its_numbers(counters):
    doctors = [desk.json("desk", "doctor").document for desk in counters]

    lanes = [
        one["detail"] for doctor in doctors for one in doctor["findings"] if one["name"] == "lanes"
    ]
    assert lanes == ["0001-0099", "0100-0199"]


def test_a_code_of_invitation_is_good_for_one_machine(online, tmp_path):
    code = online.invite(lane="0200-0209")
    first, second = (
        Shell(
            data=tmp_path / name,
            user="Quản trị",
            password=PASSWORD,
            variables={"XDG_STATE_HOME": str(tmp_path / f"{name}-state")},
        )
        for name in ("first", "second")
    )
    enrol = ("desk", "enrol", "--hub", online.url, "--code", code)

    assert first.json(*enrol).exit_code == 0
    assert second.json(*enrol).error == "enrol_code_refused"


def test_an_enrolment_with_the_hub_down_may_be_tried_again(online, tmp_path):
    code = online.invite(lane="0210-0219")
    desk = Shell(
        data=tmp_path / "data",
        user="Quản trị",
        password=PASSWORD,
        variables={"XDG_STATE_HOME": str(tmp_path / "state")},
    )
    enrol = ("desk", "enrol", "--hub", online.url, "--code", code)
    online.stop()

    refused = desk.json(*enrol)
    online.start()
    again = desk.json(*enrol)

    assert refused.error == "hub_unreachable"
    assert again.document["lanes"] == ["0210-0219"]


def test_two_machines_of_one_commune_never_give_the_same_code(offline, counters):
    people = [f"Người Thứ {number}" for number in ("Một", "Hai", "Ba")]

    by_machine = [[one["code"] for one in receive(desk, *people)] for desk in counters]
    offline.start()
    for desk in (*counters, *counters):
        synced(desk)

    codes = [code for codes in by_machine for code in codes]
    assert len(set(codes)) == 6
    for desk in counters:  # each has the other's, and the province has all
        assert {one["code"] for one in desk.json("desk", "list").documents} >= set(codes)
    assert [one["set_aside"] for one in offline.shell.json("hub", "desks").documents][:2] == [0, 0]


def test_a_day_without_a_network_settles_when_it_is_back(offline, desk):
    taken = receive(desk, "Alăng Núi", "Bríu Lan", "Zơrâm Sen")
    receipts = [Path(one["receipt_pdf"]) for one in taken]
    printed = desk.json("desk", "print", "receipt", taken[0]["code"]).document
    alone = desk.json("desk", "sync", "--once")
    waiting = [shown(desk, one["code"]) for one in taken]

    offline.start()
    done = synced(desk)
    settled = [shown(desk, one["code"]) for one in taken]

    assert all(
        one["code"] in words_on(page.read_bytes())
        for one, page in zip(taken, receipts, strict=True)
    )
    assert printed["state"] == "printed"
    assert (alone.exit_code, alone.error) == (1, "hub_unreachable")
    assert {one["timeline"][0]["verdict"] for one in waiting} == {"waiting"}
    assert done["sent"] >= 3
    assert done["settled"] >= 3
    assert {one["timeline"][0]["verdict"] for one in settled} == {"ok"}
    assert [one["status"] for one in settled] == ["received"] * 3


def test_a_result_of_the_province_is_fetched_signed_and_handed_over(online, counters, tmp_path):
    desk, other = counters
    pkcs12, _root = make_demo_signer("Bríu Văn Núi", "UBND xã", "mo-khoa", at=WallClock().now())
    (tmp_path / "leader.p12").write_bytes(pkcs12)
    (tmp_path / "result.pdf").write_bytes(result_pdf())
    (taken,) = receive(desk, "Pơloong Thị Ý")
    code = taken["code"]
    act(desk, "hand-on", code, to="Phòng Tư pháp")
    synced(desk)

    sent = online.shell.json("hub", "result", code, tmp_path / "result.pdf").document
    fetched = synced(desk)
    with_result = shown(desk, code)
    signed = act(desk, "sign-result", code, pkcs12=str(tmp_path / "leader.p12"), password="mo-khoa")
    returned = act(desk, "return-result", code, receiver="Pơloong Thị Ý", paper="Căn cước")
    synced(desk)
    synced(other)

    assert sent["sha256"] == with_result["result"]["sha256"]
    assert fetched["files_down"] == 1
    assert with_result["result"]["signed_sha256"] is None
    assert (signed["status"], returned["status"]) == ("done", "returned")
    assert shown(desk, code)["status"] == shown(other, code)["status"] == "returned"
    assert {moment["verdict"] for moment in shown(desk, code)["timeline"]} == {"ok"}


@pytest.mark.usefixtures("online")
def test_what_one_machine_handed_on_another_works_on(counters):
    desk, other = counters
    (taken,) = receive(desk, "Coor Văn Đạt")
    act(desk, "hand-on", taken["code"], to="Văn phòng")
    synced(desk)
    synced(other)

    act(other, "request-supplement", taken["code"], items=["Giấy chứng sinh"], reason="Thiếu giấy")
    synced(other)
    synced(desk)

    assert shown(desk, taken["code"])["status"] == "supplement_requested"


@pytest.mark.usefixtures("online")
def test_a_backup_opens_elsewhere_for_reading_and_is_never_written_to(desk, tmp_path):
    (before,) = receive(desk, "Ating Thị Mận")
    synced(desk)
    made = desk.json("desk", "backup", tmp_path / "copies").document
    copy = Shell(
        data=tmp_path / "restored",
        user=desk.user,
        password=desk.password,
        variables=desk.variables,
    )

    restored = copy.json("desk", "restore", made["file"])
    read = shown(copy, before["code"])
    written_to = copy.json("desk", "receive", "-", given=written(a_line()))
    acted = copy.json(
        *("desk", "act", "hand-on", before["code"], "--with", "-"), given=b'{"to": "x"}'
    )

    assert restored.exit_code == 0
    assert read["applicant"] == "Ating Thị Mận"
    assert written_to.document["error"]["code"] == "needs_new_epoch"
    assert acted.error == "needs_new_epoch"
    (after,) = receive(desk, "Ating Thị Mận")  # the first goes on as before
    assert after["code"] != before["code"]
    assert synced(desk)["settled"] >= 1


def test_a_rate_that_the_province_sets_is_charged_from_the_next_opening(online, desk, tmp_path):
    line = a_line(
        procedure="1.004873",
        applicant=an_applicant(name="Hồ Thị Bưởi"),
        documents=[
            {"name": "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", "originals": 1, "copies": 0}
        ],
    )
    before = desk.json("desk", "receive", "-", given=written(line)).document

    after = []
    for vnd in (15_000, 20_000):
        (tmp_path / "rates.json").write_text(json.dumps(rates(vnd)), "utf-8")
        online.shell.json("hub", "publish", tmp_path / "rates.json")
        synced(desk)
        after.append(desk.json("desk", "receive", "-", given=written(line)).document)

    assert before["fee_vnd"] is None
    assert [one["fee_vnd"] for one in after] == [15_000, 20_000]
    assert "fee_not_known" not in after[0]["warnings"]


def test_a_rate_with_a_fault_leaves_what_was_in_force(online, desk, tmp_path):
    (tmp_path / "rates.json").write_text(json.dumps(rates(-1)), "utf-8")

    online.shell.json("hub", "publish", tmp_path / "rates.json")
    synced(desk)

    assert desk.json("desk", "list").exit_code == 0
    assert receive(desk)


def rates(vnd):
    """What a provincial council set for one fee."""
    rate = {
        "rate": "civil-status/marital-status",
        "province": "48",
        "channel": None,
        "vnd": vnd,
        "from": "2025-07-01",
        "until": None,
        "source": "Nghị quyết mẫu của HĐND thành phố",
        "mark": "C",
    }
    return {"schema": 1, "rates": [rate]}
