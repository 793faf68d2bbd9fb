"""What the rules made of an entity so far, kept in memory so that it is not folded at every change.

Nothing here is truth: an entry holds only as long as its version is the one in the database.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import NamedTuple

_MOST = 50_000

Key = tuple[str, int]  # scope, entity


class Known(NamedTuple):
    ver: int
    state: object | None


class States:
    """The states of the entities used last."""

    def __init__(self) -> None:
        self._known: OrderedDict[Key, Known] = OrderedDict()
        self._lock = Lock()

    def get(self, keys: Iterable[Key]) -> dict[Key, Known]:
        with self._lock:
            return {key: self._known[key] for key in keys if key in self._known}

    def keep(self, states: Mapping[Key, Known]) -> None:
        """Keep states whose changes are committed."""
        with self._lock:
            for key, known in states.items():
                self._known[key] = known
                self._known.move_to_end(key)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
