"""The desk's command line: the same use cases without a window."""
