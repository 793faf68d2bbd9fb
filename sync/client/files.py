"""Files of a round: those this machine lacks come down, those the hub lacks go up, in slices.

A cut costs no more than the slice it falls into, for each side knows how far it has come. One file
that fails never stops the others; it is tried again in the next round.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sync.client.pace import Pace
from sync.client.port import Held, Link
from sync.client.replica import FileToSend, Identity, Replica
from sync.errors import FileDamaged, FileTooLarge, FileUnknown, OffsetConflict
from sync.protocol.file_pass import FilePass, make_pass
from sync.protocol.versions import MAX_FILE_BYTES

_MOST_CONFLICTS = 4  # of one file in one round
_FAILURES = (FileDamaged, FileTooLarge, FileUnknown, OffsetConflict)


@dataclass(slots=True)
class Transferred:
    up: int = 0
    down: int = 0
    failed: int = 0


def transfer(
    replica: Replica,
    link: Link,
    pace: Pace,
    *,
    counter: int,
    should_stop: Callable[[], bool],
) -> Transferred:
    """Move the files that wait, both ways; `counter` is that of the round's last hello."""
    done = Transferred()
    way = _Way(replica.identity(), link, pace, counter, should_stop)
    for digest in replica.files_wanted():
        if should_stop():
            return done
        _fetch_one(replica, way, digest, done)
    for file in replica.files_to_send():
        if should_stop():
            return done
        _send_one(replica, way, file, done)
    return done


def _fetch_one(replica: Replica, way: "_Way", digest: str, done: Transferred) -> None:
    try:
        content = way.fetch(digest)
    except _FAILURES:
        done.failed += 1
        return
    if content is not None and not way.should_stop():
        replica.keep_file(digest, content)
        done.down += 1


def _send_one(replica: Replica, way: "_Way", file: FileToSend, done: Transferred) -> None:
    try:
        is_held = way.send(file)
    except _FAILURES:
        done.failed += 1
        return
    if is_held and not way.should_stop():
        replica.file_held_by_hub(file.sha256)
        done.up += 1


class _Way:
    """One machine's way to the hub's files."""

    def __init__(
        self,
        identity: Identity,
        link: Link,
        pace: Pace,
        counter: int,
        should_stop: Callable[[], bool],
    ) -> None:
        self._identity = identity
        self._link = link
        self._pace = pace
        self._counter = counter
        self.should_stop = should_stop

    def fetch(self, digest: str) -> bytes | None:
        """A file of the hub; None when stopped; raises FileUnknown, FileDamaged, FileTooLarge.

        What came before a cut is kept in memory and not asked for again.
        """
        content = self._pace.partials.setdefault(digest, bytearray())
        file_pass = self._pass("GET", digest)
        while not self.should_stop():
            most = self._pace.slice_bytes()
            began = self._pace.now()
            part = self._link.fetch(digest, file_pass, start=len(content), most=most)
            self._pace.measure(len(part), since=began)
            content += part
            if len(content) > MAX_FILE_BYTES:
                del self._pace.partials[digest]
                raise FileTooLarge(most_bytes=MAX_FILE_BYTES)
            if len(part) < most:
                return self._whole(digest)
        return None

    def send(self, file: FileToSend) -> bool:
        """Bring the hub a file; whether it has it; raises FileDamaged, FileTooLarge."""
        have = self._link.held(file.sha256, self._pass("HEAD", file.sha256))
        conflicts = 0
        while not have.is_complete and not self.should_stop():
            try:
                have = self._send_slice(file, have.offset)
            except OffsetConflict as error:
                conflicts += 1
                if conflicts > _MOST_CONFLICTS:
                    raise
                have = Held(offset=int(error.details["offset"]), is_complete=False)
                if have.offset >= file.size:
                    have = self._link.held(file.sha256, self._pass("HEAD", file.sha256))
        return have.is_complete

    def _send_slice(self, file: FileToSend, offset: int) -> Held:
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
        identity = self._identity
        file_pass = FilePass(
            hub_id=identity.hub_id,
            dev=identity.dev,
            ep=identity.ep,
            counter=self._counter,
            method=method,
            sha256=digest,
        )
        return make_pass(file_pass, identity.sign)
