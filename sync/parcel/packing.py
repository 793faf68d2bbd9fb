"""What goes into which part, so that every part fits the file system of a stick.

Each part is a parcel of its own with its own manifest: any of them may be lost and the others still
count. A file is cut only where it is larger than a part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sync.parcel.items import Run, encoded_size
from sync.parcel.manifest import MOST_FILES

MOST_PART_BYTES = 2**31 - 1  # what FAT32 and every other file system of a stick can hold
LEAST_PART_BYTES = 2**12

_CHUNK, _SEALED_CHUNK = 65_536, 65_552  # age, before and after sealing
_AROUND_BYTES = 1_024  # header of the sealed file, and the manifest's own words
_RUN_BYTES = 56  # of a run in the manifest


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What one part carries: messages start..stop-1 of those given, then runs of files."""

    start: int
    stop: int
    runs: tuple[Run, ...]
    size: int  # of all, in bytes, before sealing and without the manifest's lists


def pack_parts(
    messages: Sequence[bytes],
    runs: Iterable[Run],
    *,
    aside_bytes: int = 0,
    most_bytes: int = MOST_PART_BYTES,
) -> list[Load]:
    """At least one part. `aside_bytes`: lists every manifest repeats, such as cursors."""
    packer = _Packer(most_bytes, aside_bytes)
    for message in messages:
        packer.add_message(len(message))
    for run in runs:
        packer.add_run(run)
    return packer.finish()


class _Packer:
    def __init__(self, most_bytes: int, aside_bytes: int) -> None:
        room = max(LEAST_PART_BYTES, most_bytes) - _AROUND_BYTES - aside_bytes
        self._room = max(LEAST_PART_BYTES // 2, room // _SEALED_CHUNK * _CHUNK or room)
        self._loads: list[Load] = []
        self._load = Load(start=0, stop=0, runs=(), size=0)
        self._runs: list[Run] = []

    def add_message(self, size: int) -> None:
        if self._load.size and self._load.size + size > self._room:
            self._close()
        load = self._load
        self._load = replace(load, stop=load.stop + 1, size=load.size + size)

    def add_run(self, run: Run) -> None:
        while True:
            size = encoded_size(run) + _RUN_BYTES
            left = self._room - self._load.size
            if size <= left and len(self._runs) < MOST_FILES:
                self._put(run, size)
                return
            if self._load.size and (size <= self._room or left < self._room // 2):
                self._close()
                continue
            length = max(1, (left - _RUN_BYTES) * 9 // 10)
            head = replace(run, length=min(run.length, length))
            self._put(head, encoded_size(head) + _RUN_BYTES)
            self._close()
            run = replace(run, offset=run.offset + head.length, length=run.length - head.length)

    def finish(self) -> list[Load]:
        if self._load.size or not self._loads:
            self._close()
        return self._loads

    def _put(self, run: Run, size: int) -> None:
        self._runs.append(run)
        self._load = replace(self._load, size=self._load.size + size)

    def _close(self) -> None:
        self._loads.append(replace(self._load, runs=tuple(self._runs)))
        self._runs = []
        stop = self._load.stop
        self._load = Load(start=stop, stop=stop, runs=(), size=0)
