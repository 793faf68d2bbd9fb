"""Sync: the record, the wire, both ends over real loopback HTTP and real SQLite."""
