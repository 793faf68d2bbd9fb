"""Windows' spooler as far as a desk uses it: win32print, win32gui and Pillow's way to a printer.

It keeps pages, jams, runs out and forgets jobs as its fields say; put into `sys.modules` it stands
where pywin32 does on Windows. What no double shows: drivers, real margins and real paper.
"""

from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

PAPERS = {"A3": 8, "A4": 9, "A5": 11}
PRINTED, DELETED, SPOOLING = 0x80, 0x100, 0x8


class WindowsError32(Exception):
    """pywintypes.error: its first argument is the number."""


@dataclass(slots=True)
class Job:
    name: str
    status: int = 0
    pages: list[Any] = field(default_factory=list)
    raw: bytes = b""
    is_kept: bool = False  # stays in the list once it is out


@dataclass(slots=True)
class Spooler:
    name: str = "Máy quầy 1"
    papers: tuple[int, ...] = (9, 11)
    bins: tuple[tuple[int, str], ...] = ((1, "Khay trên"), (2, "Khay dưới"))
    status: int = 0
    attributes: int = 0
    fails_at_page: int | None = None  # from 1: the driver gives up
    refuses_jobs: bool = False
    dots: int = 600  # to the inch
    jobs: dict[int, Job] = field(default_factory=dict)
    modes: list[Any] = field(default_factory=list)

    def finish(self, number: int = 1) -> None:
        """The job is out: it goes from the list unless it is to be kept."""
        if self.jobs[number].is_kept:
            self.jobs[number].status = PRINTED
        else:
            del self.jobs[number]

    def modules(self) -> dict[str, ModuleType]:
        """What `import` gives, by name."""
        return {
            "win32print": _module("win32print", self._print_functions()),
            "win32gui": _module(
                "win32gui",
                {
                    "error": WindowsError32,
                    "CreateDC": lambda _, name, mode: self._context(name, mode),
                    "DeleteDC": lambda _: None,
                },
            ),
            "PIL.ImageWin": _module("PIL.ImageWin", {"Dib": self._dib}),
        }

    def _print_functions(self) -> dict[str, Any]:
        return {
            "error": WindowsError32,
            "OpenPrinter": self._open,
            "ClosePrinter": lambda _: None,
            "EnumPrinters": lambda *_: ({"pPrinterName": self.name},),
            "GetPrinter": lambda _handle, _level: self._info(),
            "DeviceCapabilities": lambda _name, _port, what: self._capabilities(what),
            "DocumentProperties": lambda _w, _h, _n, mode, _in, _how: self.modes.append(mode),
            "GetDeviceCaps": lambda _, what: {88: self.dots, 90: self.dots}.get(what, 100),
            "StartDoc": lambda context, about: self._start(context, about[0]),
            "StartPage": lambda _: None,
            "EndPage": lambda _: None,
            "EndDoc": lambda _: None,
            "AbortDoc": lambda _: None,
            "StartDocPrinter": lambda _handle, _level, about: self._start(None, about[0]),
            "StartPagePrinter": lambda _: None,
            "WritePrinter": self._write,
            "EndPagePrinter": lambda _: None,
            "EndDocPrinter": lambda _: None,
            "GetJob": lambda _handle, number, _level: self._job(number),
            "SetJob": self._set_job,
        }

    def _open(self, name: str) -> str:
        if name != self.name:
            raise WindowsError32(1801, "OpenPrinter", "The printer name is invalid.")
        return name

    def _info(self) -> dict[str, Any]:
        return {
            "Status": self.status,
            "Attributes": self.attributes,
            "pDevMode": SimpleNamespace(Fields=0),
            "pPortName": "USB001",
            "pDriverName": "Driver",
            "cJobs": len(self.jobs),
        }

    def _capabilities(self, what: int) -> Any:
        numbers, names = zip(*self.bins, strict=True)
        return {2: self.papers, 6: numbers, 12: [f"{name}\0" for name in names]}[what]

    def _context(self, name: str, mode: Any) -> Any:
        return SimpleNamespace(name=name, mode=mode, job=None)

    def _start(self, context: Any, name: str) -> int:
        if self.refuses_jobs:
            raise WindowsError32(5, "StartDoc", "Access is denied.")
        number = len(self.jobs) + 1
        self.jobs[number] = Job(name=name, status=SPOOLING)
        if context is not None:
            context.job = number
        return number

    def _write(self, _handle: Any, data: bytes) -> int:
        if self.fails_at_page:
            raise WindowsError32(1, "WritePrinter", "")
        self.jobs[max(self.jobs)].raw = data
        return len(data)

    def _dib(self, image: Any) -> Any:
        def draw(context: Any, box: tuple[int, int, int, int]) -> None:
            pages = self.jobs[context.job].pages
            if self.fails_at_page == len(pages) + 1:
                raise WindowsError32(1, "StretchDIBits", "")
            pages.append((image, box))

        return SimpleNamespace(draw=draw)

    def _job(self, number: int) -> dict[str, Any]:
        if number not in self.jobs:
            raise WindowsError32(87, "GetJob", "The parameter is incorrect.")
        return {"Status": self.jobs[number].status, "pDocument": self.jobs[number].name}

    def _set_job(self, _handle: Any, number: int, _level: int, _info: Any, what: int) -> None:
        match what:
            case 5:
                del self.jobs[number]
            case 8:
                self.jobs[number].is_kept = True
            case 9:
                del self.jobs[number]


def _module(name: str, parts: dict[str, Any]) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(parts)
    return module
