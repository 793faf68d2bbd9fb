"""`hub …`: the province's side from the command line, without listening."""

import json
import socket
import subprocess
import sys
from itertools import pairwise

import pytest

from tests.support.counter import result_pdf

RATES = {"schema": 1, "rates": []}


@pytest.fixture
def hub(empty):
    assert empty.json("hub", "init").exit_code == 0
    return empty


def test_a_hub_is_made_once(hub):
    again = hub.json("hub", "init")

    assert (again.exit_code, again.error) == (1, "hub_exists")


def test_an_invitation_reserves_its_lane(hub):
    first = hub.json("hub", "invite", "--org", "H17.20443", "--lane", "1-99").document

    assert first["org"] == "H17.20443"
    assert first["lane"] == "0001-0099"
    assert first["code"]
    taken = hub.json("hub", "invite", "--org", "H17.20443", "--lane", "50-60")
    assert (taken.exit_code, taken.error) == (1, "lane_taken")


def test_lanes_chosen_by_the_hub_never_overlap(hub):
    lanes = [
        hub.json("hub", "invite", "--org", "H17.20443").document["lane"].split("-")
        for _ in range(3)
    ]

    ordered = sorted((int(first), int(last)) for first, last in lanes)
    assert all(before[1] < after[0] for before, after in pairwise(ordered))


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        pytest.param("--org H17.99999", "unknown_org", id="no such commune"),
        pytest.param("--org h17", "unknown_org", id="no code at all"),
        pytest.param("--org H17.20443 --lane 9-1", "lane_out_of_range", id="backwards"),
        pytest.param("--org H17.20443 --lane 0-5", "lane_out_of_range", id="from nought"),
        pytest.param("--org H17.20443 --lane many", "lane_out_of_range", id="no numbers"),
    ],
)
def test_an_invitation_that_cannot_be_is_wrong_input(hub, arguments, error):
    answer = hub.json("hub", "invite", *arguments.split())

    assert (answer.exit_code, answer.error) == (2, error)


def test_a_published_file_is_named_by_its_hash(hub, tmp_path):
    (tmp_path / "rates.json").write_text(json.dumps(RATES), "utf-8")

    told = hub.json("hub", "publish", "rates.json").document

    assert len(told["sha256"]) == 64
    assert told["file"] == str(tmp_path / "rates.json")


def test_a_result_for_no_dossier_is_not_sent(hub, tmp_path):
    (tmp_path / "result.pdf").write_bytes(result_pdf())

    answer = hub.json("hub", "result", "H17.20443-261123-0001", "result.pdf")

    assert (answer.exit_code, answer.error) == (1, "unknown_dossier_code")


def test_a_result_that_is_not_there_is_wrong_input(hub):
    answer = hub.json("hub", "result", "H17.20443-261123-0001", "/nowhere.pdf")

    assert (answer.exit_code, answer.error) == (2, "file_unreadable")


def test_a_province_without_desks_says_so(hub):
    assert hub.json("hub", "desks").documents == []
    assert hub("hub", "desks").out


def test_an_address_that_is_taken_is_said(hub):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        answer = hub.json("hub", "serve", "--port", port)

    assert (answer.exit_code, answer.error) == (1, "address_taken")


def test_a_hub_that_serves_has_loaded_nothing_that_writes_workbooks():
    """Half a second, and memory that no desk's exchange needs."""
    asked = "import sys, desk_app.exporting, desk_app.importing, desk_app.judging, sync.hub.faces"

    told = subprocess.run(
        [sys.executable, "-c", f"{asked}; print('openpyxl' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout == "False\n"
