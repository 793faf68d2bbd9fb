"""Whether this database may be written: the witness is asked before, and told after, each write."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from desk_app.store import machine
from desk_app.store.errors import DatabaseUnreachable, NeedsNewEpoch
from desk_app.store.numbering import last_code_day
from desk_app.store.outbox import last_number
from desk_app.store.witness import Doubt, Seen, Witness

if TYPE_CHECKING:
    from desk_app.store.database import Database
    from desk_app.store.identity import Identity


class Guard:
    """Keeps a restored, copied or moved database from writing."""

    def __init__(self, database: Database, witness: Witness) -> None:
        self._database = database
        self._witness = witness
        self._here = ""  # this machine's fingerprint, asked for once

    def doubt(self, identity: Identity) -> Doubt | None:
        """Why the database may not be written; None when it may."""
        if identity.frozen:
            return Doubt(identity.frozen)
        self._here = self._here or machine.fingerprint(identity.desk)
        if self._here and identity.fingerprint and self._here != identity.fingerprint:
            return Doubt.MOVED
        seen = self._witness.seen()
        if seen is None:
            return Doubt.UNWITNESSED
        return Doubt.RESTORED if seen.is_beyond(self._now(identity)) else None

    def require_writable(self, identity: Identity) -> Seen:
        """What the witness says; raises NeedsNewEpoch where the database lags behind it."""
        doubt = self.doubt(identity)
        if doubt is not None:
            raise NeedsNewEpoch(doubt=doubt)
        return self._witness.seen() or Seen()

    def remember(self, identity: Identity, *, after: Seen) -> None:
        """Let the witness know how far the database has come.

        What could not be told is harmless: what was written stands, and a witness that is gone
        shows at the next write.
        """
        with suppress(DatabaseUnreachable):
            self._witness.remember(self._now(identity), after=after)

    def begin(self, identity: Identity) -> None:
        """A new witness: at set-up and in a new epoch."""
        self._witness.begin(self._now(identity))

    def epoch_seen(self) -> int:
        """The latest epoch this machine remembers writing in; 0 for none."""
        seen = self._witness.seen()
        return seen.epoch if seen is not None else 0

    def _now(self, identity: Identity) -> Seen:
        if identity.author is None or identity.epoch is None:
            return Seen(code_day=last_code_day(self._database))
        return Seen(
            epoch=identity.epoch,
            number=last_number(self._database, (identity.author, identity.epoch)),
            code_day=last_code_day(self._database),
        )
