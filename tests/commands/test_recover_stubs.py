"""`hub recover-stubs`: a register rebuilt from scans of the office's copies."""

import csv
import json
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from sqlalchemy import insert

from desk_app.clock import WallClock
from desk_app.judging import province
from printing.receipt import draw
from sync.hub.hub import open_hub
from sync.hub.tables import devices
from sync.proof.stub import stub_text
from sync.sealing import new_seal_key, seal_key
from tests.printing.forms import RECEIPT
from tests.proof.keys import RECORD, Machine

DESK, STRANGER = Machine("quầy 1"), Machine("máy lạ")


@pytest.fixture
def hub(empty):
    """A province that knows one machine."""
    assert empty.json("hub", "init").exit_code == 0
    opened = open_hub(empty.data / "hub", province(WallClock()))
    with opened.database.writing() as connection:
        connection.execute(
            insert(devices),
            {
                "dev": 1,
                "org": "H17.20443",
                "name": "quầy 1",
                "device_key": DESK.public,
                "recipient_key": "",
                "ep": 1,
                "counter": 0,
                "app": "x 0.1.0",
                "enrolled_at": 1,
                "lease_days": 60,
                "revoked_why": "",
            },
        )
    opened.database.close()
    return empty


@pytest.fixture
def scans(tmp_path):
    folder = tmp_path / "quét"
    (folder / "tập 2").mkdir(parents=True)
    return folder


def office_copy(shell, record, *, machine=DESK, recipient="") -> bytes:
    """The receipt as PDF with the stub of a record."""
    key = (shell.data / "hub" / "offline" / "escrow.key").read_text("ascii")
    text = stub_text(
        record,
        recipient=recipient or seal_key(key).recipient,
        public=machine.public,
        signer=machine.sign,
    )
    return draw(replace(RECEIPT, stub_text=text))


def picture(pdf: bytes, form: str = "PNG") -> bytes:
    target = BytesIO()
    page = pypdfium2.PdfDocument(pdf)[1].render(scale=203 / 72).to_pil()
    page.rotate(-2, expand=True, fillcolor="white").save(target, form)
    return target.getvalue()


def test_the_register_is_rebuilt_from_scans_and_photos_in_its_order(hub, scans):
    second = replace(RECORD, code="H17.20443-261123-0002", register_number=124)
    (scans / "a.pdf").write_bytes(office_copy(hub, second))
    (scans / "tập 2" / "b.JPG").write_bytes(picture(office_copy(hub, RECORD), "JPEG"))

    answer = hub.json("hub", "recover-stubs", scans)

    first, last = answer.documents
    assert answer.exit_code == 0
    assert (first["register_number"], last["register_number"]) == (123, 124)
    assert (first["code"], first["applicant"]) == (RECORD.code, "Bhling Thị Hoa")
    assert (first["proof"], first["file"]) == ("signed", "tập 2/b.JPG")
    assert first["received_at"] == "2026-11-23T09:13:20+07:00"


def test_files_that_give_nothing_are_named_and_do_not_stop_the_rest(hub, scans):
    whole = picture(office_copy(hub, RECORD))
    (scans / "1.png").write_bytes(whole)
    (scans / "2.png").write_bytes(whole[: len(whole) // 2])
    (scans / "3.pdf").write_bytes(draw(RECEIPT))
    elsewhere = new_seal_key().recipient
    (scans / "4.pdf").write_bytes(office_copy(hub, RECORD, recipient=elsewhere))

    answer = hub.json("hub", "recover-stubs", scans)

    assert answer.exit_code == 1
    assert [one["code"] for one in answer.documents if "code" in one] == [RECORD.code]
    assert [(one["file"], one["unread"]) for one in answer.documents if "unread" in one] == [
        ("2.png", "no_picture"),
        ("3.pdf", "no_code"),
        ("4.pdf", "for_others"),
    ]


def test_the_later_of_two_stubs_counts_and_a_signed_one_before_any_other(hub, scans):
    old = replace(RECORD, applicant="Tên cũ", issued_at=10)
    new = replace(RECORD, applicant="Tên mới", issued_at=20)
    slipped_in = replace(RECORD, applicant="Kẻ gian", issued_at=99)
    (scans / "1.pdf").write_bytes(office_copy(hub, new))
    (scans / "2.pdf").write_bytes(office_copy(hub, old))
    (scans / "3.pdf").write_bytes(office_copy(hub, slipped_in, machine=STRANGER))

    (line,) = hub.json("hub", "recover-stubs", scans).documents

    assert (line["applicant"], line["proof"]) == ("Tên mới", "signed")


def test_a_register_is_written_for_a_spreadsheet_or_a_program(hub, scans, tmp_path):
    sly = replace(RECORD, address='=HYPERLINK("http://x")')
    (scans / "1.pdf").write_bytes(office_copy(hub, sly, machine=STRANGER))

    hub.json("hub", "recover-stubs", scans, "--out", tmp_path / "so.csv")
    hub.json("hub", "recover-stubs", scans, "--out", tmp_path / "so.json")

    with (tmp_path / "so.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["code"] == RECORD.code
    assert row["address"].startswith("'=")
    (told,) = json.loads((tmp_path / "so.json").read_text("utf-8"))
    assert (told["address"], told["proof"]) == (sly.address, "unknown_key")


def test_the_key_from_the_safe_is_enough_where_the_hub_is_lost_too(hub, scans, tmp_path):
    (scans / "1.png").write_bytes(picture(office_copy(hub, RECORD)))
    key = tmp_path / "escrow.key"
    key.write_bytes((hub.data / "hub" / "offline" / "escrow.key").read_bytes())

    answer = replace(hub, data=tmp_path / "nowhere").json(
        "hub", "recover-stubs", scans, "--key", key
    )

    assert answer.document["proof"] == "not_checked"


def test_a_folder_that_is_not_there_and_a_key_that_is_none_are_told_apart(hub, scans, tmp_path):
    (tmp_path / "note.txt").write_text("ghi chú", "utf-8")

    missing = hub.json("hub", "recover-stubs", tmp_path / "none")
    no_key = hub.json("hub", "recover-stubs", scans, "--key", tmp_path / "note.txt")

    assert (missing.error, no_key.error) == ("file_unreadable", "seal_key_refused")


def test_words_for_the_operator(hub, scans):
    (scans / "1.pdf").write_bytes(office_copy(hub, RECORD))

    told = hub("hub", "recover-stubs", scans, "--lang", "vi").out

    assert "Sổ 2026, số 123: H17.20443-261123-0001 · Bhling Thị Hoa" in told
    assert "Dựng lại được 1 hồ sơ" in told
