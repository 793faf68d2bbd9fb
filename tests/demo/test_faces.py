"""The sample province's pages: open on loopback, and its people sign in with the codes shown."""

import re

import httpx

from desk_app.clock import WallClock
from desk_app.demo.faces import PEOPLE, open_faces, sign_ins_at
from desk_app.judging import province
from sync.hub.hub import make_hub

FORM = re.compile(r'name="form" value="([0-9a-f]*)"')


def test_the_faces_open_and_the_sample_operator_signs_in(tmp_path):
    hub = make_hub(tmp_path / "hub", province(WallClock()))
    with open_faces(hub) as addresses:
        told = {one.name: one for one in sign_ins_at(tmp_path)}
        pages = [
            httpx.get(addresses[name] + path, trust_env=False, follow_redirects=True)
            for name, path in (("citizens", "/"), ("api", "/openapi.json"))
        ]
        with httpx.Client(
            base_url=addresses["console"], trust_env=False, follow_redirects=True
        ) as browser:
            form = FORM.search(browser.get("/sign-in").text)[1]
            who = told["dieuhanh"]
            fields = {"name": who.name, "password": who.password, "code": who.code, "form": form}
            inside = browser.post("/sign-in", data=fields)
    hub.database.close()

    assert set(told) == set(PEOPLE)
    assert [page.status_code for page in pages] == [200, 200]
    assert (inside.status_code, inside.url.path) == (200, "/desks")
    assert all(one.startswith("http://127.0.0.1:") for one in addresses.values())
