"""The hub's tables about its own keeping: keys, new epochs, copies, parcels; all are small.

The other tables stand in `tables`, in the same metadata.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()

# One list of the hub's keys, as the offline root key signed it.
key_lists = Table(
    "key_lists",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("raw", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

# One machine whose key the desks were told, and the end they know of; 0: none.
told_keys = Table(
    "told_keys",
    metadata,
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
)

# One new epoch that a machine asked for and was given; asked again, it gets the same words.
grants = Table(
    "grants",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("request", LargeBinary, primary_key=True),
    Column("ep", Integer, nullable=False),
    Column("why", Text, nullable=False),  # as the machine told it
    Column("raw", LargeBinary, nullable=False),
    Column("given_at", BigInteger, nullable=False),
)

# One change of a log that was cut off, written anew: where it first stood, and what it is now.
recoveries = Table(
    "recoveries",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("ep", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, primary_key=True),  # SHA-256 of its bytes as they first were
    Column("ent", BigInteger, nullable=False),
)

# One copy of the hub, and how far each log had come when it was begun.
backups = Table(
    "backups",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made_at", BigInteger, nullable=False),
    Column("place", Text, nullable=False),
    Column("verified_at", BigInteger),  # null until somebody has read it back
)

backup_logs = Table(
    "backup_logs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("scope", Text, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("ep", Integer, primary_key=True, autoincrement=False),
    Column("acked", BigInteger, nullable=False),
    ForeignKeyConstraint(["number"], ["backups.number"]),
)

# One part of a parcel that came on a stick or through another machine.
parcels = Table(
    "parcels",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("dev", Integer, primary_key=True, autoincrement=False),
    Column("parcel", LargeBinary, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("made_at", BigInteger, nullable=False),  # by the desk's clock
    Column("taken_at", BigInteger, nullable=False),  # the last time
    Column("is_whole", Integer, nullable=False),  # 1 once it was read to its end
    Column("refused_first", BigInteger, nullable=False),  # changes of a frame that could not be
    Column("refused_last", BigInteger, nullable=False),  # read; both 0 for none
    Column("manifest", LargeBinary, nullable=False),  # as the desk signed it
)
