"""Changes of invented machines as they reach the hub: written, chained, framed, signed.

What happens to the dossiers is the mix of `tests.bench.lives`; each machine is of another commune.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

from desk_app.domain import codec, events
from desk_app.judging import DossierRules
from sync import record
from sync.client.pace import Pace
from sync.hub.docket import Arrived, Author, Docket, FeedEnd
from sync.protocol import compression
from sync.protocol.frame import ClockMark, make_frame
from sync.protocol.hello import Cursor, Hello, make_hello
from sync.record import Change
from tests.bench.lives import lives

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from desk_app.desk import Desk
    from desk_app.domain.events import DossierEvent
    from sync.protocol.enrolment import Enrolled

_SEED = 20_261_123
_ENTITY_SALTS = b"bench"


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One act on one dossier, before anybody wrote it down."""

    at: int  # Unix seconds
    dossier: int
    event: DossierEvent


@dataclass(frozen=True, slots=True)
class Machine:
    """An enrolled machine and the log it wrote; nothing of it has been sent."""

    granted: Enrolled
    key: Ed25519PrivateKey
    raws: tuple[bytes, ...]
    heads: tuple[bytes, ...]  # before the first change, then after each

    def request(self, first: int, last: int, *, counter: int, digest: int = 0) -> bytes:
        """A hello and the frame of changes first..last, of a desk that read all before them.

        `digest`: of its feed up to there, which nobody else adds to.
        """
        cursor = Cursor(self.granted.hub_ep, first - 1, digest)
        cursors = {self.granted.org: cursor} if cursor.pos else {}
        return self.hello(counter=counter, cursors=cursors) + self.frame(first, last)

    def hello(self, *, counter: int, cursors: dict[str, Cursor]) -> bytes:
        hello = Hello(
            hub_id=self.granted.hub_id,
            dev=self.granted.dev,
            ep=self.granted.ep,
            counter=counter,
            app="bench",
            last=len(self.raws),
            cursors=cursors,
            want_bytes=Pace().slice_bytes(),
            dictionaries=compression.known(),
        )
        return make_hello(hello, self.key.sign)

    def frame(self, first: int, last: int) -> bytes:
        frame = make_frame(
            self.raws[first - 1 : last],
            hub_id=self.granted.hub_id,
            author=(self.granted.dev, self.granted.ep),
            first=first,
            heads=(self.heads[first - 1], self.heads[last]),
            clock=ClockMark(now=1_795_000_000, boot=b"boot"),
            signer=self.key.sign,
            dictionary=compression.FRAMES,
        )
        if frame is None:
            raise ValueError(last)  # the sizes of the bench are chosen to fit
        return frame

    def digests(self) -> list[int]:
        """Of its feed before its first change and after each, as the hub will settle them."""
        granted = self.granted
        author = Author(scope=granted.org, dev=granted.dev, ep=granted.ep)
        docket = Docket(author, FeedEnd(0, 0, 0), rules=DossierRules(), entities={}, holds={})
        found = [0]
        for raw, head in zip(self.raws, self.heads[1:], strict=True):
            outcome = docket.judge(Arrived(raw, record.decode(raw), head))
            docket.adopt(outcome)
            found.append(outcome.digest)
        return found


def acts(desk: Desk, changes: int) -> tuple[Act, ...]:
    """The first acts of an invented commune."""
    told: list[Act] = []
    for moment in lives(desk, changes, Random(_SEED)):  # noqa: S311  no secret
        if len(told) == changes:
            break
        told.append(Act(at=int(moment.at.timestamp()), dossier=moment.dossier, event=moment.event))
    return tuple(told)


def machine(granted: Enrolled, key: Ed25519PrivateKey, done: Sequence[Act]) -> Machine:
    """What one machine wrote down of these acts, as its own commune's."""
    heads = [record.first_head(granted.dev, granted.ep)]
    salts: dict[int, bytes] = {}
    raws: list[bytes] = []
    for change in _changes(granted, done):
        if change.salt is not None:
            salts[change.ent] = change.salt
        raws.append(record.encode(change))
        linked = record.link(
            heads[-1], granted.dev, granted.ep, raws[-1], salts[change.ent], change.seq
        )
        heads.append(linked)
    return Machine(granted, key, tuple(raws), tuple(heads))


def _changes(granted: Enrolled, done: Sequence[Act]) -> Iterator[Change]:
    entities: dict[int, int] = {}
    for seq, act in enumerate(done, 1):
        is_first = act.dossier not in entities
        ent = entities.setdefault(act.dossier, record.entity_id(granted.dev, granted.ep, seq))
        kind, body = codec.encode(_at_home(act.event, granted))
        yield Change(
            seq=seq,
            kind=kind,
            ent=ent,
            base=0,
            lam=seq,
            at=act.at,
            actor=1,
            cat=2_026_112_301,
            body=tuple(body),
            salt=_salt(granted.dev, ent) if is_first else None,
        )


def _at_home(event: DossierEvent, granted: Enrolled) -> DossierEvent:
    """As the machine's own commune writes it, with a number of the machine's own lane."""
    if not isinstance(event, events.DossierReceived):
        return event
    _, day, number = event.code.rsplit("-", 2)
    own = int(number) - 1 + granted.lanes[0].first
    return replace(event, organisation=granted.org, code=f"{granted.org}-{day}-{own:04d}")


def _salt(dev: int, ent: int) -> bytes:
    return hmac.digest(_ENTITY_SALTS, f"{dev}/{ent}".encode(), sha256)[: record.SALT_BYTES]
