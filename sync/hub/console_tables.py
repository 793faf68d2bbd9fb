"""The console's tables: who works at it, who is signed in, what was done and which alarm is whose.

The other tables stand in `tables`, in the same metadata.
"""

from secrets import randbits

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
)
from sqlalchemy import Text as Words

from sync.hub.keeping_tables import metadata

# One person who may sign in to the console; nobody is ever deleted.
operators = Table(
    "operators",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Words, nullable=False),
    Column("name_folded", Words, nullable=False, unique=True),
    Column("role", Words, nullable=False),
    Column("org", Words, nullable=False),  # of an agency's person; else empty
    Column("password", LargeBinary),  # salt and hash; null until the person has chosen one
    Column("totp", LargeBinary),  # sealed with a key of the hub's folder; null until then
    Column("totp_step", BigInteger, nullable=False),  # of the last code taken: none counts twice
    Column("start", LargeBinary),  # hash of the one-time code; null once it was used
    Column("start_until", BigInteger, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failed_at", BigInteger, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("signed_in_at", BigInteger),
    Column("ended_at", BigInteger),  # null: the account stands
)

# One signed-in browser; its cookie is not kept, only the hash of it.
operator_sessions = Table(
    "operator_sessions",
    metadata,
    Column("token", LargeBinary, primary_key=True),
    Column("operator", Integer, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["operator"], ["operators.number"]),
)

# One thing an operator set about; each row's mark covers the one before it.
audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("operator", Words, nullable=False),
    Column("role", Words, nullable=False),
    Column("act", Words, nullable=False),
    Column("target", Words, nullable=False),
    Column("purpose", Words, nullable=False),  # in the operator's words
    Column("outcome", Words, nullable=False),  # empty: begun; else the code of what stopped it
    Column("mark", LargeBinary, nullable=False),
)

# One row: where the audit log ends.
audit_end = Table(
    "audit_end",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("mark", LargeBinary, nullable=False),
)

# An alarm that somebody took upon themselves.
alarm_takes = Table(
    "alarm_takes",
    metadata,
    Column("alarm", Words, primary_key=True),  # kind, machine and since when
    Column("operator", Words, nullable=False),
    Column("taken_at", BigInteger, nullable=False),
    Column("note", Words, nullable=False),
)

# How many changes a machine had that the hub lacked, at one hour; kept for two weeks.
backlogs = Table(
    "backlogs",
    metadata,
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("hour", BigInteger, primary_key=True, autoincrement=False),  # Unix seconds / 3600
    Column("backlog", BigInteger, nullable=False),
    Index("backlogs_by_hour", "hour"),
)

# What a person decided about a change that was set aside; the change itself stays as it is.
asides = Table(
    "asides",
    metadata,
    Column("scope", Words, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("ep", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("decision", Words, nullable=False),
    Column("reason", Words, nullable=False),  # in the operator's words
    Column("operator", Words, nullable=False),
    Column("decided_at", BigInteger, nullable=False),
)

# One desk that asks for its key, named by the code that desk and province read to each other.
key_recoveries = Table(
    "key_recoveries",
    metadata,
    Column("code", Words, primary_key=True),
    Column("dev", Integer, nullable=False),
    Column("person", Words, nullable=False),  # who shall get a new password, as the desk told
    Column("request", LargeBinary, nullable=False),
    Column("reason", Words, nullable=False),
    Column("asked_by", Words, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("decided_by", Words, nullable=False),
    Column("decided_at", BigInteger),  # null: it waits for the second person
    Column("is_granted", Boolean, nullable=False),
    Column("answer", LargeBinary),  # opens at that desk alone
    Column("answered_at", BigInteger),
)

# One change of the console's accounts that an operator asked for and a second person decides.
account_wishes = Table(
    "account_wishes",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False, default=lambda: randbits(62)),
    Column("act", Words, nullable=False),  # add, role, renew
    Column("name", Words, nullable=False),
    Column("role", Words, nullable=False),  # empty where it stays
    Column("org", Words, nullable=False),  # of an agency's person; else empty
    Column("reason", Words, nullable=False),
    Column("asked_by", Words, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("decided_by", Words, nullable=False),
    Column("decided_at", BigInteger),  # null: it waits for the second person
    Column("is_granted", Boolean, nullable=False),
)

# When a machine's parcel last came over another machine's line (the relay of its commune).
relay_contacts = Table(
    "relay_contacts",
    metadata,
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
)
