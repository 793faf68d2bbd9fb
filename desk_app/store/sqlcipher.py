"""The encrypting SQLite, put in place of the plain one before sqlite_utils looks for it.

sqlite_utils takes a module named pysqlite3 before the standard library's sqlite3. Without this
alias it seems to work and fails only where it waits for the other module's exceptions. So nothing
else in the project imports sqlcipher3 or sqlite_utils.
"""

from __future__ import annotations

import sys

import sqlcipher3
from sqlcipher3 import dbapi2

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = dbapi2

import sqlite_utils.utils  # noqa: E402 - the alias must stand first
from sqlite_utils import Database as Tables  # noqa: E402
from sqlite_utils.migrations import Migrations  # noqa: E402

__all__ = ["Migrations", "Tables", "dbapi2", "is_in_place"]


def is_in_place() -> bool:
    """Whether sqlite_utils works on the encrypting build."""
    return vars(sqlite_utils.utils)["sqlite3"] is sqlcipher3
