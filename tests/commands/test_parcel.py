"""`desk parcel` and `hub parcel`: a whole trip on a stick, no line anywhere."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.clock import WallClock
from desk_app.judging import province
from sync.hub.hub import make_hub
from tests.commands.lines import a_line, written
from tests.support.command_line import STATE_HOME, Shell
from tests.support.desks import PASSWORD
from tests.sync.servers import serving

ORG = "H17.20443"


@pytest.fixture(scope="module")
def carried(tmp_path_factory):
    """A hub and a desk enrolled at it: the folder of both."""
    folder = tmp_path_factory.mktemp("carried")
    hub = make_hub(folder / "data" / "hub", province(WallClock()))
    code = _shell(folder).json("hub", "invite", "--org", ORG).document["code"]
    with serving(hub) as url:
        answer = _shell(folder).json("desk", "enrol", "--hub", url, "--code", code)
    assert answer.exit_code == 0, answer.out
    hub.database.close()
    admin = replace(
        _shell(folder), variables={**_shell(folder).variables, "MOTCUA_NEW_PASSWORD": PASSWORD}
    )
    assert admin.json("desk", "user", "add", "hoa", "--role", "clerk").exit_code == 0
    return folder


@pytest.fixture
def shell(carried, tmp_path, monkeypatch):
    shutil.copytree(carried, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return replace(_shell(tmp_path), user="hoa")


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def _shell(folder):
    return Shell(
        data=folder / "data",
        user="mau",
        password=PASSWORD,
        variables={STATE_HOME: str(folder / "state")},
    )


def ticks(shell):
    return {one["tick"] for one in shell.json("desk", "list").documents}


def test_work_goes_to_the_province_and_its_word_comes_back_on_a_stick(shell, stick):
    shell.json("desk", "receive", "-", given=written(a_line(), a_line()))

    out = shell.json("desk", "parcel", "export", stick).document
    before = shell.json("desk", "parcel", "status").document
    assert ticks(shell) == {"copied"}
    taken, back = shell.json("hub", "parcel", "import", stick, "--out", stick / "back").documents
    came = shell.json("desk", "parcel", "import", stick / "back").document
    after = shell.json("desk", "parcel", "status").document

    assert out["changes"] == out["last"] == taken["changes"] == taken["taken"]
    assert [Path(file).parent for file in out["files"]] == [stick]
    assert out["slip"] is None
    assert before["changes_on_stick"] == before["changes_waiting"] == out["changes"]
    assert (taken["whole"], taken["answer"], back["acked"]) == (True, "ok", out["last"])
    assert (came["acked"], came["settled"], came["left_alone"]) == (
        out["last"],
        out["last"],
        [],
    )
    assert after["changes_waiting"] == after["changes_on_stick"] == 0
    assert ticks(shell) == {"judged"}


def test_a_desk_learns_of_others_from_what_the_hub_writes_unasked(shell, stick):
    (written_,) = shell.json("hub", "parcel", "export", "--all", "--to", stick).documents
    one = shell.json("hub", "parcel", "export", written_["desk"], "--to", stick)

    assert one.exit_code == 0
    assert shell.json("desk", "parcel", "import", stick).document["parcels"] == 2


def test_the_slip_lies_in_the_tray(shell, stick):
    shell.json("desk", "receive", "-", given=written(a_line()))

    page = shell.json("desk", "parcel", "export", stick, "--slip").document["slip"]

    assert Path(page).read_bytes().startswith(b"%PDF")
    assert "phieu-ban-giao-" in Path(page).name


def test_words_for_a_person_say_what_was_done(shell, stick):
    shell.json("desk", "receive", "-", given=written(a_line()))

    assert "Mã kiểm tra" in shell("desk", "parcel", "export", stick).out
    assert "Chờ gửi" in shell("desk", "parcel", "status").out
    assert "Trả lời cho máy" in shell("hub", "parcel", "import", stick, "--out", stick / "b").out
    assert "Đã nhận 1 bưu phẩm" in shell("desk", "parcel", "import", stick / "b").out


def test_a_folder_named_like_a_parcel_is_told_in_plain_words(shell, stick):
    (stick / "viec.vnb").mkdir()

    alone = shell.json("desk", "parcel", "import", stick / "viec.vnb")
    among = shell.json("desk", "parcel", "import", stick).document
    at_hub = shell.json("hub", "parcel", "import", stick, "--out", stick / "back")

    assert (alone.exit_code, alone.error) == (1, "parcel_is_folder")
    assert among["left_alone"] == [{"file": "viec.vnb", "code": "parcel_is_folder"}]
    assert at_hub.exit_code == 1
    assert at_hub.documents[0]["error"]["code"] == "parcel_is_folder"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("photo.jpg", b"JFIF", "not_a_parcel", id="another file"),
        pytest.param("x.vnb", b"hello", "parcel_unreadable", id="not sealed"),
        pytest.param("x.vnb", b"", "parcel_unreadable", id="nothing"),
        pytest.param("gone.vnb", None, "stick_gone", id="not there"),
    ],
)
def test_what_is_no_parcel_is_told(shell, stick, name, content, code):
    if content is not None:
        (stick / name).write_bytes(content)

    answer = shell.json("desk", "parcel", "import", stick / name)

    assert (answer.exit_code, answer.error) == (1, code)


def test_a_link_is_never_followed(shell, stick):
    (stick / "real").write_bytes(b"x")
    (stick / "x.vnb").symlink_to(stick / "real")

    assert shell.json("desk", "parcel", "import", stick / "x.vnb").error == "not_a_parcel"


def test_the_desks_own_parcel_is_not_for_the_desk(shell, stick):
    shell.json("desk", "parcel", "export", stick)

    answer = shell.json("desk", "parcel", "import", stick).document

    assert [one["code"] for one in answer["left_alone"]] == ["parcel_for_others"]
    assert answer["parcels"] == 0


def test_a_torn_answer_is_told_and_used(shell, stick):
    shell.json("desk", "receive", "-", given=written(*[a_line()] * 3))
    shell.json("desk", "parcel", "export", stick)
    shell.json("hub", "parcel", "import", stick, "--out", stick / "back")
    (path,) = (stick / "back").iterdir()
    path.write_bytes(path.read_bytes()[:-1])

    answer = shell.json("desk", "parcel", "import", stick / "back")

    assert answer.exit_code in {0, 1}
    assert answer.document["torn"] or answer.document["left_alone"]


def test_a_stick_that_is_not_there_takes_nothing_away(shell, stick):
    shell.json("desk", "receive", "-", given=written(a_line()))

    answer = shell.json("desk", "parcel", "export", stick / "nowhere")

    assert (answer.exit_code, answer.error) == (1, "stick_gone")
    assert shell.json("desk", "parcel", "status").document["parcels"] == []


def test_one_desk_or_all_of_them_not_neither(shell, stick):
    assert shell.json("hub", "parcel", "export", "--to", stick).exit_code == 2
    assert shell.json("hub", "parcel", "export", "1", "--all", "--to", stick).exit_code == 2
    assert shell.json("hub", "parcel", "export", "77", "--to", stick).exit_code == 1


def test_anybody_at_the_desk_may_and_a_stranger_may_not(shell, stick):
    stranger = replace(shell, password="guessed")

    assert stranger.json("desk", "parcel", "export", stick).error == "wrong_password"
    assert list(stick.iterdir()) == []


def test_a_desk_that_was_put_back_asks_for_its_new_epoch_by_stick(shell, tmp_path, stick):
    """It sends nothing else; with the answer it goes on under new numbers."""
    shell.json("desk", "backup", tmp_path / "backup")
    (backup,) = (tmp_path / "backup").iterdir()
    shell.json("desk", "receive", "-", given=written(a_line()))
    shutil.rmtree(shell.data / "desk")
    assert shell.json("desk", "restore", backup).exit_code == 0
    assert shell.json("desk", "receive", "-", given=written(a_line())).documents[0]["error"]

    out = shell.json("desk", "parcel", "export", stick).document
    hub = shell.json("hub", "parcel", "import", stick, "--out", stick / "back").documents
    came = shell.json("desk", "parcel", "import", stick / "back").document

    assert (out["changes"], out["attachments"]) == (0, 0)
    assert (hub[0]["whole"], hub[0]["refused"]) == (True, None)
    assert came["others"] == 1
    assert "code" in shell.json("desk", "receive", "-", given=written(a_line())).document
    again = shell.json("desk", "parcel", "import", stick / "back").document
    assert again["others"] == 0
    shell.json("desk", "parcel", "export", stick / "back")
    shell.json("hub", "parcel", "import", stick / "back", "--out", stick / "later")
    assert shell.json("desk", "parcel", "import", stick / "later").document["acked"] > 0
