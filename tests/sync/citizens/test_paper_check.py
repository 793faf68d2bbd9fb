"""The check of papers without script: genuine, altered, revoked, and nothing kept."""

import pytest

from desk_app.papers.proof import receipt_proof
from sync.hub.control import revoke
from tests.sync.citizens.conftest import SEN, visiting
from tests.sync.real_desks import RealHub, a_new_desk


@pytest.fixture(scope="module")
def proof(counter, dossier):
    return receipt_proof(counter.desk, dossier, at=dossier.received_at)


def judged(visitor, text):
    return visitor.post("/kiem-tra/", data={"ma": text}).text


def verdict(page):
    """The one that is not hidden."""
    shown = [part for part in page.split('<div class="state ')[1:] if " hidden>" not in part[:60]]
    (only,) = shown
    return only.split('data-worth="')[1].split('"')[0]


def test_a_receipt_of_the_province_is_genuine_and_says_what_to_compare(visitor, proof, dossier):
    page = judged(visitor, proof)

    assert verdict(page) == "genuine"
    assert SEN.name in page
    assert dossier.code in page


@pytest.mark.parametrize("text", ["", "QMC1:", "<script>alert(1)</script>", "QMC1:" + "A" * 5000])
def test_what_is_no_proof_is_said_to_be_none(visitor, text):
    page = judged(visitor, text)

    assert verdict(page) in {"not_ours", "altered"}
    assert "<script>alert" not in page


def test_an_altered_receipt_names_nobody(visitor, proof):
    page = judged(visitor, proof[:-4] + "0000")

    assert verdict(page) == "altered"
    assert SEN.name not in page


def test_the_papers_of_a_revoked_machine_are_told_so(tmp_path):
    with RealHub(tmp_path / "hub").up() as hub:
        desk = a_new_desk(hub, tmp_path)
        taken = desk.receive(applicant=SEN)
        text = receipt_proof(desk.desk, taken, at=taken.received_at)
        revoke(hub.hub, desk.desk.machine, reason="Mất máy")
        desk.close()

        with visiting(hub) as client:
            page = judged(client, text)
            keys = client.get("/kiem-tra/khoa.json").json()

    assert verdict(page) == "revoked"
    assert [bool(until) for _, _, _, until in keys["keys"]] == [True]
