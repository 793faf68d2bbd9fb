"""Statements as the drivers take them: compiled once for each kind of database, run very often.

Values go to the driver as they are: SQLAlchemy's own way through a statement, and through each
value of each row, costs more than the database's work.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from json import dumps
from operator import itemgetter
from typing import Any, NamedTuple, Protocol, cast

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    CursorResult,
    Dialect,
    Insert,
    Table,
    Text,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

Row = Mapping[str, Any]

# Rows of a call have the same keys; the many rows of a batch go by `copying` instead.


class _Cursor(Protocol):
    """As much of a driver's cursor as is needed here."""

    def fetchall(self) -> list[tuple[Any, ...]]: ...


class Prepared:
    """A statement compiled once for each kind of database; its values are named `bindparam`s."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement

    def pairs(self, connection: Connection, **values: Any) -> dict[Any, Any]:
        """What it finds, two columns, as a dictionary."""
        return dict(self.plain(connection, **values))

    def plain(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """The rows it finds as the driver gives them: making ours of each is most of the work."""
        compiled = _compiled(connection.dialect, self)
        return driven(connection, compiled.sql, compiled.given(values)).fetchall()

    def run(self, connection: Connection, **values: Any) -> CursorResult[Any]:
        """Run it with these values; those of `among` are lists."""
        compiled = _compiled(connection.dialect, self)
        return connection.exec_driver_sql(compiled.sql, compiled.given(values))


def driven(connection: Connection, sql: str, given: Any) -> _Cursor:
    """Run a statement by the driver itself: once, or for each of a list of rows.

    Raises what SQLAlchemy makes of the driver's errors.
    """
    dialect = connection.dialect
    failure: type[Exception] = dialect.loaded_dbapi.Error
    cursor = connection.connection.cursor()
    run = dialect.do_executemany if type(given) is list else dialect.do_execute
    try:
        run(cursor, sql, given)
    except failure as error:
        raise as_ours(error, sql, connection) from error
    return cast("_Cursor", cursor)


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """What an exception leaves here is undone, and the transaction goes on.

    As SQLAlchemy's own, which compiles its statements anew at each use.
    """
    driven(connection, "SAVEPOINT here", ())
    try:
        yield
    except BaseException:
        driven(connection, "ROLLBACK TO SAVEPOINT here", ())
        raise
    finally:
        driven(connection, "RELEASE SAVEPOINT here", ())


def as_ours(error: Exception, sql: str, connection: Connection) -> DBAPIError:
    """A driver's error as SQLAlchemy tells it, without the values."""
    dialect = connection.dialect
    failure = dialect.loaded_dbapi.Error
    told = DBAPIError.instance(sql, None, error, failure, hide_parameters=True, dialect=dialect)
    return cast("DBAPIError", told)


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`column IN (…)` whose values, however many, are one parameter: a list."""
    kind = Text() if isinstance(column.type, Text) else BigInteger()
    return _Among(column, bindparam(name, type_=postgresql.ARRAY(kind)))


def upsert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, or overwrite those whose primary key is there already."""
    if rows:
        _run(connection, _compiled_upsert(connection.dialect, table, tuple(rows[0])), rows)


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, passing over those whose primary key is there already."""
    if rows:
        prepared = _compiled_insert_missing(connection.dialect, table, tuple(rows[0]))
        _run(connection, prepared, rows)


class _Among(ColumnElement[bool]):
    inherit_cache = False

    def __init__(self, column: ColumnElement[Any], values: BindParameter[Any]) -> None:
        self.column = column
        self.values = values


@compiles(_Among, "sqlite")
def _among_on_sqlite(told: _Among, compiler: SQLCompiler, **how: Any) -> str:
    each = func.json_each(told.values).table_valued("value")
    return compiler.process(told.column.in_(select(each.c.value)), **how)


@compiles(_Among, "postgresql")
def _among_on_postgresql(told: _Among, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(told.column == func.any(told.values), **how)


class _Compiled(NamedTuple):
    sql: str
    order: tuple[str, ...] | None  # of the values, where the driver wants them by place
    fixed: Mapping[str, Any]  # values that the statement itself has

    def given(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver wants them."""
        named = {**self.fixed, **values}
        if self.order is None:
            return named
        return tuple([_told(named[name]) for name in self.order])


@lru_cache(maxsize=512)
def _compiled(dialect: Dialect, prepared: Prepared) -> _Compiled:
    return _taken_down(prepared.statement.compile(dialect=dialect))


@lru_cache(maxsize=64)
def _compiled_upsert(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Compiled:
    spelt = sqlite if dialect.name == "sqlite" else postgresql
    statement = overwriting(spelt.insert(table), table, names)
    return _taken_down(statement.compile(dialect=dialect, column_keys=list(names)))


@lru_cache(maxsize=64)
def _compiled_insert_missing(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Compiled:
    spelt = sqlite if dialect.name == "sqlite" else postgresql
    statement = spelt.insert(table).on_conflict_do_nothing(index_elements=_keys(table))
    return _taken_down(statement.compile(dialect=dialect, column_keys=list(names)))


def overwriting(statement: Any, table: Table, names: Sequence[str]) -> Insert:
    """An insert of these columns that overwrites what has the same primary key."""
    keys = _keys(table)
    fresh = {name: statement.excluded[name] for name in names if name not in keys}
    if not fresh:
        passes_over: Insert = statement.on_conflict_do_nothing(index_elements=keys)
        return passes_over
    overwrites: Insert = statement.on_conflict_do_update(index_elements=keys, set_=fresh)
    return overwrites


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _taken_down(compiled: Any) -> _Compiled:
    places = getattr(compiled, "positiontup", None)
    fixed = {name: value for name, value in compiled.params.items() if value is not None}
    return _Compiled(str(compiled), tuple(places) if places is not None else None, fixed)


def _told(value: Any) -> Any:
    """A value as SQLite takes it: a list is text."""
    return dumps(value) if type(value) is list else value


def _run(connection: Connection, compiled: _Compiled, rows: Sequence[Row]) -> None:
    if compiled.order is None:
        connection.exec_driver_sql(compiled.sql, [dict(row) for row in rows])
    else:
        in_order = cast("Any", itemgetter(*compiled.order))
        connection.exec_driver_sql(compiled.sql, [in_order(row) for row in rows])
