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


class Printer(Protocol):
    def send(self, pdf: bytes, *, name: str) -> Sent:
        """Hand the page over under `name`, which bears no personal data. Raises PrintError."""
        ...

    def state(self, job: str) -> Sent:
        """What has become of it. Raises PrinterUnreachable."""
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
