"""What stands before the console: accounts, sessions, forms, roles, and the log of all of it."""

import json
import re
import signal
import subprocess
import sys
from base64 import b32decode
from contextlib import ExitStack
from datetime import timedelta

import httpx
import pytest
from fastapi.routing import APIRoute
from sqlalchemy import update
from typer.testing import CliRunner

from sync.hub.audit_log import Who, lines, note, verify
from sync.hub.console.app import SECTIONS, create_console
from sync.hub.console.errors import OperatorKnown, RoleRefused, SignInRefused, TriedTooOften
from sync.hub.console.operators import (
    add_operator,
    end_operator,
    renew_operator,
    require_operator,
)
from sync.hub.console.roles import ALLOWED, EVERYBODY, Role, may
from sync.hub.console_tables import audit, audit_end
from sync.hub.database import open_database, sqlite_url
from sync.hub.errors import AddressRefused
from sync.hub.faces import faces_of, read_address
from sync.hub.limits import Buckets
from tests.sync.conftest import BOTH
from tests.sync.servers import serving_app
from tests.sync.test_hub_commands import ROOT, hub_app
from tests.sync.visiting import PASSWORD, code_now, row_of, started, visiting

NAME = "Lê Thị Hoa"
ROUTES = sorted(ALLOWED)


def filled(path):
    """A path of a route with something in its places."""
    return re.sub(r"\{(\w+)(:\w+)?\}", "1", path)


def routes_of(app):
    for part in app.routes:
        for route in getattr(getattr(part, "original_router", None), "routes", [part]):
            if isinstance(route, APIRoute):
                yield from ((method, route.path) for method in route.methods)


@pytest.fixture
def everybody(hub):
    """The console, and one who is signed in for every role; None: nobody is."""
    with ExitStack() as stack:
        patient = create_console(hub, is_tls=False, asked=Buckets(per_s=1_000.0, burst=10_000.0))
        url = stack.enter_context(serving_app(patient))
        yield {
            role: stack.enter_context(visiting(hub, role, f"Người {role}", url=url))
            for role in (None, *Role)
        }


def test_every_route_stands_in_the_table_and_no_other(hub):
    app = create_console(hub, is_tls=False)

    assert set(routes_of(app)) == set(ALLOWED)
    assert {one.path for one in SECTIONS} <= {path for _, path in ALLOWED}


def test_every_route_lets_in_the_roles_of_the_table_and_nobody_else(everybody):
    told = {}
    for role, visitor in everybody.items():
        token = visitor.token("/sign-in" if role is None else "/help")
        for method, path in ROUTES:
            if path == "/sign-out":
                continue  # it would end the session the others need
            answer = visitor.client.request(
                method,
                filled(path),
                data={"form": token} if method == "POST" else None,
                follow_redirects=False,
            )
            is_sent_away = answer.headers.get("location") == "/sign-in"
            told[role, method, path] = answer.status_code != 403 and not is_sent_away
            assert answer.status_code < 500, (role, method, path)

    wrong = {
        key: was_let_in
        for key, was_let_in in told.items()
        if was_let_in
        != (ALLOWED[key[1:]] == EVERYBODY if key[0] is None else may(key[0], *key[1:]))
    }
    assert wrong == {}


def test_a_form_that_is_not_of_this_session_does_nothing(hub):
    posts = [path for method, path in ROUTES if method == "POST"]
    with visiting(hub, "operator") as visitor, visiting(hub, None) as other:
        foreign = other.token("/sign-in")
        refused = [
            visitor.client.post(filled(path), data=form, headers=headers).status_code
            for path in posts
            for form, headers in (
                ({}, {}),
                ({"form": foreign}, {}),
                ({"form": visitor.token()}, {"Origin": "https://elsewhere.test"}),
            )
        ]

    assert set(refused) == {403}


def test_pages_allow_no_script_or_style_of_their_own(everybody):
    pages = [everybody[None].get("/sign-in"), everybody[Role.OPERATOR].get("/")]

    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=|<style", page.text)
        assert page.headers["cache-control"] == "no-store"


@BOTH
def test_an_account_begins_with_a_code_and_signs_in_once_with_each_code(hub):
    code = add_operator(hub, NAME, "operator", chance=bytes(range(10)))
    with visiting(hub) as visitor:
        form = {"form": visitor.token("/start"), "name": NAME, "password": PASSWORD}
        page = visitor.client.post("/start", data={**form, "code": code.lower(), "again": PASSWORD})
        typed = re.search(r'id="secret">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")
        sign_in = {"name": NAME.upper(), "password": PASSWORD}
        sign_in["code"] = code_now(hub, b32decode(typed))
        inside = visitor.client.post("/sign-in", data={**form, **sign_in}, follow_redirects=True)
        cookie = inside.history[0].headers["set-cookie"]
        visitor.client.cookies.clear()
        again = visitor.post("/sign-in", **sign_in)

    assert '<svg class="qr"' in page.text
    assert NAME in inside.text
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert again.status_code == 422
    assert row_of(hub, NAME).start is None


def test_with_tls_the_cookie_is_the_hosts_own(hub):
    with visiting(hub, is_tls=True) as visitor:
        cookie = visitor.client.get("/sign-in").headers["set-cookie"]

    assert cookie.startswith("__Host-console=")
    assert "Secure" in cookie


def test_wrong_tries_wait_longer_and_never_for_good(hub, clock):
    secret = started(hub)
    waits = []
    for _ in range(14):
        with pytest.raises(SignInRefused):
            require_operator(hub, NAME, "sai mật khẩu", "000000")
        with pytest.raises(TriedTooOften) as stopped:
            require_operator(hub, NAME, PASSWORD, code_now(hub, secret))
        waits.append(int(stopped.value.details["seconds"]))
        clock.at += timedelta(seconds=waits[-1])

    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == 900
    assert require_operator(hub, NAME, PASSWORD, code_now(hub, secret)) == 1


def test_many_tries_from_one_address_wait_whatever_the_name(hub):
    few = Buckets(per_s=1e-6, burst=2)
    with visiting(hub, signs_in=few) as visitor:
        form = {"form": visitor.token("/sign-in"), "password": "x", "code": "1"}
        statuses = [
            visitor.client.post("/sign-in", data={**form, "name": f"x{n}"}).status_code
            for n in range(4)
        ]

    assert statuses == [422, 422, 429, 429]


def test_the_second_of_two_uses_of_one_code_is_refused(hub):
    secret = started(hub)
    code = code_now(hub, secret)

    require_operator(hub, NAME, PASSWORD, code)

    with pytest.raises(SignInRefused):
        require_operator(hub, NAME, PASSWORD, code)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "000000"])
def test_what_is_no_code_of_now_is_refused(hub, code):
    started(hub)

    with pytest.raises(SignInRefused):
        require_operator(hub, NAME, PASSWORD, code)


def test_a_session_ends_without_a_click_and_at_its_longest(hub, clock):
    with visiting(hub, "operator") as visitor:
        inside = [visitor.get("/help").url.path]
        for _ in range(29):
            clock.at += timedelta(minutes=21)
            inside.append(visitor.get("/help").url.path)
    with visiting(hub, "auditor", "Người khác") as other:
        clock.at += timedelta(minutes=31)
        idle = other.get("/help").url.path

    assert inside[:28] == ["/help"] * 28
    assert inside[-1] == "/sign-in"
    assert idle == "/sign-in"


def test_who_was_ended_or_renewed_is_out_at_once(hub):
    with visiting(hub, "operator") as one, visiting(hub, "auditor", "Người khác") as two:
        end_operator(hub, NAME)
        renew_operator(hub, "Người khác", chance=bytes(10))

        assert one.get("/help").url.path == "/sign-in"
        assert two.get("/help").url.path == "/sign-in"


def test_an_account_is_of_one_person_and_one_known_role(hub):
    add_operator(hub, NAME, "operator", chance=bytes(10))

    with pytest.raises(OperatorKnown):
        add_operator(hub, NAME, "auditor", chance=bytes(10))
    for role, org in (("boss", ""), ("agency", ""), ("operator", "H48.S1")):
        with pytest.raises(RoleRefused):
            add_operator(hub, "Người khác", role, org=org, chance=bytes(10))


@pytest.mark.parametrize("back", ["//elsewhere.test", "https://elsewhere.test", "/\\elsewhere"])
def test_choosing_a_language_leads_nowhere_else(hub, back):
    with visiting(hub) as visitor:
        form = {"form": visitor.token("/sign-in"), "language": "en", "back": back}
        answer = visitor.client.post("/language", data=form, follow_redirects=False)

    assert answer.headers["location"] == "/"


def test_a_form_larger_than_allowed_is_not_read(hub, monkeypatch):
    monkeypatch.setattr("sync.hub.console.guard.MOST_BYTES", 100)
    with visiting(hub) as visitor:
        answer = visitor.client.post("/sign-in", data={"name": "x" * 1000})

    assert answer.status_code == 413


def test_a_script_in_a_name_is_a_name(hub):
    name = "<script>alert(1)</script>"
    with visiting(hub, "operator", name) as visitor:
        page = visitor.get("/audit")

    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text


def test_a_language_of_each_visitor(hub):
    with visiting(hub, "auditor") as visitor:
        before = visitor.get("/help").text
        visitor.post("/language", language="en", back="/help")

    assert "Đăng xuất" in before
    assert "Sign out" in visitor.page.text


def test_a_database_that_is_gone_is_told_without_a_trace(hub):
    with visiting(hub, "operator") as visitor:
        with hub.database.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE operator_sessions RENAME TO elsewhere")
        page = visitor.client.get("/audit")

    assert page.status_code == 503
    assert "Traceback" not in page.text
    assert "sqlite" not in page.text.lower()


@BOTH
def test_the_log_shows_a_line_that_was_changed_left_out_or_cut_off(hub):
    who = Who(name=NAME, role="operator")
    for act in ("one", "two", "three"):
        note(hub, who, act, target="5", purpose="vì sao")
    whole = verify(hub)

    def changed(statement):
        with hub.database.reading() as connection:
            rows = [row._asdict() for row in connection.execute(audit.select())]
            (end,) = [row._asdict() for row in connection.execute(audit_end.select())]
        with hub.database.writing() as connection:
            connection.execute(statement)
        found = verify(hub).broken_at
        with hub.database.writing() as connection:
            for table, told in ((audit, rows), (audit_end, [end])):
                connection.execute(table.delete())
                connection.execute(table.insert(), told)
        return found

    assert (whole.lines, whole.broken_at) == (3, None)
    assert [line.act for line in lines(hub)] == ["three", "two", "one"]
    assert changed(update(audit).where(audit.c.number == 2).values(act="other")) == 2
    assert changed(audit.delete().where(audit.c.number == 2)) == 2
    assert changed(audit.delete().where(audit.c.number == 3)) == 3
    assert changed(audit.delete()) == 1
    assert verify(hub).broken_at is None


def test_accounts_and_the_log_have_their_commands(tmp_path):
    def run(*told):
        result = CliRunner().invoke(hub_app(), ["hub", *told, "--data", str(tmp_path), "--json"])
        return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]

    run("init")
    _, (added,) = run("operator", "add", NAME, "--role", "auditor")
    again, _ = run("operator", "add", NAME, "--role", "auditor")
    run("operator", "renew", NAME)
    _, (shown,) = run("operator", "list")
    run("operator", "end", NAME)
    whole, (found,) = run("audit", "verify")
    database = open_database(sqlite_url(tmp_path / "hub" / "hub.db"))
    with database.writing() as connection:
        connection.execute(update(audit).where(audit.c.number == 1).values(purpose="operator"))
    database.close()
    broken, (error,) = run("audit", "verify")

    assert len(added["code"]) == 19
    assert (again, whole, broken) == (1, 0, 1)
    assert (shown["role"], shown["started"], shown["ended"]) == ("auditor", False, False)
    assert found["lines"] == 3
    assert error["error"]["code"] == "audit_broken"


def test_the_hub_serves_the_console_at_an_address_of_its_own(hub):
    hub.database.close()
    command = [sys.executable, "main.py", "hub", "serve", "--json", "--port", "0"]
    command += ["--console", "127.0.0.1:0", "--data", str(hub.folder.parent)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        told = json.loads(process.stdout.readline())
        page = httpx.get(f"{told['console_url']}/sign-in", trust_env=False)
        elsewhere = httpx.get(f"{told['url']}/sign-in", trust_env=False)
        process.send_signal(signal.SIGTERM)

    assert page.status_code == 200
    assert elsewhere.status_code == 404


@pytest.mark.parametrize("typed", ["8480", "127.0.0.1:", "127.0.0.1:99999", ":80", "a:b"])
def test_an_address_to_listen_at_is_host_and_port(typed):
    with pytest.raises(AddressRefused):
        read_address(typed)


def test_only_this_machine_is_spoken_to_in_the_clear():
    (near,), (far,) = faces_of({"console": "[::1]:80"}), faces_of({"console": "0.0.0.0:80"})

    assert (near.is_tls, far.is_tls) == (False, True)
    assert faces_of({"console": ""}) == []
