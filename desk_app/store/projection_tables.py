"""What lists and search read: tables that may be dropped at any time and made again.

`VERSION` rises with every change here; a database with another one is rebuilt when it is opened.
Indexes and triggers stand apart from the tables, so that a rebuild fills first and sorts then.
"""

from __future__ import annotations

import re
from typing import Final

VERSION: Final = 7
VERSION_SETTING: Final = "projections"
KINDS_SETTING: Final = "projected_kinds"  # the kinds of change that the version at work could read

NO_DUE: Final = 1 << 62  # `due_key` of a dossier without a promise: sorts last

TABLES: Final = (
    # A dossier as it stands. `id` is the order in which it came to this desk: newest last.
    """
    CREATE TABLE dossiers (
        id INTEGER PRIMARY KEY,
        entity INTEGER NOT NULL,
        code TEXT NOT NULL,
        is_temporary INTEGER NOT NULL,
        status TEXT NOT NULL,
        is_cancelled INTEGER NOT NULL,
        is_live INTEGER NOT NULL,
        is_running INTEGER NOT NULL,
        is_to_sign INTEGER NOT NULL,
        organisation TEXT NOT NULL,
        competent TEXT NOT NULL,
        procedure TEXT NOT NULL,
        case_id TEXT NOT NULL,
        channel TEXT NOT NULL,
        applicant TEXT NOT NULL,
        person TEXT NOT NULL,
        personal_id TEXT NOT NULL,
        phone TEXT NOT NULL,
        handler TEXT NOT NULL,
        is_handed INTEGER NOT NULL,
        is_apology INTEGER NOT NULL,
        to_enter INTEGER NOT NULL,
        waits_key INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        due_key INTEGER NOT NULL,
        register_year INTEGER NOT NULL,
        register_number INTEGER NOT NULL,
        version INTEGER NOT NULL,
        waiting INTEGER NOT NULL,
        near INTEGER NOT NULL,
        aside INTEGER NOT NULL,
        last_number INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        is_counted INTEGER NOT NULL,
        ended_key INTEGER NOT NULL,
        last_key INTEGER NOT NULL,
        asked_key INTEGER NOT NULL,
        supplements INTEGER NOT NULL,
        asked_back INTEGER NOT NULL,
        traits INTEGER NOT NULL
    ) STRICT
    """,
    # Every code a dossier has or had; `tail` is the part people read out, `running` its last part.
    """
    CREATE TABLE codes (
        code TEXT NOT NULL,
        entity INTEGER NOT NULL,
        tail TEXT NOT NULL,
        running INTEGER NOT NULL,
        PRIMARY KEY (code, entity)
    ) STRICT, WITHOUT ROWID
    """,
    # The names of a dossier: as typed in small letters, and folded for the index.
    "CREATE TABLE names (id INTEGER PRIMARY KEY, typed TEXT NOT NULL, folded TEXT NOT NULL) STRICT",
    # A person who applied, once, as written in the dossier `seen_in`; `key` tells persons apart.
    """
    CREATE TABLE people (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        personal_id TEXT NOT NULL,
        phone TEXT NOT NULL,
        folded TEXT NOT NULL,
        person TEXT NOT NULL,
        dossiers INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        seen_in INTEGER NOT NULL
    ) STRICT
    """,
    # A change that the hub set aside or flagged, and that no person has dealt with.
    """
    CREATE TABLE asides (
        author INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        number INTEGER NOT NULL,
        entity INTEGER NOT NULL,
        PRIMARY KEY (author, epoch, number)
    ) STRICT, WITHOUT ROWID
    """,
    # A field of a dossier with more than one value: a person must settle it.
    """
    CREATE TABLE disputes (
        entity INTEGER NOT NULL,
        field TEXT NOT NULL,
        PRIMARY KEY (entity, field)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE tallies (
        status TEXT PRIMARY KEY,
        dossiers INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)

INDEXES: Final = (
    "CREATE UNIQUE INDEX dossiers_entity ON dossiers (entity)",
    "CREATE INDEX dossiers_status ON dossiers (status, id)",
    "CREATE INDEX dossiers_procedure ON dossiers (procedure, status, id)",
    "CREATE INDEX dossiers_person ON dossiers (person, id)",
    "CREATE INDEX dossiers_received ON dossiers (received_at, id)",
    # What a report carries over from before its period: ended in it, after it, or not yet.
    "CREATE INDEX dossiers_ended ON dossiers (ended_key, received_at) WHERE is_counted = 1",
    # What is still in hand is little, so every question about it is answered from one index.
    """
    CREATE INDEX dossiers_live ON dossiers
        (due_key, id, status, is_running, is_to_sign, procedure, handler)
    WHERE is_live = 1
    """,
    # What waits for one thing each, by how long: of all that is in hand only these few.
    """
    CREATE INDEX dossiers_waits ON dossiers (status, waits_key, id, handler)
    WHERE is_live = 1 AND waits_key > 0
    """,
    "CREATE INDEX dossiers_apology ON dossiers (due_key, id) WHERE is_apology = 1",
    "CREATE INDEX dossiers_to_enter ON dossiers (procedure, id) WHERE to_enter = 1",
    "CREATE INDEX asides_entity ON asides (entity)",
    "CREATE INDEX dossiers_waiting ON dossiers (id) WHERE waiting > 0",
    "CREATE INDEX dossiers_aside ON dossiers (id) WHERE aside > 0",
    "CREATE INDEX codes_entity ON codes (entity)",
    "CREATE INDEX codes_tail ON codes (tail)",
    "CREATE INDEX codes_running ON codes (running, entity)",
    "CREATE INDEX people_personal_id ON people (personal_id) WHERE personal_id <> ''",
    "CREATE INDEX people_phone ON people (phone) WHERE phone <> ''",
)

# Words are folded by ourselves: no option of FTS5 folds đ to d. Only whole words by their
# beginnings are asked for, never phrases or ranks, so no positions are kept. A Vietnamese syllable
# has at most seven letters: with a prefix index for each length every word asked for is one list of
# rows, ready in the index, where a longer beginning would first gather the lists of all its words.
_SEARCH_OF = """
    CREATE VIRTUAL TABLE {table}_search USING fts5(
        folded, content = '{table}', content_rowid = 'id', prefix = '1 2 3 4 5 6 7',
        detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 0'
    );
    CREATE TRIGGER {table}_found AFTER INSERT ON {table} BEGIN
        INSERT INTO {table}_search (rowid, folded) VALUES (new.id, new.folded);
    END;
    CREATE TRIGGER {table}_lost AFTER DELETE ON {table} BEGIN
        INSERT INTO {table}_search ({table}_search, rowid, folded)
        VALUES ('delete', old.id, old.folded);
    END;
    CREATE TRIGGER {table}_renamed AFTER UPDATE OF folded ON {table}
    WHEN old.folded <> new.folded BEGIN
        INSERT INTO {table}_search ({table}_search, rowid, folded)
        VALUES ('delete', old.id, old.folded);
        INSERT INTO {table}_search (rowid, folded) VALUES (new.id, new.folded);
    END
"""
SEARCH: Final = tuple(
    statement
    for table in ("names", "people")
    for statement in re.split(r";\n(?=    CREATE)", _SEARCH_OF.format(table=table))
)

TALLIES: Final = (
    """
    CREATE TRIGGER dossier_tallied AFTER INSERT ON dossiers BEGIN
        INSERT INTO tallies VALUES (new.status, 1)
        ON CONFLICT (status) DO UPDATE SET dossiers = dossiers + 1;
    END
    """,
    """
    CREATE TRIGGER dossier_moved AFTER UPDATE OF status ON dossiers
    WHEN old.status <> new.status BEGIN
        UPDATE tallies SET dossiers = dossiers - 1 WHERE status = old.status;
        INSERT INTO tallies VALUES (new.status, 1)
        ON CONFLICT (status) DO UPDATE SET dossiers = dossiers + 1;
    END
    """,
    """
    CREATE TRIGGER dossier_untallied AFTER DELETE ON dossiers BEGIN
        UPDATE tallies SET dossiers = dossiers - 1 WHERE status = old.status;
    END
    """,
)

DROPS: Final = (
    *(f"DROP TABLE IF EXISTS {table}_search" for table in ("names", "people")),
    *(
        f"DROP TABLE IF EXISTS {table}"
        for table in ("dossiers", "codes", "names", "people", "asides", "disputes", "tallies")
    ),
)
