"""Ten minutes of a bad day: real processes, a bad line, kills and cuts, and everything in place."""
