"""`desk verify` of what a scanner reads: the text of a QR, a photo, a scan."""

from pathlib import Path

import pypdfium2
import pytest

from printing.qr_reading import codes_in
from tests.support.command_line import Answer


@pytest.fixture
def receipt(shell, code) -> Path:
    """The page of the receipt in the tray."""
    return Path(shell.json("desk", "print", "receipt", code).document["file"])


@pytest.fixture
def photo(receipt, tmp_path) -> Path:
    picture = pypdfium2.PdfDocument(receipt.read_bytes())[0].render(scale=3).to_pil()
    picture.save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def is_genuine(answer: Answer, code: str) -> bool:
    return (answer.exit_code, answer.document["worth"], answer.document["says"]["code"]) == (
        0,
        "genuine",
        code,
    )


def test_a_photo_of_a_receipt_is_judged(shell, code, photo):
    assert is_genuine(shell.json("desk", "verify", photo), code)


def test_a_scan_without_signatures_is_judged_by_its_code(shell, code, receipt):
    assert is_genuine(shell.json("desk", "verify", receipt), code)


def test_a_text_comes_from_the_command_line_or_from_the_input(shell, code, photo):
    text = text_of(photo)

    assert is_genuine(shell.json("desk", "verify", text), code)
    assert is_genuine(shell.json("desk", "verify", "-", given=text.encode() + b"\n"), code)


def test_an_altered_text_is_told_with_what_to_do_now(shell, photo):
    text = text_of(photo)
    altered = text[:-20] + ("0" if text[-20] != "0" else "1") + text[-19:]

    answer = shell("desk", "verify", altered, "--lang", "vi")

    assert answer.exit_code == 1
    assert "GIẤY ĐÃ BỊ SỬA" in answer.out
    assert "Quét lại" in answer.out


def test_a_genuine_one_is_told_in_words_with_the_dossier_and_the_age_of_the_list(
    shell, code, photo
):
    told = shell("desk", "verify", photo, "--lang", "vi").out

    assert "GIẤY THẬT" in told
    assert f"Mã hồ sơ: {code}" in told
    assert f"Hồ sơ {code} ở máy này: Được tiếp nhận" in told
    assert "chưa nhận danh sách máy" in told


def test_a_picture_without_a_code_says_what_to_do(shell, tmp_path):
    pypdfium2.PdfDocument.new().new_page(100, 100).render().to_pil().save(tmp_path / "white.png")

    answer = shell.json("desk", "verify", tmp_path / "white.png")

    assert answer.error == "no_code_found"


def test_a_file_that_is_not_there_is_no_text(shell):
    assert shell.json("desk", "verify", "giay-hen.png").error == "unreadable_file"


def text_of(photo: Path) -> str:
    """What a scanner would hand over."""
    return codes_in(photo.read_bytes())[0]
