"""The sample province: `main.py demo --once` as a newcomer runs it, and runs it again."""

from collections import Counter
from pathlib import Path

import pytest

from desk_app.clock import WallClock
from desk_app.demo.people import ADMIN, USERS
from desk_app.demo.run import sample_province
from desk_app.opening import desk_places
from desk_app.signing.verdict import State
from desk_app.signing.verify import verify_pdf
from tests.support.command_line import STATE_HOME, Shell, run
from tests.support.words import words_on

pytestmark = pytest.mark.slow

STEPS = [
    "hub",
    "desk",
    "receive",
    "print",
    "hand_on",
    "queue",
    "sync",
    "decide",
    "fetch",
    "sign",
    "return",
    "settle",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sample")


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    return {STATE_HOME: str(tmp_path_factory.mktemp("machine"))}


@pytest.fixture(scope="module")
def told(folder, machine):
    """The first run; it makes everything."""
    return run("demo", "--once", "--data", folder, "--json", **machine)


@pytest.fixture
def desk(told, folder, machine):  # noqa: ARG001 - the desk is there once the demo has run
    user = next(user for user in USERS if user.name == "mau")
    return Shell(data=folder, user=user.name, password=user.password, variables=machine)


def test_it_ends_well_and_tells_one_document(told, folder):
    document = told.document
    assert (told.exit_code, told.err) == (0, "")
    assert list(document) == ["data", "hub_url", "users", "steps", "papers", "dossier"]
    assert document["data"] == str(folder)
    assert document["hub_url"].startswith("http://127.0.0.1:")
    assert [step["step"] for step in document["steps"]] == STEPS
    assert all(isinstance(step["ms"], int) for step in document["steps"])
    assert document["dossier"]["status"] == "returned"


def test_it_names_the_sample_accounts(told):
    named = {user["user"]: user for user in told.document["users"]}

    assert named.keys() == {ADMIN.name, *(user.name for user in USERS)}
    assert named["mau"]["roles"] == ["clerk", "handler", "leader", "admin"]


def test_it_leaves_the_three_papers(told, folder):
    code = told.document["dossier"]["code"]
    papers = {name: Path(path) for name, path in told.document["papers"].items()}

    pages = {name: path.read_bytes() for name, path in papers.items()}
    assert list(papers) == ["receipt", "result", "signed_result"]
    assert all(path.is_relative_to(folder) for path in papers.values())
    assert all(code in words_on(page) for page in pages.values())
    signed = verify_pdf(pages["signed_result"], at=WallClock().now(), roots=())
    assert signed.signatures[0].state is not State.BROKEN
    assert verify_pdf(pages["result"], at=WallClock().now(), roots=()).state is State.UNSIGNED


def test_its_signature_holds_at_its_desk(told, desk):
    answer = desk.json("desk", "verify", told.document["papers"]["signed_result"])

    assert answer.exit_code == 0
    assert answer.document["good"] is True


def test_two_hundred_dossiers_stand_in_many_states(desk):
    dossiers = desk.json("desk", "list").documents

    states = Counter(one["status"] for one in dossiers)
    assert len(dossiers) == 201  # and the one that walked
    # by the evening all that was received is handed on
    assert {"registered", "in_progress", "done", "returned", "stopped"} <= states.keys()
    assert states["returned"] > 50
    assert len(desk.json("desk", "list", "--overdue").documents) < 30


def test_the_province_holds_everything(desk):
    assert {one["tick"] for one in desk.json("desk", "list").documents} == {"judged"}


def test_the_sample_desk_is_sound(desk):
    doctor = desk.json("desk", "doctor").document

    assert doctor["ok"] is True


def test_run_again_it_goes_on_with_what_is_there(told, desk, folder, machine):
    again = run("demo", "--once", "--data", folder, "--json", **machine)

    assert again.exit_code == 0
    assert again.document["dossier"]["code"] > told.document["dossier"]["code"]
    assert again.document["dossier"]["status"] == "returned"
    assert len(desk.json("desk", "list").documents) == 202


def test_a_past_that_was_cut_short_is_told_anew(tmp_path, monkeypatch):
    monkeypatch.setenv(STATE_HOME, str(tmp_path / "state"))
    data = tmp_path / "data"
    heard = []

    def progress(done, _total):
        heard.append(done)
        if done == 3:
            raise Cut

    for _ in range(2):
        with pytest.raises(Cut), sample_province(data, tell=heard.append, progress=progress):
            pass

    dossiers = [one for one in heard if isinstance(one, int)]
    assert dossiers.count(1) >= 2
    assert desk_places(data).database.exists()


def test_a_hub_that_was_there_before_is_not_taken_away(tmp_path, monkeypatch):
    monkeypatch.setenv(STATE_HOME, str(tmp_path / "state"))
    shell = Shell(data=tmp_path)
    shell.json("hub", "init")

    for _ in range(2):
        with pytest.raises(Cut), sample_province(tmp_path, tell=cut, progress=cut):
            pass

    assert shell.json("hub", "init").error == "hub_exists"


class Cut(BaseException):
    """Ctrl+C."""


def cut(*_told):
    raise Cut
