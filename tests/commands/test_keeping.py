"""`desk user · backup · restore · doctor`: people and second copies from the command line."""

import shutil
from pathlib import Path

from tests.commands.lines import a_line, written


def test_a_new_account_gets_a_password_that_is_told_once(shell):
    told = shell.json("desk", "user", "add", "ngoc", "--role", "clerk", "--role", "postal").document

    assert told["roles"] == ["clerk", "postal"]
    assert len(told["password"]) >= 10
    assert shell.json("desk", "list", user="ngoc", password=told["password"]).exit_code == 0


def test_a_password_may_be_given_and_is_then_not_told(shell, monkeypatch):
    monkeypatch.setenv("MOTCUA_NEW_PASSWORD", "mat-khau-rieng")

    answer = shell.json("desk", "user", "add", "ngoc", "--role", "leader")

    assert "password" not in answer.document
    assert "mat-khau-rieng" not in answer.out + answer.err
    assert shell.json("desk", "list", user="ngoc", password="mat-khau-rieng").exit_code == 0


def test_a_password_too_short_makes_no_account(shell, monkeypatch):
    monkeypatch.setenv("MOTCUA_NEW_PASSWORD", "ngan")

    assert shell.json("desk", "user", "add", "ngoc", "--role", "clerk").error == "weak_password"
    assert len(shell.json("desk", "user", "list").documents) == 4


def test_a_disabled_account_opens_nothing(shell):
    told = shell.json("desk", "user", "disable", "hoa").document

    assert told["active"] is False
    assert shell.json("desk", "list", user="hoa").error == "user_disabled"


def test_the_users_are_listed_with_their_roles(shell):
    listed = {
        document["user"]: document["roles"]
        for document in shell.json("desk", "user", "list").documents
    }

    assert listed["hoa"] == ["clerk"]
    assert set(listed["mau"]) == {"clerk", "postal", "handler", "leader", "admin"}


def test_a_backup_comes_back_for_reading_and_is_written_to_no_more(shell, restored, code, tmp_path):
    made = shell.json("desk", "backup", tmp_path / "copies").document

    answer = restored.json("desk", "restore", made["file"])

    assert answer.exit_code == 0
    assert answer.document["files_missing"] == []
    assert restored.json("desk", "show", code).document["code"] == code
    refused = restored.json("desk", "receive", "-", given=written(a_line()))
    assert refused.document["error"]["code"] == "needs_new_epoch"
    assert len(restored.json("desk", "list").documents) == 1


def test_a_backup_names_its_file_in_full(shell, tmp_path):
    told = shell.json("desk", "backup", "copies").document

    assert Path(told["file"]).parent == tmp_path / "copies"
    assert Path(told["file"]).is_file()


def test_a_cut_backup_is_refused_and_leaves_the_folder_empty(shell, restored, tmp_path):
    made = Path(shell.json("desk", "backup", tmp_path / "copies").document["file"])
    made.write_bytes(made.read_bytes()[:-1000])

    assert restored.json("desk", "restore", made).error == "backup_damaged"
    assert restored.json("desk", "list").error == "database_missing"


def test_the_doctor_finds_a_sound_desk_well(shell):
    answer = shell.json("desk", "doctor")

    levels = {one["name"]: one["level"] for one in answer.document["findings"]}
    assert answer.exit_code == 0
    assert answer.document["ok"] is True
    assert levels["chain"] == levels["database"] == "well"
    assert levels["secret"] == "warning"  # this account has no secret store


def test_a_desk_without_its_machine_opens_nothing(shell, tmp_path):
    shutil.rmtree(tmp_path / "state")

    answer = shell.json("desk", "list")

    assert (answer.exit_code, answer.error) == (1, "device_secret_missing")


def test_a_flipped_bit_is_found_and_said(shell):
    database = shell.data / "desk" / "desk.db"
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)

    answer = shell.json("desk", "doctor")

    assert answer.exit_code == 1
    told = answer.document
    assert told.get("ok") is False or told["error"]["code"] == "database_damaged"


def test_wrong_passwords_make_the_next_try_wait(shell):
    first = shell.json("desk", "list", password="sai")
    again = shell.json("desk", "list")

    assert first.error == "wrong_password"
    assert again.error == "user_locked_out"
    assert "1" in again.document["error"]["message"]
