"""Figures, and a table that two people publish, in a real browser; fit for keyboard and reader."""

from dataclasses import replace

import pytest

from desk_app.exporting import Exports
from desk_app.figures import IndexFormulas
from desk_app.importing import CatalogueShelf
from sync.hub.console.app import create_console
from sync.hub.console.sessions import open_session
from tests.support.window import a_browser
from tests.sync.conftest import NAMES
from tests.sync.servers import serving_app
from tests.sync.test_console_morning import SIZE, Eyes
from tests.sync.test_figures import some_dossiers
from tests.sync.test_shelf import HEADS, ONE
from tests.sync.visiting import account

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_figures_lead_to_dossiers_and_two_people_publish_a_table(hub, prepared, tmp_path):
    some_dossiers(hub, prepared)
    about = replace(
        hub.province,
        formulas=IndexFormulas(),
        office=Exports(),
        shelf=CatalogueShelf(),
        names_of=NAMES.get,
    )
    told = replace(hub, province=about)
    wrong, right = tmp_path / "phí sai.tsv", tmp_path / "phí.tsv"
    wrong.write_text(f"{HEADS}\nx\t48\t\t8000\t2027-13-01\t\t\n", encoding="utf-8")
    right.write_text(ONE, encoding="utf-8")
    with serving_app(create_console(told, is_tls=False)) as url, a_browser() as browser:
        pages = {}
        for name, role in (("Sen", "editor"), ("Mai", "approver")):
            context = browser.new_context(viewport=SIZE, base_url=url)
            token = open_session(told, account(told, role, name))
            context.add_cookies([{"name": "console", "value": token, "url": url}])
            pages[role] = context.new_page()
        page = pages["editor"]
        eyes = Eyes(page)

        page.goto("/figures")
        eyes.look("figures")
        page.click("td.strong-bad a")
        eyes.look("figures-dossiers")
        codes = page.inner_text("tbody")
        page.goto("/figures/unit?org=H48.20443&span=week")
        eyes.look("figures-unit")

        page.goto("/catalogue")
        page.set_input_files("[type=file]", wrong)
        page.click("button.main")
        eyes.look("catalogue-flaws")
        flaws = page.inner_text("tbody >> nth=0")
        page.set_input_files("[type=file]", right)
        page.click("button.main")
        eyes.look("catalogue-version")
        approver = pages["approver"]
        approver.goto(page.url)
        approver.click("button.main")
        approver_eyes = Eyes(approver)
        approver_eyes.look("catalogue-published")
        said = approver.inner_text("[role=status]")
        approver.goto("/catalogue")
        approver_eyes.look("catalogue")

    assert "H48.20443-261123-0001" in codes
    assert "Mã mức thu không có trong danh mục" in flaws
    assert "Mỗi quầy nhận" in said
    assert eyes.found == approver_eyes.found == {}
