"""HTTP to one hub, by httpx.

Time limits are on standing still, not on the whole: a slow link is not a dead one. Connections are
kept open between rounds.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from types import TracebackType
from typing import Self
from urllib.request import getproxies

import httpx

from sync.client.http_words import offset_in, told, unexpected
from sync.client.port import Held, Underway
from sync.client.under_way import InThread
from sync.errors import (
    FileDamaged,
    FileTooLarge,
    FileUnknown,
    HubAnsweredRubbish,
    HubUnreachable,
    MalformedMessage,
    OffsetConflict,
    RequestTooLarge,
)
from sync.protocol import versions
from sync.protocol.carried import PARCEL_PATH
from sync.protocol.have import read_answer, write_question

_CONNECT_S = 30.0
_STALL_S = 60.0
_KEEP_ALIVE_S = 600.0
_CONNECTIONS = 3  # records, and two parts of files
_UNCONFIRMED_S = 20
# A small buffer lets writing go on only as the line does, so that standing still is noticed, and
# only that, while a body is on its way. Where the system would go on for many minutes with bytes
# that nobody confirms, it is told to give up as soon as Windows does.
_SOCKET_OPTIONS = [(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)]
if hasattr(socket, "TCP_USER_TIMEOUT"):
    _SOCKET_OPTIONS.append((socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNCONFIRMED_S * 1_000))
_PART_TYPE = "application/partial-upload"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def has_route(url: str) -> bool:
    """Whether this machine has a way towards the hub now; nothing is sent to find out."""
    try:
        address = httpx.URL(url)
        port = address.port or (443 if address.scheme == "https" else 80)
        found = socket.getaddrinfo(address.host, port, type=socket.SOCK_DGRAM)
        family, kind, proto, _, place = found[0]
        with socket.socket(family, kind, proto) as probe:
            probe.connect(place)  # of a datagram socket: looks the route up, no more
    except (OSError, httpx.InvalidURL):
        return False
    return True


class HttpLink:
    """A `port.Link` to the hub at an address such as http://127.0.0.1:8400.

    `tls` says whom to believe on a line of https: see `only` and `anybody`; else the system says.
    """

    def __init__(
        self,
        url: str,
        *,
        connect_s: float = _CONNECT_S,
        stall_s: float = _STALL_S,
        tls: ssl.SSLContext | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.bytes_up = 0
        self.bytes_down = 0
        self._lock = Lock()
        self._under_way = 0  # parts of files
        self._is_closed = False
        with _translated():
            base = httpx.URL(url)
            is_here = base.host in _LOOPBACK
            verify = True if tls is None else tls
            limits = httpx.Limits(max_connections=_CONNECTIONS, keepalive_expiry=_KEEP_ALIVE_S)
            if transport is None and (is_here or not getproxies()):
                transport = httpx.HTTPTransport(
                    limits=limits, verify=verify, socket_options=_SOCKET_OPTIONS
                )
            self._client = httpx.Client(
                base_url=base,
                timeout=httpx.Timeout(stall_s, connect=connect_s),
                limits=limits,
                verify=verify,
                trust_env=not is_here,  # a proxy is for other machines
                transport=transport,
            )
        self._client.headers = httpx.Headers({"Accept-Encoding": "identity"})  # bytes as they are

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the link, as soon as no part is under way: no thread's connection is taken away."""
        with self._lock:
            self._is_closed = True
            is_free = not self._under_way
        if is_free:
            self._client.close()

    def exchange(self, body: bytes) -> bytes:
        return self._post(versions.EXCHANGE_PATH, body)

    def enrol(self, body: bytes) -> bytes:
        return self._post(versions.ENROL_PATH, body)

    def have(self, digests: Sequence[str], file_pass: str) -> list[Held]:
        headers = {"Authorization": file_pass, "Content-Type": "application/octet-stream"}
        body = write_question(digests)
        response, content = self._send("POST", versions.FILE_PATH, headers=headers, body=body)
        if response.status_code != httpx.codes.OK:
            raise unexpected(response.status_code, response.headers)
        try:
            found = read_answer(content, count=len(digests))
        except MalformedMessage as error:
            raise HubAnsweredRubbish(status=response.status_code) from error
        return [Held(offset=offset, is_complete=is_complete) for offset, is_complete in found]

    def bring(self, sealed: bytes) -> bytes:
        """A sealed parcel of another machine; the hub's word on it and its answers, not read."""
        return self._post(PARCEL_PATH, sealed)

    def held(self, sha256: str, file_pass: str) -> Held:
        headers = {"Authorization": file_pass}
        response, _ = self._send("HEAD", _file_path(sha256), headers=headers)
        return told(response.status_code, response.headers)

    def send_part(
        self, sha256: str, file_pass: str, content: bytes, *, offset: int, length: int
    ) -> Held:
        headers = {
            "Authorization": file_pass,
            "Content-Type": _PART_TYPE,
            "Upload-Offset": str(offset),
            "Upload-Length": str(length),
        }
        response, _ = self._send("PATCH", _file_path(sha256), headers=headers, body=content)
        if response.status_code == httpx.codes.CONFLICT:
            raise OffsetConflict(offset=offset_in(response.status_code, response.headers))
        if response.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
            raise FileTooLarge(most_bytes=versions.MAX_FILE_BYTES)
        if response.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise FileDamaged(sha256=sha256)
        return told(response.status_code, response.headers)

    def begin_part(
        self, sha256: str, file_pass: str, content: bytes, *, offset: int, length: int
    ) -> Underway:
        with self._lock:
            self._under_way += 1

        def work() -> Held:
            try:
                return self.send_part(sha256, file_pass, content, offset=offset, length=length)
            finally:
                self._part_ended()

        return InThread(work)

    def _part_ended(self) -> None:
        with self._lock:
            self._under_way -= 1
            is_last = self._is_closed and not self._under_way
        if is_last:
            self._client.close()

    def snapshot(
        self, scope: str, pos: int, sha256: str, file_pass: str, *, start: int, most: int
    ) -> bytes:
        path = f"{versions.SNAPSHOT_PATH}/{scope}/{pos}"
        headers = {"Authorization": file_pass, "If-Match": f'"{sha256}"'}
        return self._part(path, headers, sha256, start=start, most=most)

    def fetch(self, sha256: str, file_pass: str, *, start: int, most: int) -> bytes:
        headers = {"Authorization": file_pass}
        return self._part(_file_path(sha256), headers, sha256, start=start, most=most)

    def _part(
        self, path: str, headers: Mapping[str, str], sha256: str, *, start: int, most: int
    ) -> bytes:
        ranged = {**headers, "Range": f"bytes={start}-{start + most - 1}"}
        response, content = self._send("GET", path, headers=ranged)
        if response.status_code == httpx.codes.PARTIAL_CONTENT:
            return content
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            return b""
        if response.status_code == httpx.codes.NOT_FOUND:
            raise FileUnknown(sha256=sha256)
        raise unexpected(response.status_code, response.headers)

    def _post(self, path: str, body: bytes) -> bytes:
        headers = {"Content-Type": versions.MEDIA_TYPE}
        response, answer = self._send("POST", path, headers=headers, body=body)
        if response.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
            raise RequestTooLarge(bytes=len(body))
        if response.headers.get("Content-Type") != versions.MEDIA_TYPE:
            raise unexpected(response.status_code, response.headers)
        return answer

    def _send(
        self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None = None
    ) -> tuple[httpx.Response, bytes]:
        """The response and its content as it came, up to the largest answer there is."""
        with _translated():
            request = self._client.build_request(method, path, headers=headers, content=body)
            self._count(up=_header_bytes(request.headers) + len(body or b""))
            response = self._client.send(request, stream=True)
            content = bytearray()
            try:
                for chunk in response.iter_raw():
                    content += chunk
                    if len(content) > versions.MAX_BODY_BYTES:
                        raise HubAnsweredRubbish(reason="too_long")
            finally:
                response.close()
                self._count(down=_header_bytes(response.headers) + len(content))
        return response, bytes(content)

    def _count(self, *, up: int = 0, down: int = 0) -> None:
        with self._lock:
            self.bytes_up += up
            self.bytes_down += down


def only(root: bytes) -> ssl.SSLContext | None:
    """Belief in hubs under this root (DER) alone; None for no root: the system's."""
    if not root:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with _translated():
        context.load_verify_locations(cadata=root)
    return context


def anybody() -> ssl.SSLContext:
    """For enrolment alone: both ends prove there to know the code, whoever carries their words."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
        raise HubUnreachable(reason=type(error).__name__) from error


def _file_path(sha256: str) -> str:
    return f"{versions.FILE_PATH}/{sha256}"


def _header_bytes(headers: httpx.Headers) -> int:
    """What a request or response costs beside its body, near enough."""
    first_line = 40
    return first_line + sum(len(name) + len(value) + 4 for name, value in headers.raw)
