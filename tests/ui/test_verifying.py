"""Checking a paper in the window: scanned into the field, or chosen as a picture."""

import pypdfium2
import pytest
from PIL import Image, ImageOps

from desk_app.opening import opened_desk
from desk_app.papers.proof import receipt_proof
from desk_app.usecases.refuse_dossier import refuse_dossier
from tests.papers.drawing import drawn
from tests.support.clock import SetClock
from tests.support.counter import received
from tests.support.desks import PASSWORD
from tests.support.window import PERSON, Eyes, a_browser, served

pytestmark = [pytest.mark.screen, pytest.mark.slow]


@pytest.fixture
def receipt(folder, tmp_path):
    """What a scanner reads of a receipt, and a photo of it; the dossier is refused since."""
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        dossier = received(desk)
        text = receipt_proof(desk, dossier, at=dossier.received_at)
        page = pypdfium2.PdfDocument(drawn(desk, dossier))[0].render(scale=3).to_pil()
        page.save(tmp_path / "giay-hen.png")
        refuse_dossier(desk, dossier.entity, ground="Luật", reason="Không thuộc thẩm quyền")
    return dossier.code, text, tmp_path / "giay-hen.png"


def test_a_paper_is_scanned_read_from_a_photo_and_its_dossier_opened(receipt, desk_window):
    code, text, photo = receipt
    desk_window.keys("Alt+0")
    desk_window.sees_heading("Kiểm tra giấy")
    desk_window.cursor_in("Quét hoặc dán mã QR")
    desk_window.picture("verify-empty")

    desk_window.type(text)
    desk_window.keys("Enter")
    desk_window.sees("GIẤY THẬT")
    desk_window.sees("đã bị từ chối")
    desk_window.sees(f"Hồ sơ {code} ở máy này")
    desk_window.picture("verify-genuine")

    desk_window.cursor_in("Quét hoặc dán mã QR")
    desk_window.type(f"{text[:-9]}ABC{text[-6:]}")
    desk_window.keys("Enter")
    desk_window.sees("GIẤY ĐÃ BỊ SỬA")
    desk_window.sees("Quét lại một lần")
    desk_window.picture("verify-altered")

    desk_window.press("Đọc bằng camera")
    desk_window.sees("Đọc bằng camera, hoặc chọn tệp ảnh.")
    desk_window.picture("verify-no-camera")

    desk_window.chooses_file("Chọn ảnh hoặc bản quét", photo)
    desk_window.sees("GIẤY THẬT")
    desk_window.picture("verify-photo")
    desk_window.drops(photo.rename(photo.with_name("tha-vao.png")))
    desk_window.sees("tha-vao.png")
    desk_window.sees("GIẤY THẬT")
    desk_window.press("Mở hồ sơ")
    desk_window.sees("Quá trình")


@pytest.fixture
def camera(receipt, tmp_path):
    """A camera before which the receipt is held, an arm's length away: what Chromium plays."""
    _, _, photo = receipt
    page = Image.open(photo).convert("RGB")
    table = Image.new("RGB", (1280, 720), "#8a8378")
    held = page.crop((0, 0, page.width // 2, page.height // 3))
    table.paste(ImageOps.contain(held, (900, 640)), (200, 40))
    table.save(film := tmp_path / "before-the-camera.mjpeg", "JPEG", quality=85)
    return film


def test_a_paper_held_before_the_camera_is_read_and_the_camera_goes_off(
    receipt, camera, folder, clock
):
    code, _, _ = receipt
    flags = (
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
        "--use-fake-ui-for-media-stream",
    )
    with served(folder, clock=clock) as new_address, a_browser(*flags) as browser:
        eyes = Eyes(browser, new_address())
        eyes.sign_in()
        eyes.keys("Alt+0")

        eyes.press("Đọc bằng camera")

        eyes.sees("GIẤY THẬT")
        eyes.sees(code)
        eyes.sees_not("Camera đang bật")
        eyes.picture("verify-camera")
        eyes.close()
