"""The hub and desks of the sync tests."""

from tests.sync.conftest import clock, colleague, desk, hub, on_sqlite, prepared

__all__ = ["clock", "colleague", "desk", "hub", "on_sqlite", "prepared"]
