"""Many rows at once, whole and in the order of their table's columns: what a batch leaves behind.

SQLite runs one prepared statement over them. PostgreSQL gets them in one message: new rows by COPY,
rows that may be there already as one array a column.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Dialect,
    Integer,
    LargeBinary,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.statements import as_ours, driven, overwriting

Row = tuple[Any, ...]

_COPIED_FROM = 8  # rows; a copy takes one more turn on the line than an insert
_TYPES = ((BigInteger, "int8"), (Integer, "int4"), (Text, "text"), (LargeBinary, "bytea"))


def add_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert whole rows."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        if len(rows) < _COPIED_FROM:
            _by_arrays(connection, rows, _add_arrays(connection.dialect, table))
        else:
            _copy(connection, table, rows)
    else:
        driven(connection, _insert(connection.dialect, table), list(rows))


def put_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert whole rows, or overwrite those whose primary key is there already; the last counts."""
    if not rows:
        return
    dialect = connection.dialect
    if dialect.name == "postgresql":
        places = _key_places(table)
        last = {tuple([row[place] for place in places]): row for row in rows}
        _by_arrays(connection, list(last.values()), _put_arrays(dialect, table))
    else:
        driven(connection, _put(dialect, table), list(rows))


def _by_arrays(connection: Connection, rows: Sequence[Row], sql: str) -> None:
    columns = zip(*rows, strict=True)
    connection.exec_driver_sql(sql, {f"p{n}": list(values) for n, values in enumerate(columns)})


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Raises what SQLAlchemy makes of the driver's errors."""
    sql, types = _copy_in(table)
    failure: type[Exception] = connection.dialect.loaded_dbapi.Error
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(sql) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)
    except failure as error:
        raise as_ours(error, sql, connection) from error


@lru_cache(maxsize=64)
def _copy_in(table: Table) -> tuple[str, list[str]]:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    sql = f'COPY "{table.name}" ({names}) FROM STDIN (FORMAT BINARY)'
    return sql, [_type(column.type) for column in table.columns]


@lru_cache(maxsize=64)
def _insert(dialect: Dialect, table: Table) -> str:
    return str(insert(table).compile(dialect=dialect, column_keys=_names(table)))


@lru_cache(maxsize=64)
def _put(dialect: Dialect, table: Table) -> str:
    statement = overwriting(sqlite.insert(table), table, _names(table))
    return str(statement.compile(dialect=dialect, column_keys=_names(table)))


@lru_cache(maxsize=64)
def _add_arrays(dialect: Dialect, table: Table) -> str:
    return str(_from_arrays(table).compile(dialect=dialect))


@lru_cache(maxsize=64)
def _put_arrays(dialect: Dialect, table: Table) -> str:
    statement = overwriting(_from_arrays(table), table, _names(table))
    return str(statement.compile(dialect=dialect))


def _from_arrays(table: Table) -> postgresql.Insert:
    """An insert of whole rows, given as one array a column."""
    arrays = [
        bindparam(f"p{place}", type_=postgresql.ARRAY(column.type))
        for place, column in enumerate(table.columns)
    ]
    told = func.unnest(*arrays).table_valued(*_names(table)).render_derived()
    return postgresql.insert(table).from_select(_names(table), select(told))


@lru_cache(maxsize=64)
def _key_places(table: Table) -> tuple[int, ...]:
    names = _names(table)
    return tuple(names.index(column.name) for column in table.primary_key.columns)


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _type(kind: Any) -> str:
    return next(name for known, name in _TYPES if isinstance(kind, known))
