"""A printer of a desk for training: whatever it prints says so on every page."""

from collections.abc import Callable
from dataclasses import dataclass

from printing.marks import mark_training
from printing.printers.port import Printer, PrinterStatus, Sent, untold


@dataclass(frozen=True, slots=True)
class TrainingPrinter:
    """Another printer, behind the mark."""

    inner: Printer

    def send(self, pdf: bytes, *, name: str, told: Callable[[str], object] = untold) -> Sent:
        """Raises PageUnreadable for a page that cannot be marked, else as the printer does."""
        return self.inner.send(mark_training(pdf), name=name, told=told)

    def state(self, job: str) -> Sent:
        return self.inner.state(job)

    def cancel(self, job: str) -> Sent:
        return self.inner.cancel(job)

    def status(self) -> PrinterStatus:
        return self.inner.status()
