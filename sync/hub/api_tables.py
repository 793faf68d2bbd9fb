"""The hub's tables about other systems: what they are told, their keys, their words, their hooks.

The other tables stand in `tables`, in the same metadata.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import TEXT

from sync.hub.keeping_tables import metadata

BY_BYTES = Text().with_variant(TEXT(collation="C"), "postgresql")  # an index finds beginnings

# One step of a dossier as other systems are told of it; numbers have no gaps and are for ever.
outward_log = Table(
    "outward_log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("scope", Text, nullable=False),
    Column("ent", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),  # when it was done, by its author's clock
    Column("org", Text, nullable=False),
    Column("body_folded", Text, nullable=False),  # who works on it; empty: the desk
    Column("body_before", Text, nullable=False),  # who did until this step
    Column("told", Text, nullable=False),  # a JSON array: `Told`, moments as Unix seconds
    Index("outward_log_by_body", "body_folded", "number"),
    Index("outward_log_by_body_before", "body_before", "number"),
    Index("outward_log_by_entity", "scope", "ent", "number"),
)

# One dossier as other systems were told of it last.
outward = Table(
    "outward",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("ent", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),  # of its last step in the log
    Column("code", Text, nullable=False),
    Column("org", Text, nullable=False),
    Column("state", Integer, nullable=False),
    Column("body_folded", Text, nullable=False),
    Column("is_taken", Integer, nullable=False),
    Column("handed_at", BigInteger, nullable=False),  # when it came to that body; 0: never
    Column("due_at", BigInteger, nullable=False),  # 0: no promise
    Index("outward_by_code", "code"),
    Index("outward_by_body", "body_folded", "state", "due_at"),
)

# What a dossier's name and number begin with, from each word on: see `finding`.
beginnings = Table(
    "dossier_beginnings",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("ent", BigInteger, primary_key=True, autoincrement=False),
    Column("beginning", BY_BYTES, primary_key=True),
    Index("dossier_beginnings_by_letter", "beginning"),
    sqlite_with_rowid=False,
)

# How far one feed has been told.
outward_feeds = Table(
    "outward_feeds",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("pos", BigInteger, nullable=False),
)

# The first number told by a hub since it was made or put back; who stands beyond it reads again.
outward_eras = Table(
    "outward_eras",
    metadata,
    Column("hub_ep", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("next", BigInteger, nullable=False),  # the number to be given next
)

# One key of another system; the key itself is not kept.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", LargeBinary, nullable=False, unique=True),  # SHA-256 of the key
    Column("name", Text, nullable=False),  # whose it is, in the operator's words
    Column("scopes", Text, nullable=False),  # with spaces between
    Column("body", Text, nullable=False),  # the department it speaks for; empty: the province
    Column("orgs", Text, nullable=False),  # the organisations it sees; empty: all
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
)

# One word of another system, and the answer it got; said again, it gets the same.
api_words = Table(
    "api_words",
    metadata,
    Column("key", Text, primary_key=True),
    Column("word", Text, primary_key=True),  # its Idempotency-Key
    Column("digest", LargeBinary, nullable=False),  # SHA-256 of what was asked
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# One address that changes are sent to.
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),  # as of api_keys
    Column("orgs", Text, nullable=False),
    Column("number", BigInteger, nullable=False),  # the last change it has, or was set aside for it
    Column("batch", Integer, nullable=False),  # how many changes go at once; 1 after refusals
    Column("tries", Integer, nullable=False),  # of what goes next
    Column("refusals", Integer, nullable=False),  # among these
    Column("failing_since", BigInteger),
    Column("last_reason", Text, nullable=False),
    Column("next_at", BigInteger, nullable=False),  # not before
    Column("claimed_until", BigInteger, nullable=False),  # a process is at it
    Column("made_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
)

# One change that an address would not take (dead letter).
dead_letters = Table(
    "dead_letters",
    metadata,
    Column("webhook", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("again", Integer, nullable=False),  # 1: somebody asked for it to be sent again
)
