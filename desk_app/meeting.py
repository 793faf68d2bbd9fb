"""Two machines of one commune meet on its own network and tell each other what they wrote.

One is the relay and answers, the other visits. Each gives only what it wrote itself and what third
colleagues gave it, sealed for the other alone. Nobody settles anything: that is the hub's.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.store.colleagues import Colleagues, Met
from desk_app.store.errors import DiskFull, StoreError
from sync.errors import MalformedMessage, SealBroken
from sync.parcel.errors import NotColleague, RelayFull, RelayNotKnown, RelayUnreachable
from sync.relay.finding import find
from sync.relay.sharing import Log, make_share, read_share
from sync.sealing import open_sealed, seal

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from sync.relay.visiting import Visitor

_MOST_TURNS = 64  # of one meeting: 64 MB each way
_LOOK_S = 2.0


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


def found_again(visitor: Visitor, *, host: str) -> Visitor | None:
    """The pinned relay at another address of the network of `host`; None where it is nowhere."""
    for near in find(host=host, seconds=_LOOK_S):
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
