"""What a round needs of a desk's database: the desk's store has it, a test writes its own.

Reads may happen at any time; no transaction of the replica is open while the network is slow.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from sync.cose import Sign
from sync.protocol.frame import ClockMark
from sync.protocol.hello import Cursor
from sync.protocol.key_list import KeyList
from sync.protocol.lost_words import LostWord
from sync.protocol.page import Page
from sync.protocol.receipt import Answer, Receipt
from sync.protocol.snapshot import Content, Offer


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who this machine is, as enrolment and the current epoch made it."""

    hub_id: bytes
    hub_keys: tuple[bytes, ...]  # Ed25519, public: any of them may sign for the hub
    dev: int
    ep: int
    sign: Sign  # with the device key, which stays where it is
    key_list: KeyList | None = None  # where `hub_keys` are from, to follow newer ones


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One answer of the hub, verified; to be taken in one transaction."""

    receipt: Receipt
    receipt_raw: bytes  # the signed message: proof of filing
    pages: tuple[Page, ...]
    offset_s: int | None  # hub's clock minus this machine's, measured; None: it came on a stick
    rtt_s: float  # the error of that offset is at most half of this
    key_lists: tuple[bytes, ...] = ()  # newer lists of the hub's keys, as signed, the oldest first
    asked: Mapping[str, Cursor] | None = None  # where it was asked to go on; None: wherever we are


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What a reply changed here."""

    settled: int  # own changes that now have a verdict
    refused: int  # of these
    held: int  # of these
    received: int  # changes of others


@dataclass(frozen=True, kw_only=True, slots=True)
class FileToSend:
    sha256: str  # hex, of the plaintext
    size: int
    open: Callable[[], BinaryIO]  # the plaintext, seekable


@dataclass(frozen=True, kw_only=True, slots=True)
class Modes:
    """What a person has chosen for an expensive or a bad line."""

    is_paused: bool = False  # no rounds by themselves
    records_only: bool = False  # no files, either way


class Replica(Protocol):
    """One machine's log, its copy of the feeds, and its files."""

    def identity(self) -> Identity: ...

    def next_counter(self) -> int:
        """A number above all given before; on disk before it is returned."""
        ...

    def last(self) -> int:
        """The highest seq written in this epoch; 0 for none."""
        ...

    def acked(self) -> int:
        """The highest seq that the hub has acknowledged in this epoch; 0 for none."""
        ...

    def cursors(self) -> dict[str, Cursor]: ...

    def outbox(self, after: int, limit_bytes: int) -> list[bytes]:
        """Own changes of this epoch with seq > after, in order; one at least where there is one.

        Answers for acknowledged changes too: the digest of a feed is taken over them.
        """
        ...

    def head(self, seq: int) -> bytes:
        """The chain's head after change `seq` of this epoch; for 0 the epoch's first head."""
        ...

    def clock_mark(self) -> ClockMark: ...

    def take(self, reply: Reply) -> Taken:
        """Take a reply in one transaction: ack, verdicts, records and cursors together.

        The ack is what the receipt says even when it is lower than before: a hub restored from a
        backup asks for the rest again. After a page the scope's cursor is (page.hub_ep, page.last,
        page.digest); a page with `after` 0 begins its scope anew, all taken of it before is dropped
        in the same transaction. A record's `raw` is None for own changes.

        Another process of this machine may have taken an answer meanwhile: a page of a scope whose
        cursor is not the one that was asked with is passed over, and a receipt whose counter is
        below the highest taken moves no ack.
        """
        ...

    def note_revoked(self, details: Mapping[str, str]) -> None:
        """The hub believes this machine no more; `wipe` is set where it must destroy its keys."""
        ...

    def stop_writing(self, why: Answer) -> None:
        """The hub has another end of this log, or its epoch is over: nothing is written any more.

        Until a new epoch, that is; on disk before it returns. `why` is FORK or EPOCH.
        """
        ...

    def hub_words(self) -> bytes:
        """What the hub signed for this machine's present epoch; empty where it was not kept."""
        ...

    def lost_words(self) -> Mapping[str, Sequence[LostWord]]:
        """By scope, the hub's own changes that were taken here and that its feed has no more.

        Only of feeds read to their end, and the oldest first.
        """
        ...

    def words_known(self, scope: str, words: Sequence[LostWord]) -> None:
        """The hub has these again, or they are none of its own: they are lost no more."""
        ...

    def snapshots_taken(self) -> Mapping[str, tuple[int, int]]:
        """By scope, the hub's epoch and the position of the snapshot taken last."""
        ...

    def take_snapshot(self, offer: Offer, content: Content) -> None:
        """Take a feed up to its floor, in one transaction; the cursor is then at the floor.

        Records in the list of keys stay as they are where they are known, own ones get the verdict
        told there; what of this feed is in neither list is dropped once the feed is read to its
        end.
        """
        ...

    def files_to_send(self) -> list[FileToSend]:
        """Files the hub may lack and whose changes it has acknowledged, the most urgent first."""
        ...

    def files_wanted(self) -> list[str]:
        """SHA-256 (hex) of files named by changes and missing here, the most urgent first."""
        ...

    def file_failed(self, sha256: str, code: str) -> None:
        """A file could not be moved, for `code`; one that is damaged twice is set aside and told.

        What is set aside is neither sent nor wanted before a person asks for it again.
        """
        ...

    def modes(self) -> Modes: ...

    def keep_file(self, sha256: str, content: bytes) -> None: ...

    def file_held_by_hub(self, sha256: str) -> None: ...
