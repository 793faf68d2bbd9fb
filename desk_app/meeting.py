"""Two machines of one commune meet on its own network and tell each other what they wrote.

One is the relay and answers, the other visits. Each gives only what it wrote itself and what third
colleagues gave it, sealed for the other alone. Nobody settles anything: that is the hub's.
"""

from __future__ import annotations

import logging
import socket
from contextlib import closing, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desk_app.store.colleagues import Colleagues, Met
from desk_app.store.errors import DiskFull, StoreError
from desk_app.store.hub_keys import tls_root
from desk_app.store.near_bringing import Bringing
from sync import cose
from sync.client.link import HttpLink, only
from sync.client.parcels import export_parcel
from sync.errors import (
    HubAnsweredRubbish,
    HubBusy,
    HubUnreachable,
    MalformedMessage,
    SealBroken,
    SyncError,
)
from sync.parcel.blobs import first_item
from sync.parcel.errors import NotColleague, RelayFull, RelayNotKnown, RelayUnreachable
from sync.parcel.stick import Stick
from sync.protocol.carried import MOST_BLOB_BYTES, read_taken
from sync.relay.finding import find
from sync.relay.sharing import Log, make_share, read_share
from sync.sealing import open_sealed, seal

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from sync.relay.visiting import Visitor

_MOST_TURNS = 64  # of one meeting: 64 MB each way
_LOOK_S = 2.0
_LOOPBACK = "127.0.0.1"

_log = logging.getLogger(__name__)


class Answering:
    """Answers the colleagues who visit, where this desk is the relay."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def words(self) -> bytes:
        """What the hub says of this machine; raises NotColleague."""
        return _colleagues(self._desk).words()

    def answer(self, sealed: bytes, *, dev: int, key: bytes) -> bytes:
        """Take what a machine shares; what goes back, sealed for it.

        Raises NotColleague, SealBroken, MalformedMessage, RelayFull.
        """
        try:
            return self._answer(sealed, dev=dev, key=key)
        except DiskFull as error:
            raise RelayFull from error
        except StoreError as error:  # such as a desk that was locked meanwhile
            raise OSError(error.code) from error

    def _answer(self, sealed: bytes, *, dev: int, key: bytes) -> bytes:
        colleagues = _colleagues(self._desk)
        colleagues.require_share()
        share = read_share(open_sealed(sealed, colleagues.private_keys()))
        colleague = colleagues.proved(share.logs[0], key=key)
        if colleague.dev != dev:
            raise NotColleague(reason="another_key")
        colleagues.take(share, key=key)
        told = make_share(colleagues.share_for(colleague, share.have))
        return seal(told, [colleague.recipient])


def meet(desk: Desk, visitor: Visitor) -> Met:
    """Tell the relay's machine what it lacks of ours, take what we lack, until nothing is left.

    Raises NotColleague where one of the two may not share, RelayUnreachable, RelayNotKnown,
    RelayFull, StoreError.
    """
    colleagues = _colleagues(desk)
    colleagues.require_share()
    taken = 0
    for _ in range(_MOST_TURNS):
        met = _turn(colleagues, visitor)
        taken += met.taken
        if not met.has_more:
            break
    return Met(taken=taken)


class BringingLink(HttpLink):
    """The line to the province; what colleagues gave us goes before our own work.

    Ours may rest on it, and whoever wrote it may have no line of their own.
    """

    def __init__(self, desk: Desk) -> None:
        """Raises as `HttpLink`."""
        store = desk.store
        super().__init__(desk.journal.identity.hub_url, tls=only(tls_root(store.database)))
        self._carrier = Bringing(store.database, store.guard, store.files, desk.clock)
        self._folder = store.places.data

    def exchange(self, body: bytes) -> bytes:
        """One exchange; raises HubUnreachable, HubBusy also where the bringing meets them."""
        try:
            self._bring()
        except (HubUnreachable, HubBusy):
            raise
        except SyncError as error:  # a province that does not take it must not stop our own work
            _log.warning("what colleagues gave could not be brought: %s", error.code)
        return super().exchange(body)

    def _bring(self) -> None:
        frames = self._carrier.other_messages()
        if not frames:
            return
        speaker = self._carrier.speaker()
        with TemporaryDirectory(dir=self._folder) as folder:  # sealed before it lies there
            made = export_parcel(self._carrier, Stick(Path(folder)), most_bytes=MOST_BLOB_BYTES)
            for part in made.parts:
                sealed = part.path.read_bytes()
                word = read_taken(cose.read(first_item(self.bring(sealed))), key=speaker.hub_keys)
                if word.hub_id != speaker.hub_id or word.digest != sha256(sealed).digest():
                    raise HubAnsweredRubbish(reason="another_answer")
        self._carrier.brought(frames)


def lan_address() -> str:
    """The address of this machine on its network; asks nobody."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # no packet leaves
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def found_again(visitor: Visitor, *, host: str) -> Visitor | None:
    """The pinned relay at another address of the network of `host`; None where it is nowhere.

    `host` empty: of this machine's network, or of the machine itself where the relay was there.
    """
    is_here = urlsplit(visitor.url).hostname == _LOOPBACK
    for near in find(host=host or (_LOOPBACK if is_here else lan_address()), seconds=_LOOK_S):
        if near.url == visitor.url:
            continue
        again = replace(visitor, url=near.url)
        with suppress(RelayUnreachable, RelayNotKnown):
            again.greet()
            return again
    return None


def _turn(colleagues: Colleagues, visitor: Visitor) -> Met:
    key = visitor.relay_key
    if key is None:
        raise RelayNotKnown
    log = colleagues.known(key) or _introduced(visitor)
    colleague = colleagues.proved(log, key=key)
    told = make_share(colleagues.share_for(colleague))
    answer = visitor.share(seal(told, [colleague.recipient]))
    try:
        share = read_share(open_sealed(answer, colleagues.private_keys()))
    except (SealBroken, MalformedMessage) as error:
        raise RelayNotKnown from error
    return colleagues.take(share, key=key)


def _introduced(visitor: Visitor) -> Log:
    """Who the relay's machine is, by the hub's words; its receipt comes with its first answer."""
    return Log(words=visitor.meet(), receipt=b"", last=0, head=b"", frames=())


def _colleagues(desk: Desk) -> Colleagues:
    return Colleagues(desk.store, desk.clock)
