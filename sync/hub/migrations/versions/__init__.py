"""One module a step, upwards only."""
