"""The desk's end: one exchange, the link, files, the loop."""
