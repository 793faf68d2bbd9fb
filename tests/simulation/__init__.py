"""A province in one process: the real client and hub on virtual time, and everything that fails."""
