"""A change of a procedure, from the editor's page to the next receipt at a commune's counter."""

import pytest

from desk_app.clock import WallClock
from desk_app.exporting import Exports
from desk_app.importing import CatalogueShelf
from desk_app.judging import province as province_of
from sync.hub.console.app import create_console
from sync.hub.console.sessions import open_session
from sync.hub.hub import open_hub
from tests.commands.lines import a_line, written
from tests.journey.machines import Province, enrolled, staffed
from tests.support.window import a_browser
from tests.support.words import words_on
from tests.sync.servers import serving_app
from tests.sync.test_console_morning import SIZE, Eyes
from tests.sync.visiting import account

pytestmark = [pytest.mark.screen, pytest.mark.slow]

HEADS = "Mã thủ tục\tTrường hợp\tNội dung\tMã thành phần\tGiá trị\tBản chính\tBản sao\tSố tiền"
DAYS = "Từ ngày\tĐến ngày\tCăn cứ"
LINE = "2.000815\t\tthời hạn\t\t9 ngày làm việc\t\t\t"
TABLE = f"{HEADS}\t{DAYS}\n{LINE}\t01/01/2026\t\tQĐ 99/QĐ-UBND\n"
BROKEN = TABLE.replace("2.000815", "2.0008").replace("9 ngày làm việc", "nhanh")
NEW_LIMIT = "9 ngày làm việc"


@pytest.fixture
def served(tmp_path):
    made = Province(folder=tmp_path / "province")
    assert made.shell.json("hub", "init").exit_code == 0
    made.start()
    yield made
    made.stop()


def signed_in(browser, hub, url, role, name):
    context = browser.new_context(viewport=SIZE, base_url=url)
    session = open_session(hub, account(hub, role, name))
    context.add_cookies([{"name": "console", "value": session, "url": url}])
    return context.new_page()


def receipt(desk):
    assert desk.json("desk", "receive", "-", given=written(a_line())).exit_code == 0
    pages = sorted(desk.data.rglob("*.pdf"), key=lambda page: page.stat().st_mtime_ns)
    return words_on(pages[-1].read_bytes())


def uploaded(page, text):
    page.goto("/catalogue")
    page.select_option("[name=kind]", "procedures")
    content = {"name": "thủ tục.tsv", "mimeType": "", "buffer": text.encode()}
    page.set_input_files("[name=file]", content)
    page.click("main button.main")


def test_two_people_change_a_procedure_and_the_next_receipt_shows_it(served, tmp_path):
    desk = staffed(enrolled(served, tmp_path / "machine", lane="0001-0099"))
    before = receipt(desk)
    shelf = CatalogueShelf()
    hub = open_hub(served.folder / "hub", province_of(WallClock(), Exports(), shelf))
    console = create_console(hub, is_tls=False)
    with serving_app(console) as url, a_browser() as browser:
        editor = signed_in(browser, hub, url, "editor", "Lê Thị Sen")
        second = signed_in(browser, hub, url, "approver", "Trần Thị Mai")

        uploaded(editor, BROKEN)
        editor.wait_for_selector("[role=alert]")
        seen = Eyes(editor)
        seen.look("catalogue-flaws")
        flaws = editor.text_content("main table")
        uploaded(editor, TABLE)
        editor.wait_for_selector("text=QĐ 99/QĐ-UBND")
        seen.look("catalogue-waits")
        editor.goto("/catalogue")
        second.goto("/catalogue/version?number=1")
        second.click("main button.main")
        second.wait_for_selector("h1 .tag:has-text('đang áp dụng')")
        seen.page = second
        seen.look("catalogue-published")
    hub.database.close()

    assert desk.json("desk", "sync", "--once").exit_code == 0
    after = receipt(desk)

    assert "Không phải mã thủ tục" in flaws
    assert "nhanh" in flaws
    assert NEW_LIMIT not in before
    assert NEW_LIMIT in after
    assert seen.found == {}
