"""The tables of the province's figures; all of it can be made anew from the changes.

A course is a dossier as figures see it. A cell says how many dossiers of an organisation have a
mark in a week or month. Both follow the feeds at their own pace: see `figures.following`.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, text

from sync.hub.api_tables import BY_BYTES
from sync.hub.keeping_tables import metadata

NEVER = 2**62  # a moment that has not come
IS_OPEN = text(f"ended = {NEVER}")  # as the index of open courses says it: no parameter

courses = Table(
    "courses",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("ent", BigInteger, primary_key=True, autoincrement=False),
    Column("org", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("came", BY_BYTES, nullable=False),
    Column("began_as", BY_BYTES, nullable=False),
    Column("turns_at", BigInteger, nullable=False),
    Column("turns_to", BY_BYTES, nullable=False),
    Column("ended", BigInteger, nullable=False),
    Column("ended_as", BY_BYTES, nullable=False),
    Column("trips", Integer, nullable=False),
    Index("courses_received", "org", "received"),
    Index("courses_ended", "org", "ended"),
    Index(
        "courses_open",
        "org",
        "turns_at",
        "began_as",
        "turns_to",
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    ),
)

cells = Table(
    "figure_cells",
    metadata,
    Column("org", Text, primary_key=True),
    Column("span", BY_BYTES, primary_key=True),  # week, month
    Column("begins", BigInteger, primary_key=True, autoincrement=False),
    Column("half", BY_BYTES, primary_key=True),  # came, done; open: by how many more than before
    Column("mark", BY_BYTES, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("trips", BigInteger, nullable=False),  # of those that came
    Column("again", BigInteger, nullable=False),  # who came more than once
    Index("figure_cells_by_span", "span", "half", "begins"),
    sqlite_with_rowid=False,
)

# How far the figures have followed a feed.
figure_cursors = Table(
    "figure_cursors",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("pos", BigInteger, nullable=False),
)
