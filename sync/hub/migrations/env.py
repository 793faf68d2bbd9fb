"""Runs the migrations on the connection that `database` hands over, inside its transaction."""

from alembic import context

from sync.hub.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
context.run_migrations()
