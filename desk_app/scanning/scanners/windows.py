"""Scanners of Windows by its own imaging (WIA) and pywin32, loaded when a scanner is first used.

TWAIN is left to the scanner's own program and the watched folder: its drivers are of 32 bits, and
every scanner of the last fifteen years speaks WIA as well.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from desk_app.scanning.errors import (
    CoverOpen,
    FeederEmpty,
    FeederJammed,
    NoScannerProgram,
    ScanError,
    ScannerBusy,
    ScannerFailed,
    ScannerGone,
)
from desk_app.scanning.mending import Colours
from desk_app.scanning.scanners.port import Device, Source, Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

_SCANNER = 1  # WiaDeviceType
_JPEG = "{B96B3CAE-0728-11D3-9D7B-0000F81EF32E}"  # wiaFormatJPEG
_INTENT, _DPI_ACROSS, _DPI_DOWN, _HANDLING, _PAGES = 6146, 6147, 6148, 3088, 3096
_INTENTS = {Colours.COLOUR: 1, Colours.GREY: 2, Colours.BLACK_WHITE: 2}
_HANDLINGS = {Source.FEEDER: 1, Source.GLASS: 2, Source.BOTH_SIDES: 1 | 4}
_ERRORS: dict[int, type[ScanError]] = {
    0x80210002: FeederJammed,
    0x80210003: FeederEmpty,
    0x80210004: FeederJammed,
    0x80210005: ScannerGone,
    0x80210006: ScannerBusy,
    0x8021000A: ScannerGone,
    0x8021000D: ScannerBusy,
    0x80210015: ScannerGone,
    0x80210016: CoverOpen,
}  # WIA_ERROR_… and WIA_S_NO_DEVICE_AVAILABLE


def _loaded(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise NoScannerProgram from error


@dataclass(frozen=True, kw_only=True, slots=True)
class WindowsScanners:
    load: Callable[[str], Any] = _loaded  # a module by its name

    def devices(self) -> Sequence[Device]:
        """The scanners Windows has set up."""
        return [
            Device(id=info.DeviceID, name=str(info.Properties("Name").Value))
            for info in self._manager().DeviceInfos
            if info.Type == _SCANNER
        ]

    def pages(self, device: str, wish: Wish) -> Generator[bytes]:
        """See `port.Scanners`."""
        failure = self.load("pywintypes").com_error
        taken = 0
        try:
            connected = self._connected(device)
            item = self._ready(connected, wish)
            while True:
                yield bytes(item.Transfer(_JPEG).FileData.BinaryData)
                taken += 1
                if wish.source is Source.GLASS:
                    return
        except failure as error:
            kind = _ERRORS.get(_result(error), ScannerFailed)
            if kind is FeederEmpty and taken:
                return
            raise kind(pages=taken) from error

    def _manager(self) -> Any:
        self.load("pythoncom").CoInitialize()  # each thread for itself
        return self.load("win32com.client").Dispatch("WIA.DeviceManager")

    def _connected(self, device: str) -> Any:
        for info in self._manager().DeviceInfos:
            if info.DeviceID == device:
                return info.Connect()
        raise ScannerGone(pages=0)

    def _ready(self, connected: Any, wish: Wish) -> Any:
        item = connected.Items(1)
        wishes = ((_INTENT, _INTENTS[wish.colours]), (_DPI_ACROSS, wish.dpi), (_DPI_DOWN, wish.dpi))
        for number, value in ((_HANDLING, _HANDLINGS[wish.source]), (_PAGES, 1)):
            self._put(connected, number, value)
        for number, value in wishes:
            self._put(item, number, value)
        return item

    def _put(self, owner: Any, number: int, value: int) -> None:
        """A property that this scanner may not have: one without a feeder knows no handling."""
        with suppress(self.load("pywintypes").com_error):
            owner.Properties(str(number)).Value = value


def _result(error: Any) -> int:
    """The code the driver gave: inside the exception, or the call's own."""
    inner = error.args[2][5] if len(error.args) > 2 and error.args[2] else None  # noqa: PLR2004 - (code, words, (…, scode), …)
    return int(inner or error.args[0]) & 0xFFFFFFFF
