"""What a relay keeps: sealed parcels by machine and direction, for thirty days at the most.

It sees whose a parcel is and how large. It cannot open one, and what it says counts for nothing but
its own keeping: only the hub's signed word throws a parcel away before its time.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock

from sync.errors import BadSignature
from sync.parcel.blobs import Blob
from sync.parcel.errors import RelayFull
from sync.protocol.carried import MOST_BLOB_BYTES

KEPT_S = 30 * 86_400
MOST_OF_ONE = 64  # parcels of one machine, each way
MOST_BYTES = 512 * 2**20  # of all

_TO_HUB, _TO_DESK = "to-hub", "to-desk"
_KEYS = "keys.json"
_PART = ".part"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """How much lies here."""

    to_hub: int
    to_desks: int
    bytes: int
    desks: int


class Keeping:
    """The folder of one relay."""

    def __init__(
        self, folder: Path, *, now: Callable[[], float], most_bytes: int = MOST_BYTES
    ) -> None:
        self._folder = folder
        self._now = now
        self._most_bytes = most_bytes
        self._lock = Lock()

    def require_key(self, dev: int, key: bytes) -> None:
        """The first key seen of a machine is its key here; raises BadSignature for another."""
        with self._lock:
            path = self._folder / _KEYS
            known = json.loads(path.read_text("ascii")) if path.exists() else {}
            if known.setdefault(str(dev), key.hex()) != key.hex():
                raise BadSignature(reason="another_key")
            self._write(path, json.dumps(known).encode("ascii"))

    def keep_for_hub(self, blob: Blob) -> None:
        """Raises RelayFull; the same parcel again is kept once."""
        self._keep(_TO_HUB, blob, drop_oldest=False)

    def keep_for_desk(self, blob: Blob) -> None:
        """The newest answers count: the oldest goes where there are too many."""
        self._keep(_TO_DESK, blob, drop_oldest=True)

    def for_hub(self) -> list[Blob]:
        """In the order they came."""
        return [_blob(path) for path in self._paths(_TO_HUB)]

    def for_desk(self, dev: int, *, most_bytes: int) -> list[Blob]:
        """What is there for a machine, the oldest first, as much as fits."""
        found: list[Blob] = []
        for path in self._paths(_TO_DESK, dev):
            most_bytes -= path.stat().st_size
            if most_bytes < 0:
                break
            found.append(_blob(path))
        return found

    def drop_for_hub(self, blob: Blob) -> None:
        self._path(_TO_HUB, blob.dev, sha256(blob.content).hexdigest()).unlink(missing_ok=True)

    def drop_for_desk(self, dev: int, digest: str) -> None:
        self._path(_TO_DESK, dev, digest).unlink(missing_ok=True)

    def tidy(self) -> int:
        """Throw away what has waited too long; how many."""
        old = [
            path
            for way in (_TO_HUB, _TO_DESK)
            for path in self._paths(way)
            if self._now() - path.stat().st_mtime > KEPT_S
        ]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def kept(self) -> Kept:
        to_hub, to_desks = self._paths(_TO_HUB), self._paths(_TO_DESK)
        return Kept(
            to_hub=len(to_hub),
            to_desks=len(to_desks),
            bytes=sum(path.stat().st_size for path in [*to_hub, *to_desks]),
            desks=len({_dev_of(path) for path in [*to_hub, *to_desks]}),
        )

    def _keep(self, way: str, blob: Blob, *, drop_oldest: bool) -> None:
        with self._lock:
            path = self._path(way, blob.dev, sha256(blob.content).hexdigest())
            if path.exists():
                return
            before = self._paths(way, blob.dev)
            if drop_oldest:
                for one in before[: max(0, len(before) - MOST_OF_ONE + 1)]:
                    one.unlink(missing_ok=True)
            elif len(before) >= MOST_OF_ONE:
                raise RelayFull
            size = len(blob.content)
            if size > MOST_BLOB_BYTES or self.kept().bytes + size > self._most_bytes:
                raise RelayFull
            self._write(path, blob.content)
            os.utime(path, (self._now(), self._now()))

    def _paths(self, way: str, dev: int | None = None) -> list[Path]:
        pattern = f"{dev}-*.vnb" if dev is not None else "*.vnb"
        found = (self._folder / way).glob(pattern)
        return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))

    def _path(self, way: str, dev: int, digest: str) -> Path:
        return self._folder / way / f"{dev}-{digest}.vnb"

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(path.name + _PART)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)


def _blob(path: Path) -> Blob:
    return Blob(_dev_of(path), path.read_bytes())


def _dev_of(path: Path) -> int:
    return int(path.name.partition("-")[0])
