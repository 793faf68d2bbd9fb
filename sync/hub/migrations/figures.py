"""The first form of the tables of figures and of the shelf; `m0001_first_form` calls it."""

import sqlalchemy as sa
from alembic import op

from sync.hub.migrations.outside import BY_BYTES

_IS_OPEN = sa.text("ended = 4611686018427387904")  # a moment that has not come


def make_figures() -> None:
    """Drafts of what is published, the courses of dossiers and what is counted of them."""
    op.create_table(
        "catalogue_drafts",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Text(), nullable=False),
        sa.Column("over", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("prepared_by", sa.Text(), nullable=False),
        sa.Column("prepared_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(
        "catalogue_drafts_by_file", "catalogue_drafts", ["file", "outcome", "number"], unique=False
    )
    op.create_table(
        "courses",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ent", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("came", BY_BYTES, nullable=False),
        sa.Column("began_as", BY_BYTES, nullable=False),
        sa.Column("turns_at", sa.BigInteger(), nullable=False),
        sa.Column("turns_to", BY_BYTES, nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=False),
        sa.Column("ended_as", BY_BYTES, nullable=False),
        sa.Column("trips", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "ent"),
    )
    op.create_index("courses_received", "courses", ["org", "received"], unique=False)
    op.create_index("courses_ended", "courses", ["org", "ended"], unique=False)
    op.create_index(
        "courses_open",
        "courses",
        ["org", "turns_at", "began_as", "turns_to"],
        unique=False,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    op.create_table(
        "figure_cells",
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("span", BY_BYTES, nullable=False),
        sa.Column("begins", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("half", BY_BYTES, nullable=False),
        sa.Column("mark", BY_BYTES, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("trips", sa.BigInteger(), nullable=False),
        sa.Column("again", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("org", "span", "begins", "half", "mark"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "figure_cells_by_span", "figure_cells", ["span", "half", "begins"], unique=False
    )
    op.create_table(
        "figure_cursors",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )
