"""IPP printers on loopback: a small one that behaves as it is told, and Debian's ippeveprinter."""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar, Protocol

import pytest

from printing.printers.ipp_meaning import Operation
from printing.printers.ipp_message import Attribute, Group, Message, Tag, Value, decode, encode
from printing.printers.media import A4, A5

OK, BAD_REQUEST, NOT_POSSIBLE, NOT_FOUND = 0x0000, 0x0400, 0x0404, 0x0406
FORMAT, VALUES = 0x040A, 0x040B
PENDING, PROCESSING, CANCELED, ABORTED, COMPLETED = 3, 5, 7, 8, 9
IDLE, STOPPED = 3, 5
_TAGS = {bool: Tag.BOOLEAN, int: Tag.INTEGER, str: Tag.KEYWORD}  # a bool is an int too


class RunningPrinter(Protocol):
    uri: str

    def printed(self) -> list[bytes]: ...


@dataclass(slots=True)
class SmallPrinter:
    """Keeps what it prints, jams, runs out, loses answers: as its fields say."""

    media: tuple[str, ...] = (A5.keyword, A4.keyword)
    formats: tuple[str, ...] = ("application/pdf",)
    reasons: tuple[str, ...] = ("none",)
    state: int = IDLE
    is_accepting: bool = True
    validates: bool = True  # else only Print-Job itself refuses
    admits_media: bool = True  # else it does not say what media it has
    loses_answers_to: int | None = None
    http_status: int = 200
    http_status_to_pages: int = 200
    refuses_with: int = OK  # what it says of every job
    rubbish: bytes | None = None
    job_state: int = COMPLETED  # of the jobs it is asked about
    job_reasons: tuple[str, ...] = ("none",)
    in_two_steps: bool = False  # takes the job first and its page after
    sources: tuple[str, ...] = ()
    names: list[str] = field(default_factory=list)  # of the jobs it was given
    cancelled: list[int] = field(default_factory=list)
    came: set[int] = field(default_factory=set)  # the jobs begun whose page followed
    requests: list[Message] = field(default_factory=list)
    pages: list[bytes] = field(default_factory=list)
    uri: str = ""

    def printed(self) -> list[bytes]:
        return self.pages

    def asked(self, operation: Operation) -> list[Message]:
        return [request for request in self.requests if request.code == operation]

    def answer(self, request: Message) -> bytes:
        queues = [(Group.PRINTER, self._as_queue(name)) for name in ("May-2", "May-1")]
        match request.code:
            case Operation.GET_PRINTER_ATTRIBUTES:
                answer = _answer(OK, (Group.PRINTER, self._about_itself()))
            case Operation.VALIDATE_JOB:
                answer = _answer(self._verdict(request))
            case Operation.PRINT_JOB:
                answer = self._print(request)
            case Operation.CREATE_JOB:
                answer = self._create(request)
            case Operation.SEND_DOCUMENT:
                answer = self._take_document(request)
            case Operation.CANCEL_JOB:
                answer = self._cancel(request)
            case Operation.GET_JOB_ATTRIBUTES:
                answer = self._about_job(request)
            case Operation.CUPS_GET_PRINTERS:
                answer = _answer(OK, *queues)
            case _:
                answer = _answer(BAD_REQUEST)
        return answer

    def _about_job(self, request: Message) -> bytes:
        number = request.first(Group.OPERATION)["job-id"][0]
        if not isinstance(number, int) or number > max(len(self.pages), len(self.names)):
            return _answer(NOT_FOUND)
        state = CANCELED if number in self.cancelled else self.job_state
        if self.names and number not in self.came and state != CANCELED:
            state = ABORTED  # the page did not follow in time (multiple-operation-time-out)
        about = {"job-state": (state,), "job-state-reasons": self.job_reasons}
        if self.names:
            about["job-name"] = (self.names[number - 1],)
        return _answer(OK, (Group.JOB, about))

    def _about_itself(self) -> Mapping[str, tuple[Value, ...]]:
        operations = [Operation.PRINT_JOB, Operation.GET_JOB_ATTRIBUTES]
        operations += [Operation.VALIDATE_JOB] if self.validates else []
        if self.in_two_steps:
            operations += [Operation.CREATE_JOB, Operation.SEND_DOCUMENT, Operation.CANCEL_JOB]
        return {
            "printer-state": (self.state,),
            "printer-state-reasons": self.reasons,
            "printer-is-accepting-jobs": (self.is_accepting,),
            "document-format-supported": self.formats,
            "operations-supported": tuple(operations),
            "sides-supported": ("one-sided", "two-sided-long-edge"),
            "print-scaling-supported": ("auto", "fit", "none"),
            "queued-job-count": (0,),
            "printer-make-and-model": ("Máy in nhỏ",),
            **({"media-source-supported": self.sources} if self.sources else {}),
            **({"media-supported": self.media} if self.admits_media else {}),
        }

    def _as_queue(self, name: str) -> Mapping[str, tuple[Value, ...]]:
        return {
            "printer-name": (name,),
            "printer-info": ("Máy in phòng Một cửa",),
            "printer-uri-supported": (f"ipp://localhost/printers/{name}",),
            "media-supported": self.media,
        }

    def _verdict(self, request: Message) -> int:
        if self.refuses_with:
            return self.refuses_with
        known = request.first(Group.OPERATION).get("document-format", self.formats)
        if known[0] not in self.formats:
            return FORMAT
        media = request.first(Group.JOB).get("media", self.media)
        return OK if media[0] in self.media else VALUES

    def _create(self, request: Message) -> bytes:
        if verdict := self._verdict(request):
            return _answer(verdict)
        self.names.append(str(request.first(Group.OPERATION)["job-name"][0]))
        about = {"job-id": (len(self.names),), "job-state": (PENDING,)}
        return _answer(OK, (Group.JOB, about))

    def _take_document(self, request: Message) -> bytes:
        number = request.first(Group.OPERATION)["job-id"]
        self.pages.append(request.document)
        self.came.add(int(str(number[0])))
        return _answer(OK, (Group.JOB, {"job-id": number, "job-state": (PENDING,)}))

    def _cancel(self, request: Message) -> bytes:
        number = request.first(Group.OPERATION)["job-id"][0]
        if self.job_state in {COMPLETED, ABORTED}:
            return _answer(NOT_POSSIBLE)
        self.cancelled.append(int(str(number)))
        return _answer(OK)

    def _print(self, request: Message) -> bytes:
        if verdict := self._verdict(request):
            return _answer(verdict)
        self.pages.append(request.document)
        about = {"job-id": (len(self.pages),), "job-state": (PENDING,)}
        return _answer(OK, (Group.JOB, about))


def _answer(code: int, *groups: tuple[Group, Mapping[str, tuple[Value, ...]]]) -> bytes:
    attributes = [
        (group, [_attribute(name, values) for name, values in about.items()])
        for group, about in groups
    ]
    return encode(code, attributes)


def _attribute(name: str, values: tuple[Value, ...]) -> Attribute:
    tag = next(tag for kind, tag in _TAGS.items() if isinstance(values[0], kind))
    return Attribute(name=name, tag=tag, values=values)


@contextmanager
def running(printer: SmallPrinter) -> Iterator[SmallPrinter]:
    """The printer at an address of its own until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version: ClassVar[str] = "HTTP/1.1"

        def do_POST(self) -> None:
            request = decode(self.rfile.read(int(self.headers["Content-Length"])))
            printer.requests.append(request)
            body = printer.answer(request) if printer.rubbish is None else printer.rubbish
            self.close_connection = True
            if request.code == printer.loses_answers_to:
                return
            is_page = request.code in {Operation.PRINT_JOB, Operation.SEND_DOCUMENT}
            self.send_response(printer.http_status_to_pages if is_page else printer.http_status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    printer.uri = f"ipp://127.0.0.1:{server.server_port}/ipp/print"
    try:
        yield printer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True, slots=True)
class EvePrinter:
    uri: str
    spool: Path

    def printed(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.spool.glob("*.pdf"))]


BUS = """<busconfig><listen>unix:tmpdir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/>
<allow own="*"/></policy></busconfig>"""
ATTRIBUTES = """ATTR keyword media-supported {media}
ATTR keyword media-default {media}
ATTR keyword media-ready {media}
ATTR keyword sides-supported "one-sided"
ATTR mimeMediaType document-format-supported "application/pdf"
ATTR mimeMediaType document-format-default "application/pdf"
"""


@contextmanager
def running_eve(media: tuple[str, ...]) -> Iterator[EvePrinter]:
    """Debian's driverless printer, unannounced, which keeps the file of every job.

    It looks for Avahi over D-Bus before it reads that it shall not announce itself, so it gets a
    bus of its own that nobody else is on.
    """
    eve, bus_daemon = program("ippeveprinter"), program("dbus-daemon")
    if eve is None or bus_daemon is None:
        pytest.skip("ippeveprinter or dbus-daemon (Debian: cups-ipp-utils, dbus-daemon) is missing")
    with tempfile.TemporaryDirectory() as name:  # short: a socket's path has 107 letters at most
        folder = Path(name)
        (folder / "bus.conf").write_text(BUS.format(folder=folder), encoding="utf-8")
        quoted = ",".join(f'"{keyword}"' for keyword in media)
        (folder / "printer.conf").write_text(ATTRIBUTES.format(media=quoted), encoding="utf-8")
        (folder / "spool").mkdir()
        bus = [bus_daemon, f"--config-file={folder}/bus.conf", "--nofork", "--print-address=1"]
        with started(bus) as daemon:
            address = daemon.stdout.readline().decode().strip() if daemon.stdout else ""
            port = free_port()
            options = f"-p {port} -n localhost -r off -k -a printer.conf -d spool -c /bin/true"
            command = [eve, *options.split(), "May in thu"]
            with started(command, cwd=folder, DBUS_SYSTEM_BUS_ADDRESS=address):
                wait_for(port)
                yield EvePrinter(f"ipp://127.0.0.1:{port}/ipp/print", folder / "spool")


def program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def started(
    command: list[str], *, cwd: Path | None = None, **env: str
) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(port: int) -> None:
    """Until something listens there, 10 seconds at most."""
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail(f"nothing listens on port {port}")
