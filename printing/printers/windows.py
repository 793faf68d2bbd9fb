"""Printers of Windows, through its spooler and pywin32, which is loaded when one is first used.

Windows knows no PDF: each page goes over as a picture in the printer's own dots, in its true size.
A job is kept in the queue after it is out (JOB_CONTROL_RETAIN), or its end could not be told from
its being thrown away.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from printing.errors import (
    PrinterAnswerLost,
    PrinterJobCanceled,
    PrinterJobFailed,
    PrinterJobForgotten,
    PrinterNotHere,
    PrinterRefused,
    PrinterRefusedMedia,
    PrinterUnreachable,
)
from printing.printers.media import EVERY_MEDIA, Media, media_of
from printing.printers.port import JobState, PrinterStatus, Sent, untold
from printing.printers.windows_meaning import (
    DMPAPER,
    job_state,
    settings_fields,
    trouble_of,
)
from printing.rastering import Picture, pictures

_INFO, _JOB_INFO = 2, 1
_PAPERS, _BINS, _BIN_NAMES = 2, 6, 12  # DeviceCapabilities
_IN_AND_OUT = 8 | 2  # DocumentProperties: what we wish, as the driver can do it
_DPI_X, _DPI_Y, _OFFSET_X, _OFFSET_Y = 88, 90, 112, 113  # GetDeviceCaps
_DELETE, _RETAIN, _RELEASE = 5, 8, 9  # SetJob
_LOCAL_AND_CONNECTED = 2 | 4
_MOST_DPI = 300  # text in a finer grid looks the same on paper and takes four times the memory


@dataclass(frozen=True, kw_only=True, slots=True)
class WindowsPrinter:
    """A printer by its port, and a slip printer by its raw port."""

    name: str
    source: str = ""  # the paper tray, by the driver's word

    def send(self, pdf: bytes, *, name: str, told: Callable[[str], object] = untold) -> Sent:
        """Print the pages one-sided on paper of their size.

        Unknown where Windows fails after the first page went over. Raises PageUnreadable,
        PrinterNotHere, PrinterUnreachable, PrinterRefused, PrinterRefusedMedia, and the trouble
        that the spooler tells of.
        """
        media, is_upright = _media(pdf)
        with self._opened() as (spooler, handle):
            info = self._ready(spooler, handle)
            mode = self._mode(spooler, handle, info, media, is_upright=is_upright)
            context = self._context(mode)
            try:
                return self._drawn(spooler, handle, context, pdf, name=name, told=told)
            finally:
                _module("win32gui", self.name).DeleteDC(context)

    def send_raw(self, data: bytes, *, name: str = "slip") -> Sent:
        """Give the bytes to the printer untouched. Raises as `send`, but for the paper."""
        with self._opened() as (spooler, handle):
            self._ready(spooler, handle)
            try:
                job = spooler.StartDocPrinter(handle, 1, (name, None, "RAW"))
            except spooler.error as error:
                raise PrinterRefused(printer=self.name, status=_number(error)) from error
            self._retain(spooler, handle, job)
            try:
                spooler.StartPagePrinter(handle)
                taken = spooler.WritePrinter(handle, data)
                spooler.EndPagePrinter(handle)
                spooler.EndDocPrinter(handle)
            except spooler.error:
                taken = 0
            is_whole = taken == len(data)
            state = JobState.QUEUED if is_whole else JobState.UNKNOWN
            return Sent(job=str(job), state=state, reason="" if is_whole else _LOST)

    def state(self, job: str) -> Sent:
        """What the spooler says of the job. Raises PrinterNotHere, PrinterUnreachable."""
        if not job.isdecimal():
            return Sent(job=job, state=JobState.UNKNOWN, reason=_LOST)
        with self._opened() as (spooler, handle):
            try:
                told = spooler.GetJob(handle, int(job), _JOB_INFO)
            except spooler.error:
                return Sent(job=job, state=JobState.UNKNOWN, reason=PrinterJobForgotten.code)
            state, error = job_state(told["Status"])
            if state in {JobState.QUEUED, JobState.PRINTING} and error is None:
                error = trouble_of(spooler.GetPrinter(handle, _INFO))
            if state is JobState.PRINTED:
                with suppress(spooler.error):  # it stays in the list, and says the same
                    spooler.SetJob(handle, int(job), 0, None, _RELEASE)
        reason = error.code if error else ""
        return Sent(job=job, state=state, reason=reason, name=told.get("pDocument") or "")

    def cancel(self, job: str) -> Sent:
        """Throw the job out of the queue; half printed, only a person can tell.

        Raises PrinterNotHere, PrinterUnreachable.
        """
        before = self.state(job)
        if before.state not in {JobState.QUEUED, JobState.PRINTING}:
            return before
        with self._opened() as (spooler, handle):
            try:
                spooler.SetJob(handle, int(job), 0, None, _DELETE)
            except spooler.error:
                return before
        state = JobState.FAILED if before.state is JobState.QUEUED else JobState.UNKNOWN
        return Sent(job=job, state=state, reason=PrinterJobCanceled.code, name=before.name)

    def status(self) -> PrinterStatus:
        """Raises PrinterNotHere, PrinterUnreachable."""
        with self._opened() as (spooler, handle):
            info = spooler.GetPrinter(handle, _INFO)
            papers = self._can(spooler, info, _PAPERS)
            bins = self._can(spooler, info, _BIN_NAMES)
        trouble = trouble_of(info)
        return PrinterStatus(
            reason=trouble.code if trouble else "",
            model=info["pDriverName"] or "",
            papers=tuple(one.name for one in EVERY_MEDIA if DMPAPER[one.name] in papers),
            sources=tuple(str(one).rstrip("\0") for one in bins),
            waiting=info["cJobs"],
        )

    @contextmanager
    def _opened(self) -> Iterator[tuple[Any, Any]]:
        spooler = _module("win32print", self.name)
        try:
            handle = spooler.OpenPrinter(self.name)
        except spooler.error as error:
            raise PrinterUnreachable(printer=self.name) from error
        try:
            yield spooler, handle
        finally:
            spooler.ClosePrinter(handle)

    def _ready(self, spooler: Any, handle: Any) -> Any:
        """What Windows knows of the printer; raises what keeps it from printing."""
        info = spooler.GetPrinter(handle, _INFO)
        if trouble := trouble_of(info):
            raise trouble(printer=self.name)
        return info

    def _mode(self, spooler: Any, handle: Any, info: Any, media: Media, *, is_upright: bool) -> Any:
        """The driver's settings for this paper."""
        papers = self._can(spooler, info, _PAPERS)
        if papers and DMPAPER[media.name] not in papers:
            raise PrinterRefusedMedia(printer=self.name, paper=media.name)
        mode = info["pDevMode"]
        wanted = settings_fields(media.name, is_upright=is_upright, source=self._bin(spooler, info))
        for field, value in wanted.items():
            setattr(mode, field, value)
        spooler.DocumentProperties(0, handle, self.name, mode, mode, _IN_AND_OUT)
        return mode

    def _bin(self, spooler: Any, info: Any) -> int | None:
        if not self.source:
            return None
        names = [str(one).rstrip("\0") for one in self._can(spooler, info, _BIN_NAMES)]
        numbers = self._can(spooler, info, _BINS)
        return dict(zip(names, numbers, strict=False)).get(self.source)

    def _can(self, spooler: Any, info: Any, what: int) -> list[Any]:
        """What the driver lists; nothing where it does not say."""
        try:
            return list(spooler.DeviceCapabilities(self.name, info["pPortName"], what) or ())
        except spooler.error:
            return []

    def _context(self, mode: Any) -> Any:
        gui = _module("win32gui", self.name)
        try:
            return gui.CreateDC("WINSPOOL", self.name, mode)
        except gui.error as error:
            raise PrinterRefused(printer=self.name, status=_number(error)) from error

    def _drawn(
        self,
        spooler: Any,
        handle: Any,
        context: Any,
        pdf: bytes,
        *,
        name: str,
        told: Callable[[str], object],
    ) -> Sent:
        try:
            job = spooler.StartDoc(context, (name, None, None, 0))
        except spooler.error as error:
            raise PrinterRefused(printer=self.name, status=_number(error)) from error
        self._retain(spooler, handle, job)
        told(str(job))
        gone = 0
        try:
            for page in pictures(pdf, most_dpi=min(_MOST_DPI, self._caps(context, _DPI_X))):
                spooler.StartPage(context)
                self._paint(context, page)
                gone += 1
                spooler.EndPage(context)
            spooler.EndDoc(context)
        except spooler.error as error:
            with suppress(spooler.error):
                spooler.AbortDoc(context)
            if not gone:
                raise PrinterRefused(printer=self.name, status=_number(error)) from error
            return Sent(job=str(job), state=JobState.UNKNOWN, reason=PrinterJobFailed.code)
        return Sent(job=str(job), state=JobState.QUEUED)

    def _paint(self, context: Any, page: Picture) -> None:
        """In its true size, from the corner of the paper rather than of what can be printed."""
        left, top = -self._caps(context, _OFFSET_X), -self._caps(context, _OFFSET_Y)
        right = left + round(page.width_in * self._caps(context, _DPI_X))
        bottom = top + round(page.height_in * self._caps(context, _DPI_Y))
        dib = _module("PIL.ImageWin", self.name).Dib(page.image)
        dib.draw(context, (left, top, right, bottom))

    def _caps(self, context: Any, what: int) -> int:
        return int(_module("win32print", self.name).GetDeviceCaps(context, what))

    def _retain(self, spooler: Any, handle: Any, job: int) -> None:
        with suppress(spooler.error):  # a port without a queue: its job is gone when asked for
            spooler.SetJob(handle, job, 0, None, _RETAIN)


_LOST = PrinterAnswerLost.code


def list_windows_printers() -> list[str]:
    """The names of the printers Windows knows; none on another system."""
    try:
        spooler = _module("win32print", "")
    except PrinterNotHere:
        return []
    try:
        return sorted(
            one["pPrinterName"] for one in spooler.EnumPrinters(_LOCAL_AND_CONNECTED, None, 4)
        )
    except spooler.error:
        return []


def _media(pdf: bytes) -> tuple[Media, bool]:
    """The paper, and whether its pages stand upright."""
    media, _ = media_of(pdf)
    with closing(pictures(pdf, most_dpi=1)) as drawn:
        page = next(drawn)
    return media, page.width_in <= page.height_in


def _module(name: str, printer: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise PrinterNotHere(printer=printer) from error


def _number(error: Exception) -> str:
    """The number of Windows' error, for whoever is asked for help."""
    return f"Windows {error.args[0] if error.args else ''}".strip()
