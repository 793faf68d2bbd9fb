"""People, machines and keys from the command line, and enrolment by a stick."""

import pytest

from desk_app.clock import WallClock
from desk_app.judging import province
from sync.hub.audit_log import Who
from sync.hub.console.key_recovery import ask_recovery, decide_recovery
from sync.hub.hub import open_hub
from sync.hub.terminal import hub_folder
from sync.protocol.invitation import InvitationFile, write_invitation
from tests.support.desks import PASSWORD

ORG = "H17.20443"


@pytest.fixture
def hub(empty):
    assert empty.json("hub", "init").exit_code == 0
    return empty


@pytest.fixture
def enrolled(hub, tmp_path):
    """A hub and a desk in one folder, brought together by a stick."""
    code = hub.json("hub", "invite", "--org", ORG).document["code"]
    stick = tmp_path / "stick"
    stick.mkdir()
    request = stick / "desk.enrol"
    asked = hub.json("desk", "enrol", "--code", code, "--file", request)
    assert asked.document == {"request": str(request)}
    assert hub.json("hub", "enrol", request).document == {"file": str(stick / "desk.answer")}
    told = hub.json("desk", "enrol", "--code", code, "--file", request).document
    assert (told["machine"], told["org"]) == (1, ORG)
    return hub


def test_a_desk_without_a_line_is_enrolled_by_a_stick(enrolled):
    status = enrolled.json("desk", "status").document["access"]

    assert status["access"] == "free"
    assert (status["days_left"], status["key_list"]) == (60, 1)
    assert enrolled.json("hub", "desks").document["dev"] == 1


def test_nothing_on_the_stick_is_a_secret(enrolled, tmp_path):
    code = enrolled.json("hub", "invite", "--org", ORG).document["code"]
    other = tmp_path / "other.enrol"
    enrolled.json("desk", "enrol", "--code", code, "--file", other)

    written = b"".join(path.read_bytes() for path in (tmp_path / "stick").iterdir())

    assert PASSWORD.encode() not in written
    assert b"AGE-SECRET-KEY" not in written
    assert code.replace("-", "").encode() not in written


def test_a_stick_with_the_answer_of_another_code_is_not_believed(hub, tmp_path):
    codes = [hub.json("hub", "invite", "--org", ORG).document["code"] for _ in range(2)]
    request = tmp_path / "desk.enrol"
    hub.json("desk", "enrol", "--code", codes[0], "--file", request)
    hub.json("hub", "enrol", request)

    answer = hub.json("desk", "enrol", "--code", codes[1], "--file", request)

    assert answer.exit_code == 1
    assert answer.error == "hub_answered_rubbish"


def test_a_desk_is_enrolled_by_a_line_or_by_a_stick(empty):
    answer = empty.json("desk", "enrol", "--code", "AAAA-BBBB-CCCC-DDDD")

    assert (answer.exit_code, answer.error) == (2, "wrong_value")


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\xd2\x84"])
def test_a_request_that_is_none_is_not_answered(hub, tmp_path, content):
    (tmp_path / "desk.enrol").write_bytes(content)

    answer = hub.json("hub", "enrol", tmp_path / "desk.enrol")

    assert answer.exit_code == 1
    assert not (tmp_path / "desk.answer").exists()


def test_machines_are_revoked_and_wiped_by_their_number(enrolled):
    revoked = enrolled.json("hub", "revoke", 1, "--reason", "mất máy").document
    wiped = enrolled.json("hub", "wipe", 1).document

    assert (revoked["dev"], revoked["wipe"]) == (1, False)
    assert wiped["wipe"]
    assert enrolled.json("hub", "desks").document["revoked"]


def test_people_are_locked_and_unlocked_by_their_name(enrolled):
    locked = enrolled.json("hub", "lock-user", ORG, "Bình", "--reason", "nghỉ").document
    unlocked = enrolled.json("hub", "unlock-user", ORG, "binh").document

    assert (locked["locked"], unlocked["locked"]) == (True, False)
    again = enrolled.json("hub", "unlock-user", ORG, "Bình")
    assert (again.exit_code, again.error) == (1, "user_not_locked")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("revoke 99", "no_such_machine"),
        ("lease 1 --days 5", "lease_out_of_range"),
        ("min-client mới --from 2027-01-01", "version_refused"),
        ("min-client 1.0 --from mai", "day_refused"),
        ("enrol /nowhere.enrol", "file_unreadable"),
        ("lock-user H99.99999 An", "unknown_org"),
    ],
)
def test_what_cannot_be_meant_is_wrong_input(enrolled, arguments, error):
    answer = enrolled.json("hub", *arguments.split())

    assert (answer.exit_code, answer.error) == (2, error)


def test_leases_and_programs_are_set(enrolled):
    lease = enrolled.json("hub", "lease", 1, "--days", 90).document
    client = enrolled.json("hub", "min-client", "0.2.0", "--from", "2027-01-31").document

    assert lease == {"dev": 1, "days": 90}
    assert client == {"version": "0.2.0", "from": "2027-01-31"}


def test_keys_are_rotated_with_the_key_from_the_safe_and_retired(enrolled, tmp_path):
    root = tmp_path / "safe.key"
    (tmp_path / "data" / "hub" / "offline" / "root.key").rename(root)
    first = enrolled.json("hub", "keys", "list").document

    second = enrolled.json("hub", "keys", "rotate", "--root", root).document
    old = next(one["key"] for one in second["keys"] if not one["signing"])
    third = enrolled.json("hub", "keys", "retire", old, "--root", root).document

    assert [first["number"], second["number"], third["number"]] == [1, 2, 3]
    assert [len(one["keys"]) for one in (first, second, third)] == [1, 2, 1]
    assert old == first["keys"][0]["key"]
    assert first["recipient"] != second["recipient"]
    assert first["escrow"] == third["escrow"]


def test_nobody_waits_in_an_empty_quarantine(enrolled):
    assert enrolled.json("hub", "quarantine", "list").documents == []
    assert enrolled("hub", "quarantine", "list").out
    for act in ("take", "pass"):
        answer = enrolled.json("hub", "quarantine", act, 5)
        assert (answer.exit_code, answer.error) == (1, "quarantine_unknown")


def consented(hub, request):
    """What an operator asked for and a second person consented to."""
    code = ask_recovery(hub, Who(name="a", role="operator"), request.read_bytes(), reason="quên")
    decide_recovery(hub, Who(name="b", role="approver"), code, is_granted=True)
    hub.database.close()
    return code


def test_a_desk_invited_by_file_comes_back_when_its_last_password_is_lost(hub, tmp_path):
    """By stick alone: invitation, request and answer; then the way back, by two persons."""
    code = hub.json("hub", "invite", "--org", ORG).document["code"]
    invitation, answer = tmp_path / "quay.invitation", tmp_path / "quay.answer"
    invitation.write_bytes(write_invitation(InvitationFile(code=code, org=ORG, until=0)))
    hub.json("desk", "enrol", "--invitation", invitation)
    hub.json("hub", "enrol", tmp_path / "quay.request")
    enrolled = hub.json("desk", "enrol", "--invitation", invitation)
    answer.unlink()

    way_back = tmp_path / "khoi-phuc.request"
    asked = hub.json("desk", "recover", "--file", way_back).document
    told = consented(open_hub(hub_folder(hub.data), province(WallClock())), way_back)
    out = way_back.with_suffix(".answer")
    given = hub.json("hub", "recover-desk", told, "--out", out)
    hub.variables["MOTCUA_NEW_PASSWORD"] = "mật khẩu mới"
    back = hub.json("desk", "recover", "--file", way_back)

    assert enrolled.document["org"] == ORG
    assert told == asked["spoken"]
    assert (given.exit_code, back.exit_code) == (0, 0)
    assert hub.json("desk", "user", "list", password="mật khẩu mới").exit_code == 0
    assert hub.json("desk", "user", "list").error == "wrong_password"
