"""Disk full while receiving and while printing: one clear code, nothing half, and on it goes."""

import pytest

from desk_app.domain.submission import PaperTaken
from desk_app.store.errors import DiskFull
from desk_app.store.prints import PrintState
from desk_app.usecases.answer_print import answer_print
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.backup_desk import backup_desk
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from printing.errors import PrinterUnreachable, TrayFull
from tests.faults.desks import open_again
from tests.faults.full_disk import largest_file, settled_size
from tests.support.counter import (
    all_that_is_kept,
    bytes_in_tray,
    on_printer,
    received,
    residence,
    result_pdf,
    tray_pages,
    worked_on,
)
from tests.support.printers import ToldPrinter

PAGE = 4096  # of the database
KIB = 1024


@pytest.mark.slow
def test_receiving_on_a_disk_that_fills_up_is_whole_or_not_at_all(desk):
    outcomes = []
    for more in range(0, 60 * PAGE, PAGE):
        before = all_that_is_kept(desk)
        settled_size(desk)
        with largest_file(more):
            try:
                receive_dossier(desk, residence(), ref=f"so-{more}")
            except DiskFull:
                outcomes.append("full")
                assert all_that_is_kept(desk) == before
            else:
                outcomes.append("received")

    assert {"full", "received"} == set(outcomes)
    _numbers_run_on(desk, outcomes.count("received"))


@pytest.mark.slow
def test_printing_on_a_disk_that_fills_up_is_told_and_finished_later(desk):
    codes, outcomes = [], []
    for limit in range(0, 128 * KIB, 6 * KIB):
        done = receive_dossier(desk, residence())
        codes.append(done.dossier.code)
        settled_size(desk)
        with largest_file(limit):
            try:
                print_paper(desk, done.print_id)
            except (DiskFull, TrayFull) as error:
                outcomes.append(error.code)
            else:
                outcomes.append("printed")
        _page_and_ledger_agree(desk, done)

    assert {"disk_full", "printed"} <= set(outcomes)
    _finish_what_waits(desk)
    assert tray_pages(desk) == sorted(f"{code}-receipt.pdf" for code in codes)
    assert not list(desk.tray.folder.glob(".*")), "no half page is left"
    assert desk.journal.verify_chain() == len(codes) + 1


def test_a_tray_on_a_full_disk_leaves_the_page_queued_and_kept(desk):
    many = tuple(PaperTaken(name=f"Giấy tờ số {n}", originals=1) for n in range(150))
    done = receive_dossier(desk, residence(papers=(*residence().papers, *many)))
    refusing = ToldPrinter([PrinterUnreachable(printer="p")])
    with pytest.raises(PrinterUnreachable):
        print_paper(on_printer(desk, refusing), done.print_id)
    page = desk.files.read(desk.prints.get(done.print_id).sha256)
    settled_size(desk)

    with largest_file(len(page) - 1), pytest.raises(TrayFull):
        print_paper(desk, done.print_id)

    waiting = desk.prints.get(done.print_id)
    assert (waiting.state, waiting.reason) == (PrintState.QUEUED, "tray_full")
    assert list(desk.tray.folder.iterdir()) == []
    assert print_paper(desk, done.print_id).state is PrintState.PRINTED


def test_a_database_that_may_not_grow_takes_nothing_half(desk):
    settled_size(desk)
    pages = desk.store.database.value("PRAGMA page_count")
    desk.store.database.rows(f"PRAGMA max_page_count = {pages}")

    before = _received_until_full(desk)

    assert all_that_is_kept(desk) == before
    desk.store.database.rows(f"PRAGMA max_page_count = {2**30}")
    number = received(desk).register_number
    _numbers_run_on(desk, number)


def test_a_result_that_does_not_fit_leaves_no_file_and_no_entry(desk):
    entity = worked_on(desk).entity
    before = all_that_is_kept(desk)
    settled_size(desk)

    with largest_file(256), pytest.raises(DiskFull):
        attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")

    assert all_that_is_kept(desk) == before
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")


def test_a_backup_that_does_not_fit_is_no_backup(desk, tmp_path):
    received(desk)
    folder = tmp_path / "usb"

    with largest_file(8 * KIB), pytest.raises(DiskFull):
        backup_desk(desk, folder)

    assert not list(folder.glob("*.backup"))
    assert not list(folder.glob("*.part"))
    assert backup_desk(desk, folder).file.exists()


def test_a_desk_on_a_full_disk_still_opens_to_be_read(data):
    with open_again(data) as desk:
        dossier = received(desk)

    with largest_file(64 * KIB), open_again(data) as desk:
        assert desk.journal.dossier(dossier.code) == dossier
        before = _received_until_full(desk)
        assert all_that_is_kept(desk) == before

    with open_again(data) as desk:
        assert correct_dossier(
            desk, dossier.entity, field="note", text="Gấp", reason="Ghi thiếu"
        ).corrections


def _received_until_full(desk):
    """What is kept once the disk has taken all it takes."""
    for _ in range(200):
        before = all_that_is_kept(desk)
        try:
            received(desk)
        except DiskFull:
            return before
    pytest.fail("the disk never filled up")


def _page_and_ledger_agree(desk, done):
    """A page lies in the tray only if the ledger says that it went there or may have."""
    job = desk.prints.get(done.print_id)
    name = f"{done.dossier.code}-receipt.pdf"
    if name in tray_pages(desk):
        assert job.state in {PrintState.SENT, PrintState.PRINTED}
        assert bytes_in_tray(desk, name) == desk.files.read(job.sha256)
    else:
        assert job.state in {PrintState.SENT, PrintState.QUEUED}
    assert (job in desk.prints.open()) is (job.state is not PrintState.PRINTED)


def _finish_what_waits(desk):
    desk.prints.lost_sight(by=desk.user.number, at=desk.clock.now())
    for job in desk.prints.open():
        if job.state is PrintState.QUEUED:
            print_paper(desk, job.id)
        else:
            code = desk.journal.dossier(job.entity).code
            came_out = f"{code}-receipt.pdf" in tray_pages(desk)
            answer_print(desk, job.id, came_out=came_out)
    assert desk.prints.open() == []


def _numbers_run_on(desk, count):
    """So many dossiers, codes and register lines without a gap, and the chain is whole."""
    rows = desk.store.database.rows("SELECT code, register_number FROM dossiers ORDER BY id")
    assert [code[-4:] for code, _ in rows] == [f"{n:04d}" for n in range(1, count + 1)]
    assert [number for _, number in rows] == list(range(1, count + 1))
    assert desk.journal.verify_chain() == count + 1
    assert desk.store.database.damaged_pages() == []
