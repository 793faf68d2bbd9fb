"""The public pages in a real Chromium, on a screen of 360 pixels: looked at, walked, taken offline.

Pictures go to the folder MOTCUA_PICTURES names.
"""

import os
import random
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import cbor2
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageOps
from playwright.sync_api import expect

from desk_app.papers.proof import receipt_proof
from printing.qr_picture import qr_picture
from sync import cose
from sync.hub.citizens.app import create_citizens
from sync.hub.citizens.paper_check import check
from sync.hub.control import revoke
from sync.proof.citizen_code import Purpose
from sync.proof.paper import key_id_of
from sync.proof.scheme import PAPER, content_of, written
from tests.support.window import a_browser
from tests.sync.citizens.conftest import AT_ONCE, SEN, receipt_code
from tests.sync.real_desks import RealHub, a_new_desk
from tests.sync.servers import serving_app

pytestmark = [pytest.mark.screen, pytest.mark.slow]

PHONE = {"width": 360, "height": 640}
WORTH = {
    "genuine": "Giấy thật",
    "altered": "Giấy đã bị sửa",
    "revoked": "Máy cấp giấy đã bị thu hồi",
}
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def browser():
    with a_browser() as opened:
        yield opened


@pytest.fixture
def address(province):
    with serving_app(create_citizens(province.hub, patience=AT_ONCE)) as url:
        yield url


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport=PHONE, base_url=address)
    opened = context.new_page()
    faults = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


def looked_at(page, name):
    """Nothing sticks out, nothing bars a reader; and a picture where one is wanted."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = Axe().run(page).response["violations"]
    folder = os.environ.get("MOTCUA_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    assert wide <= PHONE["width"], name
    assert [one["id"] for one in found if one["impact"] in SERIOUS] == [], name


def test_a_citizen_finds_the_dossier_and_what_to_bring_on_a_small_phone(page, dossier, counter):
    page.goto("/")
    looked_at(page, "home")
    page.get_by_label("Mã hồ sơ, hoặc mã tra cứu").fill(dossier.code)
    page.get_by_label("Bốn số cuối").fill("0000")
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("alert")).to_contain_text("Không tìm thấy hồ sơ")
    looked_at(page, "unknown")
    page.get_by_label("Bốn số cuối").fill("5678")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Hồ sơ {dossier.code}")).to_be_visible()
    looked_at(page, "dossier")

    page.goto(f"/T/{receipt_code(counter, dossier)}?lang=en")
    expect(page.get_by_text("Taken in", exact=True).first).to_be_visible()

    page.goto(f"/D/{receipt_code(counter, dossier, Purpose.RATE)}")
    looked_at(page, "rate")
    page.get_by_label("😊 Hài lòng").check()
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.get_by_role("heading", name="Cảm ơn bạn")).to_be_visible()

    page.goto("/gop-y?don-vi=H17.20443")
    looked_at(page, "feedback")
    page.get_by_label("Kiến nghị: đề xuất").check()
    page.get_by_label("Nội dung").fill("Xin mở thêm quầy vào sáng thứ bảy.")
    page.get_by_role("button", name="Gửi").click()
    expect(page.get_by_text("Xin ghi lại số")).to_be_visible()
    looked_at(page, "followed")

    page.goto("/?linhvuc=ho-tich")
    looked_at(page, "field")
    page.get_by_role("link", name="khai sinh").first.click()
    expect(page.get_by_role("heading", name="Giấy tờ cần mang").first).to_be_visible()
    looked_at(page, "procedure")
    page.get_by_role("link", name="Thủ tục", exact=True).click()
    page.get_by_label("Tìm thủ tục").fill("ket hon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="kết hôn").first).to_be_visible()
    looked_at(page, "fields")


def test_the_script_judges_papers_as_the_province_does_and_without_a_network(
    page, province, counter
):
    dossier = counter.receive(applicant=SEN)
    text = receipt_proof(counter.desk, dossier, at=dossier.received_at)
    texts = [text, *faults_of(text), *signed_oddities(counter)]
    page.goto("/kiem-tra/")
    expect(page.get_by_text("dùng được cả khi mất mạng")).to_be_visible()
    looked_at(page, "check")

    told = page.evaluate(
        "async (all) => { const found = []; for (const one of all)"
        " found.push((await checkPaper(one)).worth); return found; }",
        texts,
    )

    ours = [check(province.hub, one).worth.value for one in texts]
    assert dict(zip(texts, told, strict=True)) == dict(zip(texts, ours, strict=True))
    assert {"genuine", "altered", "not_ours", "too_new", "unknown"} <= set(told)

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("dùng được cả khi mất mạng")).to_be_visible()
    page.get_by_label("Nội dung mã QR").fill(text)
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_text("Giấy thật")).to_be_visible()
    expect(page.get_by_text(SEN.name)).to_be_visible()
    expect(page.get_by_text(dossier.code)).to_be_visible()
    looked_at(page, "genuine")
    page.get_by_label("Nội dung mã QR").fill(text[:-1] + ("0" if text[-1] != "0" else "1"))
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_text("Giấy đã bị sửa")).to_be_visible()
    expect(page.get_by_text(SEN.name)).to_be_hidden()
    looked_at(page, "altered")
    page.context.set_offline(False)


def before_the_camera(folder, text, name):
    """What Chromium plays as its camera: the code on a receipt, held an arm's length away."""
    code = Image.open(BytesIO(qr_picture(text, side=560))).convert("RGB")
    table = Image.new("RGB", (1280, 720), "#8a8378")
    table.paste(
        ImageOps.contain(code.rotate(3, expand=True, fillcolor="white"), (600, 600)), (300, 60)
    )
    table.save(film := folder / f"{name}.mjpeg", "JPEG", quality=85)
    return film


@pytest.mark.parametrize("name", ["genuine", "altered"])
def test_a_paper_is_read_by_the_camera_and_without_a_network(address, counter, tmp_path, name):
    text = receipt_of(counter)
    if name == "altered":
        text = text[:-1] + ("0" if text[-1] != "0" else "1")

    with before_a_camera(address, before_the_camera(tmp_path, text, name)) as page:
        expect(page.get_by_text(WORTH[name])).to_be_visible()
        expect(page.get_by_role("button", name="Tắt máy ảnh")).to_be_hidden()
        expect(page.locator("video")).to_be_hidden()
        looked_at(page, f"camera-{name}")


def test_the_camera_tells_the_paper_of_a_revoked_machine(tmp_path):
    with RealHub(tmp_path / "hub").up() as hub:
        counter = a_new_desk(hub, tmp_path / "desk")
        film = before_the_camera(tmp_path, receipt_of(counter), "revoked")
        revoke(hub.hub, counter.desk.machine, reason="Mất máy")
        with (
            serving_app(create_citizens(hub.hub, patience=AT_ONCE)) as url,
            before_a_camera(url, film) as page,
        ):
            expect(page.get_by_text(WORTH["revoked"])).to_be_visible()
            looked_at(page, "camera-revoked")
        counter.close()


@contextmanager
def before_a_camera(address, film):
    """The page, loaded once, without a network, looking at the film."""
    flags = (
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
        "--use-fake-ui-for-media-stream",
    )
    with a_browser(*flags) as browser:
        page = browser.new_context(viewport=PHONE, base_url=address).new_page()
        page.goto("/kiem-tra/")
        expect(page.get_by_text("dùng được cả khi mất mạng")).to_be_visible()
        page.context.set_offline(True)
        page.reload()
        page.get_by_role("button", name="Quét bằng máy ảnh").click()
        yield page


def receipt_of(counter):
    """What stands in the code of a receipt just given."""
    dossier = counter.receive(applicant=SEN)
    return receipt_proof(counter.desk, dossier, at=dossier.received_at)


def test_what_an_old_browser_reads_from_a_picture_is_judged_by_the_province(
    page, counter, tmp_path
):
    (tmp_path / "giay.png").write_bytes(qr_picture(receipt_of(counter), side=560))
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.goto("/kiem-tra/")

    picture = page.get_by_label("Hoặc chọn ảnh chụp giấy")
    expect(picture).to_be_visible()
    picture.set_input_files(tmp_path / "giay.png")

    expect(page.get_by_text("Giấy thật")).to_be_visible()
    expect(page.get_by_text("dùng được cả khi mất mạng")).to_be_hidden()


def faults_of(text):
    """The text with signs changed, cut, moved; the same every time."""
    chance = random.Random(7)  # noqa: S311  no secret
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    for _ in range(120):
        at = chance.randrange(len(text))
        yield text[:at] + chance.choice(letters) + text[at + 1 :]
    content = content_of(text, scheme=PAPER)
    for _ in range(200):
        at = chance.randrange(len(content))
        changed = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        yield written(PAPER, changed)
    yield from (text[:-1], text[:-3], text + "0", f" {text}\n", text[:90] + "\r\n" + text[90:])
    yield from ("", "QMC1:", "QMC1:::::", "QML1:" + text[5:], "QMC2:" + text[5:], "QMC01:AB", "é")
    yield from (written(PAPER, content + b"\0"), written(PAPER, content[:-1]))


def signed_oddities(counter):
    """What the right key signed, and no program of ours would have."""
    own = counter.desk.journal.identity
    said = {1: 1, 2: "H1", 3: "2.1", 4: 5, 6: "Sen", 7: 1, 8: b""}
    told = [
        said,
        {**said, 99: "mai sau"},
        {**said, 99: [True, None, {1: -2}]},
        {**said, 1: 3},
        {**said, 4: -1},
        {**said, 5: 2**37 + 1},
        {**said, 5: None},
        {**said, 8: b"ab"},
        {**said, 6: "S" * 61},
        {**said, 6: "😀" * 60},
        {**said, 6: "\ufeffSen"},
        {**said, 9: b"9" * 32},
        {**said, 9: b"9" * 31},
        {key: value for key, value in said.items() if key != 2},
        {**said, 1: True},
        [1, 2],
    ]
    payloads = [cbor2.dumps(one, canonical=True) for one in told]
    payloads += [cbor2.dumps(dict(reversed(said.items()))), b"\xa1\x01\x18\x01", b"\xbf\xff", b""]
    kid = key_id_of(own.public_key)
    for payload in payloads:
        yield written(PAPER, cose.sign(payload, typ="qr", kid=kid, signer=own.sign))
    right = cbor2.dumps(said, canonical=True)
    for typ, name in (("qr/stub", kid), ("qr", b"unknown!"), ("qr", b""), ("qr", b"k" * 300)):
        yield written(PAPER, cose.sign(right, typ=typ, kid=name, signer=own.sign))
