"""Scanners: what one must do, and how those of Linux and Windows do it."""
