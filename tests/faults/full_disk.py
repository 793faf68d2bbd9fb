"""A disk that takes no more bytes."""

import resource
from contextlib import contextmanager


@contextmanager
def largest_file(limit_bytes):
    """No file of this process grows beyond so many bytes while the block runs.

    Python ignores the signal that goes with the limit, so a write fails as on a full disk.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def settled_size(desk):
    """The bytes of the database once all is in it and its log is empty."""
    desk.store.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return desk.store.places.database.stat().st_size
