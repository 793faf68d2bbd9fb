"""The desk's side of a round with the hub: what goes out, and taking what comes back.

Implements `sync.client.replica.Replica`. An answer is taken in one transaction: what the hub
acknowledged, its word on our changes, the changes of others, the cursors, every dossier touched.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from desk_app.store import carrying, outbox
from desk_app.store.access import note_refused
from desk_app.store.clock_marks import clock_mark, trust_hub_time
from desk_app.store.hub_keys import hub_keys, key_list
from desk_app.store.identity import HUB_WORDS, freeze, read_identity
from desk_app.store.lost import lost_words, words_known
from desk_app.store.settings import counter, get_setting, next_of_counter
from desk_app.store.taking import SNAPSHOT, take_reply, take_snapshot
from desk_app.store.witness import Doubt
from sync.client.replica import FileToSend, Identity, Modes, Reply, Taken
from sync.protocol.hello import Cursor
from sync.protocol.receipt import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.store.clock_marks import Clock
    from desk_app.store.database import Database
    from desk_app.store.files import Files
    from desk_app.store.guard import Guard
    from sync.protocol.frame import ClockMark
    from sync.protocol.lost_words import LostWord
    from sync.protocol.snapshot import Content, Offer

_HELLO = "hello"


class StoredReplica:
    """The log, the feeds and the files of one desk, as a round needs them."""

    def __init__(self, database: Database, guard: Guard, files: Files, clock: Clock) -> None:
        self._database = database
        self._guard = guard
        self._files = files
        self._clock = clock

    def identity(self) -> Identity:
        """Raises NotEnrolled, NeedsNewEpoch: a doubtful database talks to no hub."""
        own = read_identity(self._database)
        self._guard.require_writable(own)
        author, epoch = own.writer
        return Identity(
            hub_id=own.hub_id,
            hub_keys=hub_keys(self._database, own),
            dev=author,
            ep=epoch,
            sign=own.sign,
            key_list=key_list(self._database),
        )

    def next_counter(self) -> int:
        with self._database.writing():
            return next_of_counter(self._database, _HELLO)

    def last(self) -> int:
        return outbox.last_number(self._database, self._writer())

    def acked(self) -> int:
        return counter(self._database, outbox.acked_name(self._writer()[1]))

    def cursors(self) -> dict[str, Cursor]:
        rows = self._database.rows("SELECT scope, hub_epoch, position, digest FROM cursors")
        return {scope: Cursor(epoch, position, digest) for scope, epoch, position, digest in rows}

    def outbox(self, after: int, limit_bytes: int) -> list[bytes]:
        return outbox.own_after(
            self._database, self._writer(), after=after, limit_bytes=limit_bytes
        )

    def head(self, seq: int) -> bytes:
        own = read_identity(self._database)
        if seq == 0:
            return own.first_head or b""
        head = self._database.value(
            "SELECT head FROM journal WHERE author = ? AND epoch = ? AND number = ?",
            (*own.writer, seq),
        )
        return bytes(head)

    def clock_mark(self) -> ClockMark:
        return clock_mark(self._database, self._clock)

    def take(self, reply: Reply) -> Taken:
        with self._database.writing():
            own = read_identity(self._database)
            seen = self._guard.require_writable(own)
            trust_hub_time(self._database, self._clock, reply.receipt.hub_time, reply.offset_s)
            taken = take_reply(self._database, own, reply)
        self._guard.remember(own, after=seen)
        return taken

    def note_revoked(self, details: Mapping[str, str]) -> None:
        note_refused(self._database, details)

    def stop_writing(self, why: Answer) -> None:
        doubt = Doubt.FORKED if why is Answer.FORK else Doubt.OVERTAKEN
        with self._database.writing():
            if not read_identity(self._database).frozen:
                freeze(self._database, doubt)

    def hub_words(self) -> bytes:
        text = get_setting(self._database, HUB_WORDS)
        return bytes.fromhex(text) if text else b""

    def lost_words(self) -> Mapping[str, Sequence[LostWord]]:
        return lost_words(self._database)

    def words_known(self, scope: str, words: Sequence[LostWord]) -> None:
        del scope  # each change has its place
        with self._database.writing():
            words_known(self._database, words)

    def snapshots_taken(self) -> Mapping[str, tuple[int, int]]:
        rows = self._database.rows("SELECT scope FROM cursors")
        taken = {scope: get_setting(self._database, f"{SNAPSHOT}{scope}") for (scope,) in rows}
        return {scope: (told[0], told[1]) for scope, told in taken.items() if told}

    def take_snapshot(self, offer: Offer, content: Content) -> None:
        now = int(self._clock.now().timestamp())
        with self._database.writing():
            own = read_identity(self._database)
            seen = self._guard.require_writable(own)
            take_snapshot(self._database, own, offer, content, now=now)
        self._guard.remember(own, after=seen)

    def files_to_send(self) -> list[FileToSend]:
        waiting = carrying.to_send(
            self._database, epoch=self._writer()[1], acked=self.acked(), at=self._clock.now()
        )
        return [self._file_to_send(sha256, size) for sha256, size in waiting]

    def files_wanted(self) -> list[str]:
        return carrying.wanted(self._database, at=self._clock.now())

    def file_failed(self, sha256: str, code: str) -> None:
        carrying.note_trouble(self._database, sha256, code, at=self._clock.now())

    def files_aside(self) -> list[carrying.FileAside]:
        """What was set aside, for a person to hear of."""
        return carrying.set_aside(self._database)

    def try_files_again(self) -> None:
        """Carry what was set aside once more."""
        carrying.try_again(self._database)

    def modes(self) -> Modes:
        return carrying.modes(self._database)

    def choose(self, chosen: Modes) -> None:
        """Pause, or leave files out, until chosen otherwise."""
        carrying.choose(self._database, chosen)

    def keep_file(self, sha256: str, content: bytes) -> None:
        purpose, entity = self._database.row(
            "SELECT purpose, entity FROM wanted WHERE sha256 = ?", (sha256,)
        ) or ("result", None)
        kept = self._files.keep(content, purpose=purpose, entity=entity, at=self._clock.now())
        self._files.note_at_hub(kept)

    def file_held_by_hub(self, sha256: str) -> None:
        self._files.note_at_hub(sha256)

    def _writer(self) -> tuple[int, int]:
        return read_identity(self._database).writer

    def _file_to_send(self, sha256: str, size: int) -> FileToSend:
        def opened() -> BinaryIO:
            return BytesIO(self._files.read(sha256))

        return FileToSend(sha256=sha256, size=size, open=opened)
