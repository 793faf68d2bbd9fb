"""Slip printers on the network: bytes in the printer's own language to port 9100, and no protocol.

Nothing says that a slip came out but the printer's own status, where it gives one (ESC/POS: DLE EOT
at any time, GS r behind what was sent before). A connection that breaks in the middle leaves a slip
that may be half out: only a person can tell.
"""

import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Self

from printing.errors import (
    OutOfPaper,
    PrinterAddressWrong,
    PrinterAnswerLost,
    PrinterCoverOpen,
    PrinterJammed,
    PrintError,
    PrinterSilent,
    PrinterStopped,
    PrinterUnreachable,
)
from printing.printers.port import JobState, PrinterStatus, Sent

RAW_PORT: Final = 9100
SCHEME: Final = "raw://"
_CONNECT_S = 3.0
_ANSWER_S = 0.7  # to a status question in real time; printers that answer at all do in 0.1
_SEND_S = 20.0  # for all bytes of a slip, whatever the pauses between them
_OUT_S = 10.0  # until a slip of this length is through the printer
_LINGER_S = 0.3
_CHUNK = 4096
_ASK_OFFLINE, _ASK_ERROR, _ASK_PAPER = b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"
_ASK_WHEN_THROUGH = b"\x1d\x72\x01"  # GS r 1: answered in its turn, behind the slip
# Answers have bits that are always so and tell them from anything else (ESC/POS, DLE EOT n).
_FIXED, _FIXED_IS = 0b1001_0011, 0b0001_0010
_COVER_OPEN, _FED_BY_HAND, _NO_PAPER = 0x04, 0x08, 0x20  # n = 2, why it is offline
_CUTTER, _FATAL = 0x08, 0x20  # n = 3
_PAPER_END = 0x60  # n = 4
_THROUGH_NO_PAPER = 0x0C  # in the answer to GS r 1


@dataclass(frozen=True, kw_only=True, slots=True)
class RawPrinter:
    """A slip printer by its raw port."""

    host: str
    port: int = RAW_PORT
    label: str = ""

    def send_raw(self, data: bytes, *, name: str = "slip") -> Sent:  # noqa: ARG002 - the wire has no room for it
        """Give the bytes within bounded time.

        Printed where the printer says that it got through them with paper left; unknown where it
        does not, or where the connection broke in the middle. Raises PrinterUnreachable and the
        trouble it tells beforehand: OutOfPaper, PrinterCoverOpen, PrinterJammed, PrinterStopped.
        """
        with self._connected() as wire:
            wire.refuse_trouble(self._name)
            if not wire.gave(data):
                return Sent(job="", state=JobState.UNKNOWN, reason=PrinterAnswerLost.code)
            return wire.outcome()

    def status(self) -> PrinterStatus:
        """Raises PrinterUnreachable; a printer that says nothing of itself counts as ready."""
        with self._connected() as wire:
            try:
                wire.refuse_trouble(self._name)
            except PrintError as error:
                return PrinterStatus(reason=error.code)
        return PrinterStatus()

    @property
    def _name(self) -> str:
        return self.label or self.host

    def _connected(self) -> "_Wire":
        try:
            return _Wire(socket.create_connection((self.host, self.port), timeout=_CONNECT_S))
        except OSError as error:
            raise PrinterUnreachable(printer=self._name) from error


def raw_printer(address: str, *, label: str = "") -> RawPrinter:
    """The printer of raw://host[:port]; raises PrinterAddressWrong."""
    host, colon, port = address.removeprefix(SCHEME).partition(":")
    is_port = not colon or (port.isdecimal() and 0 < int(port) < 1 << 16)
    if not address.startswith(SCHEME) or not host or "/" in host or not is_port:
        raise PrinterAddressWrong(address=address)
    return RawPrinter(host=host, port=int(port or RAW_PORT), label=label)


class _Wire:
    """One connection to a printer, and whether it answers questions."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._answers = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let the last bytes go: closed over unread answers, a connection is cut, not ended."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
            self._connection.settimeout(_LINGER_S)
            self._connection.recv(_CHUNK)
        self._connection.close()

    def refuse_trouble(self, printer: str) -> None:
        """Raise what keeps the printer from printing, where it tells."""
        trouble = self._trouble()
        if trouble is not None:
            raise trouble(printer=printer)

    def gave(self, data: bytes) -> bool:
        """Whether every byte went over; a printer that takes none in time is left alone."""
        ends_at = time.monotonic() + _SEND_S
        try:
            for at in range(0, len(data), _CHUNK):
                self._connection.settimeout(max(0.01, ends_at - time.monotonic()))
                self._connection.sendall(data[at : at + _CHUNK])
        except OSError:
            return False
        return True

    def outcome(self) -> Sent:
        """What a printer that has every byte says of them."""
        if not self._answers:
            return Sent(job="", state=JobState.UNKNOWN, reason=PrinterSilent.code)
        through = self._asked(_ASK_WHEN_THROUGH, within_s=_OUT_S)
        if through is not None and not through & _THROUGH_NO_PAPER:
            return Sent(job="", state=JobState.PRINTED)
        trouble = self._trouble() or (PrinterAnswerLost if through is None else OutOfPaper)
        return Sent(job="", state=JobState.UNKNOWN, reason=trouble.code)

    def _trouble(self) -> type[PrintError] | None:
        offline = self._asked(_ASK_OFFLINE, within_s=_ANSWER_S)
        if offline is None or offline & _FIXED != _FIXED_IS:
            return None  # it does not speak of itself; the next questions would only cost time
        self._answers = True
        if offline & _COVER_OPEN:
            return PrinterCoverOpen
        if offline & _NO_PAPER or (self._asked_bits(_ASK_PAPER) & _PAPER_END):
            return OutOfPaper
        faults = self._asked_bits(_ASK_ERROR)
        if faults & _CUTTER:
            return PrinterJammed
        return PrinterStopped if faults & _FATAL or offline & _FED_BY_HAND else None

    def _asked_bits(self, question: bytes) -> int:
        return self._asked(question, within_s=_ANSWER_S) or 0

    def _asked(self, question: bytes, *, within_s: float) -> int | None:
        """The one byte of an answer; None where none came."""
        try:
            self._connection.settimeout(within_s)
            self._connection.sendall(question)
            answer = self._connection.recv(1)
        except OSError:
            return None
        return answer[0] if answer else None
