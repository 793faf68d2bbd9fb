"""Small classes that stand in for what a test cannot run: a printer, a token, a clock, a wire."""
