"""Journals between desks and the hub; knows entries, not dossiers."""
