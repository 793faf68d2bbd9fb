"""The hub's database: embedded SQLite, or PostgreSQL by the same statements.

A commit is on disk before an answer leaves: WAL with synchronous=FULL, or PostgreSQL's own default.
SQLite has one writer; writers of this process queue at a lock rather than poll the file.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from sync.errors import DatabaseUnusable, HubFailed

_BUSY_MS = 30_000
_MIGRATION_LOCK = 4_200_412  # any number, the same for every hub process
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA cache_size = -64000",
)


class Database:
    """An engine, and the two ways to use it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer: AbstractContextManager[Any] = (
            Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that may write; raises HubFailed when the database does."""
        try:
            with self._writer, self.engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise HubFailed(reason=type(error).__name__) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads, over one state of the database."""
        options: dict[str, Any] = {"reads_only": True}
        if self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        try:
            opened = self.engine.connect().execution_options(**options)
            with opened as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise HubFailed(reason=type(error).__name__) from error

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at `url`, brought up to date; raises DatabaseUnusable."""
    try:
        engine = create_engine(_driver_named(url), hide_parameters=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise DatabaseUnusable(reason="address") from error
    except ModuleNotFoundError as error:
        raise DatabaseUnusable(reason="driver_missing") from error
    if engine.dialect.name not in {"sqlite", "postgresql"}:
        raise DatabaseUnusable(reason="address")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        _upgrade(engine)
    except DBAPIError as error:
        engine.dispose()
        raise DatabaseUnusable(reason=type(error).__name__) from error
    return Database(engine)


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _driver_named(url: str) -> str:
    """A PostgreSQL address as people write it means the driver we ship."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _upgrade(engine: Engine) -> None:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATION_LOCK}
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin and commit by its own lights
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
