"""An operator's morning in a real browser; every page is fit for keyboard and reader."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import update

from sync.client.exchange import exchange_once
from sync.hub.console.app import create_console
from sync.hub.console.operators import add_operator
from sync.hub.tables import devices
from sync.hub.voice import Kind, write_feedback
from sync.proof.desk_key import Desk, new_once, write_request
from tests.support.window import a_browser
from tests.sync.conftest import ORG
from tests.sync.rules import CREATED, POISON, STEPPED
from tests.sync.servers import serving_app
from tests.sync.visiting import PASSWORD, code_now, secret_of

pytestmark = [pytest.mark.screen, pytest.mark.slow]

NAME = "Nguyễn Văn Bình"
SIZE = {"width": 1366, "height": 768}
GRAVE = {"serious", "critical"}
KEPT = os.environ.get("MOTCUA_PICTURES")


class Eyes:
    """Looks at pages: keeps their pictures, and what axe finds grave."""

    def __init__(self, page):
        self.page = page
        self.found = {}

    def look(self, name):
        if KEPT:
            Path(KEPT).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(KEPT, f"{name}.png"), full_page=True)
        told = Axe().run(self.page).response["violations"]
        grave = [
            f"{one['id']}: {one['nodes'][0]['html']}" for one in told if one["impact"] in GRAVE
        ]
        if grave:
            self.found[name] = grave


@pytest.fixture
def busy(hub, desk, colleague, stranger, link):
    """A province with a silent machine, one that is behind, and changes set aside."""
    desk.write(CREATED, (f"{ORG}-261123-0001",))
    desk.write(POISON)
    desk.write(STEPPED, (5,), ent=desk.write(CREATED, (f"{ORG}-261123-0002",)))
    desk.write(7777)
    exchange_once(desk, link)
    exchange_once(stranger, link)
    with hub.database.writing() as connection:
        long_ago = hub.now() - 9 * 86_400
        connection.execute(
            update(devices)
            .where(devices.c.dev == colleague.granted.dev)
            .values(last_contact_at=long_ago, enrolled_at=long_ago, told=410, name="Máy bưu điện")
        )
    return hub


def test_an_operators_morning(busy):  # noqa: PLR0915  a morning is long
    hub = busy
    write_feedback(hub, kind=Kind.COMPLAINT, place="Quầy số 2", words="Chờ lâu quá.")
    asks = write_request(
        Desk(dev=1, installation="ab" * 16), person="Hoà", sealed=bytes(80), private=new_once()
    )
    code = add_operator(hub, NAME, "operator", chance=bytes(range(10)))
    with serving_app(create_console(hub, is_tls=False)) as url, a_browser() as browser:
        page = browser.new_page(viewport=SIZE, base_url=url)
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console", lambda told: problems.append(told.text) if told.type == "error" else None
        )
        eyes = Eyes(page)

        page.goto("/start")
        eyes.look("start")
        page.fill("[name=name]", NAME)
        page.fill("[name=code]", code)
        page.fill("[name=password]", PASSWORD)
        page.fill("[name=again]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("svg.qr")
        eyes.look("started")

        page.goto("/sign-in")
        page.fill("[name=name]", NAME)
        page.fill("[name=password]", PASSWORD)
        page.fill("[name=code]", code_now(hub, secret_of(hub, NAME)))
        eyes.look("sign-in")
        page.keyboard.press("Enter")
        page.wait_for_selector("nav")
        eyes.look("desks")

        page.click("text=Máy bưu điện >> xpath=ancestor::tr >> a")
        eyes.look("desk")
        page.fill("[name=note]", "đã gọi xã")
        page.click("text=Tôi xử lý >> nth=0")
        assert NAME in page.text_content("main")

        page.click("nav >> text=Để riêng")
        eyes.look("asides")
        page.fill("[name=purpose] >> nth=0", "xã báo thiếu hồ sơ")
        page.click("text=Mở >> nth=0")
        page.wait_for_selector("[name=decision]")
        eyes.look("aside")
        page.check("[value=evidence]")
        page.fill("[name=reason]", "giữ để đối chiếu")
        page.click("button.main")
        page.wait_for_selector("[role=status]")

        page.click("nav >> text=Máy và người")
        page.fill("form[action='/people/invite'] [name=org]", ORG)
        page.click("text=Tạo mã mời")
        page.wait_for_selector("#code")
        eyes.look("invited")
        page.goto("/people")
        lock = page.locator("form[action='/people/lock']")
        lock.locator("[name=org]").fill(ORG)
        lock.locator("[name=name]").fill("Trần <b>Thử</b>")
        lock.locator("[name=reason]").fill("đã nghỉ việc")
        lock.locator("button").click()
        page.wait_for_selector("text=Trần <b>Thử</b>")
        eyes.look("people")

        page.goto(f"/mandates?org={ORG}")
        page.fill("[name=number]", "12/QĐ-UBND")
        page.fill("[name=issuer]", "UBND xã Hùng Sơn")
        page.fill("[name=since]", "2026-11-20")
        page.fill("[name=until]", "2026-12-31")
        page.fill("[name=begins]", "07:00")
        page.fill("[name=ends]", "17:00")
        page.click("button.main")
        page.wait_for_selector("text=đang có hiệu lực")
        eyes.look("mandates")

        page.goto("/people")
        page.click("text=Đề nghị thêm tài khoản")
        add = page.locator("form[action='/people/wish']").last
        add.locator("[name=name]").fill("Phạm An")
        add.locator("[name=reason]").fill("người mới")
        add.locator("button").click()
        page.wait_for_selector("text=Đề nghị chờ người thứ hai")
        eyes.look("people-wishes")

        page.goto("/recoveries")
        page.set_input_files(
            "[name=file]", {"name": "quay.request", "mimeType": "", "buffer": asks}
        )
        page.fill("[name=reason]", "chị Hoà gọi, quên mật khẩu")
        page.click("main button.main")
        page.wait_for_selector("main .tag.warn")
        eyes.look("recoveries")

        page.goto("/voice")
        eyes.look("voices")
        page.click("main td a")
        eyes.look("voice")
        page.fill("[name=words]", "Xã đã mở thêm một quầy buổi sáng.")
        page.click("text=Gửi trả lời")
        page.wait_for_selector("[role=status]")

        page.goto("/audit?verified=1")
        eyes.look("audit")

    assert eyes.found == {}
    assert problems == []
