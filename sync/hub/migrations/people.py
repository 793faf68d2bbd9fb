"""The first form of the tables of accounts, keys and locks; `m0001_first_form` calls it."""

import sqlalchemy as sa
from alembic import op

from sync.hub.migrations.columns import log_columns


def make_people() -> None:
    """Accounts as the hub knows them, what a person has dealt with, keys told, who is locked."""
    op.create_table(
        "accounts",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("dev", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "dev", "number"),
    )
    op.create_table(
        "reviews",
        *log_columns(),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("scope", "dev", "ep", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "key_lists",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "told_keys",
        sa.Column("dev", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("dev"),
    )
    op.create_table(
        "locks",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("locked_at", sa.BigInteger(), nullable=False),
        sa.Column("unlocked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "name_folded"),
    )
