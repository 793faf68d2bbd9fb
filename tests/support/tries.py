"""How a run tells that a test needed more than one try."""

TRIES = "tries"  # property of a report: how often its test was run
REASONS = "reasons"  # … and of what the tries before it failed
LONGEST = 2_000  # characters of a reason that are kept, its end
