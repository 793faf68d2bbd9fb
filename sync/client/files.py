"""Files of a round: those this machine lacks come down, those the hub lacks go up, slice by slice.

Before each slice the most urgent file is chosen anew, and between two slices the round may say what
was written meanwhile: records never wait longer than one slice. A cut costs no more than the slice
it falls into, for each side knows how far it has come. One file that fails never stops the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sync.client.pace import Pace
from sync.client.port import Held, Link
from sync.client.replica import FileToSend, Identity, Replica
from sync.errors import FileDamaged, FileTooLarge, FileUnknown, OffsetConflict, SyncError
from sync.protocol.file_pass import HAVE, MOST_ASKED, FilePass, list_name, make_pass
from sync.protocol.versions import MAX_FILE_BYTES

_MOST_CONFLICTS = 4  # of one file in one round
_FAILURES = (FileDamaged, FileTooLarge, FileUnknown, OffsetConflict)
_UNREADABLE = "file_unreadable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a round has come with its files."""

    files_left: int  # both ways
    bytes_left: int  # of those to send
    bytes_done: int  # of files in this round, both ways
    rate: float  # bytes a second, as the line has shown lately

    @property
    def seconds_left(self) -> int:
        return int(self.bytes_left / self.rate) if self.rate > 0 else 0


def tell_nobody(_progress: Progress) -> None:
    """For rounds that nobody watches."""


class Transfer:
    """The files of one round; `counter` gives that of the last hello."""

    def __init__(
        self,
        replica: Replica,
        link: Link,
        pace: Pace,
        *,
        counter: Callable[[], int],
        should_stop: Callable[[], bool],
        tell: Callable[[Progress], None] = tell_nobody,
    ) -> None:
        self.up = self.down = self.failed = 0
        self._replica = replica
        self._pace = pace
        self._should_stop = should_stop
        self._tell = tell
        self._way = _Way(replica.identity, link, pace, counter)
        self._offsets: dict[str, Held] = {}  # of files to send, as the hub told
        self._conflicts: dict[str, int] = {}
        self._given_up: set[str] = set()  # in this round
        self._bytes_done = 0

    def step(self) -> bool:
        """Move one slice of the most urgent file; False when there is nothing more to move."""
        if self._should_stop() or self._replica.modes().records_only:
            return False
        wanted = [name for name in self._replica.files_wanted() if name not in self._given_up]
        waiting = [f for f in self._replica.files_to_send() if f.sha256 not in self._given_up]
        self._learn_offsets(waiting)
        self._say(wanted, waiting)
        if wanted:
            self._guarded(wanted[0], self._fetch_slice)
        elif waiting:
            self._guarded(waiting[0].sha256, lambda _: self._send_slice(waiting[0]))
        return bool(wanted or waiting)

    def _guarded(self, digest: str, act: Callable[[str], None]) -> None:
        """Let a file that fails fail by itself; the replica hears of it."""
        try:
            act(digest)
        except _FAILURES as error:
            self._give_up(digest, error.code)
        except SyncError:
            raise
        except Exception as error:  # noqa: BLE001  what its store raises for a file it cannot read
            self._give_up(digest, getattr(error, "code", _UNREADABLE))

    def _give_up(self, digest: str, code: str) -> None:
        self.failed += 1
        self._given_up.add(digest)
        self._replica.file_failed(digest, code)

    def _fetch_slice(self, digest: str) -> None:
        size = len(self._pace.partials.get(digest, b""))
        content = self._way.fetch(digest)
        if self._should_stop():
            return
        partial = self._pace.partials.get(digest, content or b"")
        self._bytes_done += len(partial) - size
        if content is not None:
            self._replica.keep_file(digest, content)
            self._given_up.add(digest)
            self.down += 1

    def _send_slice(self, file: FileToSend) -> None:
        have = self._offsets[file.sha256]
        if not have.is_complete:
            try:
                after = self._way.send(file, have.offset)
                self._bytes_done += max(0, after.offset - have.offset)
            except OffsetConflict as error:
                after = self._meet_conflict(file, error)
            self._offsets[file.sha256] = have = after
        if have.is_complete and not self._should_stop():
            self._replica.file_held_by_hub(file.sha256)
            self._given_up.add(file.sha256)
            self.up += 1

    def _meet_conflict(self, file: FileToSend, error: OffsetConflict) -> Held:
        """The hub has come to another place than thought: it is right."""
        conflicts = self._conflicts[file.sha256] = self._conflicts.get(file.sha256, 0) + 1
        if conflicts > _MOST_CONFLICTS:
            raise error
        offset = int(error.details["offset"])
        if offset < file.size:
            return Held(offset=offset, is_complete=False)
        return self._way.held(file.sha256)

    def _learn_offsets(self, waiting: Sequence[FileToSend]) -> None:
        """Ask once for all files that were not asked for yet."""
        unknown = [file.sha256 for file in waiting if file.sha256 not in self._offsets]
        if unknown:
            asked = unknown[:MOST_ASKED]
            self._offsets.update(zip(asked, self._way.have(asked), strict=True))

    def _say(self, wanted: Sequence[str], waiting: Sequence[FileToSend]) -> None:
        there = sum(self._offsets[f.sha256].offset for f in waiting if f.sha256 in self._offsets)
        self._tell(
            Progress(
                files_left=len(wanted) + len(waiting),
                bytes_left=max(0, sum(file.size for file in waiting) - there),
                bytes_done=self._bytes_done,
                rate=self._pace.rate,
            )
        )


class _Way:
    """One machine's way to the hub's files."""

    def __init__(
        self,
        identity: Callable[[], Identity],
        link: Link,
        pace: Pace,
        counter: Callable[[], int],
    ) -> None:
        self._identity = identity
        self._link = link
        self._pace = pace
        self._counter = counter

    def held(self, digest: str) -> Held:
        """How far the hub has a file."""
        return self._link.held(digest, self._pass("HEAD", digest))

    def have(self, digests: Sequence[str]) -> list[Held]:
        """How far the hub has each of these files."""
        return self._link.have(digests, self._pass(HAVE, list_name(digests)))

    def fetch(self, digest: str) -> bytes | None:
        """The next slice of a file of the hub; the whole file once it is here, else None.

        What came before a cut is kept in memory and not asked for again. Raises FileUnknown,
        FileDamaged, FileTooLarge.
        """
        content = self._pace.partials.setdefault(digest, bytearray())
        most = self._pace.slice_bytes()
        began = self._pace.now()
        part = self._link.fetch(digest, self._pass("GET", digest), start=len(content), most=most)
        self._pace.measure(len(part), since=began)
        content += part
        if len(content) > MAX_FILE_BYTES:
            del self._pace.partials[digest]
            raise FileTooLarge(most_bytes=MAX_FILE_BYTES)
        return self._whole(digest) if len(part) < most else None

    def send(self, file: FileToSend, offset: int) -> Held:
        """Bring the hub the next slice; raises OffsetConflict, FileDamaged, FileTooLarge."""
        with file.open() as source:
            source.seek(offset)
            content = source.read(self._pace.slice_bytes())
        began = self._pace.now()
        have = self._link.send_part(
            file.sha256,
            self._pass("PATCH", file.sha256),
            content,
            offset=offset,
            length=file.size,
        )
        self._pace.measure(len(content), since=began)
        return have

    def _whole(self, digest: str) -> bytes:
        content = bytes(self._pace.partials.pop(digest))
        if sha256(content).hexdigest() != digest:
            raise FileDamaged(sha256=digest)
        return content

    def _pass(self, method: str, digest: str) -> str:
        identity = self._identity()
        file_pass = FilePass(
            hub_id=identity.hub_id,
            dev=identity.dev,
            ep=identity.ep,
            counter=self._counter(),
            method=method,
            sha256=digest,
        )
        return make_pass(file_pass, identity.sign)
