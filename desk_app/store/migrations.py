"""The tables that hold what cannot be made again; a released migration never changes, add the next.

Projections, which can be made again from the journal, are in `projection_tables`.
Moments are whole Unix seconds, days are YYYY-MM-DD in Viet Nam, flags are 0 or 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.store.errors import SchemaTooNew
from desk_app.store.first_schema import FIRST_SCHEMA
from desk_app.store.sqlcipher import Migrations, Tables
from desk_app.store.sqlite_errors import translated

if TYPE_CHECKING:
    from desk_app.store.database import Database

migrations = Migrations("desk")


@migrations()
def m001_first(db: Tables) -> None:
    for statement in FIRST_SCHEMA:
        db.execute(statement)


def migrate(database: Database) -> None:
    """Bring the tables to this version; raises SchemaTooNew for a file of a newer one."""
    with translated():
        tables = Tables(database.connection)
        unknown = {row.name for row in migrations.applied(tables)} - _known()
        if unknown:
            raise SchemaTooNew(found=max(unknown))
        is_pending = bool(migrations.pending(tables))
    if is_pending:
        with database.writing():  # beside another process only one of the two finds work to do
            migrations.apply(tables)


def _known() -> set[str]:
    return {step.name for step in migrations.pending(Tables(memory=True))}
