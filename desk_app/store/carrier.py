"""The desk's side of a parcel: what a stick needs of the database beside what a round does.

Implements `sync.client.parcels.ParcelReplica`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.store.hub_keys import hub_keys, key_list, own_seal_key, recipients
from desk_app.store.identity import read_identity
from desk_app.store.outbox import acked_name
from desk_app.store.replica import StoredReplica
from desk_app.store.settings import counter, get_setting, put_setting
from sync.client.replica import FileToSend, Identity
from sync.protocol.epoch import EPOCH_GRANT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.store.clock_marks import Clock
    from desk_app.store.database import Database
    from desk_app.store.files import Files
    from desk_app.store.guard import Guard
    from sync import cose


_REFUSED = "parcel_refused."  # with the epoch: first and last change the hub could not read


class Carrier(StoredReplica):
    """The log, the feeds and the files of one desk, as a parcel needs them."""

    def __init__(
        self,
        database: Database,
        guard: Guard,
        files: Files,
        clock: Clock,
        *,
        others: Sequence[bytes] = (),
    ) -> None:
        super().__init__(database, guard, files, clock)
        self._others = others
        self.grants: list[bytes] = []  # of new epochs, as the parcels brought them

    def recipients(self) -> tuple[str, ...]:
        return recipients(self._database)

    def private_keys(self) -> tuple[str, ...]:
        return (own_seal_key(self._database).private,)

    def speaker(self) -> Identity:
        own = read_identity(self._database)
        author, epoch = own.writer
        return Identity(
            hub_id=own.hub_id,
            hub_keys=hub_keys(self._database, own),
            dev=author,
            ep=epoch,
            sign=own.sign,
            key_list=key_list(self._database),
        )

    def may_write(self) -> bool:
        return self._guard.doubt(read_identity(self._database)) is None

    def newest_receipt(self) -> bytes | None:
        author, epoch = self._writer()
        acked = counter(self._database, acked_name(epoch))
        raw: bytes | None = self._database.value(
            "SELECT receipt FROM receipts WHERE author = ? AND epoch = ? AND acked = ?",
            (author, epoch, acked),
        )
        return raw

    def note_refused(self, first: int, last: int) -> None:
        _, epoch = self._writer()
        with self._database.writing():
            put_setting(self._database, f"{_REFUSED}{epoch}", [first, last])

    def refused(self) -> range:
        _, epoch = self._writer()
        told = get_setting(self._database, f"{_REFUSED}{epoch}")
        return range(told[0], told[1] + 1) if told else range(0)

    def files_to_carry(self) -> list[FileToSend]:
        rows = self._database.rows(
            """
            SELECT sha256, size FROM files
            WHERE is_at_hub = 0 AND named_number IS NOT NULL ORDER BY size
            """
        )
        return [self._file_to_send(sha256, size) for sha256, size in rows]

    def other_messages(self) -> list[bytes]:
        return list(self._others)

    def take_other(self, message: cose.Signed) -> bool:
        """Keep a grant for who opened the store: it makes another store of it."""
        if message.typ == EPOCH_GRANT:
            self.grants.append(message.raw)
        return False
