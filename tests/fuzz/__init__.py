"""Bytes nobody sent on purpose, for everything that reads bytes."""
