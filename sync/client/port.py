"""The wire as a round sees it: bytes out, bytes in; `link` does it over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """How much of a file the hub has."""

    offset: int
    is_complete: bool


class Underway(Protocol):
    """A part of a file on its way to the hub."""

    def is_answered(self, *, within_s: float | None) -> bool:
        """Whether the hub's answer is here within so long; None waits for it."""
        ...

    def told(self) -> Held:
        """The answer, once it is here; raises as `Link.send_part`."""
        ...


class Link(Protocol):
    """A way to one hub. Every method raises a SyncError leaf, never a library's exception.

    A body may be a signed refusal as well as an answer; only its reader can tell.
    """

    bytes_up: int  # so far, headers included
    bytes_down: int

    def close(self) -> None: ...

    def exchange(self, body: bytes) -> bytes: ...

    def enrol(self, body: bytes) -> bytes: ...

    def held(self, sha256: str, file_pass: str) -> Held:
        """How far the hub has a file."""
        ...

    def have(self, digests: Sequence[str], file_pass: str) -> list[Held]:
        """How far the hub has each of these files, in their order."""
        ...

    def send_part(
        self, sha256: str, file_pass: str, content: bytes, *, offset: int, length: int
    ) -> Held:
        """Append bytes of a file of `length`; raises OffsetConflict, FileDamaged, FileTooLarge."""
        ...

    def begin_part(
        self, sha256: str, file_pass: str, content: bytes, *, offset: int, length: int
    ) -> Underway:
        """As `send_part`, without waiting; another part may be begun before this one's answer."""
        ...

    def snapshot(
        self, scope: str, pos: int, sha256: str, file_pass: str, *, start: int, most: int
    ) -> bytes:
        """Up to `most` bytes of a feed's snapshot from `start`; raises FileUnknown."""
        ...

    def fetch(self, sha256: str, file_pass: str, *, start: int, most: int) -> bytes:
        """Up to `most` bytes of a file from `start`; raises FileUnknown."""
        ...
