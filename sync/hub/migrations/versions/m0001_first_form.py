"""The first form: enrolment, logs, feeds, verdicts and files."""

import sqlalchemy as sa
from alembic import op

from sync.hub.migrations.columns import log_columns
from sync.hub.migrations.console import make_console
from sync.hub.migrations.figures import make_figures
from sync.hub.migrations.outside import make_outside
from sync.hub.migrations.people import make_people
from sync.hub.migrations.voice import make_voice

revision = "0001"
down_revision = None


def upgrade() -> None:
    make_people()
    op.create_table(
        "batches",
        *log_columns(),
        sa.Column("last", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("device_at", sa.BigInteger(), nullable=False),
        sa.Column("offset_s", sa.BigInteger(), nullable=True),
        sa.Column("age_s", sa.BigInteger(), nullable=True),
        sa.Column("boot", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "dev", "ep", "last"),
    )
    op.create_table(
        "changes",
        *log_columns(),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ent", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("inner_hash", sa.LargeBinary(), nullable=True),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "dev", "ep", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_index("changes_by_entity", "changes", ["scope", "ent", "pos"], unique=False)
    set_aside = sa.text("verdict NOT IN ('ok', 'flagged')")
    op.create_index(
        "changes_set_aside",
        "changes",
        ["scope", "pos"],
        sqlite_where=set_aside,
        postgresql_where=set_aside,
    )
    said = sa.text("kind IN (104, 151)")
    op.create_index(
        "changes_feedback",
        "changes",
        ["scope", "ent"],
        sqlite_where=said,
        postgresql_where=said,
    )
    op.create_table(
        "devices",
        sa.Column("dev", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("device_key", sa.LargeBinary(), nullable=False),
        sa.Column("recipient_key", sa.Text(), nullable=False),
        sa.Column("ep", sa.Integer(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("app", sa.Text(), nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.Column("last_contact_at", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.BigInteger(), nullable=False),
        sa.Column("lease_days", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_why", sa.Text(), nullable=False),
        sa.Column("wipe_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("dev"),
        sa.UniqueConstraint("device_key"),
    )
    op.create_table(
        "dossiers",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ent", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("applicant_folded", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "ent"),
        sa.UniqueConstraint("scope", "code", name="dossier_code_once"),
    )
    op.create_index("dossiers_by_code", "dossiers", ["code"], unique=False)
    op.create_index("dossiers_by_status", "dossiers", ["scope", "status", "due_at"], unique=False)
    op.create_table(
        "entities",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ent", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ver", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "ent"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "epochs",
        *log_columns(),
        sa.Column("first_head", sa.LargeBinary(), nullable=False),
        sa.Column("acked", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("durable", sa.BigInteger(), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "dev", "ep"),
    )
    op.create_table(
        "grants",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("dev", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("ep", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "dev", "request"),
    )
    op.create_table(
        "recoveries",
        *log_columns(),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("ent", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "dev", "ep", "seq", "digest"),
    )
    op.create_table(
        "backups",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "backup_logs",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *log_columns(),
        sa.Column("acked", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["backups.number"]),
        sa.PrimaryKeyConstraint("number", "scope", "dev", "ep"),
    )
    op.create_table(
        "feed",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("pos", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("dev", sa.Integer(), nullable=False),
        sa.Column("ep", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("ver", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "pos"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feeds",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("lam", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("floor_digest", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("snapshot", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("size", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.create_table(
        "files",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "sha256"),
    )
    op.create_table(
        "holds",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ent", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("dev", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ep", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ver", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "ent", "dev", "ep"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hub",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hub_id", sa.LargeBinary(), nullable=False),
        sa.Column("hub_ep", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("least_app", sa.Text(), nullable=False),
        sa.Column("least_app_from", sa.BigInteger(), nullable=False),
        sa.Column("restored_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "invites",
        sa.Column("invite", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("dev", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("invite"),
    )
    op.create_table(
        "parcels",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("dev", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parcel", sa.LargeBinary(), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("is_whole", sa.Integer(), nullable=False),
        sa.Column("refused_first", sa.BigInteger(), nullable=False),
        sa.Column("refused_last", sa.BigInteger(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "dev", "parcel", "part"),
    )
    op.create_table(
        "quarantine",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("dev", sa.Integer(), nullable=False),
        sa.Column("ep", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("frame", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "id"),
    )
    op.create_table(
        "salts",
        *log_columns(),
        sa.Column("ent", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "dev", "ep", "ent"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lanes",
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("invite", sa.LargeBinary(), nullable=True),
        sa.Column("dev", sa.Integer(), nullable=True),
        sa.Column("ep", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invite"],
            ["invites.invite"],
        ),
        sa.PrimaryKeyConstraint("org", "first"),
    )
    make_console()
    make_figures()
    make_outside()
    make_voice()
