"""What every printer does, and what it says of a page it was given.

`send` raises only where surely nothing comes out; whatever may have come out is told as a state.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from printing.errors import PrintError, error_named


class JobState(StrEnum):
    QUEUED = "queued"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"  # it will not come out any more
    UNKNOWN = "unknown"  # only a person who looks can tell


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What the printer says of one page now."""

    job: str  # the printer's own name for it; empty where its answer was lost
    state: JobState
    reason: str = ""  # the code of the PrintError that holds it up or ended it
    name: str = ""  # the name under which the printer keeps the job; empty where it does not say


@dataclass(frozen=True, kw_only=True, slots=True)
class PrinterStatus:
    """What a printer says of itself now; what it does not say is empty."""

    reason: str = ""  # the code of the PrintError that keeps it from printing
    model: str = ""
    papers: tuple[str, ...] = ()  # that it can print on, as people call them: A5, A4
    loaded: tuple[str, ...] = ()  # that lie in it now
    sources: tuple[str, ...] = ()  # its paper trays, by its own words for them
    waiting: int | None = None  # jobs before the next one

    @property
    def is_ready(self) -> bool:
        return not self.reason


def untold(_job: str) -> None:
    """Where nobody needs the job's name before the page goes."""


class Printer(Protocol):
    def send(self, pdf: bytes, *, name: str, told: Callable[[str], object] = untold) -> Sent:
        """Hand the page over under `name`, which bears no personal data. Raises PrintError.

        `told` gets the job's name as soon as the printer has given it one, where it can before the
        page goes: with the name kept, a power cut in the middle need not be a person's question.
        """
        ...

    def state(self, job: str) -> Sent:
        """What has become of it. Raises PrinterUnreachable."""
        ...

    def cancel(self, job: str) -> Sent:
        """Ask that it shall not come out; what has become of it then. Raises PrintError."""
        ...

    def status(self) -> PrinterStatus:
        """How it stands now. Raises PrinterUnreachable, PrinterAnswerUnreadable, PrinterRefused."""
        ...


class RawPort(Protocol):
    """A way to a slip printer for bytes that are in its own language already (ESC/POS)."""

    def send_raw(self, data: bytes, *, name: str = "slip") -> Sent:
        """Hand the bytes over. Raises PrintError only where surely nothing comes out."""
        ...

    def status(self) -> PrinterStatus:
        """How it stands now. Raises PrintError where it does not answer."""
        ...


def follow(printer: Printer, sent: Sent, *, tries: int, pause: Callable[[], object]) -> Sent:
    """Ask again, after a pause each time, until the page is out or lost or `tries` are used up.

    Stops early at a reason, which a person must mend. Raises PrinterUnreachable.
    """
    for _ in range(tries):
        if sent.reason or sent.state not in {JobState.QUEUED, JobState.PRINTING}:
            break
        pause()
        sent = printer.state(sent.job)
    return sent


def trouble(sent: Sent, *, printer: str) -> PrintError | None:
    """The reason as an error with words for the person at `printer`; None where there is none."""
    return error_named(sent.reason, printer=printer) if sent.reason else None
