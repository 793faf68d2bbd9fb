"""The first form of the tables of what citizens say and are told; `m0001_first_form` calls it."""

import sqlalchemy as sa
from alembic import op


def make_voice() -> None:
    """Ratings, feedback and messages."""
    op.create_table(
        "rating_codes",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("mark"),
    )
    op.create_table(
        "ratings",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("rated_on", sa.Text(), nullable=False),
        sa.Column("face", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ratings_by_day", "ratings", ["org", "rated_on"])
    op.create_index("ratings_of_a_period", "ratings", ["rated_on", "org", "face"])
    op.create_table(
        "feedback",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("routed_at", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("feedback_by_due", "feedback", ["answered_at", "due_on"])
    op.create_table(
        "messages",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ent", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "ent", "state"),
    )
    op.create_index("messages_by_outcome", "messages", ["outcome", "made_at"])
