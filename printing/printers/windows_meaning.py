"""What the numbers of Windows' spooler mean to a desk (winspool.h, wingdi.h)."""

from collections.abc import Mapping
from typing import Any, Final

from printing.errors import (
    OutOfInk,
    OutOfPaper,
    OutputFull,
    PrinterCoverOpen,
    PrinterJammed,
    PrinterJobCanceled,
    PrinterOffline,
    PrintError,
    PrinterStopped,
)
from printing.printers.port import JobState

DMPAPER: Final = {"A3": 8, "A4": 9, "A5": 11}
_ORIENTATION, _PAPER_SIZE, _COPIES, _SOURCE, _DUPLEX = 0x1, 0x2, 0x100, 0x200, 0x1000
_UPRIGHT, _ON_ITS_SIDE, _ONE_SIDED = 1, 2, 1
_WORKS_OFFLINE = 0x400  # in Attributes: someone ticked "Use printer offline"
_PRINTER_TROUBLES: tuple[tuple[int, type[PrintError]], ...] = (
    (0x8, PrinterJammed),
    (0x10 | 0x40, OutOfPaper),  # none left, or something wrong with it
    (0x400000, PrinterCoverOpen),
    (0x40000, OutOfInk),
    (0x800, OutputFull),
    (0x80 | 0x1000, PrinterOffline),  # offline, or not available
    (0x1 | 0x2 | 0x100000, PrinterStopped),  # paused, an error, wants a person
)
_JOB_PRINTED, _JOB_THROWN_OUT = 0x80 | 0x1000, 0x4 | 0x100
_JOB_PRINTING = 0x8 | 0x10
_JOB_TROUBLES: tuple[tuple[int, type[PrintError]], ...] = (
    (0x40, OutOfPaper),
    (0x20, PrinterOffline),
    (0x1 | 0x2 | 0x200 | 0x400, PrinterStopped),
)


def trouble_of(info: Mapping[str, Any]) -> type[PrintError] | None:
    """What keeps a printer from printing, by PRINTER_INFO_2."""
    if info["Attributes"] & _WORKS_OFFLINE:
        return PrinterOffline
    return _first(info["Status"], _PRINTER_TROUBLES)


def job_state(status: int) -> tuple[JobState, type[PrintError] | None]:
    """What became of a job, by the bits of JOB_INFO_1, and what holds it up or ended it."""
    if status & _JOB_PRINTED:
        return JobState.PRINTED, None
    if status & _JOB_THROWN_OUT:
        return JobState.FAILED, PrinterJobCanceled
    state = JobState.PRINTING if status & _JOB_PRINTING else JobState.QUEUED
    return state, _first(status, _JOB_TROUBLES)


def settings_fields(paper: str, *, is_upright: bool, source: int | None) -> dict[str, int]:
    """The fields of DEVMODE for one-sided pages on this paper."""
    fields = _ORIENTATION | _PAPER_SIZE | _COPIES | _DUPLEX
    settings = {
        "PaperSize": DMPAPER[paper],
        "Orientation": _UPRIGHT if is_upright else _ON_ITS_SIDE,
        "Copies": 1,
        "Duplex": _ONE_SIDED,
    }
    if source is not None:
        fields |= _SOURCE
        settings["DefaultSource"] = source
    return {**settings, "Fields": fields}


def _first(
    bits: int, troubles: tuple[tuple[int, type[PrintError]], ...]
) -> type[PrintError] | None:
    return next((error for mask, error in troubles if bits & mask), None)
