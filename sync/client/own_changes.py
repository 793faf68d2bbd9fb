"""Own changes by number, for the digest of a feed that leaves them out."""

from sync.client.replica import Replica
from sync.protocol.frame import wrappable

_WINDOW_BYTES = 2**20


class OwnChanges:
    """Own changes by seq, read in windows."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._first = 0
        self._raws: list[bytes] = []

    def change(self, seq: int) -> bytes | None:
        if not self._first <= seq < self._first + len(self._raws):
            self._first = seq
            self._raws = self._replica.outbox(seq - 1, _WINDOW_BYTES)
        return wrappable(self._raws[seq - self._first]) if self._raws else None
