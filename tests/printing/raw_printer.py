"""A slip printer on loopback: takes bytes on a raw port, answers questions in between or does not.

It reads ESC/POS as far as it must: DLE EOT in real time, GS r in its turn, everything else is the
slip.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

FINE = {1: 0x16, 2: 0x12, 3: 0x12, 4: 0x12}  # DLE EOT n: all is well
COVER_OPEN = {**FINE, 2: 0x16}
NO_PAPER = {**FINE, 2: 0x32, 4: 0x72}
CUTTER_STUCK = {**FINE, 3: 0x1A}
BROKEN = {**FINE, 3: 0x32}


@dataclass(slots=True)
class SlipPrinter:
    """`answers` to DLE EOT; none: it never speaks."""

    answers: dict[int, int] = field(default_factory=lambda: dict(FINE))
    through: int | None = 0x00  # the answer to GS r 1 once the slip is out; None: it hangs
    answers_after: dict[int, int] | None = None  # to DLE EOT once it has the slip
    takes_at_most: int | None = None  # bytes of a slip, then it is switched off
    slips: list[bytes] = field(default_factory=list)
    port: int = 0

    def serve(self, connection: socket.socket) -> None:
        got, rest = b"", b""
        while chunk := connection.recv(65536):
            slip, asked, rest = _parted(rest + chunk)
            got += slip
            if self.takes_at_most is not None and len(got) >= self.takes_at_most:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                break
            for question in asked:
                if answer := self._answer(question, has_slip=bool(got)):
                    connection.sendall(answer)
        if got:
            self.slips.append(got)

    def _answer(self, question: bytes, *, has_slip: bool) -> bytes:
        if question[:1] == b"\x1d":
            return b"" if self.through is None else bytes([self.through])
        known = self.answers_after if has_slip and self.answers_after else self.answers
        return bytes([known[question[2]]]) if known else b""


def _parted(data: bytes) -> tuple[bytes, list[bytes], bytes]:
    """What is slip, what are questions, and what may yet become a question."""
    slip, asked, at = b"", [], 0
    while at < len(data):
        three = data[at : at + 3]
        if three[:2] in {b"\x10\x04", b"\x1d\x72"} and len(three) == 3:
            asked.append(three)
            at += 3
            continue
        if three in {b"\x10", b"\x1d", b"\x10\x04", b"\x1d\x72"}:
            break
        slip += data[at : at + 1]
        at += 1
    return slip, asked, data[at:]


@contextmanager
def running(printer: SlipPrinter) -> Iterator[SlipPrinter]:
    """The printer at a port of its own until the block ends."""
    server = socket.create_server(("127.0.0.1", 0))
    printer.port = server.getsockname()[1]
    workers: list[threading.Thread] = []

    def work(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            printer.serve(connection)

    def listen() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                workers.append(threading.Thread(target=work, args=(connection,)))
                workers[-1].start()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        yield printer
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        listener.join()
        for worker in workers:
            worker.join()
