"""The window: flet components; they take data and callbacks."""
