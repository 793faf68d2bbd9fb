"""The desk's encrypted SQLite file: database, journal, files, keys."""
