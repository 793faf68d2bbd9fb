"""How a run tells that a test needed more than one try."""

TRIES = "tries"  # property of a report: how often its test was run
