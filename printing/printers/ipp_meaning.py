"""What IPP's states, reasons and status codes mean to a desk (RFC 8011, 5.3.7, 5.4.11, B.1)."""

from enum import IntEnum

from printing.errors import (
    OutOfInk,
    OutOfPaper,
    OutputFull,
    PrinterCoverOpen,
    PrinterJammed,
    PrinterJobCanceled,
    PrinterJobFailed,
    PrinterOffline,
    PrintError,
    PrinterStopped,
)
from printing.printers.ipp_message import Attributes, Value
from printing.printers.port import JobState


class Operation(IntEnum):
    PRINT_JOB = 0x0002
    VALIDATE_JOB = 0x0004
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B
    CUPS_GET_PRINTERS = 0x4002


class Status(IntEnum):
    """The status codes that are told apart; below FIRST_ERROR the request was done."""

    FIRST_ERROR = 0x0400
    NOT_POSSIBLE = 0x0404  # of a job to cancel: it has ended
    NOT_FOUND = 0x0406
    GONE = 0x0407
    DOCUMENT_FORMAT = 0x040A
    ATTRIBUTES_OR_VALUES = 0x040B
    NOT_ACCEPTING = 0x0506
    BUSY = 0x0507


class _Job(IntEnum):
    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


_STOPPED_PRINTER = 5
_DONE_BADLY = "job-completed-with-errors"
_STATES: dict[int, JobState] = {
    _Job.PENDING: JobState.QUEUED,
    _Job.HELD: JobState.QUEUED,
    _Job.PROCESSING: JobState.PRINTING,
    _Job.STOPPED: JobState.PRINTING,
    _Job.CANCELED: JobState.FAILED,
    _Job.ABORTED: JobState.FAILED,
    _Job.COMPLETED: JobState.PRINTED,
}
_ENDS: dict[int, type[PrintError]] = {
    _Job.CANCELED: PrinterJobCanceled,
    _Job.ABORTED: PrinterJobFailed,
}
# The first that a printer names is what a person should look at first.
_TROUBLES: dict[str, type[PrintError]] = {
    "media-jam": PrinterJammed,
    "media-empty": OutOfPaper,
    "media-needed": OutOfPaper,
    "input-tray-missing": OutOfPaper,
    "media-path-media-jam": PrinterJammed,
    "output-area-full": OutputFull,
    "output-tray-missing": OutputFull,
    "cover-open": PrinterCoverOpen,
    "door-open": PrinterCoverOpen,
    "interlock-open": PrinterCoverOpen,
    "toner-empty": OutOfInk,
    "marker-supply-empty": OutOfInk,
    "marker-waste-full": OutOfInk,
    "paused": PrinterStopped,
    "shutdown": PrinterStopped,
    "offline": PrinterOffline,
    "connecting-to-device": PrinterOffline,
    "timed-out": PrinterOffline,
}
_HARMLESS = ("-report", "-warning")  # printing goes on, unless the printer stands still


def one(attributes: Attributes, name: str) -> Value | None:
    """The first value of an attribute; None where it is absent."""
    return next(iter(attributes.get(name, ())), None)


def job_state(job: Attributes) -> tuple[JobState, type[PrintError] | None]:
    """What became of a job, and the error that ended it."""
    number = one(job, "job-state")
    if number == _Job.COMPLETED and _DONE_BADLY in job.get("job-state-reasons", ()):
        return JobState.UNKNOWN, PrinterJobFailed
    if not isinstance(number, int):
        return JobState.UNKNOWN, None
    return _STATES.get(number, JobState.UNKNOWN), _ENDS.get(number)


def trouble_of(printer: Attributes) -> type[PrintError] | None:
    """What keeps the printer from printing, by its state and the reasons that it gives."""
    is_stopped = one(printer, "printer-state") == _STOPPED_PRINTER
    for reason in printer.get("printer-state-reasons", ()):
        word = str(reason)
        if word.endswith(_HARMLESS) and not is_stopped:
            continue
        for suffix in (*_HARMLESS, "-error"):
            word = word.removesuffix(suffix)
        if word in _TROUBLES:
            return _TROUBLES[word]
    return PrinterStopped if is_stopped else None
