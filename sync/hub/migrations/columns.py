"""Columns that several tables of the first form begin with."""

import sqlalchemy as sa


def log_columns() -> tuple[sa.Column[str], sa.Column[int], sa.Column[int]]:
    """The columns that name one log: whose it is, its machine, the epoch."""
    return (
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("dev", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ep", sa.Integer(), autoincrement=False, nullable=False),
    )
