"""`desk print · verify`: pages from the command line."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.clock import WallClock
from desk_app.signing.sample import make_demo_signer
from desk_app.signing.sign import sign_pdf
from desk_app.signing.signer import open_pkcs12
from printing import shelf
from tests.support.counter import result_pdf
from tests.support.desks import PASSWORD
from tests.support.words import words_on

FORMS = ["receipt", "supplement-request", "refusal", "extension-apology", "stop-notice"]


def test_a_second_page_is_marked_as_a_copy(shell, code):
    answer = shell.json("desk", "print", "receipt", code)

    told = answer.document
    page = Path(told["file"])
    assert answer.exit_code == 0
    assert (told["kind"], told["copy"], told["state"]) == ("copy", 1, "printed")
    assert page.is_absolute()
    assert "BẢN IN LẠI" in words_on(page.read_bytes()).upper()


def test_the_page_is_also_written_where_it_is_asked_for(shell, code, tmp_path):
    target = tmp_path / "receipt.pdf"

    told = shell.json("desk", "print", "receipt", code, "--out", "receipt.pdf").document

    assert told["file"] == str(target)
    assert code in words_on(target.read_bytes())


def test_every_form_is_listed_with_its_name(shell):
    names = [document["form"] for document in shell.json("desk", "print", "--list").documents]

    assert {*FORMS, "control-sheet", "collection-slip", "data-sheet"} <= set(names)
    assert "Mẫu 01" in shell("desk", "print", "--list", "--lang", "vi").out


@pytest.mark.parametrize("form", FORMS)
def test_a_sample_needs_no_account_and_says_that_it_is_one(empty, tmp_path, form):
    answer = empty.json("desk", "print", form, "--sample", user="", password="")

    page = tmp_path / f"{form}-sample.pdf"
    assert answer.exit_code == 0
    assert answer.document == {"form": form, "sample": True, "file": str(page)}
    assert "MẪU IN THỬ" in words_on(page.read_bytes())


def test_who_may_not_print_is_told_before_the_code_is_looked_at(shell, monkeypatch):
    monkeypatch.setenv("MOTCUA_NEW_PASSWORD", PASSWORD)
    shell("desk", "user", "add", "quantri", "--role", "admin")

    answer = shell.json("desk", "print", "receipt", "NONE", user="quantri")

    assert answer.error == "not_permitted"


def test_a_signed_paper_is_told_by_its_signer(shell, tmp_path):
    now = WallClock().now()
    pkcs12, _root = make_demo_signer("Bríu Văn Núi", "UBND xã", "x", at=now)
    signer = open_pkcs12(pkcs12, "x", at=now)
    (tmp_path / "signed.pdf").write_bytes(sign_pdf(result_pdf(), signer, at=now, stamp=None))

    answer = shell.json("desk", "verify", tmp_path / "signed.pdf")

    (signature,) = answer.document["signatures"]
    assert signature["signer"] == "Bríu Văn Núi"
    assert datetime.fromisoformat(signature["claimed_at"]) == now
    assert signature["covers_whole_file"] is True


def test_a_changed_paper_is_not_good(shell, tmp_path):
    now = WallClock().now()
    pkcs12, _root = make_demo_signer("Bríu Văn Núi", "UBND xã", "x", at=now)
    signed = sign_pdf(
        result_pdf("So tien 100"), open_pkcs12(pkcs12, "x", at=now), at=now, stamp=None
    )
    (tmp_path / "forged.pdf").write_bytes(signed.replace(b"/Contents", b"/Contentz", 1))

    answer = shell.json("desk", "verify", tmp_path / "forged.pdf")

    assert answer.exit_code == 1
    assert answer.document["good"] is False


def test_a_paper_without_signatures_is_not_good(shell, tmp_path):
    (tmp_path / "plain.pdf").write_bytes(result_pdf())

    answer = shell.json("desk", "verify", tmp_path / "plain.pdf")

    assert answer.exit_code == 1
    assert answer.document == {
        "state": "unsigned",
        "problem": answer.document["problem"],
        "good": False,
        "signatures": [],
    }


def test_a_template_of_the_province_is_tried_before_it_is_published(empty, tmp_path):
    own = Path(shelf.FOLDER / "register.json").read_text(encoding="utf-8")
    tried, faulty = tmp_path / "so.json", tmp_path / "hong.json"
    tried.write_text(own.replace('"SỔ THEO DÕI HỒ SƠ"', '"SỔ THEO DÕI CỦA TỈNH"'), "utf-8")
    faulty.write_text(own.replace("{code}", "{ma}"), "utf-8")

    shown = empty.json("desk", "paper", "preview", "register", "--template", tried, user="")
    refused = empty("desk", "paper", "preview", "register", "--template", faulty, user="")

    assert "SỔ THEO DÕI CỦA TỈNH" in words_on(Path(shown.document["file"]).read_bytes())
    assert refused.exit_code == 1
    assert "hong.json" in refused.err
    assert "unknown value (ma)" in refused.err


def test_a_control_sheet_is_printed_by_the_name_of_its_form(shell, code):
    details = json.dumps({"to": "Văn phòng"}).encode()
    shell.json("desk", "act", "hand-on", code, "--with", "-", given=details)

    told = shell.json("desk", "print", "control-sheet", code).document

    assert (told["form"], told["kind"], told["state"]) == (
        "control-sheet/1",
        "original",
        "printed",
    )
