"""The hub's speeds: taking changes, two processes on one database, a province coming back."""
