"""Where each table lies when the database is spread over machines (Citus): cut along `scope`.

All that an exchange writes, but the machine's own row, lies with one organisation. Tables without
a scope are small: those that every machine's rows are joined with are copied everywhere, the rest
stay where the hub's own rows are. No statement of the hub differs for it.
"""

from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy import Table

from sync.hub.tables import metadata

CUT_ALONG = "scope"

_EVERYWHERE = frozenset({"backups", "hub"})  # rarely written, named by rows of every scope


class Placement(StrEnum):
    """One of the three kinds a distributed PostgreSQL knows."""

    DISTRIBUTED = "distributed"  # by organisation
    REFERENCE = "reference"  # copied to every machine
    LOCAL = "local"  # on the machine that coordinates


def placed(table: Table) -> Placement:
    """Where a table lies."""
    if CUT_ALONG in table.primary_key.columns:
        return Placement.DISTRIBUTED
    return Placement.REFERENCE if table.name in _EVERYWHERE else Placement.LOCAL


def statements() -> Iterator[str]:
    """What an operator runs once, after the hub has made its tables and before it serves."""
    tables = metadata.sorted_tables  # what is pointed at comes first
    first = next(table for table in tables if placed(table) is Placement.DISTRIBUTED)
    for table in tables:
        match placed(table):
            case Placement.REFERENCE:
                yield f"SELECT create_reference_table('{table.name}');"
            case Placement.LOCAL:
                yield f"SELECT citus_add_local_table_to_metadata('{table.name}');"
            case Placement.DISTRIBUTED:
                beside = "" if table is first else f", colocate_with => '{first.name}'"
                yield f"SELECT create_distributed_table('{table.name}', '{CUT_ALONG}'{beside});"
