"""A desk at the relay of its commune: hands its sealed parcels over, takes those meant for it.

Nothing the relay says is a proof of delivery: that stands, signed by the hub, inside the parcels.
"""

import http.client
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes
from urllib.parse import urlsplit

from sync import cose
from sync.errors import BadSignature, MalformedMessage
from sync.parcel.blobs import first_item, read_blob, split_items
from sync.parcel.errors import (
    NotColleague,
    RelayFull,
    RelayNotKnown,
    RelayUnreachable,
)
from sync.relay.words import NONCE_BYTES, RELAY_PATH, Act, Ask, Word, make_ask, read_word

_WAIT_S = 20.0
_FULL = 507
_AMONG_COLLEAGUES = frozenset({Act.MEET, Act.SHARE})
_MOST_BYTES = 8 * 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class Visitor:
    """Who asks, and whom it believes."""

    hub_id: bytes
    dev: int
    key: bytes
    sign: cose.Sign
    url: str
    relay_key: bytes | None  # pinned; None only to learn it

    def greet(self) -> Word:
        """Who the relay says it is; a person compares its code before it is pinned."""
        return self._ask(Act.GREET, b"")[0]

    def keep(self, sealed: bytes) -> None:
        """Hand a parcel over; raises RelayFull, RelayUnreachable, RelayNotKnown."""
        self._ask(Act.KEEP, sealed)

    def fetch(self) -> Sequence[bytes]:
        """The sealed parcels that are there for this desk, the oldest first."""
        _word, told = self._ask(Act.FETCH, b"")
        try:
            blobs = [read_blob(item) for item in split_items(told)]
        except MalformedMessage as error:
            raise RelayNotKnown from error
        return [blob.content for blob in blobs if blob.dev == self.dev]

    def took(self, sealed: bytes) -> None:
        """Let the relay throw this parcel away."""
        self._ask(Act.TOOK, sha256(sealed).digest())

    def meet(self) -> bytes:
        """What the hub says of the relay's machine; raises NotColleague where it shares nothing."""
        return self._ask(Act.MEET, b"")[1]

    def share(self, sealed: bytes) -> bytes:
        """Tell the relay's machine what is sealed for it; its answer is sealed for us.

        Raises NotColleague where the relay's machine does not take us for one of its commune.
        """
        return self._ask(Act.SHARE, sealed)[1]

    def _ask(self, act: Act, rest: bytes) -> tuple[Word, bytes]:
        nonce = token_bytes(NONCE_BYTES)
        ask = Ask(
            hub_id=self.hub_id,
            dev=self.dev,
            key=self.key,
            act=act,
            nonce=nonce,
            digest=sha256(rest).digest(),
        )
        answer = self._post(make_ask(ask, self.sign) + rest, act)
        try:
            first = first_item(answer)
            word = read_word(cose.read(first), nonce=nonce, key=self.relay_key)
        except (BadSignature, MalformedMessage) as error:
            raise RelayNotKnown from error
        told = answer[len(first) :]
        if word.hub_id != self.hub_id or sha256(told).digest() != word.digest:
            raise RelayNotKnown
        return word, told

    def _post(self, body: bytes, act: Act) -> bytes:
        parts = urlsplit(self.url)
        try:
            connection = http.client.HTTPConnection(
                parts.hostname or "", parts.port, timeout=_WAIT_S
            )
            try:
                connection.request("POST", RELAY_PATH, body=body)
                response = connection.getresponse()
                content = response.read(_MOST_BYTES + 1)
            finally:
                connection.close()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise RelayUnreachable(reason=type(error).__name__) from error
        if response.status == _FULL:
            raise RelayFull
        if response.status == http.client.FORBIDDEN and act in _AMONG_COLLEAGUES:
            raise NotColleague(reason="there")
        if response.status != http.client.OK or len(content) > _MOST_BYTES:
            raise RelayNotKnown(status=response.status)
        return content
