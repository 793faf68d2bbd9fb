"""Processes that die between two statements: what was not committed is gone, as after kill -9."""

import sqlite3


class DeskDiedError(BaseException):
    """The desk's process is gone; nothing of the program may catch this."""


class HubDiedError(BaseException):
    """The hub's process is gone."""


class Fuse:
    """Lets a process die before so many more statements."""

    def __init__(self, death):
        self._death = death
        self._left = None

    def set(self, statements):
        self._left = statements

    def burn(self):
        if self._left is None:
            return
        self._left -= 1
        if self._left <= 0:
            self._left = None
            raise self._death()

    def put_out(self):
        self._left = None


class DyingConnection:
    """A SQLite connection whose process may die before any statement."""

    def __init__(self, connection, fuse):
        self._connection = connection
        self._fuse = fuse

    def execute(self, sql, values=()):
        if sql != "ROLLBACK":  # what is not committed goes by itself
            self._fuse.burn()
        return self._connection.execute(sql, values)

    def look(self, sql, values=()):
        """Rows as somebody outside the process sees them."""
        return self._connection.execute(sql, values).fetchall()

    def executescript(self, script):
        return self._connection.executescript(script)

    def die(self):
        """What was not committed is gone."""
        self._fuse.put_out()
        if self._connection.in_transaction:
            self._connection.rollback()

    def copy(self):
        """The bytes of the database as last committed."""
        return self._connection.serialize()

    def put_back(self, content):
        """Make the database what it was when it was copied."""
        source = sqlite3.connect(":memory:")
        source.deserialize(content)
        source.backup(self._connection)
        source.close()

    def close(self):
        self._connection.close()
