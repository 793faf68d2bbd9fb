"""The tables for what a log that was cut off held beyond the hub. Released: never changed."""

from __future__ import annotations

from typing import Final

RECOVERED_SCHEMA: Final = (
    # Where an earlier log of this machine ends at the hub, as a grant told; `is_whole` once all of
    # it up to there is in the journal.
    """
    CREATE TABLE own_logs (
        author INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        acked INTEGER NOT NULL CHECK (acked >= 0),
        head BLOB NOT NULL CHECK (length(head) = 32),
        is_whole INTEGER NOT NULL CHECK (is_whole IN (0, 1)),
        PRIMARY KEY (author, epoch)
    ) STRICT, WITHOUT ROWID
    """,
    # A change taken out of the journal: the hub lacks it, or has another in its place. `entity` is
    # what it speaks of; what it brought into being stands under the negative of that number until
    # it is written anew. `by` NULL: no person had to decide.
    """
    CREATE TABLE recovered (
        id INTEGER PRIMARY KEY,
        author INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        number INTEGER NOT NULL,
        entity INTEGER NOT NULL,
        record BLOB NOT NULL,
        head BLOB,
        found_at INTEGER NOT NULL,
        state TEXT NOT NULL
            CHECK (state IN ('open', 'accepted', 'left_out', 'not_needed', 'replaced')),
        by INTEGER,
        decided_at INTEGER,
        reason TEXT NOT NULL DEFAULT '',
        new_epoch INTEGER,
        new_number INTEGER,
        new_entity INTEGER,
        CHECK ((state = 'accepted') = (new_number IS NOT NULL)),
        CHECK (state NOT IN ('accepted', 'left_out') OR decided_at IS NOT NULL),
        UNIQUE (author, epoch, number, record)
    ) STRICT
    """,
    "CREATE INDEX recovered_open ON recovered (id) WHERE state = 'open'",
    "CREATE INDEX recovered_of_entity ON recovered (entity)",
    """
    CREATE TRIGGER recovered_is_never_shortened BEFORE DELETE ON recovered
    BEGIN SELECT RAISE(ABORT, 'what was recovered is kept'); END
    """,
    """
    CREATE TRIGGER recovered_records_are_never_changed
    BEFORE UPDATE OF author, epoch, number, entity, record, head ON recovered
    BEGIN SELECT RAISE(ABORT, 'what was recovered is kept'); END
    """,
    # A change of the hub that its feed brought once and, put back from a copy, has no more.
    """
    CREATE TABLE lost_words (
        author INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        number INTEGER NOT NULL,
        scope TEXT NOT NULL,
        PRIMARY KEY (author, epoch, number)
    ) STRICT, WITHOUT ROWID
    """,
    "DROP TRIGGER journal_is_never_shortened",
    # Only what is kept whole beside the journal may leave it.
    """
    CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
    WHEN NOT EXISTS (
        SELECT 1 FROM recovered AS r
        WHERE r.author = OLD.author AND r.epoch = OLD.epoch AND r.number = OLD.number
            AND r.record = OLD.record
    )
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
)
