"""Own changes as frames: as many as one frame may hold, and each that cannot be read by itself.

What this machine cannot read is wrapped at once; what only the hub cannot read is wrapped once the
hub has said so. Nothing else may stop a log.
"""

from collections.abc import Sequence

from sync.client.replica import Identity, Replica
from sync.errors import MalformedChange
from sync.protocol.compression import NO_DICTIONARY
from sync.protocol.frame import make_frame, make_wrapped

_MOST_FRAMES = 48  # in one request; they are taken together or not at all


class Framing:
    """Makes the frames of one round; remembers which changes must be wrapped."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._wrapped: set[int] = set()

    def wrap(self, *seqs: int) -> bool:
        """Wrap these changes from now on; False when all of them were wrapped before."""
        is_new = not self._wrapped.issuperset(seqs)
        self._wrapped.update(seqs)
        return is_new

    def frames(
        self, identity: Identity, first: int, raws: Sequence[bytes], *, dictionary: bytes
    ) -> bytes:
        """The frames of changes first, first+1, …; fewer than all when it takes too many."""
        made: list[bytes] = []
        while raws and len(made) < _MOST_FRAMES:
            frame, count = self.next_frame(identity, first, raws, dictionary=dictionary)
            made.append(frame)
            first, raws = first + count, raws[count:]
        return b"".join(made)

    def next_frame(
        self, identity: Identity, first: int, raws: Sequence[bytes], *, dictionary: bytes
    ) -> tuple[bytes, int]:
        """The next frame, and how many of the changes are in it."""
        while first not in self._wrapped:
            raws = raws[: self._readable(first, len(raws))]
            try:
                frame = make_frame(
                    raws,
                    first=first,
                    heads=self._heads(first, len(raws)),
                    dictionary=dictionary,
                    hub_id=identity.hub_id,
                    author=(identity.dev, identity.ep),
                    clock=self._replica.clock_mark(),
                    signer=identity.sign,
                )
            except MalformedChange as error:
                self._wrapped.add(int(error.details["seq"]))
                continue
            if frame is not None:
                return frame, len(raws)
            raws = raws[: max(1, len(raws) // 2)]
        return self._wrapping(identity, first, raws[0]), 1

    def alone(self, identity: Identity, seq: int, raw: bytes) -> list[bytes]:
        """One change by itself, and wrapped after it: whoever reads the first skips the second."""
        plain, _ = self.next_frame(identity, seq, [raw], dictionary=NO_DICTIONARY)
        wrapped = self._wrapping(identity, seq, raw)
        return [wrapped] if seq in self._wrapped else [plain, wrapped]

    def _wrapping(self, identity: Identity, seq: int, raw: bytes) -> bytes:
        return make_wrapped(
            raw,
            seq=seq,
            heads=self._heads(seq, 1),
            hub_id=identity.hub_id,
            author=(identity.dev, identity.ep),
            clock=self._replica.clock_mark(),
            signer=identity.sign,
        )

    def _readable(self, first: int, count: int) -> int:
        """How many changes stand before the next one that is wrapped."""
        after = [seq - first for seq in self._wrapped if first < seq < first + count]
        return min(after, default=count)

    def _heads(self, first: int, count: int) -> tuple[bytes, bytes]:
        return self._replica.head(first - 1), self._replica.head(first + count - 1)
