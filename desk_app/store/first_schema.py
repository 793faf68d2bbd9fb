"""The tables of the first release, as SQL; `migrations` runs them once. Released: never changed."""

from __future__ import annotations

from typing import Final

FIRST_SCHEMA: Final = (
    # This installation: one row. `frozen` says why nothing may be written, '' when it may.
    """
    CREATE TABLE identity (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        desk TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        device_key BLOB NOT NULL CHECK (length(device_key) = 32),
        author INTEGER CHECK (author > 0),
        epoch INTEGER CHECK (epoch BETWEEN 0 AND 255),
        first_head BLOB CHECK (length(first_head) = 32),
        hub_id BLOB,
        hub_key BLOB CHECK (length(hub_key) = 32),
        hub_url TEXT NOT NULL DEFAULT '',
        organisation TEXT NOT NULL DEFAULT '',
        enrolled_at INTEGER,
        frozen TEXT NOT NULL DEFAULT '',
        CHECK ((author IS NULL) = (epoch IS NULL) AND (author IS NULL) = (first_head IS NULL))
    ) STRICT
    """,
    # An epoch this installation has had, and the head its chain began with.
    """
    CREATE TABLE epochs (
        author INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        first_head BLOB NOT NULL CHECK (length(first_head) = 32),
        since INTEGER NOT NULL,
        PRIMARY KEY (author, epoch)
    ) STRICT, WITHOUT ROWID
    """,
    # What this installation remembers by name: JSON texts.
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # Counters that only grow: lamport, hello, acked, backed_up, …
    """
    CREATE TABLE counters (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL CHECK (value >= 0)
    ) STRICT, WITHOUT ROWID
    """,
    # One change record of one author (sync/record.py): the bytes, and beside them what is looked
    # for. `head` is the chain's head after it, kept for this machine's own changes.
    """
    CREATE TABLE journal (
        place INTEGER PRIMARY KEY,
        author INTEGER NOT NULL CHECK (author >= 0),
        epoch INTEGER NOT NULL CHECK (epoch BETWEEN 0 AND 255),
        number INTEGER NOT NULL CHECK (number > 0),
        entity INTEGER NOT NULL CHECK (entity > 0),
        kind INTEGER NOT NULL CHECK (kind > 0),
        record BLOB NOT NULL,
        head BLOB CHECK (length(head) = 32),
        UNIQUE (author, epoch, number)
    ) STRICT
    """,
    "CREATE INDEX journal_of_entity ON journal (entity)",
    """
    CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
    # The hub's last word on one change: where it stands in a scope's feed, and the verdict.
    # Own changes without a row here are waiting.
    """
    CREATE TABLE settled (
        author INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        number INTEGER NOT NULL,
        scope TEXT NOT NULL,
        position INTEGER NOT NULL CHECK (position >= 0),
        version INTEGER NOT NULL CHECK (version >= 0),
        verdict TEXT NOT NULL CHECK (verdict IN ('ok', 'flagged', 'held', 'refused', 'opaque')),
        reason TEXT NOT NULL DEFAULT '',
        turn INTEGER NOT NULL,
        PRIMARY KEY (author, epoch, number)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX settled_in_turn ON settled (scope, turn, position)",
    """
    CREATE INDEX settled_aside ON settled (author, epoch, number)
    WHERE verdict IN ('held', 'refused', 'opaque')
    """,
    # How far each scope's feed has been taken; `digest` is the sum over its records up to there.
    # A feed that had to be begun anew is taken in another turn.
    """
    CREATE TABLE cursors (
        scope TEXT PRIMARY KEY,
        hub_epoch INTEGER NOT NULL,
        position INTEGER NOT NULL CHECK (position >= 0),
        digest INTEGER NOT NULL,
        turn INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # The hub's signed receipt of what it holds of an epoch: proof of filing.
    """
    CREATE TABLE receipts (
        author INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        acked INTEGER NOT NULL,
        receipt BLOB NOT NULL,
        PRIMARY KEY (author, epoch, acked)
    ) STRICT, WITHOUT ROWID
    """,
    # A range of running numbers a day that the hub granted to one epoch of this machine.
    """
    CREATE TABLE lanes (
        organisation TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        first INTEGER NOT NULL CHECK (first > 0),
        last INTEGER NOT NULL CHECK (last BETWEEN first AND 9999),
        granted_at INTEGER NOT NULL,
        PRIMARY KEY (organisation, epoch, first)
    ) STRICT, WITHOUT ROWID
    """,
    # A dossier code this machine gave out. Never taken back: a cancelled one stays accounted for.
    """
    CREATE TABLE numbers (
        organisation TEXT NOT NULL,
        day TEXT NOT NULL,
        is_temporary INTEGER NOT NULL CHECK (is_temporary IN (0, 1)),
        number INTEGER NOT NULL CHECK (number > 0),
        entity INTEGER NOT NULL,
        PRIMARY KEY (organisation, day, is_temporary, number)
    ) STRICT, WITHOUT ROWID
    """,
    # A line of the register (sổ theo dõi hồ sơ): unbroken per desk and year.
    """
    CREATE TABLE registers (
        year INTEGER NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        entity INTEGER NOT NULL UNIQUE,
        PRIMARY KEY (year, number)
    ) STRICT, WITHOUT ROWID
    """,
    # The caller's own key of a dossier: the same key again gives the same dossier.
    """
    CREATE TABLE refs (
        ref TEXT PRIMARY KEY,
        entity INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # A person with an account; `number` is the actor of change records. Never deleted.
    """
    CREATE TABLE users (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        name TEXT NOT NULL CHECK (name <> ''),
        folded TEXT NOT NULL UNIQUE,
        roles TEXT NOT NULL,
        is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
        since INTEGER NOT NULL,
        entity INTEGER
    ) STRICT
    """,
    # A sign-in, a lock or a sign-out.
    """
    CREATE TABLE sessions (
        id INTEGER PRIMARY KEY,
        user INTEGER NOT NULL REFERENCES users (number),
        act TEXT NOT NULL CHECK (act IN ('signed_in', 'locked', 'unlocked', 'signed_out')),
        at INTEGER NOT NULL
    ) STRICT
    """,
    # One print of one form of a dossier: the print ledger. `copy` is 0 for the original.
    """
    CREATE TABLE prints (
        id INTEGER PRIMARY KEY,
        entity INTEGER NOT NULL,
        form TEXT NOT NULL CHECK (form <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('original', 'copy', 'corrected')),
        copy INTEGER NOT NULL CHECK ((copy = 0) = (kind = 'original') AND copy >= 0),
        sheets INTEGER NOT NULL CHECK (sheets > 0),
        state TEXT NOT NULL
            CHECK (state IN ('queued', 'sent', 'printed', 'spoiled', 'unknown')),
        sha256 TEXT CHECK (length(sha256) = 64),
        printer TEXT NOT NULL DEFAULT '',
        job TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        by INTEGER NOT NULL,
        queued_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        CHECK (state NOT IN ('sent', 'printed') OR sha256 IS NOT NULL)
    ) STRICT
    """,
    "CREATE INDEX prints_of_entity ON prints (entity, form)",
    "CREATE INDEX prints_open ON prints (state) WHERE state IN ('queued', 'sent', 'unknown')",
    """
    CREATE UNIQUE INDEX one_original ON prints (entity, form)
    WHERE kind = 'original' AND state <> 'spoiled'
    """,
    # What happened to a print, step by step.
    """
    CREATE TABLE print_steps (
        id INTEGER PRIMARY KEY,
        print INTEGER NOT NULL REFERENCES prints (id),
        state TEXT NOT NULL,
        by INTEGER NOT NULL,
        at INTEGER NOT NULL,
        reason TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX steps_of_print ON print_steps (print)",
    """
    CREATE TRIGGER print_steps_are_never_changed BEFORE UPDATE ON print_steps
    BEGIN SELECT RAISE(ABORT, 'the print ledger is append-only'); END
    """,
    """
    CREATE TRIGGER print_steps_are_never_removed BEFORE DELETE ON print_steps
    BEGIN SELECT RAISE(ABORT, 'the print ledger is append-only'); END
    """,
    # A file on disk, encrypted under its own key; `stored_as` is the hash of the stored bytes,
    # `named` the own change that first spoke of it.
    """
    CREATE TABLE files (
        sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
        stored_as TEXT NOT NULL CHECK (length(stored_as) = 64),
        key BLOB NOT NULL CHECK (length(key) = 32),
        size INTEGER NOT NULL CHECK (size >= 0),
        purpose TEXT NOT NULL CHECK (purpose IN ('print', 'paper', 'result', 'published')),
        entity INTEGER,
        kept_at INTEGER NOT NULL,
        named_epoch INTEGER,
        named_number INTEGER,
        is_at_hub INTEGER NOT NULL DEFAULT 0 CHECK (is_at_hub IN (0, 1)),
        CHECK ((named_epoch IS NULL) = (named_number IS NULL))
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX files_of_entity ON files (entity)",
    "CREATE INDEX files_to_send ON files (size) WHERE is_at_hub = 0 AND named_number IS NOT NULL",
    # A file that a change of somebody else speaks of and that is not here yet.
    """
    CREATE TABLE wanted (
        sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
        purpose TEXT NOT NULL CHECK (purpose IN ('result', 'published')),
        entity INTEGER NOT NULL,
        since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # A form being filled in by a user, kept at every change.
    """
    CREATE TABLE drafts (
        user INTEGER NOT NULL,
        form TEXT NOT NULL,
        content TEXT NOT NULL,
        changed_at INTEGER NOT NULL,
        PRIMARY KEY (user, form)
    ) STRICT, WITHOUT ROWID
    """,
    # A round with the hub, as it went: the last ones are kept.
    """
    CREATE TABLE rounds (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        counts TEXT NOT NULL
    ) STRICT
    """,
)
