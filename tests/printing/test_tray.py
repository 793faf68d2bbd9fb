"""The PDF tray: whole pages or none, listed and emptied on request."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from printing.errors import TrayNotEmptied, TrayUnwritable
from printing.printers.port import JobState, Sent
from printing.printers.tray import TrayPage, TrayPrinter
from printing.receipt import draw
from tests.printing.forms import CODE, RECEIPT

PAGE = draw(RECEIPT)


@pytest.fixture
def tray(tmp_path: Path) -> TrayPrinter:
    return TrayPrinter(tmp_path / "tray")


def test_a_page_lies_in_the_tray_whole_under_its_name(tray: TrayPrinter):
    sent = tray.send(PAGE, name=CODE)

    assert sent == Sent(job=f"{CODE}.pdf", state=JobState.PRINTED)
    assert (tray.folder / f"{CODE}.pdf").read_bytes() == PAGE
    assert tray.pages() == [TrayPage(name=f"{CODE}.pdf", size_bytes=len(PAGE))]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such bits")
def test_only_the_owner_may_read_the_pages(tray: TrayPrinter):
    tray.send(PAGE, name=CODE)

    assert tray.folder.stat().st_mode & 0o077 == 0
    assert (tray.folder / f"{CODE}.pdf").stat().st_mode & 0o077 == 0


def test_the_same_page_sent_again_lies_there_once(tray: TrayPrinter):
    first = tray.send(PAGE, name=CODE)

    assert tray.send(PAGE, name=CODE) == first
    assert len(tray.pages()) == 1


def test_another_page_never_replaces_one_of_the_same_name(tray: TrayPrinter):
    tray.send(b"one", name=CODE)

    second = tray.send(b"two", name=CODE)
    third = tray.send(b"three", name=CODE)

    assert [second.job, third.job] == [f"{CODE}-2.pdf", f"{CODE}-3.pdf"]
    assert (tray.folder / f"{CODE}.pdf").read_bytes() == b"one"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        pytest.param("../../etc/passwd", "--..-etc-passwd.pdf", id="up and away"),
        pytest.param("H17.1-261123-0001.pdf", "H17.1-261123-0001.pdf", id="with its ending"),
        pytest.param("giấy hẹn: số 1", "giấy-hẹn-số-1.pdf", id="blanks and colons"),
        pytest.param("", "page.pdf", id="no name"),
    ],
)
def test_a_name_stays_inside_the_tray(tray: TrayPrinter, name: str, file: str):
    assert tray.send(PAGE, name=name).job == file
    assert [path.name for path in tray.folder.iterdir()] == [file]


def test_a_page_taken_from_the_tray_is_not_known_any_more(tray: TrayPrinter):
    sent = tray.send(PAGE, name=CODE)
    assert tray.state(sent.job).state is JobState.PRINTED

    (tray.folder / sent.job).unlink()

    assert tray.state(sent.job).state is JobState.UNKNOWN


def test_emptying_deletes_pages_and_half_pages_and_nothing_else(tray: TrayPrinter):
    tray.send(PAGE, name="one")
    tray.send(PAGE, name="two")
    (tray.folder / ".three.part").write_bytes(PAGE[:100])
    (tray.folder / "notes.txt").write_text("mine", encoding="utf-8")

    deleted = tray.empty()

    assert deleted == 3
    assert tray.pages() == []
    assert [path.name for path in tray.folder.iterdir()] == ["notes.txt"]


def test_what_a_crash_left_half_written_is_listed(tray: TrayPrinter):
    tray.send(PAGE, name=CODE)
    (tray.folder / ".half.part").write_bytes(b"%PDF")

    assert [page.name for page in tray.pages()] == [".half.part", f"{CODE}.pdf"]


def test_a_tray_never_used_is_empty(tray: TrayPrinter):
    assert tray.pages() == []
    assert tray.empty() == 0


def test_a_full_disk_leaves_no_part_of_the_page(tmp_path: Path):
    program = f"""
import resource, signal, sys
from pathlib import Path
from printing.errors import TrayFull
from printing.printers.tray import TrayPrinter
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    TrayPrinter(Path({str(tmp_path)!r})).send(b"x" * 5000, name="page")
except TrayFull:
    sys.exit(7)
"""

    done = subprocess.run([sys.executable, "-c", program], check=False)

    assert done.returncode == 7
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named_as_such(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(TrayUnwritable):
        TrayPrinter(tmp_path / "file" / "tray").send(PAGE, name=CODE)


def test_what_cannot_be_deleted_is_counted_and_the_rest_goes(tray: TrayPrinter):
    tray.send(PAGE, name="one")
    held = tray.folder / "held.pdf"
    held.mkdir()
    (held / "inside").write_bytes(b"")
    tray.send(PAGE, name="two")

    with pytest.raises(TrayNotEmptied) as refused:
        tray.empty()

    assert refused.value.details == {"left": "1"}
    assert [page.name for page in tray.pages()] == ["held.pdf"]
