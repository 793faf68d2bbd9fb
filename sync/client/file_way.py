"""One machine's way to the hub's files: passes, slices, and what a line teaches by them."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from sync.client.pace import Pace
from sync.client.port import Held, Link, Underway
from sync.client.replica import FileToSend, Identity
from sync.errors import FileDamaged, FileTooLarge
from sync.protocol.file_pass import HAVE, FilePass, list_name, make_pass
from sync.protocol.versions import MAX_FILE_BYTES


class FileWay:
    """`counter` gives that of the last hello, which passes name."""

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

    def begin(self, file: FileToSend, offset: int) -> tuple[Underway, int]:
        """Put the next slice on its way to the hub; where it ends in the file."""
        with file.open() as source:
            source.seek(offset)
            content = source.read(self._pace.part_bytes(file.size - offset))
        self._pace.begin(len(content))
        answer = self._link.begin_part(
            file.sha256,
            self._pass("PATCH", file.sha256),
            content,
            offset=offset,
            length=file.size,
        )
        return answer, offset + len(content)

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
