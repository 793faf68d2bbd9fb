"""Files of a round: those this machine lacks come down, those the hub lacks go up, slice by slice.

Before each slice the most urgent file is chosen anew, and between two slices the round may say what
was written meanwhile: records never wait longer than one window of the line. A cut costs little
more than what was on the line, for each side knows how far it has come. One file that fails never
stops the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sync.client.file_way import FileWay
from sync.client.pace import Pace
from sync.client.port import Link
from sync.client.replica import FileToSend, Replica
from sync.client.sending import FAILURES, Part, Sending
from sync.errors import SyncError

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
        self._way = FileWay(replica.identity, link, pace, counter)
        self._sending = Sending(self._way, pace)
        self._done: set[str] = set()  # in this round, or given up in it
        self._bytes_done = 0

    def step(self) -> bool:
        """Move the most urgent file on by a slice, or wait for the line to be free for it.

        False when there is nothing more to move.
        """
        self._settle()
        if self._should_stop() or self._replica.modes().records_only:
            return False
        wanted = [name for name in self._replica.files_wanted() if name not in self._done]
        waiting = [f for f in self._replica.files_to_send() if f.sha256 not in self._done]
        self._sending.learn(waiting)
        self._say(wanted, waiting)
        if wanted:
            self._guarded(wanted[0], partial(self._fetch_slice, wanted[0]))
        elif waiting:
            self._send(waiting)
        return bool(wanted or waiting)

    def _send(self, waiting: Sequence[FileToSend]) -> None:
        """Begin a slice; where the line is busy, wait, so that what was written goes before it."""
        complete = [file for file in waiting if self._sending.is_complete(file)]
        file = self._sending.next_of(waiting)
        if complete:
            for one in complete:
                self._note_held(one)
        elif file is None:
            self._sending.wait(None)
        elif (spare_s := self._sending.spare_s()) > 0:
            self._sending.wait(spare_s)
        else:
            self._guarded(file.sha256, partial(self._sending.begin, file))

    def _settle(self) -> None:
        """Take the answers that are here."""
        while not self._should_stop() and (part := self._sending.answered()) is not None:
            self._guarded(part.file.sha256, partial(self._take, part))

    def _take(self, part: Part) -> None:
        self._bytes_done += self._sending.settle(part)
        if self._sending.is_complete(part.file) and not self._should_stop():
            self._note_held(part.file)

    def _note_held(self, file: FileToSend) -> None:
        if file.sha256 not in self._done:
            self._replica.file_held_by_hub(file.sha256)
            self._done.add(file.sha256)
            self.up += 1

    def _guarded(self, digest: str, act: Callable[[], None]) -> None:
        """Let a file that fails fail by itself; the replica hears of it."""
        try:
            act()
        except FAILURES as error:
            self._give_up(digest, error.code)
        except SyncError:
            raise
        except Exception as error:  # noqa: BLE001  what its store raises for a file it cannot read
            self._give_up(digest, getattr(error, "code", _UNREADABLE))

    def _give_up(self, digest: str, code: str) -> None:
        if digest in self._done:
            return
        self.failed += 1
        self._done.add(digest)
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
            self._done.add(digest)
            self.down += 1

    def _say(self, wanted: Sequence[str], waiting: Sequence[FileToSend]) -> None:
        there = sum(map(self._sending.offset, waiting))
        self._tell(
            Progress(
                files_left=len(wanted) + len(waiting),
                bytes_left=max(0, sum(file.size for file in waiting) - there),
                bytes_done=self._bytes_done,
                rate=self._pace.rate,
            )
        )
