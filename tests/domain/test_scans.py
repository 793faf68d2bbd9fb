"""Scans beside a dossier: named by rule, added at any machine, used again while they are good."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk_app.domain import events, scans
from desk_app.domain.dossier import WrongStatus
from desk_app.domain.folding import apply
from desk_app.domain.tenure import Written, is_fact
from tests.support.samples import MONDAY, a_reception

LATER = MONDAY + timedelta(hours=1)
DIGEST = "ab" * 32


def received(**changes):
    return apply(None, a_reception(**changes), at=MONDAY, entity=5)


def decided(dossier, **changes):
    fields = {
        "sha256": DIGEST,
        "size_bytes": 90_000,
        "pages": 2,
        "paper": "Tờ khai CT01",
        "paper_id": "ct01",
        "now": LATER,
    }
    return scans.decide_scan(dossier, **(fields | changes))


def with_scan(dossier, **changes):
    return apply(dossier, decided(dossier, **changes), at=LATER)


def test_files_are_named_by_code_paper_and_number():
    first = with_scan(received())

    second = decided(first, sha256="cd" * 32)

    assert [scan.name for scan in first.scans] == ["H17.443-261116-0001_ct01_01.pdf"]
    assert second.name == "H17.443-261116-0001_ct01_02.pdf"


@pytest.mark.parametrize(
    ("paper", "name"),
    [
        ("Giấy chứng sinh", "H17.443-261116-0001_giay-chung-sinh_01.pdf"),
        ("  ../Đơn / xin ", "H17.443-261116-0001_don-xin_01.pdf"),
        ("***", "H17.443-261116-0001_giay-to_01.pdf"),
    ],
)
def test_a_paper_without_an_id_is_named_by_its_words(paper, name):
    assert decided(received(), paper=paper, paper_id="").name == name


def test_a_scan_is_of_a_paper():
    with pytest.raises(scans.PaperNameMissing):
        decided(received(), paper="  ")


def test_a_file_that_could_never_be_sent_is_refused():
    with pytest.raises(scans.ScanTooLarge):
        decided(received(), size_bytes=scans.MOST_BYTES + 1)


def test_a_cancelled_dossier_takes_no_scan():
    cancelled = apply(received(), events.Cancelled(reason="Nhầm"), at=LATER)

    with pytest.raises(WrongStatus):
        decided(cancelled)


def test_whoever_holds_the_dossier_another_machine_may_add_its_paper():
    dossier = apply(None, a_reception(), at=MONDAY, entity=5, written=Written(by=1, ver=1))
    event = decided(dossier)

    after = apply(dossier, event, at=LATER, written=Written(by=2, ver=2, base=0))

    assert is_fact(event)
    assert after.tenure == dossier.tenure
    assert len(after.scans) == 1


def test_the_same_file_told_twice_stands_once():
    once = with_scan(received())

    assert len(with_scan(once).scans) == 1


def test_a_scan_is_taken_away_with_a_reason_and_only_if_it_is_there():
    dossier = with_scan(received())

    with pytest.raises(scans.ScanReasonMissing):
        scans.decide_withdrawal(dossier, sha256=DIGEST, reason=" ", now=LATER)
    with pytest.raises(scans.NoSuchScan):
        scans.decide_withdrawal(dossier, sha256="ef" * 32, reason="Nhầm hồ sơ", now=LATER)
    event = scans.decide_withdrawal(dossier, sha256=DIGEST, reason="Nhầm hồ sơ", now=LATER)

    assert apply(dossier, event, at=LATER).scans == ()


def test_a_paper_serves_again_until_the_last_day_of_its_validity():
    until = date(2026, 12, 1)
    (scan,) = with_scan(received(), valid_until=until).scans

    assert scans.still_serves(scan, on=until)
    assert not scans.still_serves(scan, on=until + timedelta(days=1))
    assert scans.still_serves(replace(scan, valid_until=None), on=date(2060, 1, 1))


def test_used_again_it_says_which_dossier_it_comes_from():
    earlier = with_scan(received(), valid_until=date(2026, 12, 1))
    dossier = received(code="H17.443-261117-0002")
    how = {"of": earlier, "paper": "Tờ khai", "paper_id": "ct01", "now": LATER}

    event = scans.decide_reuse(dossier, earlier.scans[0], on=date(2026, 11, 17), **how)
    with pytest.raises(scans.ScanExpired):
        scans.decide_reuse(dossier, earlier.scans[0], on=date(2026, 12, 2), **how)

    assert event.reused_from == "H17.443-261116-0001"
    assert event.sha256 == DIGEST
    assert event.name == "H17.443-261117-0002_ct01_01.pdf"


def test_papers_are_the_same_by_id_or_else_by_name():
    (scan,) = with_scan(received()).scans

    assert scans.same_paper(scan, paper="anything", paper_id="ct01")
    assert not scans.same_paper(scan, paper="Tờ khai CT01", paper_id="ct02")
    assert scans.same_paper(scan, paper="TỜ KHAI ct01", paper_id="")
