"""The hub on the command line."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import typer
from typer.testing import CliRunner

from sync.client.exchange import exchange_once
from sync.client.link import HttpLink
from sync.hub.commands import hub_commands
from tests.sync.conftest import ORG, small_province
from tests.sync.rules import CREATED, POISON
from tests.sync.wires import DirectLink

ROOT = Path(__file__).parents[2]
CODE = f"{ORG}-261123-0001"


class ToldTexts:
    """Texts that say their key, their language and what was filled in."""

    def __init__(self, language):
        self.language = language

    def __getitem__(self, key):
        return f"{self.language}:{key}"

    def __contains__(self, key):
        return True

    def say(self, key, /, **values):
        return f"{self.language}:{key} " + " ".join(str(values[name]) for name in sorted(values))


def hub_app():
    app = typer.Typer()
    app.add_typer(hub_commands(small_province(), ToldTexts), name="hub")
    return app


@pytest.fixture
def run(tmp_path):
    """Runs `hub …`; the exit code and what stood on standard output."""

    def hub(*arguments, data=None):
        told = ["hub", *arguments, "--data", str(data or tmp_path)]
        result = CliRunner().invoke(hub_app(), told)
        assert not result.exception or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout

    return hub


@pytest.fixture
def data(prepared):
    """The data folder the prepared hub lies in."""
    return prepared.folder.parent


def test_a_hub_is_made_where_the_data_lies(run, tmp_path):
    code, told = run("init", "--json")

    document = json.loads(told)
    assert code == 0
    assert document["data"] == str(tmp_path / "hub")
    assert len(document["hub_id"]) == 16
    assert (tmp_path / "hub" / "hub.key").exists()


def test_a_second_hub_is_refused_with_its_code_and_words(run, data):
    code, told = run("init", "--json", "--lang", "en", data=data)

    error = json.loads(told)["error"]
    assert code == 1
    assert error["code"] == "hub_exists"
    assert error["message"].startswith("en: hub_exists")


def test_a_folder_without_a_hub_is_told(run):
    code, told = run("desks", "--json")

    assert code == 1
    assert json.loads(told)["error"]["code"] == "hub_missing"


def test_an_invitation_is_shown_once_with_its_lane(run, data):
    code, told = run("invite", "--org", ORG, "--lane", "5000-5999", "--json", data=data)

    document = json.loads(told)
    assert code == 0
    assert len(document["code"]) == 19
    assert (document["org"], document["lane"]) == (ORG, "5000-5999")
    assert document["expires_at"] == "2026-12-07T02:00:00+00:00"


@pytest.mark.parametrize(
    ("arguments", "error", "exit_code"),
    [
        pytest.param(["--org", "H99.1"], "unknown_org", 2, id="no such unit"),
        pytest.param(["--org", ORG, "--lane", "x"], "lane_out_of_range", 2, id="no lane"),
        pytest.param(["--org", ORG, "--lane", "1-5"], "lane_taken", 1, id="a lane in use"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(run, data, arguments, error, exit_code):
    code, told = run("invite", *arguments, "--json", data=data)

    assert (code, json.loads(told)["error"]["code"]) == (exit_code, error)


def test_words_instead_of_json_where_a_person_reads(run, data):
    code, told = run("invite", "--org", ORG, "--lang", "vi", data=data)

    assert code == 0
    assert told.startswith("vi:hub.invited ")
    assert "{" not in told


def test_a_result_and_a_publication_are_sent(run, hub, desk, link, data, tmp_path):
    desk.write(CREATED, (CODE,))
    exchange_once(desk, link)
    (tmp_path / "r.pdf").write_bytes(b"%PDF-1.7 result")

    result = run("result", CODE, str(tmp_path / "r.pdf"), "--json", data=data)
    published = run("publish", str(tmp_path / "r.pdf"), "--json", data=data)

    assert json.loads(result[1])["scope"] == ORG
    assert json.loads(published[1])["scope"] == "province"
    assert exchange_once(desk, DirectLink(hub)).received == 2


@pytest.mark.parametrize(
    ("code", "content", "error", "exit_code"),
    [
        pytest.param("H48.20443-261123-9999", b"%PDF-", "unknown_dossier_code", 1, id="no dossier"),
        pytest.param(CODE, b"MZ", "file_unreadable", 2, id="no PDF"),
        pytest.param(CODE, None, "file_unreadable", 2, id="no file"),
    ],
)
def test_a_result_that_cannot_be_is_refused(run, data, tmp_path, code, content, error, exit_code):
    path = tmp_path / "r.pdf"
    if content is not None:
        path.write_bytes(content)

    result = run("result", code, str(path), "--json", data=data)

    assert (result[0], json.loads(result[1])["error"]["code"]) == (exit_code, error)


def test_desks_are_listed_one_a_line(run, data):
    code, told = run("desks", "--json", data=data)

    lines = [json.loads(line) for line in told.splitlines()]
    assert code == 0
    assert [line["dev"] for line in lines] == [1, 2, 3]
    assert [line["org"] for line in lines].count(ORG) == 2


def test_an_empty_hub_says_that_it_has_no_desks(run):
    run("init")

    assert run("desks") == (0, "vi:hub.no_desks \n")
    assert run("desks", "--json") == (0, "")


def test_help_is_in_the_language_of_the_run():
    app = hub_commands(small_province(), ToldTexts, language="en")

    told = CliRunner().invoke(app, ["--help"]).stdout

    assert "en:help.hub.invite" in told


@pytest.mark.parametrize("wanted", ["mysql://x/y", "nonsense", "postgresql://127.0.0.1:1/none"])
def test_a_database_that_cannot_be_is_told(run, data, wanted):
    code, told = run("desks", "--database", wanted, "--json", data=data)

    assert (code, json.loads(told)["error"]["code"]) == (1, "database_unusable")


PROGRAM = "from tests.sync.test_hub_commands import hub_app; hub_app()()"


@pytest.fixture
def process(data):
    """`hub serve` as a process of its own."""
    arguments = ["hub", "serve", "--port", "0", "--json", "--data", str(data)]
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "default"},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield running
    running.kill()
    running.communicate()


def test_a_served_hub_says_its_address_works_and_ends_when_told(process, desk):
    address = json.loads(process.stdout.readline())["url"]
    desk.write(CREATED, (CODE,))
    with HttpLink(address) as link:
        done = exchange_once(desk, link)

    process.send_signal(signal.SIGTERM)

    assert done.settled == 1
    assert process.wait(20) == 0
    assert process.stdout.read() == ""


def test_a_hub_that_is_killed_has_kept_what_it_acknowledged(process, desk, run, data):
    address = json.loads(process.stdout.readline())["url"]
    desk.write(CREATED, (CODE,))
    with HttpLink(address) as link:
        exchange_once(desk, link)

    process.kill()
    process.wait(20)

    told = [json.loads(line) for line in run("desks", "--json", data=data)[1].splitlines()]
    assert told[0]["acked"] == desk.acked() == 1


def test_a_taken_address_is_told(process, run, data):
    port = json.loads(process.stdout.readline())["url"].rpartition(":")[2]

    code, told = run("serve", "--port", port, "--json", data=data)

    assert (code, json.loads(told)["error"]["code"]) == (1, "address_taken")


def test_what_waits_is_listed_with_its_unit_and_reason(run, desk, link, data):
    desk.write(POISON)
    exchange_once(desk, link)

    told = run("held", "--json", data=data)[1]
    words = run("held", "--lang", "vi", data=data)[1]

    waiting = json.loads(told)
    assert (waiting["org"], waiting["verdict"], waiting["seq"]) == (ORG, "held", 1)
    assert words.startswith("vi:hub.held.held ")
    assert "23/11/2026 09:00" in words
    assert "vi:reason.internal" in words


def test_nothing_waits_at_a_new_hub(run, data):
    assert run("held", data=data) == (0, "vi:hub.nothing_held \n")


def test_an_updated_hub_judges_what_it_did_not_understand(run, desk, link, data):
    desk.write(CREATED, (CODE,))
    desk.write(7_777)
    exchange_once(desk, link)

    told = json.loads(run("judge-again", "--json", data=data)[1])

    assert told == {"judged": 0, "in_force": 0, "still_opaque": 1}


def test_certificates_are_made_with_the_hub_and_renewed(run, tmp_path):
    made = json.loads(run("init", "--host", "127.0.0.1", "--host", "hub.vn", "--json")[1])

    renewed = json.loads(run("tls", "renew", "--json")[1])

    assert renewed["tls_hosts"] == ["127.0.0.1", "hub.vn"]
    assert renewed["tls_root"] == made["tls_root"]
    assert (tmp_path / "hub" / "tls.pem").exists()


def test_certificates_need_a_hub_and_hosts(run):
    assert run("tls", "renew", "--host", "hub.vn")[0] == 1
    run("init")
    assert run("tls", "renew")[0] == 1


def test_a_served_hub_answers_its_operator_at_a_port_of_its_own(data, desk):
    arguments = ["--port", "0", "--admin-port", "0", "--json", "--data", str(data)]
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "hub", "serve", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        told = json.loads(running.stdout.readline())
        desk.write(CREATED, (CODE,))
        with HttpLink(told["url"]) as link:
            exchange_once(desk, link)
        with httpx.Client(base_url=told["admin_url"], trust_env=False) as operator:
            ready = operator.get("/v1/ready").json()
            token = (data / "hub" / "admin.token").read_text()
            headers = {"Authorization": f"Bearer {token}"}
            desks = operator.get("/v1/admin/desks", headers=headers).json()
        running.send_signal(signal.SIGTERM)
        _, events = running.communicate(timeout=60)
    finally:
        running.kill()

    names = [json.loads(line)["event"] for line in events.splitlines()]
    assert ready == {"ready": True}
    assert desks[0]["acked"] == 1
    assert names == ["listening", "exchange", "stopping", "stopped"]
    assert running.returncode == 0


def test_a_range_of_receipts_is_granted_taken_back_and_shown(run, data, desk):
    which = [ORG, str(desk.granted.dev), "--symbol", "AB/26P", "--first", "51"]
    more = ["--last", "100", "--issuer", "Sở Tài chính"]

    code, told = run("receipts", "grant", *which, *more, "--json", data=data)
    again, _ = run("receipts", "grant", *which, *more, data=data)
    run("receipts", "take-back", *which, "--used-to", "60", data=data)
    _, shown = run("receipts", "list", ORG, "--json", data=data)

    assert (code, again) == (0, 2)
    assert (json.loads(told)["first"], json.loads(told)["ended_at"]) == (51, None)
    assert (json.loads(shown)["used_to"], json.loads(shown)["machine"]) == (60, desk.granted.dev)
    assert run("receipts", "take-back", *which, "--used-to", "60", data=data)[0] == 2


def test_a_mandate_is_given_ended_and_shown(run, data, desk):
    bounds = ["--issuer", "UBND tỉnh", "--from", "2026-11-23", "--until", "2026-12-31"]
    narrow = ["--machine", str(desk.granted.dev), "--weekdays", "125", "--hours", "07:30-11:00"]

    code, told = run("mandate", "give", ORG, "12/QĐ", *bounds, *narrow, "--json", data=data)
    given = json.loads(told)
    run("mandate", "end", ORG, "12/QĐ", data=data)
    _, shown = run("mandate", "list", ORG, "--json", data=data)

    assert code == 0
    assert (given["weekdays"], given["hours"], given["ended_at"]) == ("125", "07:30-11:00", None)
    assert json.loads(shown)["ended_at"]
    assert run("mandate", "give", ORG, "13/QĐ", *bounds, "--hours", "25", data=data)[0] == 2
    assert run("mandate", "end", ORG, "13/QĐ", data=data)[0] == 2
