"""Scanners of Windows by WIA, on a stand-in for its automation objects."""

from types import SimpleNamespace

import pytest

from desk_app.scanning.errors import (
    CoverOpen,
    FeederEmpty,
    FeederJammed,
    NoScannerProgram,
    ScannerGone,
)
from desk_app.scanning.mending import Colours
from desk_app.scanning.scanners.port import Device, Source, Wish
from desk_app.scanning.scanners.windows import WindowsScanners


class ComError(Exception):
    """pywintypes.com_error: (code, words, (…, scode), argument)."""


class Windows:
    """A scanner with so many sheets in its feeder, and what it says then."""

    def __init__(self, *, sheets=3, then=0x80210003):
        self.sheets, self.then, self.given, self.properties = sheets, then, 0, {}

    def load(self, name):
        return {
            "pywintypes": SimpleNamespace(com_error=ComError),
            "pythoncom": SimpleNamespace(CoInitialize=lambda: None),
            "win32com.client": SimpleNamespace(Dispatch=lambda _: self),
        }[name]

    @property
    def DeviceInfos(self):  # noqa: N802
        named = SimpleNamespace(Value="Máy quét quầy 1")
        scanner = SimpleNamespace(
            DeviceID="{1}", Type=1, Properties=lambda _: named, Connect=lambda: self
        )
        camera = SimpleNamespace(DeviceID="{2}", Type=2)
        return [scanner, camera]

    def Items(self, number):  # noqa: N802
        assert number == 1
        return self

    def Properties(self, number):  # noqa: N802
        if number == "3096":
            raise ComError(-2145320939, "no such property", None, None)
        return self.properties.setdefault(number, SimpleNamespace(Value=None))

    def Transfer(self, _kind):  # noqa: N802
        if self.given == self.sheets:
            raise ComError(-2147352567, "x", (0, None, None, None, 0, self.then - (1 << 32)), None)
        self.given += 1
        return SimpleNamespace(FileData=SimpleNamespace(BinaryData=memoryview(b"page")))


def test_scanners_are_found_and_cameras_are_not():
    assert WindowsScanners(load=Windows().load).devices() == [
        Device(id="{1}", name="Máy quét quầy 1")
    ]


def test_the_feeder_is_emptied_in_the_colours_asked_for():
    windows = Windows()
    wish = Wish(source=Source.BOTH_SIDES, colours=Colours.GREY)

    pages = list(WindowsScanners(load=windows.load).pages("{1}", wish))

    said = {number: one.Value for number, one in windows.properties.items()}
    assert pages == [b"page"] * 3
    assert said == {"3088": 5, "6146": 2, "6147": 200, "6148": 200}


def test_one_page_comes_from_the_glass():
    assert len(list(WindowsScanners(load=Windows().load).pages("{1}", Wish()))) == 1


@pytest.mark.parametrize(
    ("sheets", "then", "kind"),
    [
        (2, 0x80210002, FeederJammed),
        (2, 0x80210005, ScannerGone),
        (1, 0x80210016, CoverOpen),
        (0, 0x80210003, FeederEmpty),
    ],
)
def test_what_stops_the_scanner_takes_no_page_back(sheets, then, kind):
    scanners = WindowsScanners(load=Windows(sheets=sheets, then=then).load)
    pages = scanners.pages("{1}", Wish(source=Source.FEEDER))

    taken = [next(pages) for _ in range(sheets)]
    with pytest.raises(kind) as told:
        next(pages)

    assert len(taken) == sheets
    assert told.value.details == {"pages": str(sheets)}


def test_a_scanner_that_was_taken_away_is_told():
    with pytest.raises(ScannerGone):
        list(WindowsScanners(load=Windows().load).pages("{9}", Wish()))


def test_without_pywin32_there_is_no_scanner():
    with pytest.raises(NoScannerProgram):
        WindowsScanners().devices()
