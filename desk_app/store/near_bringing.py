"""Bringing what colleagues gave us to the province: each piece after what it rests on.

Whoever learns of a colleague's work leaves a gap in its own count (Lamport) and begins a new frame
there. So a frame never rests on one that begins at a higher count, and the order of those counts is
an order in which the hub may take them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from desk_app.store.carrier import Carrier
from desk_app.store.near import near_to_bring, note_brought
from sync.client.framing import Framing
from sync.errors import MalformedChange
from sync.protocol.compression import NO_DICTIONARY
from sync.record import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desk_app.store.replica import StoredReplica
    from sync.client.replica import Identity

_FRAME_BYTES = 48 * 1024  # of changes in one frame


def own_frames(
    replica: StoredReplica, identity: Identity, *, after: int
) -> Iterator[tuple[int, bytes]]:
    """Our frames after a number, each with the count it begins at; a new one at every gap."""
    framing = Framing(replica)
    while raws := replica.outbox(after, _FRAME_BYTES):
        counts = [_count(raw) for raw in raws]
        gaps = (place for place, (a, b) in enumerate(pairwise(counts), start=1) if b != a + 1)
        until = next(gaps, len(raws))
        frame, taken = framing.next_frame(
            identity, after + 1, raws[:until], dictionary=NO_DICTIONARY
        )
        yield counts[0], frame
        after += taken


class Bringing(Carrier):
    """A parcel that holds colleagues' frames, and of ours those they rest on, in their order."""

    def other_messages(self) -> list[bytes]:
        return self._in_order(all_of_it=False)

    def may_write(self) -> bool:
        """The rest of our own work goes by the line itself."""
        return False

    def brought(self, frames: Sequence[bytes]) -> None:
        """The hub's word on these came: they are not brought again before tomorrow."""
        with self._database.writing():
            note_brought(self._database, frames, now=self._now())

    def _in_order(self, *, all_of_it: bool) -> list[bytes]:
        near = near_to_bring(self._database, now=self._now(), all_of_it=all_of_it)
        newest = max((count for count, _ in near), default=-1)
        ours: list[tuple[int, bytes]] = []
        if near and super().may_write():
            for count, frame in own_frames(self, self.speaker(), after=self.acked()):
                if count > newest:
                    break
                ours.append((count, frame))
        return [frame for _, frame in sorted(near + ours, key=lambda told: told[0])]

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


class FullCarrier(Bringing):
    """A parcel of everything that waits here: what colleagues gave us first, then our own work."""

    def other_messages(self) -> list[bytes]:
        near = self._in_order(all_of_it=True) if self.may_write() else []
        return [*near, *self._others]

    def may_write(self) -> bool:
        return Carrier.may_write(self)


def _count(raw: bytes) -> int:
    """The change's count; -1 for damaged bytes, which stand in a frame of their own."""
    try:
        return decode(raw).lam
    except MalformedChange:
        return -1
