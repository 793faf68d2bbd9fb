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
from sqlalchemy.exc import TimeoutError as PoolTimeout

from sync.errors import DatabaseUnusable, HubFailed

_BUSY_MS = 30_000
_MIGRATION_LOCK = 4_200_412  # any number, the same for every hub process
_CONNECTIONS = 20  # of one process
_AT_ONCE = 12  # exchanges at work; the others wait for their turn and cost nothing
_AT_ONCE_ON_FILE = 3  # one writes; the others read, pack and sign
_CONNECT_S = 10
_POOL_WAIT_S = 60
_POSTGRES_OPTIONS = "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s"
_POSTGRES_OPTIONS += " -c jit=off"  # to compile a page's queries takes longer than to run them
_PASSING = frozenset({"DeadlockDetected", "SerializationFailure", "UniqueViolation"})
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA cache_size = -64000",
    "PRAGMA temp_store = MEMORY",  # what a savepoint may have to put back too
)


class Database:
    """An engine, and the ways to use it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.at_once = _AT_ONCE_ON_FILE if engine.dialect.name == "sqlite" else _AT_ONCE
        self._writer: AbstractContextManager[Any] = (
            Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that may write; raises HubFailed when the database does."""
        try:
            with self._writer, self.engine.begin() as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise HubFailed(reason=_reason(error)) from error

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
        except (DBAPIError, PoolTimeout) as error:
            raise HubFailed(reason=_reason(error)) from error

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """For single statements that only read: each sees a state of the database of its own.

        PostgreSQL is spared the transaction around it, which would cost as much as the answer.
        """
        if self.engine.dialect.name != "postgresql":
            with self.reading() as connection:
                yield connection
            return
        try:
            opened = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            with opened as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise HubFailed(reason=_reason(error)) from error

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at `url`, brought up to date; raises DatabaseUnusable."""
    try:
        engine = _engine(_driver_named(url))
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


def is_passing(error: HubFailed) -> bool:
    """Whether nothing but another process was in the way: the same work may be tried at once."""
    return error.details.get("reason") in _PASSING


def _engine(url: str) -> Engine:
    """SQLite takes one file; PostgreSQL so many connections, none of which may hang on a lock."""
    if not url.startswith("postgresql"):
        return create_engine(url, hide_parameters=True)
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=_POOL_WAIT_S,
        pool_pre_ping=True,  # the database may have been started anew
        connect_args={"options": _POSTGRES_OPTIONS, "connect_timeout": _CONNECT_S},
    )


def _reason(error: Exception) -> str:
    """The name of what the driver said."""
    return type(getattr(error, "orig", None) or error).__name__


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
