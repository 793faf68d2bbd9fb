"""The table of catalogue files prepared for the desks; what was published stays for good."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from sync.hub.keeping_tables import metadata

# One version of one file: prepared by one person, decided on by another.
drafts = Table(
    "catalogue_drafts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("file", Text, nullable=False),  # its name at the desks
    Column("content", LargeBinary, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("begins", Text, nullable=False),  # the first day something of it counts; ISO, or empty
    Column("over", Integer, nullable=False),  # the version it was compared with; 0: none
    Column("source", Text, nullable=False),  # the name of the file it came from
    Column("note", Text, nullable=False),
    Column("prepared_by", Text, nullable=False),
    Column("prepared_at", BigInteger, nullable=False),
    Column("outcome", Text, nullable=False),  # empty: it waits; published, declined
    Column("decided_by", Text, nullable=False),
    Column("decided_at", BigInteger),
    Column("why", Text, nullable=False),  # it was declined
    Column("pos", BigInteger),  # in the feed of the province
    Index("catalogue_drafts_by_file", "file", "outcome", "number"),
)
