"""From screens to use cases and queries, and back: rows and words made, each button one call."""
