"""The rules: pure functions and frozen data; no I/O, standard library only."""
