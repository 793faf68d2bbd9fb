"""One IPP request and its answer over HTTP (RFC 8010, section 4)."""

import ssl
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

import httpx

from printing.errors import PrinterAddressWrong
from printing.printers.ipp_message import (
    Attribute,
    Group,
    MalformedMessage,
    Message,
    Tag,
    decode,
    encode,
)

IPP_PORT: Final = 631
_HTTP_SCHEMES = {"ipp": "http", "http": "http", "ipps": "https", "https": "https"}
_TIMEOUT = httpx.Timeout(30, connect=5)  # seconds; a slow printer answers only once it has the page
_MOST_ANSWER_BYTES = 4 << 20


class Refused(Exception):
    """The web server in the printer did not let the request through, as HTTP's `status` tells."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = f"HTTP {status}"
        self.is_before_printing = not httpx.codes.is_server_error(status)


def http_address(uri: str) -> str:
    """Where to post to for ipp://host[:port]/path; raises PrinterAddressWrong."""
    try:
        parts = urlsplit(uri)
        scheme, host, port = _HTTP_SCHEMES[parts.scheme], parts.hostname, parts.port
        if port is None and parts.scheme.startswith("ipp"):
            port = IPP_PORT
        address = httpx.URL(scheme=scheme, host=host or "", port=port, path=parts.path or "/")
    except (KeyError, ValueError, httpx.InvalidURL) as error:
        raise PrinterAddressWrong(address=uri) from error
    if not host:
        raise PrinterAddressWrong(address=uri)
    return str(address)


def exchange(
    uri: str,
    operation: int,
    *,
    about: Sequence[Attribute] = (),
    job: Sequence[Attribute] = (),
    document: bytes = b"",
) -> Message:
    """Ask the printer at `uri`, which also stands in the request as its printer-uri.

    Raises PrinterAddressWrong, Refused, MalformedMessage, and httpx.RequestError: of those,
    httpx.ConnectError and ConnectTimeout mean that nothing was sent.
    """
    request = encode(operation, _groups(uri, about, job), document=document)
    with (
        httpx.Client(timeout=_TIMEOUT, trust_env=False, verify=_tls(uri)) as client,
        client.stream(
            "POST",
            http_address(uri),
            content=request,
            headers={"Content-Type": "application/ipp"},
        ) as answer,
    ):
        if answer.status_code != httpx.codes.OK:
            raise Refused(answer.status_code)
        return decode(_body(answer))


def _groups(
    uri: str, about: Sequence[Attribute], job: Sequence[Attribute]
) -> list[tuple[Group, Sequence[Attribute]]]:
    printer_uri = uri.replace("http", "ipp", 1) if uri.startswith("http") else uri
    operation = [
        Attribute(name="attributes-charset", tag=Tag.CHARSET, values=("utf-8",)),
        Attribute(name="attributes-natural-language", tag=Tag.LANGUAGE, values=("en",)),
        Attribute(name="printer-uri", tag=Tag.URI, values=(printer_uri,)),
        *about,
    ]
    return [(Group.OPERATION, operation), *([(Group.JOB, job)] if job else [])]


def _tls(uri: str) -> ssl.SSLContext:
    """What to trust; reading the system's certificates takes long and plain IPP needs none."""
    if urlsplit(uri).scheme in {"ipps", "https"}:
        return ssl.create_default_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _body(answer: httpx.Response) -> bytes:
    body = b""
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > _MOST_ANSWER_BYTES:
            raise MalformedMessage(len(body))
    return body
