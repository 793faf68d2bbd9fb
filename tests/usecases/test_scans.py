"""Scans at the desk: the tray loses nothing, the dossier has what was bound, nothing lies bare."""

from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desk_app.domain import submission
from desk_app.domain.scan_choice import NoSuchFolder, ScanChoice
from desk_app.domain.scans import NoSuchScan, PaperNameMissing, ScanExpired
from desk_app.queries.dossiers import files
from desk_app.queries.scans import (
    choice_of,
    page_picture,
    papers_in_store,
    reusable,
    tray,
    waiting_files,
)
from desk_app.scanning.errors import NothingToBind, ScannerGone, ScanStopped
from desk_app.scanning.mending import Mending
from desk_app.scanning.scanners.port import Wish
from desk_app.scanning.whole import page_count
from desk_app.usecases.arrange_scans import Arrangement, arrange_scans
from desk_app.usecases.choose_scanning import choose_scanning
from desk_app.usecases.keep_scan import PaperOf, keep_scan
from desk_app.usecases.receive_dossier import Reused, receive_dossier
from desk_app.usecases.reuse_scan import reuse_scan
from desk_app.usecases.take_scans import take_from_folder, take_from_scanner, take_scans
from desk_app.usecases.withdraw_scan import withdraw_scan
from tests.support.counter import RESIDENCE, all_that_is_kept, received, residence
from tests.support.paper import picture_bytes, written_page
from tests.support.samples import an_applicant

PAGE = picture_bytes(written_page(dpi=60), "PNG", dpi=(150, 150))
OTHER = picture_bytes(written_page(dpi=60, words="Trang hai"), "PNG", dpi=(150, 150))
CT01 = PaperOf(name="Tờ khai CT01", id="ct01")
HOW = {"mending": Mending(), "most_bytes": 1_900_000}


class Feeder:
    """A scanner with so many pages in it, that goes away after them or is empty."""

    def __init__(self, pages, *, error=None):
        self.pages_left, self.error, self.is_closed = pages, error, False

    def pages(self, _device, _wish):
        try:
            for number in range(self.pages_left):
                yield picture_bytes(Image.new("L", (60, 80), number % 200), "PNG")
            if self.error is not None:
                raise self.error
        finally:
            self.is_closed = True


def scanned(desk, dossier, **changes):
    take_scans(desk, [("a.png", PAGE)])
    return keep_scan(desk, dossier.entity, replace(CT01, **changes), **HOW)


def stored(desk):
    folder = desk.folder / "desk" / "files"
    return {path for path in folder.rglob("*") if path.is_file()}


def test_pages_wait_in_the_tray_of_who_took_them(desk):
    taken = take_scans(desk, [("a.png", PAGE), ("b.png", OTHER)])

    somebody = desk.signed_in(replace(desk.user, number=desk.user.number + 1))
    assert taken.pages == 2
    assert [page.name for page in tray(desk)] == ["a.png", "b.png"]
    assert tray(somebody) == []


def test_one_unreadable_file_stops_no_other_and_is_told(desk):
    taken = take_scans(desk, [("a.png", PAGE), ("hỏng.jpg", b"no picture"), ("b.png", OTHER)])

    assert taken.pages == 2
    assert [(one.name, one.code) for one in taken.refused] == [("hỏng.jpg", "sheet_unreadable")]


def test_pages_are_encrypted_on_the_disk_and_erased_when_thrown_away(desk):
    take_scans(desk, [("a.png", PAGE)])
    lying = stored(desk)

    assert not any(path.read_bytes().startswith(b"\xff\xd8") for path in lying)
    arrange_scans(desk, [page.id for page in tray(desk)], Arrangement.DROP)

    assert len(lying) == 1
    assert stored(desk) == set()


def test_the_whole_tray_becomes_one_file_of_the_paper_in_its_order(desk):
    dossier = received(desk)
    take_scans(desk, [("a.png", PAGE), ("b.png", OTHER)])
    first, second = tray(desk)
    arrange_scans(desk, [second.id], Arrangement.EARLIER)
    arrange_scans(desk, [first.id], Arrangement.TURN_RIGHT)
    assert [(page.name, page.turn) for page in tray(desk)] == [("b.png", 0), ("a.png", 90)]

    after = keep_scan(desk, dossier.entity, CT01, **HOW)

    (scan,) = after.scans
    assert (scan.pages, scan.paper_id) == (2, "ct01")
    assert scan.name == f"{dossier.code}_ct01_01.pdf"
    assert page_count(desk.files.read(scan.sha256)) == 2
    assert tray(desk) == []
    assert [one.sha256 for one in files(desk, dossier.entity)] == [scan.sha256]


def test_the_file_is_named_for_the_province_and_the_pages_are_not(desk):
    dossier = received(desk)

    scanned(desk, dossier)

    database = desk.store.database
    assert database.value("SELECT count(*) FROM files WHERE named_number IS NOT NULL") == 1
    assert database.value("SELECT count(*) FROM files") == 1


def test_more_than_the_portal_takes_becomes_several_files(desk):
    dossier = received(desk)
    grains = [Image.effect_noise((700, 990), 90) for _ in range(4)]
    take_scans(desk, [("xám.png", picture_bytes(grain, dpi=(150, 150))) for grain in grains])
    how = {"mending": Mending(is_cleared=False, is_straightened=False), "most_bytes": 400_000}

    after = keep_scan(desk, dossier.entity, CT01, **how)

    assert len(after.scans) > 1
    assert sum(scan.pages for scan in after.scans) == 4
    assert all(scan.size_bytes <= 400_000 for scan in after.scans)
    assert after.scans[1].name.endswith("_02.pdf")


def test_a_document_stays_byte_for_byte_between_the_pages(desk):
    typed = Canvas("")
    typed.drawString(72, 72, "words")
    document = typed.getpdfdata()
    dossier = received(desk)
    take_scans(desk, [("a.png", PAGE), ("đơn.pdf", document), ("b.png", OTHER)])

    after = keep_scan(desk, dossier.entity, CT01, **HOW)

    assert [scan.pages for scan in after.scans] == [1, 1, 1]
    assert desk.files.read(after.scans[1].sha256) == document


def test_nothing_is_lost_when_binding_is_stopped(desk):
    dossier = received(desk)
    take_scans(desk, [("a.png", PAGE), ("b.png", OTHER)])

    def stop(_pages):
        raise ScanStopped

    with pytest.raises(ScanStopped):
        keep_scan(desk, dossier.entity, CT01, told=stop, **HOW)

    assert len(tray(desk)) == 2
    assert desk.journal.dossier(dossier.entity).scans == ()


def test_a_scan_without_pages_or_a_paper_is_refused_before_the_work(desk):
    dossier = received(desk)

    with pytest.raises(NothingToBind):
        keep_scan(desk, dossier.entity, CT01, **HOW)
    take_scans(desk, [("a.png", PAGE)])
    with pytest.raises(PaperNameMissing):
        keep_scan(desk, dossier.entity, PaperOf(name=" "), **HOW)

    assert len(tray(desk)) == 1


def test_a_scanner_that_vanishes_takes_no_page_with_it(desk):
    feeder = Feeder(3, error=ScannerGone(pages=3))

    taken = take_from_scanner(desk, "one", Wish(), scanners=feeder)

    assert (taken.pages, len(tray(desk))) == (3, 3)
    assert [(one.code, one.details["pages"]) for one in taken.refused] == [("scanner_gone", "3")]


def test_stopping_keeps_what_was_taken_and_stops_the_scanner(desk):
    feeder = Feeder(400)

    def stop(pages):
        if pages == 5:
            raise ScanStopped

    taken = take_from_scanner(desk, "one", Wish(), scanners=feeder, told=stop)

    assert len(tray(desk)) == 5
    assert feeder.is_closed
    assert taken.refused[0].code == "scan_stopped"


def test_files_of_the_folder_leave_it_once_they_are_kept(desk, tmp_path):
    folder = tmp_path / "quét"
    folder.mkdir()
    (folder / "a.png").write_bytes(PAGE)
    (folder / "hỏng.pdf").write_bytes(b"%PDF- broken")
    (folder / "notes.docx").write_bytes(b"PK")
    choose_scanning(desk, ScanChoice(folder=str(folder)))

    taken = take_from_folder(desk, waiting_files(desk))

    assert taken.pages == 1
    assert sorted(path.name for path in folder.iterdir()) == ["hỏng.pdf", "notes.docx"]


def test_a_folder_that_is_not_there_is_told_and_one_that_goes_is_empty(desk, tmp_path):
    folder = tmp_path / "quét"
    folder.mkdir()
    choose_scanning(desk, ScanChoice(folder=str(folder)))

    with pytest.raises(NoSuchFolder):
        choose_scanning(desk, ScanChoice(folder=str(tmp_path / "gone")))
    folder.rmdir()

    assert choice_of(desk).folder == str(folder)
    assert waiting_files(desk) == []


def test_the_preview_is_the_page_as_it_would_be_bound(desk):
    take_scans(desk, [("a.png", PAGE)])
    (page,) = tray(desk)
    arrange_scans(desk, [page.id], Arrangement.TURN_LEFT)

    picture = page_picture(desk, page.id, Mending())

    assert picture.startswith(b"\x89PNG")
    assert page_picture(desk, 999, Mending()) == b""


def test_a_scan_of_the_wrong_paper_is_taken_away_and_stays_in_the_history(desk):
    dossier = received(desk)
    (scan,) = scanned(desk, dossier).scans

    after = withdraw_scan(desk, dossier.entity, sha256=scan.sha256, reason="Nhầm hồ sơ")

    assert after.scans == ()
    assert files(desk, dossier.entity) == []
    assert desk.files.read(scan.sha256)


def test_a_paper_scanned_before_is_offered_to_the_same_person_while_it_is_good(desk):
    earlier, now = received(desk), received(desk)
    scanned(desk, earlier, valid_until=date(2099, 1, 1))
    scanned(desk, earlier, name="Giấy xác nhận", id="old", valid_until=date(2020, 1, 1))
    somebody = an_applicant(name="Lê Thị Hoa", personal_id="048190009999")

    (offered,) = reusable(desk, now.application.applicant, but=now.entity)

    assert (offered.code, offered.scan.paper_id) == (earlier.code, "ct01")
    assert reusable(desk, somebody) == []
    assert reusable(desk, an_applicant(personal_id="")) == []


def test_used_again_the_file_stands_beside_both_and_is_kept_once(desk):
    earlier, now = received(desk), received(desk)
    (scan,) = scanned(desk, earlier).scans
    how = {"source": earlier.entity, "sha256": scan.sha256, "paper": "Tờ khai", "paper_id": "ct01"}

    after = reuse_scan(desk, now.entity, **how)

    assert [one.reused_from for one in after.scans] == [earlier.code]
    assert [one.sha256 for one in files(desk, now.entity)] == [scan.sha256]
    assert desk.store.database.value("SELECT count(*) FROM files") == 1


def in_store(desk, person=None):
    return papers_in_store(
        desk,
        person or an_applicant(),
        procedure=RESIDENCE,
        case="",
        channel="counter",
    )


def test_at_reception_a_paper_of_the_store_is_not_asked_for_again(desk):
    earlier = received(desk)
    scanned(desk, earlier)
    scanned(desk, earlier, name="Giấy tờ về chỗ ở hợp pháp", id="cho-o")

    ((paper, found),) = in_store(desk)  # the form is written anew for every request
    reused = Reused(
        source=found.entity, sha256=found.scan.sha256, paper=paper.name, paper_id=paper.id
    )
    dossier = receive_dossier(desk, residence(), reused=[reused]).dossier

    assert [(one.paper_id, one.reused_from) for one in dossier.scans] == [("cho-o", earlier.code)]
    assert in_store(desk, an_applicant(personal_id="048190009999")) == []


def test_a_paper_that_cannot_serve_again_stops_the_whole_reception(desk):
    earlier = received(desk)
    (scan,) = scanned(desk, earlier, valid_until=date(2020, 1, 1)).scans
    ended = Reused(source=earlier.entity, sha256=scan.sha256, paper="Tờ khai")
    before = all_that_is_kept(desk)

    with pytest.raises(ScanExpired):
        receive_dossier(desk, residence(), reused=[ended])
    with pytest.raises(NoSuchScan):
        receive_dossier(desk, residence(), reused=[replace(ended, sha256="0" * 64)])

    assert all_that_is_kept(desk) == before


def test_another_persons_paper_never_serves_and_an_ended_one_no_more(desk):
    earlier = received(desk)
    (scan,) = scanned(desk, earlier, valid_until=date(2020, 1, 1)).scans
    application = received(desk).application
    other = submission.Application(
        **{
            **{name: getattr(application, name) for name in application.__slots__},
            "applicant": an_applicant(name="Lê Thị Hoa", personal_id="048190009990"),
        }
    )
    strangers, own = received(desk, other), received(desk)
    how = {"source": earlier.entity, "sha256": scan.sha256, "paper": "Tờ khai"}

    with pytest.raises(NoSuchScan):
        reuse_scan(desk, strangers.entity, **how)
    with pytest.raises(ScanExpired):
        reuse_scan(desk, own.entity, **how)
