"""The relay on the commune's network: one small address, sizes limited, every answer signed."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Protocol, Self

from sync import cose
from sync.errors import (
    AddressTaken,
    BadSignature,
    SyncError,
    WrongHub,
)
from sync.parcel.blobs import Blob, first_item, pack_blob
from sync.parcel.errors import NotColleague, RelayFull
from sync.protocol.carried import MOST_BLOB_BYTES
from sync.relay.keeping import Keeping
from sync.relay.words import RELAY_PATH, Act, Ask, Word, make_word, read_ask

_MOST_BODY_BYTES = MOST_BLOB_BYTES + 4_096
_STALL_S = 30
_STATUSES = {
    RelayFull.code: 507,
    BadSignature.code: 403,
    NotColleague.code: 403,
    WrongHub.code: 409,
}
_UNREADABLE = 422


class Colleagues(Protocol):
    """What shares the commune's dossiers at the relay's machine."""

    def words(self) -> bytes:
        """What the hub says of this machine; raises NotColleague."""
        ...

    def answer(self, sealed: bytes, *, dev: int, key: bytes) -> bytes:
        """Take what a machine shares; what goes back, sealed for it.

        Raises NotColleague, SealBroken, MalformedMessage, RelayFull.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Relay:
    """What the service works with."""

    hub_id: bytes
    dev: int
    key: bytes  # Ed25519, public
    sign: cose.Sign
    keeping: Keeping
    brought: Callable[[], object]  # something came that is for the hub
    colleagues: Colleagues | None = None  # who meets machines of the commune; None: nobody does

    def answer(self, body: bytes) -> bytes:
        """The signed word on an ask.

        Raises BadSignature, MalformedMessage, NotColleague, RelayFull, SealBroken, WrongHub.
        """
        first = first_item(body)
        ask = read_ask(cose.read(first))
        if ask.hub_id != self.hub_id:
            raise WrongHub
        rest = body[len(first) :]
        if sha256(rest).digest() != ask.digest:
            raise BadSignature(reason="another_body")
        if ask.act is not Act.GREET:
            self.keeping.require_key(ask.dev, ask.key)
        told = self._act(ask, rest)
        word = Word(
            hub_id=self.hub_id,
            dev=self.dev,
            key=self.key,
            nonce=ask.nonce,
            digest=sha256(told).digest(),
        )
        return make_word(word, self.sign) + told

    def _act(self, ask: Ask, rest: bytes) -> bytes:
        match ask.act:
            case Act.GREET:
                return b""
            case Act.KEEP:
                self.keeping.keep_for_hub(Blob(ask.dev, rest))
                self.brought()
                return b""
            case Act.FETCH:
                found = self.keeping.for_desk(ask.dev, most_bytes=MOST_BLOB_BYTES)
                return b"".join(pack_blob(*one) for one in found)
            case Act.TOOK:
                self.keeping.drop_for_desk(ask.dev, rest.hex())
                return b""
            case Act.MEET:
                return self._colleagues().words()
            case Act.SHARE:
                return self._colleagues().answer(rest, dev=ask.dev, key=ask.key)

    def _colleagues(self) -> Colleagues:
        if self.colleagues is None:
            raise NotColleague(reason="here")
        return self.colleagues


class RelayServer:
    """Listens in threads of its own until it is stopped."""

    def __init__(self, relay: Relay, *, host: str, port: int = 0) -> None:
        """Raises AddressTaken."""
        handler = type("RelayHandler", (_Handler,), {"relay": relay, "timeout": _STALL_S})
        try:
            self._server = ThreadingHTTPServer((host, port), handler)
        except OSError as error:
            raise AddressTaken(host=host, port=port) from error
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, name="relay", daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        host = str(self._server.server_address[0])
        return f"http://{host}:{self.port}"

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(_STALL_S)


class _Handler(BaseHTTPRequestHandler):
    relay: Relay

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != RELAY_PATH or not (length.isascii() and length.isdigit()):
            self._tell(_UNREADABLE, b"")
            return
        if int(length) > _MOST_BODY_BYTES:
            self._tell(413, b"")
            return
        try:
            told = self.relay.answer(self.rfile.read(int(length)))
        except SyncError as error:
            self._tell(_STATUSES.get(error.code, _UNREADABLE), b"")
        except OSError:
            self._tell(503, b"")
        else:
            self._tell(200, told)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
        """Addresses of people's machines are nobody's business."""

    def _tell(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/cbor-seq")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
