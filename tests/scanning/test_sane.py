"""Scanners by SANE: its own test scanner where installed, and one that goes in the middle."""

from pathlib import Path

import pytest

from desk_app.scanning.errors import (
    CoverOpen,
    FeederEmpty,
    FeederJammed,
    NoScannerProgram,
    ScannerBusy,
    ScannerFailed,
    ScannerGone,
)
from desk_app.scanning.mending import Colours
from desk_app.scanning.scanners.port import Source, Wish
from desk_app.scanning.scanners.sane import SaneScanners, chosen_options
from desk_app.scanning.sheets import sheets_of
from tests.scanning.scanner import scanner
from tests.support.needs import needs
from tests.support.paper import written_page

SMALL = written_page(dpi=50)
FEEDER = Wish(source=Source.FEEDER)
OFFERED = """
    --source Flatbed|ADF Front|ADF Back|ADF Duplex [Flatbed]
    --mode Lineart|Gray|Color [Color]
    --resolution 75|150|300|600dpi [75]
  Geometry:
    -x 0..216mm [216]
"""


@needs("scanimage")
def test_the_feeder_of_the_test_scanner_is_emptied_page_by_page():
    pages = list(SaneScanners().pages("test:0", Wish(source=Source.FEEDER, colours=Colours.GREY)))

    (sheet,) = sheets_of(pages[0])
    assert len(pages) == 10
    assert sheet.dpi == 200


@needs("scanimage")
def test_one_page_comes_from_the_glass():
    assert len(list(SaneScanners().pages("test:0", Wish()))) == 1


@needs("scanimage")
def test_a_scanner_that_is_not_there_is_told():
    with pytest.raises(ScannerGone):
        list(SaneScanners().pages("nowhere:1", Wish()))


def test_without_the_program_there_is_no_scanner():
    with pytest.raises(NoScannerProgram):
        SaneScanners(program="no-such-program").devices()


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        pytest.param(6, "", FeederJammed, id="jam"),
        pytest.param(9, "", ScannerGone, id="unplugged"),
        pytest.param(-9, "", ScannerGone, id="killed"),
        pytest.param(3, "", ScannerBusy, id="busy"),
        pytest.param(8, "", CoverOpen, id="cover"),
        pytest.param(1, "open of device x failed: Device busy", ScannerBusy, id="busy in words"),
        pytest.param(1, "something else", ScannerFailed, id="unknown"),
    ],
)
def test_what_stops_the_scanner_takes_no_page_back(tmp_path, status, words, kind):
    scanners = SaneScanners(program=scanner(tmp_path, SMALL, pages=3, status=status, words=words))
    pages = scanners.pages("one", FEEDER)

    taken = [next(pages) for _ in range(3)]
    with pytest.raises(kind) as told:
        next(pages)

    assert len(taken) == 3
    assert told.value.details == {"pages": "3"}


def test_an_empty_feeder_is_told_when_nothing_came(tmp_path):
    scanners = SaneScanners(program=scanner(tmp_path, SMALL, pages=0))

    with pytest.raises(FeederEmpty):
        list(scanners.pages("one", FEEDER))


def test_stopping_early_leaves_no_page_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    scanners = SaneScanners(program=scanner(tmp_path, SMALL, pages=40))
    pages = scanners.pages("one", FEEDER)
    next(pages)

    pages.close()

    assert not list(Path(tmp_path).glob("motcua-*"))


@pytest.mark.parametrize(
    ("wish", "options"),
    [
        (Wish(), ["--source=Flatbed", "--mode=Color", "--resolution=300", "-x210"]),
        (
            Wish(source=Source.FEEDER, colours=Colours.GREY, dpi=150),
            ["--source=ADF Front", "--mode=Gray", "--resolution=150", "-x210"],
        ),
        (
            Wish(source=Source.BOTH_SIDES, dpi=1_200),
            ["--source=ADF Duplex", "--mode=Color", "--resolution=600", "-x210"],
        ),
    ],
)
def test_the_wish_is_said_in_the_scanners_own_words(wish, options):
    assert chosen_options(OFFERED, wish) == options
