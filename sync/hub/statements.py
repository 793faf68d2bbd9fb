"""Statements for many rows, and those that both databases know but SQLAlchemy keeps apart.

Rows go to the driver as they are: SQLAlchemy's own way through each value of each row costs more
than the database's work. All rows of a call have the same keys.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Connection, Dialect, Insert, Table, insert
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
Row = Mapping[str, Any]

_MOST_VALUES = 500  # in one IN list


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows."""
    if rows:
        _run(connection, _compiled_insert(connection.dialect, table, tuple(rows[0])), rows)


def upsert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, or overwrite those whose primary key is there already."""
    if rows:
        _run(connection, _compiled_upsert(connection.dialect, table, tuple(rows[0])), rows)


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, passing over those whose primary key is there already."""
    if rows:
        prepared = _compiled_insert_missing(connection.dialect, table, tuple(rows[0]))
        _run(connection, prepared, rows)


def slices(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Values in portions fit for an IN list."""
    for start in range(0, len(values), _MOST_VALUES):
        yield values[start : start + _MOST_VALUES]


class _Prepared(NamedTuple):
    sql: str
    order: tuple[str, ...] | None  # of the values, where the driver wants them by place


def _run(connection: Connection, prepared: _Prepared, rows: Sequence[Row]) -> None:
    if prepared.order is None:
        connection.exec_driver_sql(prepared.sql, [dict(row) for row in rows])
    else:
        in_order = cast("Any", itemgetter(*prepared.order))
        connection.exec_driver_sql(prepared.sql, [in_order(row) for row in rows])


@lru_cache(maxsize=64)
def _compiled_insert(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    return _prepared(dialect, insert(table), names)


@lru_cache(maxsize=64)
def _compiled_upsert(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    keys = [column.name for column in table.primary_key.columns]
    spelt = sqlite if dialect.name == "sqlite" else postgresql
    statement = spelt.insert(table)
    fresh = {name: statement.excluded[name] for name in names if name not in keys}
    return _prepared(
        dialect, statement.on_conflict_do_update(index_elements=keys, set_=fresh), names
    )


@lru_cache(maxsize=64)
def _compiled_insert_missing(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    spelt = sqlite if dialect.name == "sqlite" else postgresql
    keys = [column.name for column in table.primary_key.columns]
    statement = spelt.insert(table).on_conflict_do_nothing(index_elements=keys)
    return _prepared(dialect, statement, names)


def _prepared(dialect: Dialect, statement: Insert, names: tuple[str, ...]) -> _Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    places = cast("Sequence[str] | None", getattr(compiled, "positiontup", None))
    return _Prepared(str(compiled), tuple(places) if places is not None else None)
