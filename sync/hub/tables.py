"""The hub's tables, for SQLite and PostgreSQL alike.

Every large table begins its key with `scope`, the organisation whose feed it belongs to, so that a
database spread over machines may cut along it. Moments are Unix seconds; keys, hashes and changes
are the bytes that travel. In SQLite the large tables lie in their key's order, so a row is written
once and not a second time in an index.
"""

from secrets import randbits

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from sync.hub import (
    api_tables,
    console_tables,
    figure_tables,
    keeping_tables,
    shelf_tables,
    voice_tables,
)

metadata = keeping_tables.metadata
OF_FACES = (
    api_tables,
    console_tables,
    figure_tables,
    shelf_tables,
    voice_tables,
)  # named here, their tables stand in the same metadata

SET_ASIDE = text("changes.verdict NOT IN ('ok', 'flagged')")  # to the letter what the index says

# One row: which hub this is.
hub = Table(
    "hub",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("hub_id", LargeBinary, nullable=False),
    Column("hub_ep", BigInteger, nullable=False),  # new whenever the hub was restored
    Column("created_at", BigInteger, nullable=False),
    Column("least_app", Text, nullable=False),  # the oldest program it will take; empty: any
    Column("least_app_from", BigInteger, nullable=False),  # from then on
    Column("restored_at", BigInteger),  # when it was last put back from a copy
)

# One machine that was enrolled.
devices = Table(
    "devices",
    metadata,
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("org", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("device_key", LargeBinary, nullable=False, unique=True),
    Column("recipient_key", Text, nullable=False),  # age1…: what is sealed for it alone
    Column("ep", Integer, nullable=False),  # the epoch it may write in
    Column("counter", BigInteger, nullable=False),  # of its last hello
    Column("app", Text, nullable=False),
    Column("enrolled_at", BigInteger, nullable=False),
    Column("last_contact_at", BigInteger),
    Column("told", BigInteger, nullable=False, default=0),  # its last change, by its last hello
    Column("lease_days", Integer, nullable=False),  # how long it may work without a word of ours
    Column("revoked_at", BigInteger),
    Column("revoked_why", Text, nullable=False),  # in the operator's words
    Column("wipe_at", BigInteger),  # when it was ordered to destroy its keys
)

# One account of a machine, as its own changes tell it.
accounts = Table(
    "accounts",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("name_folded", Text, nullable=False),
)

# A person locked out at all machines of an organisation.
locks = Table(
    "locks",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("name_folded", Text, primary_key=True),
    Column("name", Text, nullable=False),  # as the operator typed it
    Column("locked_at", BigInteger, nullable=False),
    Column("unlocked_at", BigInteger),  # null: still locked
)

# One author's log within one epoch; dev 0 is the hub itself.
epochs = Table(
    "epochs",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("ep", Integer, primary_key=True, autoincrement=False),
    Column("first_head", LargeBinary, nullable=False),
    Column("acked", BigInteger, nullable=False),
    Column("head", LargeBinary, nullable=False),  # at `acked`
    Column("durable", BigInteger, nullable=False),
    Column("frozen", Text, nullable=False),  # why nothing more is taken; empty: it is
    Column("counter", BigInteger, nullable=False, default=0),  # of the last hello in it
    Column("opened_at", BigInteger, nullable=False),
)

# One invitation; the code itself is not kept.
invites = Table(
    "invites",
    metadata,
    Column("invite", LargeBinary, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    Column("org", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("dev", Integer),  # the machine that used it
)

# One range of running numbers, granted for good once its invitation is used.
lanes = Table(
    "lanes",
    metadata,
    Column("org", Text, primary_key=True),
    Column("first", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
    Column("invite", LargeBinary),  # null where it came with a new epoch
    Column("dev", Integer),
    Column("ep", Integer),
    ForeignKeyConstraint(["invite"], ["invites.invite"]),
)

# One feed; whoever adds to it holds its row.
feeds = Table(
    "feeds",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("pos", BigInteger, nullable=False),  # of its newest record
    Column("digest", BigInteger, nullable=False),  # sum over its records
    Column("lam", BigInteger, nullable=False),  # the highest Lamport counter in it
    Column("floor", BigInteger, nullable=False, server_default=text("0")),  # snapshots: up to here
    Column("floor_digest", BigInteger, nullable=False, server_default=text("0")),
    Column("snapshot", Text, nullable=False, server_default=text("''")),  # SHA-256 of the content
    Column("size", BigInteger, nullable=False, server_default=text("0")),  # of it, bytes
)

_ASIDE = text("verdict NOT IN ('ok', 'flagged')")
_SAID = text("kind IN (104, 151)")  # said at a desk, or written anew; kinds are eternal

# One change as its author wrote it.
changes = Table(
    "changes",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("ep", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("ent", BigInteger, nullable=False),
    Column("kind", BigInteger, nullable=False),
    Column("raw", LargeBinary),  # null once erased by law
    Column("inner_hash", LargeBinary),  # kept in its place then
    Column("head", LargeBinary, nullable=False),  # of the author's chain after it
    Column("pos", BigInteger, nullable=False),  # in the feed, of the verdict now valid
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("fault", Text, nullable=False),  # hash of the stack, where judging it failed
    Column("taken_at", BigInteger, nullable=False),
    Index("changes_by_entity", "scope", "ent", "pos"),
    Index("changes_set_aside", "scope", "pos", sqlite_where=_ASIDE, postgresql_where=_ASIDE),
    Index("changes_feedback", "scope", "ent", sqlite_where=_SAID, postgresql_where=_SAID),
    sqlite_with_rowid=False,
)

# One record of a feed.
feed = Table(
    "feed",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("pos", BigInteger, primary_key=True, autoincrement=False),
    Column("dev", Integer, nullable=False),
    Column("ep", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("ver", BigInteger, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("digest", BigInteger, nullable=False),  # sum over the records up to this one
    sqlite_with_rowid=False,
)

# The salt key an author gave an entity; erased with the bodies.
salts = Table(
    "salts",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("ep", Integer, primary_key=True, autoincrement=False),
    Column("ent", BigInteger, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# One entity: how many records speak of it, and whether it came into being.
entities = Table(
    "entities",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("ent", BigInteger, primary_key=True, autoincrement=False),
    Column("ver", BigInteger, nullable=False),
    Column("created", Text, nullable=False),  # the verdict on its first change
    sqlite_with_rowid=False,
)

# The last change of an author about an entity that is not in force: what builds on it waits too.
holds = Table(
    "holds",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("ent", BigInteger, primary_key=True, autoincrement=False),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("ep", Integer, primary_key=True, autoincrement=False),
    Column("ver", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# A change that a person of its organisation has dealt with, or a note that says so.
reviews = Table(
    "reviews",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("ep", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# What the province must know of a dossier to find and show it; made anew from the changes.
dossiers = Table(
    "dossiers",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("ent", BigInteger, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("org", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("applicant_folded", Text, nullable=False),
    Column("due_at", BigInteger),
    UniqueConstraint("scope", "code", name="dossier_code_once"),
    Index("dossiers_by_code", "code"),
    Index("dossiers_by_status", "scope", "status", "due_at"),
)

# One batch: what its author's clock was worth.
batches = Table(
    "batches",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("ep", Integer, primary_key=True, autoincrement=False),
    Column("last", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("device_at", BigInteger, nullable=False),
    Column("offset_s", BigInteger),
    Column("age_s", BigInteger),
    Column("boot", LargeBinary, nullable=False),
    Column("taken_at", BigInteger, nullable=False),
)

# A signed frame that was not taken and that a person must look at.
quarantine = Table(
    "quarantine",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False, default=lambda: randbits(62)),
    Column("dev", Integer, nullable=False),
    Column("ep", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("frame", LargeBinary, nullable=False),
    Column("taken_at", BigInteger, nullable=False),
    Column("reviewed_at", BigInteger),  # null: it waits for a person
)

# A file that machines of a scope may read.
files = Table(
    "files",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("stored_at", BigInteger, nullable=False),
)
